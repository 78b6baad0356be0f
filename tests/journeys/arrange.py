"""Makes a house with its cast in databases of its own, and signs minna in: `python -m tests.journeys.arrange`."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from consent import keyring  # noqa: E402
from consent.models import Account  # noqa: E402
from consent.sign_in.second_factor import METHODS  # noqa: E402
from tests.people import make_cast, make_house  # noqa: E402


def signed_in(account: Account) -> str:
    """The key of a session in which the account has signed in with a second factor."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[METHODS] = [{"method": "mfa", "type": "totp"}]
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    with keyring.fresh():
        cast = make_cast(make_house())
    json.dump({"session": signed_in(cast.minna), "case": str(cast.case.uid)}, sys.stdout)
