"""What a person asks, through the worker; and the person's own words beside an entry (issue 4, point 6)."""

from django.test import Client
from django.urls import reverse

from consent import keyring, requests
from consent.actors import acting
from consent.keyring import Audience
from consent.models import DataRequest, Statement
from tests.casework import stories
from tests.casework.desk.page_facts import event_of, text_of
from tests.people import Cast, sign_in

FORM = {
    "kind": "access",
    "words": "Haluan nähdä tietoni.",
    "channel": "in_person",
    "received_on": "today",
    "how": "known",
}
SAID = "En ollut myöhässä, bussi ei tullut."


def worker(client: Client, cast: Cast, name: str = "minna") -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, getattr(cast, name))


def test_requests__written_down__with_the_identity_and_the_clock(client: Client, cast: Cast) -> None:
    address = reverse("case-requests", args=[cast.case.uid])
    assert worker(client, cast).post(address, FORM).status_code == 302
    request = DataRequest.objects.get()
    assert (request.kind, request.identity, request.identity_by, request.recorded_by) == (
        "access", "known", cast.minna, cast.minna,
    )  # fmt: skip
    text = text_of(client.get(address))
    assert "See the data" in text
    assert "days left" in text
    assert event_of("case_requests")[1] == {cast.case.subject.uid}
    assert f'href="{address}"' in client.get(reverse("case-consents", args=[cast.case.uid])).content.decode()


def test_requests__correction__names_an_entry_that_the_worker_reads(client: Client, cast: Cast) -> None:
    session, entry = stories.signed(cast), stories.health_entry(cast)
    address, form = reverse("case-requests", args=[cast.case.uid]), FORM | {"kind": "rectification"}
    assert worker(client, cast).post(address, form | {"entry": str(entry.uid)}).status_code == 200
    assert client.post(address, form | {"entry": str(session.uid)}).status_code == 302
    request = DataRequest.objects.get()
    assert (request.about_kind, request.about_uid) == ("session", session.uid)
    page = worker(client, cast, "kirsi").get(reverse("privacy-request", args=[request.uid]))
    assert "About Meetings" in text_of(page)


def test_requests__twice_the_same_form__is_one(client: Client, cast: Cast) -> None:
    address, form = reverse("case-requests", args=[cast.case.uid]), {**FORM, "submission": str(cast.case.uid)}
    for _time in range(2):
        assert worker(client, cast).post(address, form).status_code == 302
    assert DataRequest.objects.count() == 1


def test_requests__of_the_officer__worker_says_who_asks(client: Client, cast: Cast) -> None:
    subject, address = cast.case.subject, reverse("case-requests", args=[cast.case.uid])
    with keyring.also(sealing=[subject.scope]), acting(cast.kirsi):
        request = requests.receive(by=cast.kirsi, subject=subject, kind="access", channel="phone")
    minna = worker(client, cast)
    assert str(request.uid) in minna.get(address).content.decode()
    assert minna.post(address, {"identity_of": "x", "how": "known"}).status_code == 404
    assert minna.post(address, {"identity_of": str(cast.case.uid), "how": "known"}).status_code == 404
    assert minna.post(address, {"identity_of": str(request.uid), "how": "x"}).status_code == 409
    assert minna.post(address, {"identity_of": str(request.uid), "how": "document"}).status_code == 302
    request.refresh_from_db()
    assert (request.identity, request.identity_by) == ("document", cast.minna)
    assert str(request.uid) not in minna.get(address).content.decode()


def test_requests__answer_and_words__are_not_the_workers_to_read(client: Client, cast: Cast) -> None:
    subject = cast.case.subject
    with keyring.also([(subject.scope, Audience.OFFICER)]), acting(cast.kirsi):
        request = requests.receive(
            by=cast.kirsi, subject=subject, kind="erasure", channel="paper", words="SALAINEN PYYNTÖ"
        )
        requests.decide(request, by=cast.kirsi, decision="refused", answer="SALAINEN VASTAUS")
    html = worker(client, cast).get(reverse("case-requests", args=[cast.case.uid])).content.decode()
    assert "Erase the data" in html
    assert "SALAINEN" not in html


def test_requests__impossible_day_or_correction_without_words__keeps_the_form(client: Client, cast: Cast) -> None:
    address = reverse("case-requests", args=[cast.case.uid])
    for wrong in ({"received_on": "1.1.2025"}, {"kind": "rectification", "words": ""}, {"received_on": "31.2."}):
        response = worker(client, cast).post(address, FORM | wrong)
        assert response.status_code == 200, wrong
        assert "Check these" in text_of(response)
    assert not DataRequest.objects.exists()


def test_statement__stands_beside_the_session__which_does_not_change(client: Client, cast: Cast) -> None:
    session = stories.signed(cast)
    address = reverse("session-statement", args=[session.uid])
    page = worker(client, cast).get(reverse("session-detail", args=[session.uid])).content.decode()
    assert f'href="{address}"' in page
    assert client.post(address, {"text": SAID}).status_code == 302
    row = Statement.objects.get()
    assert (row.about_kind, row.about_uid, row.scope, row.written_by) == (
        "session",
        session.uid,
        session.scope,
        cast.minna,
    )
    text = text_of(client.get(reverse("session-detail", args=[session.uid])))
    assert SAID in text
    assert stories.NARRATIVE in text
    assert "Written down by: Minna" in text
    session.refresh_from_db()
    assert session.version == 1


def test_statement__on_a_health_entry__stays_in_its_compartment(client: Client, cast: Cast) -> None:
    entry = stories.health_entry(cast)
    address = reverse("health-entry-statement", args=[entry.uid])
    assert worker(client, cast).post(address, {"text": SAID}).status_code == 404
    assert worker(client, cast, "eeva").post(address, {"text": SAID}).status_code == 302
    assert Statement.objects.get().scope == cast.case.health_scope
    assert SAID in text_of(client.get(reverse("health-entry-detail", args=[entry.uid])))


def test_statement__nothing_written__is_refused(client: Client, cast: Cast) -> None:
    session = stories.signed(cast)
    response = worker(client, cast).post(reverse("session-statement", args=[session.uid]), {"text": "  "})
    assert response.status_code == 200
    assert not Statement.objects.exists()


def test_restricted__requests_and_statements__are_still_written(client: Client, cast: Cast) -> None:
    session = stories.signed(cast)
    with keyring.also(sealing=[cast.case.subject.scope]), acting(cast.kirsi):
        requests.receive(by=cast.kirsi, subject=cast.case.subject, kind="objection", channel="phone", words="En halua.")
    minna = worker(client, cast)
    assert minna.post(reverse("case-requests", args=[cast.case.uid]), FORM).status_code == 302
    assert minna.post(reverse("session-statement", args=[session.uid]), {"text": SAID}).status_code == 302
    assert DataRequest.objects.count() == 2
    assert Statement.objects.exists()
