"""The way back: old data beside the newest keystore, whose ledger says who stays erased.

`restore` fills an empty, migrated data database and leaves it a copy: it does not serve, and writes nothing to the
keystore, which may still be the one of a house that stands. `accept` makes the copy the house.
"""

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connections, models, transaction
from django.db.models import Max

from consent import lookup, scopes
from consent.backups import archive, data, rows
from consent.keystore import standing
from consent.keystore.models import ErasedScope
from consent.keystore.models import Installation as KeystoreInstallation
from consent.models import Installation
from consent.periods import now

Step = Callable[[], int]
_steps: dict[str, Step] = {}


class RestoreRefused(Exception):
    """This archive cannot be restored here; the message says why. Nothing was changed."""


@dataclasses.dataclass(frozen=True)
class Restored:
    """What came back: rows by table, scopes that stay erased, scopes without a key or an erasure, steps done."""

    at: str
    counts: dict[str, int]
    erased: int
    lost: int
    steps: dict[str, int]


def add_step(name: str, step: Step) -> None:
    """Register what must be done to old data before anybody sees it; idempotent, and in the data database alone."""
    _steps[name] = step


class Parts:
    """The lines of an archive as headings, each with its rows."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self.heading: dict[str, Any] = json.loads(next(lines, b"{}"))

    def rows(self) -> Iterator[list[Any]]:
        """The rows up to the next heading."""
        for line in self._lines:
            content = json.loads(line)
            if isinstance(content, dict):
                self.heading = content
                return
            yield content
        raise archive.ArchiveDamaged("The archive has no end.")


def restore(file: Path, *, by: X25519PrivateKey) -> Restored:
    """Fill the data database from a backup. Raises RestoreRefused, archive.ArchiveDamaged, offline.KeyUnfit."""
    parts = Parts(archive.lines(file, by=by, holds=data.HOLDS))
    head = parts.heading
    _refuse_unless_it_fits(head)
    known = {model._meta.label: model for model in data.tables()}
    try:
        with transaction.atomic():
            _empty(known)
            counts = _fill(parts, known)
            rows.set_sequences(known.values(), alias="default")
            connections["default"].check_constraints()
            Installation.objects.update(restored_at=now())
            if found := [fault for fault in standing.faults() if fault != standing.RESTORED]:
                raise RestoreRefused(found[0])
    finally:
        ContentType.objects.clear_cache()
        standing.forget()
    steps = {name: step() for name, step in _steps.items()}
    return Restored(str(head["at"]), counts, *scopes.keyless(), steps)


def _refuse_unless_it_fits(head: dict[str, Any]) -> None:
    if head.get("format") != data.FORMAT:
        raise RestoreRefused("This archive is of a format that this version does not read.")
    house = KeystoreInstallation.objects.order_by("pk").first()
    if house is None:
        raise RestoreRefused("The keystore is missing: recover it first (`keys recover`), it is never in a backup.")
    if house.uid.hex != head["installation"]:
        raise RestoreRefused("The keystore belongs to another installation than this backup.")
    newest = ErasedScope.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if newest < head["ledger"]:
        raise RestoreRefused(
            f"The keystore is older than the erasure ledger of this backup: it ends at erasure {newest} of "
            f"{head['ledger']}. Use the newest keystore."
        )
    if head["migrations"] != data.migrations():
        raise RestoreRefused(
            "This backup was made by another version of Polku: migrate an empty database with that version, restore, "
            "then migrate on."
        )


def _empty(known: dict[str, type[models.Model]]) -> None:
    """Refuse a database that holds anything but what `migrate` puts there; take that away."""
    for label, model in known.items():
        if label not in data.OF_THE_FRAME and model._base_manager.exists():
            raise RestoreRefused(f"The database is not empty: {label} has rows. Restore into a new one.")
    with connections["default"].cursor() as cursor:
        for label in reversed(data.OF_THE_FRAME):
            table = apps.get_model(label)._meta.db_table
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  (a table of our own)


def _fill(parts: Parts, known: dict[str, type[models.Model]]) -> dict[str, int]:
    """Insert table after table; what came must be what the archive says it holds."""
    for _ in parts.rows():
        raise archive.ArchiveDamaged("The archive does not begin with a table.")
    counts: dict[str, int] = {}
    while "end" not in parts.heading:
        label = parts.heading.get("table", "")
        model = known.get(label)
        if model is None or parts.heading["columns"] != rows.columns(model):
            raise RestoreRefused(f"The archive holds {label}, which this version keeps in another way.")
        counts[label] = rows.insert(model, parts.rows(), alias="default")
    if counts != parts.heading["end"]:
        raise archive.ArchiveDamaged("The archive does not hold the rows that it counts.")
    for _ in parts._lines:
        raise archive.ArchiveDamaged("Something follows the end of the archive.")
    return counts


def accept() -> int:
    """Make a restored copy the house: it may serve and write from now on, and people can be looked up again.

    Returns how many can. Raises RestoreRefused.
    """
    if not standing.known(anew=True).restored:
        raise RestoreRefused("This is no restored copy: there is nothing to accept.")
    if found := [fault for fault in standing.faults() if fault != standing.RESTORED]:
        raise RestoreRefused(found[0])
    try:
        with transaction.atomic():
            Installation.objects.update(restored_at=None)
            standing.forget()
            standing.note_ledger()
            for step in _steps.values():
                step()
            return lookup.rebuild()
    finally:
        standing.forget()
