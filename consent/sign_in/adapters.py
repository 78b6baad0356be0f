"""How allauth behaves in this house: no sign-up, names that say nothing, secrets sealed under the worker's scope."""

import base64
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from consent import access_log, envelope, keyring
from consent.actors import actor_of
from consent.keyring import Audience

FIELD = "second_factor.secret"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network, which throttles and the list of sessions go by; a whole address is kept nowhere."""
        return access_log.short_address(request) or "0.0.0.0"  # noqa: S104  (an address unknown, no place to listen)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count by address and network: nobody is kept out by guesses made elsewhere."""
        return f"{self.get_client_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        access_log.security("password_wrong", request=request)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        access_log.security("signed_in", actor=actor_of(user), request=request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets carry the scope they were sealed under: allauth does not say whose they are when it opens them."""

    def encrypt(self, text: str) -> str:
        scope = context.request.user.scope
        with keyring.fresh() as ring:
            ring.allow_sealing([scope])
            version, key = ring.to_seal(scope)
        sealed = envelope.seal(
            text.encode(), key=key, version=version, field_id=FIELD, scope=scope, record=scope, pad=64
        )
        return f"{scope}.{base64.b64encode(sealed).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        owner, _, content = encrypted_text.partition(".")
        scope, sealed = uuid.UUID(owner), base64.b64decode(content)
        with keyring.fresh() as ring:
            ring.open([(scope, Audience.SELF)])
            key = ring.to_read(scope, frozenset({Audience.SELF}), envelope.key_version(sealed))
        return envelope.unseal(sealed, key=key, field_id=FIELD, scope=scope, record=scope).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": "Polku"}
