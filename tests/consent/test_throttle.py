"""Tries are counted by network and by person: a guesser is slowed, and cannot keep the person out."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from consent.models import SecurityEvent, SignInCode
from consent.periods import now
from consent.sign_in import codes, throttle
from tests.conftest import Browser
from tests.people import Cast


def ask(address: str = "nasrin@example.org", network: str = "203.0.113.7") -> bool:
    """Ask for a code from a network; whether one was given."""
    response = Browser().post(reverse("code-request"), {"address": address}, REMOTE_ADDR=network)
    return response.status_code == 302


def test_person__asked_for_from_one_network__five_times_in_ten_minutes(cast: Cast) -> None:
    assert [ask() for _ in range(7)] == [True] * 5 + [False] * 2
    assert len(mail.outbox) == 5


@pytest.mark.parametrize(
    "written", ["NASRIN@example.org", " nasrin@EXAMPLE.org ", "nasrin@example.org"], ids=["upper", "spaces", "same"]
)
def test_person__written_otherwise__is_the_same_person(cast: Cast, written: str) -> None:
    for _ in range(5):
        ask()
    assert not ask(written)


def test_phone__written_otherwise__is_the_same_person(cast: Cast) -> None:
    for typed in ("050 555 0177", "+358505550177", "0505550177", "050-5550177", "00358 50 555 0177"):
        assert ask(typed)
    assert not ask("(050) 555 0177")


def test_person__attacked_from_one_network__still_signs_in_from_another(cast: Cast) -> None:
    """Nobody is locked out by whoever knows their address (OWASP ASVS 5.0, 6.1.1)."""
    for _ in range(12):
        ask(network="198.51.100.9")
    assert ask(network="203.0.113.7")


def test_person__attacked_from_everywhere__gets_fifteen_mails_and_no_more(cast: Cast) -> None:
    for number in range(30):
        ask(network=f"198.51.{number}.9")
    assert len(mail.outbox) == 15


def test_network__asking_for_many__is_stopped_and_another_is_not(cast: Cast) -> None:
    given = [ask(f"somebody{number}@example.org", "198.51.100.9") for number in range(25)]
    assert given == [True] * 20 + [False] * 5
    assert not ask("nasrin@example.org", "198.51.100.200"), "a network is its first 24 bits"
    assert ask("nasrin@example.org", "203.0.113.7")


def test_window__after_ten_minutes__begins_anew(cast: Cast) -> None:
    for _ in range(6):
        ask()
    with time_machine.travel(now() + datetime.timedelta(minutes=11)):
        assert ask()


def test_answer__found_or_not__is_the_same(cast: Cast, client: Client) -> None:
    pages = []
    for address in ("nasrin@example.org", "nobody@example.org", "not an address"):
        response = client.post(reverse("code-request"), {"address": address}, follow=True)
        row = SignInCode.objects.order_by("-pk").first()
        assert row is not None
        pages.append(response.content.decode().replace(str(row.uid), "UID"))
        assert response.redirect_chain[0][0] == reverse("code-enter", args=[row.uid])
    assert len(set(map(without_token, pages))) == 1
    assert len(mail.outbox) == 1


def without_token(page: str) -> str:
    return "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_code__guessed__five_times_and_no_more(cast: Cast) -> None:
    row, code = codes.issue(cast.nasrin)
    wrong = [f"{number:06d}" for number in range(5) if f"{number:06d}" != code]
    client = Browser()
    for guess in [*wrong, "999999" if code != "999999" else "999998"][:5]:
        client.post(reverse("code-enter", args=[row.uid]), {"code": guess})
    client.post(reverse("code-enter", args=[row.uid]), {"code": code})
    assert "_auth_user_id" not in client.session


def test_cache__of_tries__says_nobodys_address(cast: Cast) -> None:
    ask()
    cache.set("nasrin@example.org", "x")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM polku_cache ORDER BY 1")
        rows = repr(cursor.fetchall())
    assert "polku:" in rows
    assert "nasrin" not in rows
    assert "203.0.113" not in rows


def test_password__guessed__slows_the_network_and_not_the_owner(cast: Cast) -> None:
    """allauth's limits: five wrong ones for an address from a network, then that network waits."""
    cast.minna.set_password("kolme sanaa ja viiva")
    cast.minna.save()

    def sign_in(password: str, network: str) -> bool:
        client = Browser()
        sent = {"login": "minna@example.org", "password": password}
        client.post(reverse("account_login"), sent, REMOTE_ADDR=network)
        return "_auth_user_id" in client.session

    for number in range(12):
        assert not sign_in(f"väärin {number}", "198.51.100.9")
    assert not sign_in("kolme sanaa ja viiva", "198.51.100.9")
    assert sign_in("kolme sanaa ja viiva", "203.0.113.7")
    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["password_wrong"] * 5 + ["signed_in"]


def test_tried__at_the_edge_of_its_window__counts_from_one(db: None) -> None:
    assert [throttle.tried("x", "y", most=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert throttle.tried("x", "z", most=2, seconds=60)
