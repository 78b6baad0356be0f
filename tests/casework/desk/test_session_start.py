"""With whom? Today's people, and a search among one's own."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.casework import stories
from tests.casework.desk.page_facts import event_of, said, text_of
from tests.people import Cast, sign_in

START = "/sessions/start/"
NOBODY = "0d4d8b4e-4f2f-4f8e-9d3a-555555555555"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((n, 200) for n in ("minna", "sari", "eeva", "onni", "outi")),
        *((n, 404) for n in ("raija", "kaisa", "petri", "kirsi", "arto", "anna", "nasrin")),
    ],
)
def test_session_start__who_may(client: Client, cast: Cast, name: str, status: int) -> None:
    assert sign_in(client, getattr(cast, name)).get(START).status_code == status


def test_session_start__todays_people__lead_to_the_right_meeting(client: Client, cast: Cast) -> None:
    row = stories.booked_today(cast, datetime.time(9))
    sign_in(client, cast.minna)
    page = client.get(START)
    assert "Nasrin Rahimi" in text_of(page)
    event, subjects = event_of("session_start")
    assert (event.action, subjects) == ("list", {cast.case.subject.uid})
    response = client.post(START, {"case": f"{cast.case.uid} {row.uid}"})
    assert response.headers["Location"] == f"{reverse('session-new', args=[cast.case.uid])}?appointment={row.uid}"


def test_session_start__others__see_nobody(client: Client, cast: Cast) -> None:
    stories.booked_today(cast, datetime.time(9))
    for name in ("sari", "outi"):
        assert "Nasrin" not in sign_in(client, getattr(cast, name)).get(START).content.decode()
        found = client.post(START, {"q": "nasrin", "find": "1"})
        assert "Nasrin R" not in found.content.decode()
        refused = client.post(START, {"case": str(cast.case.uid)})
        assert refused.headers["Location"] == START


def test_session_start__search__finds_own_people_by_letters(client: Client, cast: Cast) -> None:
    sign_in(client, cast.jari)
    found = client.post(START, {"q": "nas", "find": "1"})
    assert "Nasrin Rahimi" in text_of(found)
    assert f'value="{cast.case.uid}"' in found.content.decode()
    _, subjects = event_of("session_start")
    assert subjects == {cast.case.subject.uid}
    nobody = client.post(START, {"q": "zzz", "find": "1"})
    assert said("Not found among your own participants. Check the spelling.") in text_of(nobody)
    response = client.post(START, {"q": "nas", "case": str(cast.case.uid)})
    assert response.headers["Location"] == reverse("session-new", args=[cast.case.uid])


@pytest.mark.parametrize("case", ["x", NOBODY, " ", f"{NOBODY} y"])
def test_session_start__wrong_choice__begins_again(client: Client, cast: Cast, case: str) -> None:
    response = sign_in(client, cast.minna).post(START, {"case": case})
    assert response.headers["Location"] == START


def test_session_start__nothing_chosen__is_said(client: Client, cast: Cast) -> None:
    response = sign_in(client, cast.minna).post(START, {"q": ""})
    assert said("Choose a person or write a name.") in text_of(response)


def test_session_start__recorded_already__is_not_offered(client: Client, cast: Cast) -> None:
    row = stories.booked_today(cast, datetime.time(9))
    stories.signed(cast, appointment=row)
    assert "Nasrin" not in sign_in(client, cast.minna).get(START).content.decode()
