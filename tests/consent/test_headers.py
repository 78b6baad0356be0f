"""Headers, cookies, ways out: every answer is closed to other sites, and no address leads to one.

That every address of the house carries them is walked in the access matrix; here are the ways aside.
"""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consent import drafts, keyring
from consent.sign_in import interrupted
from tests.conftest import Browser
from tests.matrix import headers
from tests.people import Cast, sign_in


def quiet() -> Browser:
    return Browser(raise_request_exception=False)


def aside(client: Client, which: str) -> Any:
    """Answers that no view of ours gives."""
    ways = {
        "unknown": lambda: client.get("/no-such-page/"),
        "without slash": lambda: client.get("/sign-in"),
        "host": lambda: client.get("/sign-in/", headers={"host": "evil.example"}),
        "form token": lambda: Browser(enforce_csrf_checks=True).post("/sign-in/code/", {"address": "x" * 30}),
        "too many fields": lambda: client.post("/sign-in/code/", {f"f{n}": "x" for n in range(600)}),
        "too much": lambda: client.post("/sign-in/code/", {"address": "x" * 1_100_000}),
        "method": lambda: client.put("/sign-in/code/"),
        "options": lambda: client.options("/sign-in/"),
        "strange method": lambda: client.generic("PROPFIND", "/more/"),
    }
    return ways[which]()


ASIDE = {
    "unknown": 404, "without slash": 301, "host": 400, "form token": 403, "too many fields": 400, "too much": 413,
    "method": 405, "options": 200, "strange method": 405,
}  # fmt: skip


@pytest.mark.parametrize(("which", "status"), ASIDE.items())
def test_answer__of_no_view__is_closed_too(db: None, which: str, status: int) -> None:
    response = aside(quiet(), which)
    assert response.status_code == status
    assert headers.faults(which, response) == []


def test_answer__broken__is_closed_too(cast: Cast) -> None:
    client = sign_in(quiet(), cast.minna)
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "django_session" RENAME TO "gone"')
    response = client.get(reverse("more"))
    assert response.status_code == 503
    assert headers.faults("more", response) == []


@pytest.mark.parametrize(
    "fault",
    [
        '<script>go()</script>', '<p style="color: red">', "<button onclick='go()'>", '<img src="//evil.example/a">',
        '<a href="javascript:go()">', '<form action="/x">', "<style>p {}</style>",
    ],
)  # fmt: skip
def test_faults__in_markup__are_seen(fault: str) -> None:
    response = HttpResponse(fault, headers=headers.WANTED | {"Cache-Control": "no-store"})
    assert headers.faults("x", response) != []
    assert headers.faults("x", HttpResponse("<p>", headers=headers.WANTED | {"Cache-Control": "no-store"})) == []


def test_faults__missing_header_open_cookie_cached_page__are_seen() -> None:
    good = headers.WANTED | {"Cache-Control": "no-store"}
    for name in good:
        assert headers.faults("x", HttpResponse(headers={k: v for k, v in good.items() if k != name})) != []
    for options in ({}, {"secure": True}, {"secure": True, "httponly": True}, {"domain": "example.org"}):
        response = HttpResponse(headers=good)
        response.set_cookie("x", "y", **options)  # type: ignore[arg-type]
        assert headers.faults("x", response) != []


