"""Whether the house can serve: keys, triggers, both databases of one installation."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from consent import append_only
from consent.keystore import key_files
from consent.keystore.models import Installation as KeystoreInstallation
from consent.models import Installation


def faults() -> list[str]:
    """What keeps the house from serving, each as one sentence without personal data."""
    found: list[str] = []
    for kind in ("kek", "index"):
        try:
            key_files.active(kind)
        except ImproperlyConfigured as missing:
            found.append(str(missing))
    try:
        triggers = [name for alias in connections for name in append_only.missing(connections[alias])]
        if triggers:
            found.append(f"{len(triggers)} append-only triggers are missing; run migrate.")
        here, there = Installation.objects.first(), KeystoreInstallation.objects.first()
        if here is None or there is None or here.uid != there.uid:
            found.append("The keystore belongs to another installation.")
    except DatabaseError:
        found.append("A database does not answer or is not migrated.")
    return found


def refuse_unless_ready() -> None:
    """Stop the start with the first fault."""
    if found := faults():
        raise ImproperlyConfigured(found[0])
