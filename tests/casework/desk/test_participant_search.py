"""The search page: own first, others by whom to ask, hidden people as nobody; always by POST, always logged."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import CaseFile
from consent import keyring
from tests.casework.register import crowd, hide, known, last_event, logged, said, statements
from tests.people import Cast, sign_in

PAGE = "participant_search"
NOBODY = "Nobody was found. Check the spelling."


def search(client: Client, text: str, *, typing: bool = False, page: str = "participant-search") -> str:
    headers = {"X-Requested-With": "fetch"} if typing else {}
    response = client.post(reverse(page), {"q": text}, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def yusuf(cast: Cast, ring: keyring.Keyring) -> CaseFile:
    """Somebody of sari's."""
    return known(cast.sari, cast.house.programme, "Yusuf Warsame", phone="+358505550101")


def test_search__own__links_the_file(cast: Cast, client: Client) -> None:
    text = search(sign_in(client, cast.minna), "nasrin")
    assert f'href="{reverse("case-detail", args=[cast.case.uid])}"' in text
    assert "Nasrin Rahimi" in text
    assert cast.case.number in text
    assert "Kaisa" not in text
    assert (last_event(PAGE).action, logged(PAGE)) == ("search", {cast.case.subject.uid})


def test_search__others__says_whom_to_ask_and_no_more(cast: Cast, yusuf: CaseFile, client: Client) -> None:
    text = search(sign_in(client, cast.minna), "Yusuf Warsame")
    assert said("Is already here. Ask: %(who)s", who="Kaisa") in text
    assert yusuf.number not in text
    assert str(yusuf.uid) not in text
    assert logged(PAGE) == {yusuf.subject.uid}


def test_search__nobody__offers_to_create(cast: Cast, client: Client) -> None:
    text = search(sign_in(client, cast.minna), "Erkki Eiole")
    assert said(NOBODY) in text
    assert '<input type="hidden" name="searched" value="Erkki Eiole">' in text
    assert logged(PAGE) == set()


def test_search__hidden__is_the_page_of_nobody(cast: Cast, yusuf: CaseFile, client: Client) -> None:
    hide(yusuf, cast.sari)
    search(sign_in(client, cast.minna), "nas")  # the session has its stamp
    with statements() as first:
        hidden = search(client, "Yusuf Warsame")
    assert logged(PAGE) == {yusuf.subject.uid}  # the lead worker sees it in the log
    with statements() as second:
        nobody = search(client, "Erkki Eiole")
    assert said(NOBODY) in hidden
    assert plain(hidden).replace("Yusuf Warsame", "Erkki Eiole") == plain(nobody)
    assert first.count == second.count


def plain(page: str) -> str:
    """The page without its anti-forgery tokens, which change from page to page."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


def test_search__coordinator__links_the_workers(cast: Cast, client: Client) -> None:
    text = search(sign_in(client, cast.kaisa), "nas")
    assert f'href="{reverse("case-people", args=[cast.case.uid])}"' in text
    assert "Dari" not in text
    assert said("Create a new participant") not in text


def test_search__page_before_searching__shows_nobody(cast: Cast, client: Client) -> None:
    response = sign_in(client, cast.minna).get(reverse("participant-search"))
    assert response.status_code == 200
    assert "Nasrin" not in response.content.decode()


def test_search__empty__says_so_beside_the_field(cast: Cast, client: Client) -> None:
    text = search(sign_in(client, cast.minna), "   ")
    assert said("Write whom you look for.") in text
    assert 'aria-invalid="true"' in text


def test_search__typing__answers_with_rows_alone(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    rows = search(client, "na", typing=True)
    assert "<html" not in rows
    assert f'href="{reverse("case-detail", args=[cast.case.uid])}"' in rows
    assert logged(PAGE) == {cast.case.subject.uid}
    assert search(client, "n", typing=True).strip() == ""
    assert search(client, "Yusuf Warsame", typing=True).strip() == ""


def test_pick__rows__carry_the_file(cast: Cast, client: Client) -> None:
    rows = search(sign_in(client, cast.minna), "nas", page="participant-pick")
    assert f'<button name="case" value="{cast.case.uid}">' in rows
    assert client.get(reverse("participant-pick")).status_code == 405


@pytest.mark.parametrize("name", ["minna", "jari", "eeva", "sari", "onni", "kaisa", "outi"])
def test_search__may(cast: Cast, client: Client, name: str) -> None:
    search(sign_in(client, getattr(cast, name)), "nas")


@pytest.mark.parametrize("name", ["raija", "petri", "kirsi", "arto", "anna", "nasrin"])
def test_search__may_not(cast: Cast, client: Client, name: str) -> None:
    response = sign_in(client, getattr(cast, name)).post(reverse("participant-search"), {"q": "nasrin"})
    assert response.status_code == 404
    assert "Nasrin Rahimi" not in response.content.decode()
    assert last_event(PAGE).action == "denied"


@pytest.mark.parametrize(("name", "shown"), [("minna", True), ("kaisa", True), ("raija", False), ("petri", False)])
def test_search__in_the_bar__of_those_who_may(cast: Cast, client: Client, name: str, shown: bool) -> None:
    text = sign_in(client, getattr(cast, name)).get(reverse("more")).content.decode()
    assert (f'action="{reverse("participant-search")}"' in text) is shown


def test_search__statements__do_not_grow(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    sign_in(client, cast.minna)
    crowd(cast, 2)
    search(client, "testi numero")
    with statements() as few:
        search(client, "testi numero")
    crowd(cast, 38)
    with statements() as many:
        text = search(client, "testi numero")
    assert text.count("case-detail") == 0
    assert text.count('class="title"') == 20
    assert few.count == many.count <= 20
    assert len(text.encode()) < 40_000


def test_search__hostile__is_shown_as_text(cast: Cast, client: Client) -> None:
    text = search(sign_in(client, cast.minna), '"><script>alert(1)</script>')
    assert "<script>alert" not in text
    assert said(NOBODY) in text