def test_policy__of_content__allows_no_inline_and_no_other_server() -> None:
    policy = dict(part.split(" ", 1) for part in headers.POLICY.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers.POLICY
    assert "http" not in headers.POLICY
    assert "*" not in headers.POLICY


def test_plain_line__leads_to_the_secure_one(db: None) -> None:
    response = Client().get("/more/?a=1")
    assert (response.status_code, response["Location"]) == (301, "https://testserver/more/?a=1")


def test_static_file__carries_what_it_must(db: None) -> None:
    response = quiet().get("/static/polku/css/base.css")
    assert response.status_code == 200
    for name in ("X-Content-Type-Options", "Content-Security-Policy", "Strict-Transport-Security"):
        assert response.headers[name] == headers.WANTED[name]
    assert not response.cookies
    response.close()


# Cookies


def test_cookies__of_session_and_form_token__are_of_this_host_alone(client: Client, cast: Cast) -> None:
    cast.minna.set_password("kolme sanaa ja viiva")
    cast.minna.save()
    client.get(reverse("account_login"))
    sent = {"login": "minna@example.org", "password": "kolme sanaa ja viiva"}
    response = client.post(reverse("account_login"), sent)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = response.cookies[name]
        assert name.startswith("__Host-")
        assert (cookie["path"], cookie["domain"], cookie["secure"], cookie["httponly"]) == ("/", "", True, True)
        assert cookie["samesite"] == "Lax"
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == "", "it goes with the browser"


def test_session__at_sign_in__has_a_new_name(client: Client, cast: Cast) -> None:
    """A name planted before the sign-in is worth nothing after it."""
    cast.minna.set_password("kolme sanaa ja viiva")
    cast.minna.save()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.post(reverse("account_login"), {"login": "minna@example.org", "password": "kolme sanaa ja viiva"})
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(cast.minna.pk)


def test_sign_out__clears_the_browser_and_ends_the_session(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    copied = client.cookies[settings.SESSION_COOKIE_NAME].value
    response = client.post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    other = quiet()
    other.cookies[settings.SESSION_COOKIE_NAME] = copied
    assert other.get(reverse("more")).status_code == 302
    assert "Clear-Site-Data" not in client.get(reverse("account_login")).headers


@pytest.mark.parametrize("end", ["closed", "past its day", "deleted session", "password changed"])
def test_session__of_an_account_that_ended__opens_nothing(client: Client, cast: Cast, end: str) -> None:
    sign_in(client, cast.minna)
    url = reverse("case-detail", args=[cast.case.uid])
    assert client.get(url).status_code == 200
    if end == "closed":
        cast.minna.is_active = False
    elif end == "past its day":
        cast.minna.valid_until = cast.case.opened_on.replace(year=2020)
    elif end == "password changed":
        cast.minna.set_password("aivan toinen salasana")
    else:
        client.session.delete()
    cast.minna.save()
    response = client.get(url)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")
    assert client.post(reverse("session-new", args=[cast.case.uid])).status_code == 302


def test_role__that_ended__opens_nothing_at_the_next_click(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    membership = cast.minna.memberships.get()
    membership.until = membership.starts_on
    membership.save()
    assert client.get(reverse("case-detail", args=[cast.case.uid])).status_code == 404
    assert client.get(reverse("participant-list")).status_code == 404


# Ways out

ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "http:evil.example",
    "javascript:alert(1)", "///evil.example", "https:///evil.example", " //evil.example", "/%09/evil.example",
    "https://testserver.evil.example/", "https://testserver@evil.example/",
]  # fmt: skip


def stays(location: str) -> bool:
    """Whether a browser that follows it stays in the house."""
    plain = location.replace("\\", "/").strip()
    return plain.startswith("/") and not plain.startswith("//")


@pytest.mark.parametrize("following", ELSEWHERE)
def test_next__leading_elsewhere__is_not_followed(client: Client, cast: Cast, following: str) -> None:
    sign_in(client, cast.minna)
    answers = [
        client.post(reverse("set_language"), {"language": "sv", "next": following}),
        client.post(reverse("set_language"), {"language": "sv"}, headers={"referer": following}),
        client.get(reverse("account_login"), {"next": following}),
        client.get(reverse("account_logout"), {"next": following}),
        client.post(reverse("account_logout"), {"next": following}),
    ]
    for response in answers:
        if response.status_code == 302:
            assert stays(response["Location"]), response["Location"]


@pytest.mark.parametrize("following", ELSEWHERE)
def test_sign_in__with_next_elsewhere__leads_home(client: Client, cast: Cast, following: str) -> None:
    cast.minna.set_password("kolme sanaa ja viiva")
    cast.minna.save()
    url = reverse("account_login")
    sent = {"login": "minna@example.org", "password": "kolme sanaa ja viiva", "next": following}
    response = client.post(url, sent)
    assert response.status_code == 302
    assert stays(response["Location"]), response["Location"]


def test_kept_form__made_for_another_server__is_not_offered(client: Client, cast: Cast) -> None:
    """The address of a form that was interrupted is where it is sent again: it must be the house's own."""
    for path in ("//evil.example/x/", "/\\evil.example/", "https://evil.example/"):
        about = uuid.uuid4()
        with keyring.also(sealing=[cast.minna.scope]):
            content = {"path": path, "fields": [["note", "x"]]}
            drafts.save(author=cast.minna, form=interrupted.FORM, about=about, scope=cast.minna.scope, content=content)
        assert sign_in(client, cast.minna).get(reverse("kept-form", args=[about])).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "", "[::1"])
def test_host__not_ours__is_refused_before_anything(db: None, host: str) -> None:
    response = quiet().get("/sign-in/", headers={"host": host or "\x01"})
    assert response.status_code == 400


def test_mail_with_a_link__to_set_a_password__names_our_host_alone(client: Client, cast: Cast) -> None:
    """A forwarded host must not make the link lead elsewhere."""
    url = reverse("account_reset_password")
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-Host": "evil.example"}
    client.post(url, {"email": "minna@example.org"}, headers=forged)
    assert [message.to for message in mail.outbox] == [["minna@example.org"]]
    assert "evil.example" not in mail.outbox[0].body
    assert "/account/password/reset/key/" in mail.outbox[0].body


def test_other_site__posting_with_the_cookie__is_refused(cast: Cast) -> None:
    client = sign_in(Browser(enforce_csrf_checks=True), cast.minna)
    url = reverse("session-new", args=[cast.case.uid])
    text = "Tämä kirjoitettiin ennen kuin lomake vanheni."
    response = client.post(url, {"narrative": text}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    response = client.post(url, {"narrative": text})
    assert response.status_code == 403
    assert text in response.content.decode(), "a form that was open too long loses nothing"
