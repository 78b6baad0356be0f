"""Entered in error: the lead worker says why, what rested on it ends, and it never comes back by any page."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from casework.models import MoveReason, Referral, Side
from consent import consents, keyring
from consent.keyring import Audience
from consent.models import Consent
from consent.periods import today
from tests.casework.desk.consent_answers import address, answer, asked
from tests.casework.desk.page_facts import text_of
from tests.casework.referral_stories import sent
from tests.people import Cast, sign_in


def opens(referral: Referral) -> bool:
    """Whether its recipient may read it today."""
    return bool(Referral.objects.with_opening(today()).get(pk=referral.pk).opens)


MISTAKE = {"mistake": "person", "words": "Vastaus oli Alin."}


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"  # the source strings: what is asked here is not the translation


@pytest.mark.parametrize(
    ("name", "status"), [("minna", 200), ("jari", 403), ("eeva", 403), ("onni", 404), ("sari", 403), ("nasrin", 404)]
)
def test_error__the_lead_worker_alone__may(client: Client, cast: Cast, grounds: Any, name: str, status: int) -> None:
    consent = answer(cast)
    page = address(cast, "case-consent-error", consent.uid)
    sign_in(client, getattr(cast, name))
    assert client.get(page).status_code == status
    client.post(page, MISTAKE)
    assert (Consent.objects.get().state == "error") is (name == "minna")
    shown = client.get(address(cast)).content.decode()
    assert (f"/consents/{consent.uid}/error/" in shown) is False  # marked now, or not theirs to mark


def test_error__link__stands_for_the_lead_worker(client: Client, cast: Cast, grounds: Any) -> None:
    page = address(cast, "case-consent-error", answer(cast).uid)
    assert page in sign_in(client, cast.minna).get(address(cast)).content.decode()
    assert page not in sign_in(client, cast.jari).get(address(cast)).content.decode()


def test_error__without_a_reason__is_asked_for(client: Client, cast: Cast, grounds: Any) -> None:
    page = address(cast, "case-consent-error", answer(cast).uid)
    response = sign_in(client, cast.minna).post(page, {"words": "x"})
    assert "Choose what went wrong." in text_of(response)
    assert Consent.objects.get().state == "given"


def test_error__marked__stays_on_record_with_its_reason(client: Client, cast: Cast, grounds: Any) -> None:
    page = address(cast, "case-consent-error", answer(cast).uid)
    sign_in(client, cast.minna).post(page, MISTAKE)
    words = text_of(client.get(address(cast)))
    for said in ("1 entered in error", "It was about somebody else", "Vastaus oli Alin."):
        assert said in words
    assert "in force" not in words.split("Grounds in force")[1]


def test_error__of_health__is_not_told_to_a_student(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna).post(address(cast, "case-consent-error", answer(cast, "health").uid), MISTAKE)
    assert "entered in error" in text_of(client.get(address(cast)))
    assert "entered in error" not in text_of(sign_in(client, cast.onni).get(address(cast)))


def test_error__referral_that_rested_on_it__ends_and_its_recipient_is_told(
    client: Client, cast: Cast, grounds: Any
) -> None:
    referral = sent(cast)
    before = DBTaskResult.objects.count()
    consent = referral.consent
    assert consent is not None
    sign_in(client, cast.minna).post(address(cast, "case-consent-error", consent.uid), MISTAKE)
    row = Referral.objects.get(pk=referral.pk)
    assert (row.state, opens(row)) == ("cancelled", False)
    move = row.moves.order_by("-pk").first()
    assert (move.reason, move.side, move.by) == (MoveReason.GROUND_ENDED, Side.SYSTEM, None)
    assert DBTaskResult.objects.count() == before + 1


def test_error__every_page_afterwards__leaves_it_so(client: Client, cast: Cast, grounds: Any) -> None:
    consent = answer(cast)
    sign_in(client, cast.minna).post(address(cast, "case-consent-error", consent.uid), MISTAKE)
    client.post(address(cast, "case-consent-withdraw", consent.uid), {"channel": "phone"})
    client.post(address(cast, "case-consent-error", consent.uid), {"mistake": "twice"})
    begun = client.post(
        address(cast, "case-consents-ask"),
        {"language": "fi", "channel": "phone", "questions": [str(asked(cast, "referral").uid)]},
    )
    client.post(begun.url, {"answer": "given", "submission": str(uuid.uuid4())})
    sign_in(client, cast.nasrin)
    assert client.post(f"/me/consents/{consent.uid}/withdraw/").status_code == 404
    assert client.post(f"/me/consents/{consent.uid}/", {"answer": "given"}).status_code == 404
    row = Consent.objects.get(pk=consent.pk)
    assert (row.state, row.mistake) == ("error", "person")
    assert Consent.objects.exclude(pk=consent.pk).get().renews is None


# Every door ends what rested on it


@pytest.mark.parametrize("door", ["worker", "portal", "answered no", "verb", "expiry"])
def test_ending__by_every_door__ends_the_referral_at_once(client: Client, cast: Cast, grounds: Any, door: str) -> None:
    referral = sent(cast)
    consent = referral.consent
    assert consent is not None
    if door == "worker":
        sign_in(client, cast.minna).post(address(cast, "case-consent-withdraw", consent.uid), {"channel": "phone"})
    elif door == "portal":
        sign_in(client, cast.nasrin).post(f"/me/consents/{consent.uid}/withdraw/")
    elif door == "answered no":
        answer(cast, "referral", "refused")
    elif door == "verb":
        consents.withdraw(consent, by=cast.minna, channel="in_person")
    else:
        assert consent.until is not None
        consents.expire(consent.until.replace(year=consent.until.year + 1))
    row = Referral.objects.get(pk=referral.pk)
    assert (row.state, opens(row)) == ("cancelled", False)
    assert Consent.objects.get(pk=consent.pk).state in {"withdrawn", "expired"}


# Told back in own words


@pytest.mark.parametrize("ticked", [True, False])
def test_question__told_back_in_own_words__is_ticked_without_one_more_page(
    client: Client, cast: Cast, grounds: Any, ticked: bool
) -> None:
    sign_in(client, cast.minna)
    form = {"language": "fi", "channel": "in_person", "questions": [str(asked(cast, "pictures").uid)]}
    begun = client.post(address(cast, "case-consents-ask"), form)
    assert 'name="teach_back" form="question"' in client.get(begun.url).content.decode()
    said = {"answer": "given", "submission": str(uuid.uuid4())} | ({"teach_back": "on"} if ticked else {})
    client.post(begun.url, said)
    assert Consent.objects.get().teach_back is ticked
    for page in (address(cast), address(cast, "case-consents-receipt")):
        client.cookies["django_language"] = "en"
        words = text_of(client.get(page)).lower()
        assert ("own words" in words or "omin sanoin" in words) is ticked


def test_question__turned_to_the_participant__does_not_ask_the_worker(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna)
    form = {"language": "fi", "channel": "in_person", "questions": [str(asked(cast, "pictures").uid)]}
    begun = client.post(address(cast, "case-consents-ask"), form)
    client.post(begun.url, {"turn": "1"})
    assert "teach_back" not in client.get(begun.url).content.decode()


def test_error__words__are_sealed(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.minna).post(address(cast, "case-consent-error", answer(cast).uid), MISTAKE)
    row = Consent.objects.get()
    assert b"Alin" not in bytes(row.__dict__["mistake_words"])
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.PARTICIPANT)])
        assert row.mistake_words != MISTAKE["words"]
