"""Whether the keystore is the one that this data needs: present, of this installation, not older than the ledger.

A keystore of another house, or one from before an erasure, would make people read as erased who are not, or bring
back who is. So every fetch of keys carries the keystore's installation id and the newest erasure that the data knows
of; a difference stops the page (503), the start and /readyz. What the data knows is kept by the process for a minute.
"""

import dataclasses
import datetime
import logging
import time
import uuid
from typing import Any

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Max

from consent.keystore.models import ErasedScope, Installation

REFRESH = 60.0  # seconds
LATE = 1000  # ledger rows that may be committed after a later one
log = logging.getLogger(__name__)


class KeystoreRefused(Exception):
    """This keystore must not be used with this data; the message says why."""


@dataclasses.dataclass(frozen=True)
class Known:
    """What the data database knows: its installation, whether it is a restored copy, the newest erasure."""

    uid: uuid.UUID | None = None
    restored: bool = False
    serial: int = 0
    scope: uuid.UUID | None = None
    erased_at: datetime.datetime | None = None


@dataclasses.dataclass
class Memory:
    """What this process read of the data database, and until when it believes it."""

    known: Known | None = None
    until: float = 0.0


_memory = Memory()


def known(*, anew: bool = False) -> Known:
    """What the data knows, as this process read it at most a minute ago."""
    if anew or _memory.known is None or time.monotonic() > _memory.until:
        here = _data("Installation").objects.order_by("pk").first()
        newest = _data("ErasureSeen").objects.order_by("serial").last()
        seen = (newest.serial, newest.scope, newest.erased_at) if newest else (0, None, None)
        _memory.known = Known(here.uid, here.restored_at is not None, *seen) if here else Known(None, False, *seen)
        _memory.until = time.monotonic() + REFRESH
    return _memory.known


def forget() -> None:
    """Read anew at the next use."""
    _memory.known = None


def _data(name: str) -> Any:
    """A model of the data database, which is loaded after the keystore."""
    return apps.get_model("consent", name)


HOUSE, NEWEST = "house", "newest"  # marks that come with keys: its installation, the newest erasure known here


def check(found: dict[str, uuid.UUID]) -> None:
    """Compare the marks that came with keys; raises KeystoreRefused. A difference is looked at once more before."""
    data = known()
    if data.uid is None or (found.get(HOUSE), found.get(NEWEST)) != (data.uid, data.scope):
        refuse_unless_fit()


def refuse_unless_fit() -> None:
    """Raise KeystoreRefused with the first fault."""
    if found := faults():
        log.error("The keystore is refused: %s", found[0])
        raise KeystoreRefused(found[0])


def may_write() -> None:
    """Raise KeystoreRefused where a restored copy would write to the keystore of the house that it was copied from."""
    if known().restored:
        raise KeystoreRefused(RESTORED)


RESTORED = "This is a restored copy: it neither serves nor writes to the keystore before `restore --accept`."


def faults() -> list[str]:
    """Why this keystore and this data do not belong together, each as one sentence without personal data."""
    try:
        data = known(anew=True)
    except DatabaseError:
        return ["The data database does not answer or is not migrated."]
    try:
        house = Installation.objects.order_by("pk").first()
        newest = ErasedScope.objects.filter(pk=data.serial).first()
    except DatabaseError:
        return ["The keystore does not answer or is not migrated."]
    found = []
    if data.uid is None:
        found.append("The data database carries no installation id: it is empty, or half a copy.")
    elif house is None:
        found.append("The keystore is missing: what answers in its place is empty and carries no installation id.")
    elif house.uid != data.uid:
        found.append("The keystore belongs to another installation.")
    if not found and data.serial and (newest is None or newest.scope != data.scope):
        day = data.erased_at.date().isoformat() if data.erased_at else ""
        found.append(f"The keystore is older than the erasure ledger: erasure {data.serial} of {day} is not in it.")
    return found + ([RESTORED] if data.restored else [])


def note_ledger() -> int:
    """Let the data database know of every erasure in the ledger; returns how many were new to it."""
    seen = _data("ErasureSeen")
    newest = seen.objects.aggregate(newest=Max("serial"))["newest"] or 0
    known_here = set(seen.objects.filter(serial__gt=newest - LATE).values_list("serial", flat=True).order_by("serial"))
    rows = ErasedScope.objects.filter(pk__gt=newest - LATE).order_by("pk")
    fresh = [
        seen(serial=row.pk, scope=row.scope, kind=row.kind, erased_at=row.erased_at, by_account=row.by_account)
        for row in rows
        if row.pk not in known_here
    ]
    seen.objects.bulk_create(fresh, ignore_conflicts=True)  # another process may note the same
    if fresh:
        forget()
    return len(fresh)
