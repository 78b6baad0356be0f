"""Turning the screen to the participant: the worker's session then opens one page, until the worker signs again.

The session holds the page's address (an id, no name) and since when. It is handed back by allauth's reauthentication:
password, code or passkey, throttled like every sign-in.
"""

from django.http import HttpRequest

from consent.periods import now
from consent.sign_in.second_factor import METHODS

PAGE, SINCE = "polku_turned_to", "polku_turned_at"


def turn(request: HttpRequest, page: str) -> None:
    """From now on this session opens only `page`."""
    request.session[PAGE], request.session[SINCE] = page, now().timestamp()


def turned_to(request: HttpRequest) -> str:
    """The one page that this session opens; "" when it opens all, as again once the worker has signed since."""
    page = str(request.session.get(PAGE, ""))
    if page and _signed_since(request, request.session[SINCE]):
        del request.session[PAGE], request.session[SINCE]
        return ""
    return page


def _signed_since(request: HttpRequest, moment: float) -> bool:
    methods = request.session.get(METHODS, [])
    return any(method.get("reauthenticated") and method.get("at", 0) >= moment for method in methods)
