"""Whether the house can serve: keys, triggers, and a keystore that fits the data."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from consent import append_only
from consent.keystore import key_files, standing


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
    except DatabaseError:
        found.append("A database does not answer.")
    return found + standing.faults()


def refuse_unless_ready() -> None:
    """Stop the start with the first fault."""
    if found := faults():
        raise ImproperlyConfigured(found[0])
