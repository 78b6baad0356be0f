"""Whether the session that asks has shown a second factor; required of everybody but participants."""

from django.conf import settings
from django.http import HttpRequest

from consent.actors import Actor

METHODS = "account_authentication_methods"  # allauth keeps here how the session signed in


def has_second_factor(request: HttpRequest, actor: Actor) -> bool:
    """True when the session used one; participants need none, demo accounts only where the demo itself serves."""
    if not actor.account.is_staff_member:
        return True
    if settings.POLKU_DEMO and actor.account.is_demo:
        return True
    return any(method.get("method") == "mfa" for method in request.session.get(METHODS, []))
