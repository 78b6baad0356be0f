"""What a person asks on the own pages: plain choices, the day of the answer, the answer itself (issue 4, point 6)."""

import pytest
from django.test import Client
from django.urls import reverse

from consent import keyring, requests, restrictions
from consent.actors import acting
from consent.keyring import Audience
from consent.models import DataRequest, Statement
from pathways.portal.requests_of_mine import CHOICES
from tests.casework.desk.page_facts import event_of, text_of
from tests.people import Cast

Kind, State = DataRequest.Kind, DataRequest.State


def ask(own: Client, kind: str, words: str = "Puhelin on vaihtunut.") -> DataRequest:
    response = own.post(reverse("me-request-new", args=[kind]), {"words": words})
    row: DataRequest = DataRequest.objects.latest("pk")
    assert response["Location"] == reverse("me-request", args=[row.uid])
    return row


def test_choices__every_kind_of_request__can_be_asked(own: Client, cast: Cast) -> None:
    assert {choice.kind for choice in CHOICES} == set(Kind.values)
    html = own.get(reverse("me-requests")).content.decode()
    for choice in CHOICES:
        assert f'href="{reverse("me-request-new", args=[choice.kind])}"' in html
    assert f'href="{reverse("me-requests")}"' in own.get(reverse("me-data")).content.decode()


@pytest.mark.parametrize("kind", Kind.values)
def test_ask__each_kind__carries_its_identity_and_says_when_the_answer_comes(
    own: Client, cast: Cast, kind: str
) -> None:
    row = ask(own, kind)
    assert (row.subject, row.kind, row.channel, row.identity) == (cast.case.subject, kind, "portal", "own_pages")
    text = text_of(own.get(reverse("me-request", args=[row.uid])))
    assert "The answer comes at the latest:" in text
    assert "Puhelin on vaihtunut." in text
    event, subjects = event_of("me_request")
    assert (event.purpose, subjects) == ("own_data", {cast.case.subject.uid})
    assert restrictions.is_restricted(cast.case.subject) is (kind == Kind.OBJECTION)


def test_ask__correction_without_words__is_asked_again(own: Client, cast: Cast) -> None:
    response = own.post(reverse("me-request-new", args=[Kind.RECTIFICATION]), {"words": " "})
    assert "Write here what you want to say." in text_of(response)
    assert not DataRequest.objects.exists()


def test_ask__correction__says_of_which_meeting(own: Client, life: Cast) -> None:
    session = life.case.sessions.get()
    own.post(reverse("me-request-new", args=[Kind.RECTIFICATION]), {"words": "Päivä on väärä.", "entry": session.uid})
    row = DataRequest.objects.get()
    assert (row.about_kind, row.about_uid) == ("session", session.uid)
    stranger = {"words": "Päivä on väärä.", "entry": str(life.case.uid)}
    assert own.post(reverse("me-request-new", args=[Kind.RECTIFICATION]), stranger).status_code == 200
    assert DataRequest.objects.count() == 1


def test_ask__unknown_kind__is_not_found(own: Client, cast: Cast) -> None:
    assert own.get(reverse("me-request-new", args=["everything"])).status_code == 404


def test_request__taken_back__ends(own: Client, cast: Cast) -> None:
    row = ask(own, Kind.ACCESS)
    assert own.post(reverse("me-request", args=[row.uid])).status_code == 302
    assert DataRequest.objects.get().state == State.TAKEN_BACK
    assert own.post(reverse("me-request", args=[row.uid])).status_code == 409


def test_request__answered__shows_the_answer_and_only_then(own: Client, cast: Cast) -> None:
    row = ask(own, Kind.ERASURE)
    address = reverse("me-request", args=[row.uid])
    with keyring.also([(row.scope, Audience.OFFICER)]), acting(cast.kirsi):
        requests.decide(row, by=cast.kirsi, decision="refused", answer="Laki vaatii säilyttämään tiedot.")
    assert "Laki vaatii" not in text_of(own.get(address))
    requests.answer(row, by=cast.kirsi, channel="portal")
    text = text_of(own.get(address))
    assert "We did not do what you asked." in text
    assert "Laki vaatii säilyttämään tiedot." in text
    assert "tietosuoja@om.fi" in text


def test_request__of_somebody_else__is_not_found(own: Client, cast: Cast) -> None:
    from casework import participants

    other = participants.create(
        by=cast.minna,
        programme=cast.house.programme,
        details=participants.Details(first_name="Aino", phone="+358505550123"),
    )
    with keyring.also(sealing=[other.subject.scope]):
        row = requests.receive(by=cast.minna, subject=other.subject, kind=Kind.ACCESS, channel="phone")
    assert own.get(reverse("me-request", args=[row.uid])).status_code == 404


def test_statement__beside_a_meeting__is_kept(own: Client, life: Cast) -> None:
    html = own.get(reverse("me-statement")).content.decode()
    session = life.case.sessions.get()
    assert f'value="{session.uid}"' in html
    words = "En ollut samaa mieltä."
    assert own.post(reverse("me-statement"), {"entry": str(session.uid), "words": words}).status_code == 302
    row = Statement.objects.get()
    assert (row.about_uid, row.scope, row.written_by) == (session.uid, session.scope, life.nasrin)
    with keyring.also([(row.scope, Audience.PARTICIPANT)]):
        assert row.text == words


def test_statement__unknown_meeting_or_no_words__is_asked_again(own: Client, life: Cast) -> None:
    session = life.case.sessions.get()
    for given in ({"entry": str(life.case.uid), "words": "Sanon."}, {"entry": str(session.uid), "words": ""}):
        assert own.post(reverse("me-statement"), given).status_code == 200
    assert not Statement.objects.exists()


def test_statement__no_meeting_yet__is_said(own: Client, cast: Cast) -> None:
    assert "No meeting has been written down yet." in text_of(own.get(reverse("me-statement")))
