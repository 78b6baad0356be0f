"""Sessions end after an idle and an absolute limit; what was being sent then is kept for after the sign-in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from consent.periods import now
from consent.sign_in import interrupted

STARTED, SEEN = "polku_started", "polku_seen"


class SessionLimitsMiddleware:
    """Idle: POLKU_IDLE_MINUTES, absolute: POLKU_ABSOLUTE_HOURS. The stamp moves at most once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        moment, session = int(now().timestamp()), request.session
        started, seen = session.setdefault(STARTED, moment), session.get(SEEN, moment)
        if moment - seen > settings.POLKU_IDLE_MINUTES * 60 or moment - started > settings.POLKU_ABSOLUTE_HOURS * 3600:
            kept = interrupted.keep(request)
            logout(request)
            return interrupted.sign_in_again(request, kept)
        if moment - seen >= 60 or SEEN not in session:
            session[SEEN] = moment
        return self.get_response(request)
