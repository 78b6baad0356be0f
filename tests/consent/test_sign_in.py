"""The ways in: code, password and second factor, limits of sessions, nothing that tells who exists."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from consent import keyring
from consent.models import Account, Draft, SecurityEvent, SignInCode
from consent.periods import now
from consent.sign_in import codes
from tests.people import NASRIN, Cast, sign_in

PASSWORD = "koivu lampi saari tuuli"


def ask_for_code(client: Client, typed: str) -> tuple[str, str]:
    """The address of the page for the code, and the code that was mailed ("" for none)."""
    answer = client.post(reverse("code-request"), {"address": typed})
    assert answer.status_code == 302
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body)) if mail.outbox else None
    return answer["Location"], found[1] if found else ""


def test_code__right__signs_the_participant_in(client: Client, cast: Cast) -> None:
    page, code = ask_for_code(client, " Nasrin@Example.org ")
    assert mail.outbox[0].to == [NASRIN.mail]
    assert "Nasrin" not in mail.outbox[0].subject + str(mail.outbox[0].body)
    client.post(page, {"code": f"{code[:3]} {code[3:]}"})
    assert client.session["_auth_user_id"] == str(cast.nasrin.pk)
    assert not any(NASRIN.mail in str(value) for value in client.session.values())


def test_code__by_phone__finds_the_same_person(client: Client, cast: Cast) -> None:
    _, code = ask_for_code(client, "050 555 0177")
    assert code


def test_code__unknown_address__looks_the_same_and_opens_nothing(client: Client, cast: Cast) -> None:
    page, code = ask_for_code(client, "nobody@example.org")
    assert (code, len(mail.outbox)) == ("", 0)
    answer = client.post(page, {"code": "123456"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_code__five_wrong_tries__ends_it(client: Client, cast: Cast) -> None:
    row, code = codes.issue(cast.nasrin)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert codes.redeem(row.uid, wrong) is None
    assert codes.redeem(row.uid, code) is None


def test_code__twice_or_late__opens_nothing(client: Client, cast: Cast) -> None:
    row, code = codes.issue(cast.nasrin)
    assert codes.redeem(row.uid, code) == cast.nasrin
    assert codes.redeem(row.uid, code) is None
    with time_machine.travel(now(), tick=False) as clock:
        row, code = codes.issue(cast.nasrin)
        clock.shift(datetime.timedelta(minutes=11))
        assert codes.redeem(row.uid, code) is None


def test_code__stored__only_as_digest(cast: Cast) -> None:
    row, code = codes.issue(cast.nasrin)
    assert code not in SignInCode.objects.get(pk=row.pk).digest


def test_code__asked_too_often__is_refused(client: Client, cast: Cast) -> None:
    for _ in range(5):
        ask_for_code(client, "nasrin@example.org")
    answer = client.post(reverse("code-request"), {"address": "nasrin@example.org"})
    assert answer.status_code == 200
    assert len(mail.outbox) == 5


def with_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save()
    return account


def test_password__staff_without_second_factor__reaches_only_its_set_up(client: Client, cast: Cast) -> None:
    with_password(cast.minna)
    client.post(reverse("account_login"), {"login": "minna@example.org", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.minna.pk)
    answer = client.get(reverse("more"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


def test_sign_up__does_not_exist(client: Client, cast: Cast) -> None:
    assert client.get(reverse("account_signup")).status_code == 404
    assert client.post(reverse("account_signup"), {"email": "x@example.org"}).status_code == 404


def test_second_factor_secret__at_rest__is_sealed(client: Client, cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    with_password(cast.minna)
    client.post(reverse("account_login"), {"login": "minna@example.org", "password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 302, "the password is asked again first"
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    counter = next(iter(yield_hotp_counters_from_time()))
    client.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, counter))})
    stored = str(Authenticator.objects.get(user=cast.minna, type="totp").data)
    assert secret not in stored
    assert str(cast.minna.scope) in stored


def test_session__idle__ends_and_keeps_what_was_sent(client: Client, cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        sign_in(client, cast.minna)
        client.get(reverse("more"))
        clock.shift(datetime.timedelta(minutes=31))
        answer = client.post(reverse("set_language"), {"note": "Sovimme uuden ajan perjantaille."})
        assert answer.status_code == 302
        assert "_auth_user_id" not in client.session
        draft = Draft.objects.get()
        with keyring.fresh() as ring:
            ring.open([(cast.minna.scope, keyring.Audience.SELF)])
            assert ["note", "Sovimme uuden ajan perjantaille."] in draft.content["fields"]
        sign_in(client, cast.minna)
        page = client.get(reverse("kept-form", args=[draft.about]))
    assert "Sovimme uuden ajan perjantaille." in page.content.decode()


def test_kept_form__of_somebody_else__is_not_there(client: Client, cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        sign_in(client, cast.minna)
        client.get(reverse("more"))
        clock.shift(datetime.timedelta(minutes=31))
        client.post(reverse("set_language"), {"note": "x" * 30})
    sign_in(client, cast.jari)
    assert client.get(reverse("kept-form", args=[Draft.objects.get().about])).status_code == 404


def test_session__absolute_limit__ends_a_busy_one(client: Client, cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        sign_in(client, cast.minna)
        for _ in range(61):
            client.get(reverse("more"))
            clock.shift(datetime.timedelta(minutes=10))
        assert client.get(reverse("more")).status_code == 302


def test_account__ended__is_signed_out_at_the_next_click(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    assert client.get(reverse("more")).status_code == 200
    Account.objects.filter(pk=cast.minna.pk).update(valid_until=datetime.date(2020, 1, 1))
    assert client.get(reverse("more")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_demo_sign_in__outside_the_demo__is_not_there(client: Client, cast: Cast) -> None:
    Account.objects.filter(pk=cast.minna.pk).update(is_demo=True)
    assert client.post(reverse("demo-sign-in", args=[cast.minna.uid])).status_code == 404


def test_code__wrong__is_in_the_security_log(client: Client, cast: Cast) -> None:
    row, code = codes.issue(cast.nasrin)
    client.post(reverse("code-enter", args=[row.uid]), {"code": "000000" if code != "000000" else "111111"})
    assert SecurityEvent.objects.filter(kind="code_wrong").count() == 1


@pytest.mark.parametrize("name", ["account_login", "code-request", "account_reset_password"])
def test_page__of_sign_in__renders(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["about", "accessibility"])
def test_open_page__without_sign_in__is_there(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200
