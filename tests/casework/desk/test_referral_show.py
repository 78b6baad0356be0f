"""The screen turned to the participant: nothing else opens until the worker has signed again."""

import time
from typing import Any

import pytest
from allauth.account.internal.flows import login
from django.test import Client
from django.urls import reverse

from casework import referrals
from casework.models import Referral
from consent.sign_in.second_factor import METHODS
from tests.casework.desk.page_facts import browser, event_of, said, text_of
from tests.casework.desk.test_referral_edit import edit, typed
from tests.casework.referral_stories import HEADING, REQUEST, approved, referral_open, sent, waiting, written
from tests.people import Cast, sign_in


def at(name: str, referral: Referral) -> str:
    return reverse(f"referral-{name}", args=[referral.uid])


def turned(client: Client, cast: Cast) -> Referral:
    """Minna has turned the screen to Nasrin."""
    referral = waiting(cast)
    response = sign_in(client, cast.minna).post(at("turn", referral))
    assert response["Location"] == at("show", referral)
    return referral


def sign_again(client: Client) -> None:
    """What allauth writes down when the password was right."""
    session = client.session
    session[METHODS] = [*session[METHODS], {"method": "password", "at": time.time(), "reauthenticated": True}]  # noqa: TID251
    session.save()


def test_referral_turn__every_other_address__leads_back(client: Client, cast: Cast) -> None:
    referral = turned(client, cast)
    show = at("show", referral)
    closed: list[tuple[str, dict[str, Any]]] = [
        ("home", {}),
        ("participant-list", {}),
        ("participant-search", {}),
        ("more", {}),
        ("case-detail", {"uid": cast.case.uid}),
        ("referral-detail", {"uid": referral.uid}),
        ("referral-letter", {"uid": referral.uid}),
        ("mfa_index", {}),
        ("usersessions_list", {}),
    ]
    for name, parts in closed:
        for method in (client.get, client.post, client.head):
            response = method(reverse(name, kwargs=parts))
            assert (response.status_code, response["Location"]) == (302, show), (name, method)
    assert client.get("/nowhere/")["Location"] == show
    assert client.post(at("send", referral), {"version": 1})["Location"] == show
    other = waiting(cast)
    assert client.get(at("show", other))["Location"] == show


def test_referral_turn__ways_to_sign_again_or_out_stay_open(client: Client, cast: Cast) -> None:
    turned(client, cast)
    for name in ("account_reauthenticate", "mfa_reauthenticate", "account_logout"):
        response = client.get(reverse(name))
        assert "show" not in response.headers.get("Location", ""), name
    assert client.post(reverse("set_language"), {"language": "sv", "next": "/"}).status_code == 302


def test_referral_turn__another_session_of_the_worker__stays_open(client: Client, cast: Cast) -> None:
    turned(client, cast)
    assert browser(cast.minna).get(reverse("home")).status_code == 200


def test_referral_turn__signed_before__is_not_enough(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    sign_again(client)
    referral = waiting(cast)
    client.post(at("turn", referral))
    assert client.get(reverse("home"))["Location"] == at("show", referral)


def test_referral_turn__signed_again__opens_all(client: Client, cast: Cast) -> None:
    referral = turned(client, cast)
    sign_again(client)
    assert client.get(at("detail", referral)).status_code == 200
    assert client.get(reverse("home")).status_code == 200
    assert client.get(at("show", referral))["Location"] == at("detail", referral)


def test_referral_turn__with_the_real_password(client: Client, cast: Cast) -> None:
    cast.minna.set_password("hevonen-kattila-kirves")
    cast.minna.save()
    referral = turned(client, cast)
    session = client.session  # as allauth's own sign-in leaves it
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(cast.minna.pk)
    session.save()
    href = text_link(client.get(at("show", referral)).content.decode(), "reauthenticate")
    assert client.post(href, {"password": "arvaus-joka-ei-osu"}).status_code == 200
    assert client.get(at("detail", referral))["Location"] == at("show", referral)
    assert client.post(href, {"password": "hevonen-kattila-kirves"})["Location"] == at("detail", referral)
    assert client.get(at("detail", referral)).status_code == 200


def text_link(html: str, part: str) -> str:
    return next(piece for piece in html.split('"') if part in piece).replace("&amp;", "&")


def test_referral_turn__what_does_not_wait(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    for referral in (written(cast), sent(cast)):
        assert client.post(at("turn", referral)).status_code == 409
    assert client.get(reverse("home")).status_code == 200


def test_referral_show__without_turning__is_the_referral(client: Client, cast: Cast) -> None:
    referral = waiting(cast)
    assert sign_in(client, cast.minna).get(at("show", referral))["Location"] == at("detail", referral)


def test_referral_show__shows_the_letter_alone(client: Client, cast: Cast) -> None:
    referral = turned(client, cast)
    response = client.get(at("show", referral))
    html = response.content.decode()
    assert HEADING in html
    assert REQUEST in html
    for words in ("I approve", "I want changes", "I do not approve", "Continue as the worker"):
        assert said(words) in html
    for name in ("participant-list", "home", "more"):
        assert f'href="{reverse(name)}"' not in html.replace('class="brand" href="/"', "")
    event, subjects = event_of("referral_show")
    assert (event.purpose, event.object_uid) == ("referral", referral.uid)
    assert subjects == {cast.case.subject.uid}


@pytest.mark.parametrize(
    ("answer", "after", "words"),
    [
        ("approved", "awaiting", "You approved the letter. Your worker sends it."),
        ("changes", "draft", "Tell your worker what to change."),
        ("refused", "cancelled", "The letter is not sent."),
    ],
)
def test_referral_show__answer__thanks_and_shows_the_letter_no_more(
    client: Client, cast: Cast, answer: str, after: str, words: str
) -> None:
    referral = turned(client, cast)
    post = {"answer": answer, "content": Referral.objects.get().content_hash}
    for _ in range(2):
        response = client.post(at("show", referral), post)
    assert response.status_code == 302
    html = text_of(client.get(at("show", referral)))
    assert said(words) in html
    assert REQUEST not in html
    row = Referral.objects.get()
    assert row.state == after
    approval = row.approvals.get()
    assert (approval.answer, approval.channel, approval.recorded_by) == (answer, "in_person", cast.minna)
    assert client.get(reverse("home"))["Location"] == at("show", referral)


def test_referral_show__another_letter_than_was_read(client: Client, cast: Cast) -> None:
    referral = turned(client, cast)
    for post in ({"answer": "approved", "content": "0" * 64}, {"answer": "approved"}, {"answer": "maybe"}):
        assert client.post(at("show", referral), post).status_code == 409
    assert not referral.approvals.exists()


def test_referral_edit__shown__asks_and_turns_in_one_tap(client: Client, cast: Cast) -> None:
    referral = written(cast)
    sign_in(client, cast.minna)
    assert client.post(edit(referral), typed(referral, act="show"))["Location"] == at("show", referral)
    assert Referral.objects.get().state == "awaiting"
    assert client.get(reverse("home"))["Location"] == at("show", referral)


def test_referral_show__session__holds_an_address_and_no_name(client: Client, cast: Cast) -> None:
    turned(client, cast)
    assert "Nasrin" not in str(dict(client.session.items()))


def test_referral_show__approved_already__asks_nothing(client: Client, cast: Cast) -> None:
    referral = approved(cast)
    sign_in(client, cast.minna).post(at("turn", referral))
    assert said("Thank you.") in text_of(client.get(at("show", referral)))
    with referral_open(cast.minna, referral) as it:
        assert referrals.is_approved(it.referral)
