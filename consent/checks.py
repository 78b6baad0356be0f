"""System checks: root keys, no superuser, secrets that are not examples."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from consent.keystore import key_files


@checks.register()
def root_keys_present(**_: Any) -> list[checks.CheckMessage]:
    """polku.E001: a key-encryption key and an index key must be readable."""
    try:
        for kind in ("kek", "index"):
            key_files.active(kind)
    except ImproperlyConfigured as missing:
        return [checks.Error(str(missing), id="polku.E001")]
    return []


@checks.register(deploy=True)
def not_a_demo(**_: Any) -> list[checks.CheckMessage]:
    """polku.E002: POLKU_DEMO is for the demo alone."""
    if settings.POLKU_DEMO:
        return [checks.Error("POLKU_DEMO is set: this is not a production start.", id="polku.E002")]
    return []
