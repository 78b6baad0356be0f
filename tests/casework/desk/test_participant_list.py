"""The list: own people with language and last contact; a coordinator's with names, workers and days alone."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from casework.desk import participant_list
from casework.models import CaseFile
from consent import keyring
from consent.keystore import keys
from tests.casework.register import crowd, hide, known, last_event, logged, said, statements
from tests.people import Cast, sign_in

PAGE = "participant_list"


def listed(client: Client, **asked: object) -> str:
    response = client.get(reverse("participant-list"), asked)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def close(case: CaseFile) -> None:
    case.state, case.closed_on = CaseFile.State.CLOSED, datetime.date(2026, 11, 20)
    case.save(update_fields=["state", "closed_on"])


def test_list__own__says_what_is_needed(cast: Cast, client: Client) -> None:
    cast.case.last_contact_on = datetime.date(2026, 11, 3)
    cast.case.save(update_fields=["last_contact_on"])
    text = listed(sign_in(client, cast.jari))
    for words in ("Nasrin Rahimi", cast.case.number, "Dari", "Sampola", "Minna", "3.11."):
        assert words in text
    assert (last_event(PAGE).action, logged(PAGE)) == ("list", {cast.case.subject.uid})


def test_list__hidden__says_no_place(cast: Cast, client: Client) -> None:
    hide(cast.case, cast.minna)
    text = listed(sign_in(client, cast.minna))
    assert "Nasrin Rahimi" in text
    for place in ("Sampola", "Pori<", "28100", "Esimerkkikatu"):
        assert place not in text


def test_list__coordinator__name_number_workers_and_days(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    other = known(cast.outi, cast.house.other_programme, "Ville Kanerva")
    text = listed(sign_in(client, cast.kaisa))
    for words in ("Nasrin Rahimi", cast.case.number, "Minna, Jari, Eeva, Onni"):
        assert words in text
    for words in ("Dari", "Sampola", said("New participant"), other.number, f'{cast.case.uid}/"'):
        assert words not in text
    assert reverse("case-people", args=[cast.case.uid]) in text


def test_list__worker_without_people__is_told_calmly(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    assert said("No participants yet.") in listed(client)
    assert said("No closed case files.") in listed(client, kind="closed")
    assert logged(PAGE) == set()


def test_list__closed__is_a_list_of_its_own(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    close(known(cast.minna, cast.house.programme, "Tapio Mäkelä"))
    sign_in(client, cast.minna)
    assert "Tapio Mäkelä" not in listed(client)
    text = listed(client, kind="closed")
    assert "Tapio Mäkelä" in text
    assert "Nasrin Rahimi" not in text


def test_list__order__by_last_name(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    for name in ("Aino Öhman", "Väinö Aalto", "Pekka"):
        known(cast.minna, cast.house.programme, name)
    text = listed(sign_in(client, cast.minna))
    order = sorted(["Pekka", "Väinö Aalto", "Nasrin Rahimi", "Aino Öhman"], key=text.index)
    assert order == ["Väinö Aalto", "Pekka", "Nasrin Rahimi", "Aino Öhman"]


def test_list__many__newest_first_without_opening_all(
    cast: Cast, ring: keyring.Keyring, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(participant_list, "SORTED_BY_NAME", 2)
    crowd(cast, 3)
    text = listed(sign_in(client, cast.minna))
    assert text.index("Numero02") < text.index("Numero00") < text.index("Nasrin Rahimi")


def test_list__pages__of_fifty_and_only_they_are_logged(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    crowd(cast, 52)
    sign_in(client, cast.minna)
    first = listed(client)
    assert first.count('class="title"') == 50
    assert "?kind=open&amp;page=2" in first
    assert len(logged(PAGE)) == 50
    assert len(first.encode()) <= 40_000
    second = listed(client, kind="open", page=2)
    assert second.count('class="title"') == 3
    assert "page=3" not in second
    assert 'class="title"' not in listed(client, page=9)


@pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "1" * 30, ""])
def test_list__page_of_nonsense__is_the_first(cast: Cast, client: Client, page: str) -> None:
    assert "Nasrin Rahimi" in listed(sign_in(client, cast.minna), page=page, kind="<script>")


@pytest.mark.parametrize("name", ["minna", "kaisa"])
def test_list__statements__do_not_grow(cast: Cast, ring: keyring.Keyring, client: Client, name: str) -> None:
    sign_in(client, getattr(cast, name))
    crowd(cast, 1)
    listed(client)
    with statements() as few:
        listed(client)
    crowd(cast, 38)
    with statements() as many:
        listed(client)
    assert few.count == many.count <= 12
    assert not [sql for sql in many.sent if "COUNT(" in sql]


def test_list__erased__still_renders(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    keys.destroy([cast.case.subject.scope], by=None)
    known(cast.minna, cast.house.programme, "Tapio Mäkelä")
    text = listed(sign_in(client, cast.minna))
    assert said("Erased") in text
    assert "Tapio Mäkelä" in text


@pytest.mark.parametrize("name", ["raija", "petri", "kirsi", "arto", "anna", "nasrin"])
def test_list__may_not(cast: Cast, client: Client, name: str) -> None:
    assert sign_in(client, getattr(cast, name)).get(reverse("participant-list")).status_code == 404


def test_list__student__sees_assigned_people(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    known(cast.minna, cast.house.programme, "Tapio Mäkelä")
    text = listed(sign_in(client, cast.onni))
    assert "Nasrin Rahimi" in text
    assert "Tapio" not in text
