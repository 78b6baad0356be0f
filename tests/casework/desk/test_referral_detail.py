"""One referral on the sender's desk: the letter, the loop, and each move by its own address."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import referral_letters, referrals
from casework.letters.printing import LetterFailed
from casework.models import Referral
from consent.models import AccessEvent, Disclosure
from consent.periods import today
from tests.casework.desk.page_facts import browser, counted, event_of, said, text_of
from tests.casework.desk.test_referral_edit import WHO_WORKS
from tests.casework.referral_stories import (
    ASIDE,
    HEADING,
    REQUEST,
    accepted,
    approved,
    held,
    referral_open,
    sent,
    waiting,
    withdraw,
    written,
)
from tests.people import Cast, sign_in


def at(name: str, referral: Referral) -> str:
    return reverse(f"referral-{name}", args=[referral.uid])


def version(referral: Referral) -> int:
    return int(Referral.objects.values_list("version", flat=True).get(pk=referral.pk))


def state(referral: Referral) -> str:
    return str(Referral.objects.values_list("state", flat=True).get(pk=referral.pk))


# Reading


WHO_READS = {**dict(WHO_WORKS), "onni": 200}


def test_referral_detail__who_may(cast: Cast) -> None:
    referral = sent(cast)
    for name, status in WHO_READS.items():
        device = browser(getattr(cast, name))
        assert device.get(at("detail", referral)).status_code == status, name
        assert device.get(at("letter", referral)).status_code == status, name


def test_referral_detail__unknown__is_not_there(client: Client, cast: Cast) -> None:
    assert sign_in(client, cast.minna).get(reverse("referral-detail", args=[uuid.uuid4()])).status_code == 404


def test_referral_detail__student__reads_and_moves_nothing(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.onni).get(at("detail", waiting(cast))).content.decode()
    assert "<form" not in html.split("<main", 1)[1].split("</main>")[0]
    assert HEADING in html


def test_referral_detail__logs__the_person_and_the_referral(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    sign_in(client, cast.jari).get(at("detail", referral))
    event, subjects = event_of("referral_detail")
    assert (event.purpose, event.action, event.object_uid, event.basis) == (
        ("referral", "view", referral.uid, "co_worker")
    )
    assert subjects == {cast.case.subject.uid}
    sign_in(client, cast.jari).get(at("letter", referral))
    assert event_of("referral_letter")[0].action == "print"


def test_referral_detail__loop__says_who_and_when(client: Client, cast: Cast) -> None:
    referral = accepted(cast)
    browser(cast.petri).get(reverse("inbox-detail", args=[referral.uid]))
    html = sign_in(client, cast.minna).get(at("detail", referral)).content.decode()
    loop = html[html.index('id="loop"') :]
    told = ["Approval asked", "The participant approved", "Sent", "Accepted", "Read by the recipient"]
    places = [loop.index(f">{said(step)}<") for step in told]
    assert places == sorted(places)
    assert "Petri" in loop


@pytest.mark.parametrize(
    ("story", "offered"),
    [
        (written, {"edit", "cancel"}),
        (waiting, {"turn", "approval", "take-back", "cancel", "error"}),
        (approved, {"send", "approval", "take-back", "cancel", "error"}),
        (sent, {"answer", "cancel", "error"}),
        (held, {"more", "answer", "cancel", "error"}),
    ],
)
def test_referral_detail__offers_only_the_legal_moves(
    client: Client, cast: Cast, story: Any, offered: set[str]
) -> None:
    referral = story(cast)
    html = sign_in(client, cast.minna).get(at("detail", referral)).content.decode()
    names = ["turn", "approval", "take-back", "send", "cancel", "answer", "more", "close", "error", "edit"]
    assert {name for name in names if at(name, referral) in html} == offered


def test_referral_detail__co_worker__is_not_offered_the_lead_workers_move(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    html = sign_in(client, cast.jari).get(at("detail", referral)).content.decode()
    assert at("error", referral) not in html
    assert at("cancel", referral) in html


# Moving


def test_referral_moves__by_who_does_not_work_here(cast: Cast) -> None:
    referral = sent(cast)
    for who, status in (("onni", 404), ("sari", 403), ("petri", 404), ("outi", 404)):
        device = browser(getattr(cast, who))
        for name in ("send", "take-back", "approval", "cancel", "answer", "more", "close", "error", "turn"):
            assert device.post(at(name, referral)).status_code == status, (who, name)
            assert device.get(at(name, referral)).status_code == 405, (who, name)
    assert state(referral) == "requested"


def test_referral_send__prints_freezes_and_discloses(client: Client, cast: Cast) -> None:
    referral = approved(cast)
    sign_in(client, cast.minna)
    post = {"version": version(referral)}
    assert client.post(at("send", referral), post).status_code == 302
    assert state(referral) == "requested"
    paper = client.get(at("letter", referral))
    assert paper.content.startswith(b"%PDF-")
    assert paper["Content-Disposition"] == f'inline; filename="{referral.number}.pdf"'
    row = Disclosure.objects.get()
    assert row.document_hash == Referral.objects.get().letter_hash
    assert event_of("referral_send")[0].action == "disclose"
    assert client.post(at("send", referral), post).status_code == 302  # the same post again
    assert Disclosure.objects.count() == 1
    assert referral.moves.filter(to_state="requested").count() == 1


def test_referral_send__what_is_missing__is_said_on_the_page(client: Client, cast: Cast) -> None:
    referral = waiting(cast)
    sign_in(client, cast.minna)
    response = client.post(at("send", referral), {"version": version(referral)})
    assert response.status_code == 409
    assert said("The participant has not approved exactly this letter. Ask for approval.") in text_of(response)
    referrals.record_approval(by=cast.minna, referral=referral, answer="approved", channel="phone")
    stale = client.post(at("send", referral), {"version": version(referral) - 1})
    assert stale.status_code == 409
    withdraw(cast, referral.case.subject.consents.get())
    response = client.post(at("send", referral), {"version": version(referral)})
    assert said("There is no permission or other ground in force for telling this.") in text_of(response)
    assert state(referral) == "awaiting"
    assert not Disclosure.objects.exists()


def test_referral_send__press_that_fails__sends_nothing(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(html: str) -> bytes:
        raise LetterFailed("The press is busy.")

    monkeypatch.setattr(referral_letters, "print_pdf", fails)
    referral = approved(cast)
    response = sign_in(client, cast.minna).post(at("send", referral), {"version": version(referral)})
    assert response.status_code == 409
    assert said("The letter could not be printed. Shorten it, or try again in a moment.") in text_of(response)
    assert state(referral) == "awaiting"


def test_referral_letter__of_a_draft__says_that_it_is_one(client: Client, cast: Cast) -> None:
    from tests.casework.test_referrals_sending import pdf_text

    response = sign_in(client, cast.minna).get(at("letter", written(cast)))
    text = pdf_text(response.content)
    assert said("Draft. Not sent.") in text
    assert "Nasrin Rahimi" in text
    assert ASIDE not in text


@pytest.mark.parametrize(
    ("answer", "after"), [("approved", "awaiting"), ("changes", "draft"), ("refused", "cancelled")]
)
def test_referral_approval__recorded_by_the_worker(client: Client, cast: Cast, answer: str, after: str) -> None:
    referral = waiting(cast)
    sign_in(client, cast.minna)
    for _ in range(2):
        assert client.post(at("approval", referral), {"answer": answer, "channel": "phone"}).status_code == 302
    assert state(referral) == after
    assert referral.approvals.count() == 1


@pytest.mark.parametrize("post", [{}, {"answer": "approved"}, {"answer": "x", "channel": "phone"}])
def test_referral_approval__incomplete__asks_again(client: Client, cast: Cast, post: dict[str, str]) -> None:
    referral = waiting(cast)
    response = sign_in(client, cast.minna).post(at("approval", referral), post)
    assert response.status_code == 200
    assert 'role="group"' in response.content.decode()
    assert not referral.approvals.exists()


def test_referral_take_back__leads_to_the_composer(client: Client, cast: Cast) -> None:
    referral = approved(cast)
    response = sign_in(client, cast.minna).post(at("take-back", referral))
    assert response["Location"] == at("edit", referral)
    assert state(referral) == "draft"


def test_referral_cancel__other_reason__needs_words_and_keeps_them(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    sign_in(client, cast.minna)
    response = client.post(at("cancel", referral), {"cancel-reason": "other", "cancel-text": " "})
    assert said("Write the reason in one sentence.") in text_of(response)
    post = {"cancel-reason": "other", "cancel-text": "Muutti muualle."}
    assert client.post(at("cancel", referral), post).status_code == 302
    assert state(referral) == "cancelled"
    again = client.post(at("cancel", referral), {**post, "cancel-reason": "mistake"})
    assert again.status_code == 409
    with referral_open(cast.minna, referral) as it:
        assert it.referral.moves.get(to_state="cancelled").text == "Muutti muualle."


def test_referral_answer__on_behalf__shows_who_told_it(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    sign_in(client, cast.minna)
    post = {"answer": "rejected", "reject_reason": "no_capacity", "told_by": "Petri Laakso", "told_how": "phone"}
    incomplete = client.post(at("answer", referral), {**post, "told_on": "huomenna"})
    assert incomplete.status_code == 200
    assert "Petri Laakso" in incomplete.content.decode()
    assert state(referral) == "requested"
    assert client.post(at("answer", referral), {**post, "told_on": "tänään"}).status_code == 302
    words = text_of(client.get(at("detail", referral)))
    assert "Petri Laakso" in words
    assert said("No room now") in words


def test_referral_more__shows_the_question_and_sends_the_answer(client: Client, cast: Cast) -> None:
    referral = held(cast)
    sign_in(client, cast.minna)
    assert "Mikä on kielitaito?" in text_of(client.get(at("detail", referral)))
    response = client.post(at("more", referral), {"answer": "Suomi A2.1.", "approved_by": ""})
    assert "Suomi A2.1." in response.content.decode()
    assert state(referral) == "on-hold"
    assert client.post(at("more", referral), {"answer": "Suomi A2.1.", "approved_by": "in_person"}).status_code == 302
    assert state(referral) == "requested"
    assert "Suomi A2.1." in text_of(browser(cast.petri).get(reverse("inbox-detail", args=[referral.uid])))


def test_referral_close__leaves_the_lists(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    sign_in(client, cast.minna)
    assert client.post(at("close", referral)).status_code == 409
    withdraw(cast, referral.consent)
    assert at("close", referral) in client.get(at("detail", referral)).content.decode()
    assert client.post(at("close", referral)).status_code == 302
    assert Referral.objects.get().loop_closed_at is not None
    assert at("close", referral) not in client.get(at("detail", referral)).content.decode()


def test_referral_error__co_worker_is_refused_in_words(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    post = {"error-reason": "mistake", "error-text": ""}
    response = browser(cast.jari).post(at("error", referral), post)
    assert response.status_code == 409
    assert said("Only the lead worker marks a referral as entered in error.") in text_of(response)
    assert sign_in(client, cast.minna).post(at("error", referral), post).status_code == 302
    assert state(referral) == "entered-in-error"


# The list, and what pages cost


def test_referral_list__who_may(cast: Cast) -> None:
    sent(cast)
    for name, status in WHO_READS.items():
        response = browser(getattr(cast, name)).get(reverse("referral-list", args=[cast.case.uid]))
        assert response.status_code == status, name
        assert (HEADING in response.content.decode()) is (status == 200), name


def test_referral_list__empty(client: Client, cast: Cast) -> None:
    words = text_of(sign_in(client, cast.minna).get(reverse("referral-list", args=[cast.case.uid])))
    assert said("No referrals yet.") in words


def copies(referral: Referral, how_many: int) -> None:
    """Rows like it, with keys of their own."""
    from consent.keystore import keys

    with referral_open(referral.sender, referral) as it:
        kept = {name: getattr(it.referral, name) for name in ("heading", "request", "slice")}
        scopes = keys.create("referral", how_many=how_many)
        from consent import keyring

        for scope in scopes:
            row = Referral.objects.get(pk=referral.pk)
            row.pk, row.uid, row.scope, row.number = None, uuid.uuid4(), scope, f"L-X-{scope}"[:20]
            row._state.adding = True
            row.letter = b""
            for name, value in kept.items():
                setattr(row, name, value)
            with keyring.also(sealing=[scope]):
                row.save()


@pytest.mark.parametrize("url_name", ["referral-list", "case-detail"])
def test_referral_list__costs__the_same_at_two_and_at_forty(client: Client, cast: Cast, url_name: str) -> None:
    referral = sent(cast)
    copies(referral, 1)
    sign_in(client, cast.minna)
    address = reverse(url_name, args=[cast.case.uid])
    client.get(address)
    with counted() as few:
        client.get(address)
    copies(referral, 38)
    with counted() as many:
        html = client.get(address).content
    assert len(few) == len(many)
    assert url_name != "referral-list" or len(many) <= 12, len(many)
    assert len(html) < 40_000


def test_referral_detail__costs__within_the_budget(client: Client, cast: Cast) -> None:
    referral = accepted(cast)
    sign_in(client, cast.minna)
    with counted() as queries:
        client.get(at("detail", referral))
    assert len(queries) <= 20, len(queries)


def test_referral_detail__read__is_the_recipients_first_opening(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    sign_in(client, cast.minna)
    assert said("Read by the recipient") not in text_of(client.get(at("detail", referral)))
    browser(cast.jari).get(at("detail", referral))  # a colleague's reading is not the recipient's
    browser(cast.petri).get(reverse("inbox"))  # nor is a list
    assert said("Read by the recipient") not in text_of(client.get(at("detail", referral)))
    browser(cast.petri).get(reverse("inbox-detail", args=[referral.uid]))
    assert said("Read by the recipient") in text_of(client.get(at("detail", referral)))


def test_referral_detail__request_stays_when_the_person_changes(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    with referral_open(cast.minna, referral) as it:
        it.opened.participant.first_name = "Muuttunut"
        it.opened.participant.save(update_fields=["first_name"])
    html = sign_in(client, cast.minna).get(at("detail", referral)).content.decode()
    letter = html.split('<article class="letter">')[1]
    assert "Nasrin Rahimi" in letter
    assert "Muuttunut" not in letter
    assert REQUEST in letter


def test_referral_detail__planned_day_in_words(client: Client, cast: Cast) -> None:
    referral = accepted(cast)
    words = text_of(sign_in(client, cast.minna).get(at("detail", referral)))
    assert f"{today().day}.{today().month}.{today().year}" in words
    assert isinstance(referral.planned_on, datetime.date)
    assert not AccessEvent.objects.filter(action="denied").exists()
