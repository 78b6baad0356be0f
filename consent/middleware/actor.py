"""Who is acting: `request.actor`, None for strangers; ended accounts are signed out."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from consent import actors
from consent.models import Account


class ActorMiddleware:
    """Two queries at most: the account and its memberships."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        actor = actors.actor_of(user) if isinstance(user, Account) else None
        if isinstance(user, Account) and actor is None:
            logout(request)
        request.actor = actor  # type: ignore[attr-defined]
        with actors.acting(actor.account if actor else None):
            return self.get_response(request)
