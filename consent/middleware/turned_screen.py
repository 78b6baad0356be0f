"""A screen that was turned to the participant shows nothing else: every other address leads back to the one page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from consent.turned_screen import turned_to

#: What stays open: the ways to sign again or out, the language of the page, and its drawings.
OPEN = frozenset(
    {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}
    | {"set_language", "icons"}
)


class TurnedScreenMiddleware:
    """Enforced for the whole session, whichever page, tab or method asks; static files come before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        page = turned_to(request)
        if not page or request.path == page or _name(request) in OPEN:
            return self.get_response(request)
        return redirect(page)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
