"""Own pages from the worker's side: opened, closed, a code by hand."""

import re

from django.test import Client
from django.urls import reverse

from consent.models import AccessEvent
from tests.conftest import Browser
from tests.people import Cast, sign_in


def page_of(cast: Cast) -> str:
    return reverse("case-own-pages", args=[cast.case.uid])


def test_own_pages__code_by_hand__signs_the_participant_in(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    shown = client.post(page_of(cast), {"act": "code"}).content.decode()
    code = re.search(r"(\d{3}) (\d{3})", shown)
    address = re.search(r"https://[^<]*(/sign-in/code/[^<]+)", shown)
    assert code
    assert address
    own = Browser()
    own.post(address[1], {"code": code[1] + code[2]})
    assert own.session["_auth_user_id"] == str(cast.nasrin.pk)


def test_own_pages__closed__end_an_open_session(client: Client, cast: Cast) -> None:
    own = sign_in(Browser(), cast.nasrin)
    assert own.get(reverse("more")).status_code == 200
    sign_in(client, cast.minna)
    client.post(page_of(cast), {"act": "close"})
    assert own.get(reverse("more")).status_code == 302
    assert client.post(page_of(cast), {"act": "code"}).status_code == 409
    client.post(page_of(cast), {"act": "open"})
    cast.nasrin.refresh_from_db()
    assert cast.nasrin.is_active


def test_own_pages__student__may_not_open(client: Client, cast: Cast) -> None:
    sign_in(client, cast.onni)
    assert client.get(page_of(cast)).status_code == 404


def test_own_pages__seen__is_logged(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.get(page_of(cast))
    event = AccessEvent.objects.get(page="case_own_pages")
    assert (event.actor, event.case_uid) == (cast.minna, cast.case.uid)
