"""The officer's pages of erasing and retention, the lead worker's of closing and redacting: what each person reads."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from casework.models import CaseFile, GuidanceSession
from consent import erasure, keyring, requests, retention
from consent.models import DataRequest, Disposal, RetentionClass, RetentionHold
from consent.periods import add_months, today
from tests.casework import stories
from tests.casework.erasing_stories import closed, erased
from tests.casework.test_closing import with_classes
from tests.people import NASRIN, Cast, actor, sign_in


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    translation.activate("en")


def text(client: Client, name: str, *parts: uuid.UUID) -> str:
    response = client.get(reverse(name, args=parts))
    assert response.status_code == 200
    return response.content.decode()


def granted(cast: Cast) -> DataRequest:
    """The person asked to be erased, and the officer granted it."""
    with keyring.also(sealing=[cast.case.subject.scope]):
        asked = requests.receive(by=cast.nasrin, subject=cast.case.subject, kind="erasure", channel="portal")
        return requests.decide(asked, by=cast.kirsi, decision="granted", answer="Tiedot poistetaan.")


def due_row(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    long_ago = add_months(today(), -25)
    retention.work_out(
        subject=cast.case.subject, programme=cast.case.programme_id, case_uid=cast.case.uid, closed_on=long_ago
    )


def test_erasing__proposed_and_approved_on_the_pages__is_certified(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    closed(cast)
    sign_in(client, cast.kirsi)
    typed = {"number": cast.case.number.lower(), "kind": "case", "why": "request"}
    page = client.post(reverse("privacy-erasing-new"), typed).content.decode()
    assert "No request of the person to erase has been granted." in page
    asked = granted(cast)
    assert client.post(reverse("privacy-erasing-new"), typed).status_code == 302
    disposal = Disposal.objects.get()
    assert disposal.request == asked
    page = text(client, "privacy-erasing")
    assert cast.case.number in page
    assert "Approve and erase" not in page
    sign_in(client, cast.anna)
    page = text(client, "privacy-erasing")
    assert "Approve and erase" in page
    assert NASRIN.first_name not in page
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(reverse("privacy-erasing-decide", args=[disposal.uid]), {"decision": "approve"})
    disposal.refresh_from_db()
    assert disposal.state == "done"
    page = text(client, "privacy-erasing-certificate", disposal.uid)
    assert str(disposal.uid) in page
    assert {"Kirsi", "Anna"} <= set(re.findall(r"\w+", page))
    for hidden in (cast.case.number, NASRIN.first_name, str(cast.case.uid), str(cast.case.subject.uid)):
        assert hidden not in page, hidden
    assert "Keys of case files" in page
    assert "at the latest" in page


def test_erasing__unknown_number__is_said_beside_the_field(cast: Cast, client: Client) -> None:
    sign_in(client, cast.kirsi)
    typed = {"number": "P-1999-0001", "kind": "case", "why": "request"}
    page = client.post(reverse("privacy-erasing-new"), typed).content.decode()
    assert "There is no case file with this number." in page
    assert not Disposal.objects.exists()


def test_erasing__of_an_open_file__is_said_on_the_form(cast: Cast, client: Client) -> None:
    sign_in(client, cast.kirsi)
    typed = {"number": cast.case.number, "kind": "case", "why": "unlawful"}
    page = client.post(reverse("privacy-erasing-new"), typed).content.decode()
    assert "The case file is still open." in page


def test_retention__list__proposes_a_batch_that_one_decision_approves(cast: Cast, client: Client) -> None:
    due_row(cast)
    sign_in(client, cast.kirsi)
    page = text(client, "privacy-retention")
    assert cast.case.number in page
    (key,) = re.findall(r'name="date" value="(\d+)"', page)
    assert client.post(reverse("privacy-retention"), {"date": [key]}).url == reverse("privacy-erasing")  # type: ignore[attr-defined]
    disposal = Disposal.objects.get()
    assert disposal.batch is not None
    assert 'name="date"' not in text(client, "privacy-retention"), "it is proposed already"
    assert "1 waiting" in text(client, "privacy")
    sign_in(client, cast.kaisa)
    client.post(reverse("privacy-erasing-decide", args=[disposal.uid]), {"decision": "approve"})
    assert len(retention.run()) == 1


def test_retention__nothing_chosen__proposes_nothing(cast: Cast, client: Client) -> None:
    due_row(cast)
    sign_in(client, cast.kirsi)
    assert client.post(reverse("privacy-retention"), {}).url == reverse("privacy-retention")  # type: ignore[attr-defined]
    assert not Disposal.objects.exists()


def test_hold__placed_and_lifted_on_the_pages(cast: Cast, client: Client) -> None:
    due_row(cast)
    sign_in(client, cast.kirsi)
    typed = {"number": cast.case.number, "why": "claim", "reason": "Vaatimus on vireillä."}
    assert client.post(reverse("privacy-retention-hold"), typed).status_code == 302
    page = text(client, "privacy-retention")
    assert "Lift the hold" in page
    assert 'name="date"' not in page
    client.post(reverse("privacy-retention-lift", args=[RetentionHold.objects.get().uid]))
    assert 'name="date"' in text(client, "privacy-retention")


def test_class__new_version__is_listed_beside_the_former(cast: Cast, client: Client) -> None:
    of = with_classes(cast)["case"]
    sign_in(client, cast.kirsi)
    begins = add_months(today(), 1)
    typed = {
        "months": "36",
        "source": "Laki 703/2023",
        "action": "anonymise",
        "confirmed": "on",
        "valid_from": f"{begins.day}.{begins.month}.{begins.year}",
    }
    assert client.post(reverse("privacy-retention-class", args=[of.uid]), typed).status_code == 302
    page = text(client, "privacy-retention-classes")
    assert "36 months" in page
    assert "24 months" in page
    assert RetentionClass.objects.filter(code="case").count() == 2


def test_case__closed_and_opened_again_on_the_pages(cast: Cast, client: Client) -> None:
    stories.agreed(cast, "Tuo hygieniapassi")
    sign_in(client, cast.minna)
    assert "Close the case file" in text(client, "case-detail", cast.case.uid)
    assert "Tuo hygieniapassi" in text(client, "case-close", cast.case.uid)
    assert client.post(reverse("case-close", args=[cast.case.uid]), {}).status_code == 200
    client.post(reverse("case-close", args=[cast.case.uid]), {"outcome": "work", "drop_actions": "on"})
    assert CaseFile.objects.get(pk=cast.case.pk).state == "closed"
    assert "The case file was closed on" in text(client, "case-detail", cast.case.uid)
    assert client.post(reverse("case-reopen", args=[cast.case.uid]), {"reason": " "}).status_code == 200
    client.post(reverse("case-reopen", args=[cast.case.uid]), {"reason": "Työ loppui."})
    assert CaseFile.objects.get(pk=cast.case.pk).state == "open"


def test_session__text_proposed_for_removal__waits_with_its_reason(cast: Cast, client: Client) -> None:
    session = stories.signed(cast)
    sign_in(client, cast.minna)
    assert "Propose removing a text" in text(client, "session-detail", session.uid)
    typed = {"field": "narrative", "passage": "ylpeä", "reason": "Tulkinta, ei kuulu kirjaukseen."}
    assert client.post(reverse("session-redact", args=[session.uid]), typed).status_code == 302
    sign_in(client, cast.kirsi)
    page = text(client, "privacy-erasing")
    assert typed["reason"] in page
    assert "ylpeä" not in page
    erasure.carry_out(erasure.approve(Disposal.objects.get(), by=actor(cast.kirsi)))
    page = text(client, "privacy-erasing-certificate", Disposal.objects.get().uid)
    assert "until they expire" in page
    sign_in(client, cast.minna)
    assert "ylpeä" not in text(client, "session-detail", GuidanceSession.objects.get().uid)


def test_erasing__administrator__sees_no_redaction(cast: Cast, client: Client) -> None:
    session = stories.signed(cast)
    sign_in(client, cast.minna)
    typed = {"field": "narrative", "passage": "", "reason": "Väärä asiakas."}
    client.post(reverse("session-redact", args=[session.uid]), typed)
    sign_in(client, cast.anna)
    assert "Väärä asiakas" not in text(client, "privacy-erasing")
    sign_in(client, cast.kaisa)
    assert "Väärä asiakas" in text(client, "privacy-erasing")


def test_certificate__of_another_programme__is_not_found(cast: Cast, client: Client) -> None:
    closed(cast)
    done = erased(cast)
    sign_in(client, cast.outi)
    assert client.get(reverse("privacy-erasing-certificate", args=[done.uid])).status_code == 404
