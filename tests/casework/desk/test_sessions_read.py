"""Reading entries, amending them, confirming a student's, marking in error, writing into the closed compartment."""

import pytest
from django.test import Client
from django.urls import reverse

from casework import assignments, sessions
from casework.models import Amendment, Assignment, HealthEntry
from consent.models import Role
from tests.casework import stories
from tests.casework.desk.page_facts import browser, event_of, said, text_of
from tests.casework.opened import opened
from tests.people import Cast, allow_health, sign_in, staff

STRANGERS = ("raija", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin")


@pytest.mark.parametrize(
    ("name", "status"),
    [*((n, 200) for n in ("minna", "jari", "eeva", "onni")), *((n, 404) for n in STRANGERS), ("sari", 403)],
)
def test_session_detail__who_may(client: Client, cast: Cast, name: str, status: int) -> None:
    session = stories.signed(cast)
    response = sign_in(client, getattr(cast, name)).get(reverse("session-detail", args=[session.uid]))
    assert response.status_code == status
    assert (stories.NARRATIVE in response.content.decode()) is (status == 200)
    if status == 200:
        event, subjects = event_of("session_detail")
        assert (event.object_kind, event.object_uid, subjects) == ("entry", session.uid, {cast.case.subject.uid})


@pytest.mark.parametrize(("name", "status"), [("eeva", 200), *((n, 404) for n in ("minna", "jari", "onni", "sari"))])
def test_health_entry_detail__who_may(client: Client, cast: Cast, name: str, status: int) -> None:
    entry = stories.health_entry(cast)
    for page in ("health-entry-detail", "health-entry-amend", "health-entry-error"):
        response = sign_in(client, getattr(cast, name)).get(reverse(page, args=[entry.uid]))
        assert response.status_code == status
    assert stories.CLOSED not in response.content.decode()
    shown = client.get(reverse("health-entry-detail", args=[entry.uid]))
    assert (stories.CLOSED in shown.content.decode()) is (status == 200)
    if status == 200:
        event, _ = event_of("health_entry_detail")
        assert (event.purpose, event.compartment) == ("health", "health")


def test_health_entry_detail__counsellor_without_this_compartment__is_not_found(client: Client, cast: Cast) -> None:
    entry = stories.health_entry(cast)
    other = staff("elina", Role.HEALTH, cast.house.own, cast.house.programme)
    sign_in(client, other)
    address = reverse("health-entry-detail", args=[entry.uid])
    assert client.get(address).status_code == 404
    assignments.assign(by=cast.minna, case=cast.case, account=other, role="co_worker", why=Assignment.Why.TEAM)
    assert client.get(reverse("case-detail", args=[cast.case.uid])).status_code == 200
    assert client.get(address).status_code == 404


def test_session_detail__unknown__is_not_found(client: Client, cast: Cast) -> None:
    session = stories.signed(cast)
    sign_in(client, cast.outi)
    known = client.get(reverse("session-detail", args=[session.uid]))
    unknown = client.get(reverse("session-detail", args=[cast.case.uid]))
    assert known.status_code == unknown.status_code == 404
    assert text_of(known) == text_of(unknown)


def test_session_detail__shows__the_sheet(client: Client, cast: Cast) -> None:
    session = stories.signed(
        cast,
        for_participant="Sait passin.",
        read_together=True,
        place="Sampola",
        length_minutes=45,
        themes=["work"],
        present=["interpreter"],
        actions=[("participant", "Tuo hygieniapassi", None, None)],
    )
    words = text_of(sign_in(client, cast.jari).get(reverse("session-detail", args=[session.uid])))
    for expected in (stories.NARRATIVE, "Sait passin.", "Sampola", "45 min", "Tuo hygieniapassi", "Nasrin", "Minna"):
        assert expected in words
    assert said("Work and training") in words
    assert said("Interpreter") in words


def test_session_amend__adds__below_and_once(client: Client, cast: Cast) -> None:
    session = stories.signed(cast)
    sign_in(client, cast.jari)
    address = reverse("session-amend", args=[session.uid])
    assert client.get(address).status_code == 200
    data = {"text": "Aika on torstaina.", "why": "mistake", "submission": "0d4d8b4e-4f2f-4f8e-9d3a-111111111111"}
    for _ in range(2):
        response = client.post(address, data)
    assert Amendment.objects.count() == 1
    words = text_of(client.get(response.headers["Location"]))
    assert words.index(stories.NARRATIVE) < words.index("Aika on torstaina.")
    assert "Jari" in words


@pytest.mark.parametrize("wrong", [{"text": " "}, {"why": "x"}, {"why": ""}])
def test_session_amend__wrong__is_said_and_kept(client: Client, cast: Cast, wrong: dict[str, str]) -> None:
    session = stories.signed(cast)
    sign_in(client, cast.minna)
    data = {"text": "Aika on torstaina.", "why": "mistake"} | wrong
    response = client.post(reverse("session-amend", args=[session.uid]), data)
    assert response.status_code == 200
    assert "_error" in response.content.decode()
    assert data["text"].strip() in response.content.decode()
    assert not Amendment.objects.exists()


def test_session_amend__student__may_not(client: Client, cast: Cast) -> None:
    session = stories.signed(cast)
    sign_in(client, cast.onni)
    address = reverse("session-amend", args=[session.uid])
    assert client.post(address, {"text": "x", "why": "mistake"}).status_code == 404
    assert address not in client.get(reverse("session-detail", args=[session.uid])).content.decode()


def test_session_amend__waiting__keeps_what_was_typed(client: Client, cast: Cast) -> None:
    session = stories.signed(cast, cast.onni)
    sign_in(client, cast.minna)
    data = {"text": "Aika on torstaina.", "why": "mistake"}
    response = client.post(reverse("session-amend", args=[session.uid]), data)
    assert said("The entry waits for the supervisor. It can be amended once it is confirmed.") in text_of(response)
    assert "Aika on torstaina." in response.content.decode()


def test_session_cosign__supervisor__confirms_from_the_page(client: Client, cast: Cast) -> None:
    session = stories.signed(cast, cast.onni)
    page, address = reverse("session-detail", args=[session.uid]), reverse("session-cosign", args=[session.uid])
    for name in ("jari", "onni"):
        assert address not in browser(getattr(cast, name)).get(page).content.decode()
    assert browser(cast.jari).post(address).status_code == 302
    assert browser(cast.onni).post(address).status_code == 404
    session.refresh_from_db(fields=["state"])
    assert session.state == "waiting"
    sign_in(client, cast.minna)
    assert address in client.get(page).content.decode()
    client.post(address)
    session.refresh_from_db(fields=["state"])
    assert session.state == "confirmed"
    assert said("The entry has already been confirmed.") in text_of(client.post(address, follow=True))


def test_session_error__author_or_lead__text_is_struck_and_kept(client: Client, cast: Cast) -> None:
    session = stories.signed(cast, cast.jari)
    address, page = reverse("session-error", args=[session.uid]), reverse("session-detail", args=[session.uid])
    assert address not in browser(cast.eeva).get(page).content.decode()
    browser(cast.eeva).post(address)
    session.refresh_from_db(fields=["state"])
    assert session.state == "confirmed"
    sign_in(client, cast.minna)
    assert client.get(address).status_code == 200
    client.post(address)
    html = client.get(page).content.decode()
    assert "<del>" in html
    assert stories.NARRATIVE in html
    assert reverse("session-amend", args=[session.uid]) not in html


def test_health_message__goes_in__and_cannot_be_read(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    address = reverse("health-message-new", args=[cast.case.uid])
    page = text_of(client.get(address))
    assert "Eeva" in page
    refusal = said("The person has not allowed notes about their health, or no longer allows them. Ask for it first.")
    assert page.count(refusal) == 1
    refused = client.post(address, {"text": "Kertoi unettomuudesta."})
    assert (refused.status_code, text_of(refused).count(refusal)) == (200, 2)
    assert "unettomuudesta" in refused.content.decode(), "what was typed stays"
    allow_health(cast)
    assert refusal not in text_of(client.get(address))
    data = {"text": "Kertoi unettomuudesta.", "submission": "0d4d8b4e-4f2f-4f8e-9d3a-222222222222"}
    for _ in range(2):
        response = client.post(address, data, follow=True)
    assert "unettomuudesta" not in response.content.decode()
    assert said("Closed entry.") in text_of(response)
    entry = HealthEntry.objects.get()
    assert (entry.kind, entry.author) == ("message", cast.minna)
    event, subjects = event_of("health_message_new")
    assert (event.purpose, event.compartment, subjects) == ("health", "health", {cast.case.subject.uid})
    counsellor = browser(cast.eeva)
    assert "unettomuudesta" in counsellor.get(reverse("health-entry-detail", args=[entry.uid])).content.decode()
    assert reverse("health-entry-detail", args=[entry.uid]) in counsellor.get(reverse("home")).content.decode()


def test_health_message__empty_or_student__is_refused(client: Client, cast: Cast) -> None:
    address = reverse("health-message-new", args=[cast.case.uid])
    response = sign_in(client, cast.minna).post(address, {"text": " "})
    assert 'id="id_text_error"' in response.content.decode()
    assert browser(cast.onni).get(address).status_code == 404
    assert browser(cast.sari).get(address).status_code == 403
    assert not HealthEntry.objects.exists()


def test_health_entry__amended_and_marked__by_its_counsellor(client: Client, cast: Cast) -> None:
    entry = stories.health_entry(cast)
    sign_in(client, cast.eeva)
    client.post(reverse("health-entry-amend", args=[entry.uid]), {"text": "Lisätieto.", "why": "later"})
    page = reverse("health-entry-detail", args=[entry.uid])
    assert "Lisätieto." in client.get(page).content.decode()
    client.post(reverse("health-entry-error", args=[entry.uid]))
    entry.refresh_from_db(fields=["state"])
    assert entry.state == "error"
    with opened(cast, cast.eeva), pytest.raises(sessions.AlreadyInError):
        sessions.mark_error(entry, by=cast.eeva)
