"""What a backup of the data holds, and writing one: every table but the keystore's and what is of the moment only."""

import datetime
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.apps import apps
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder

from consent.backups import archive, rows
from consent.errors import NotNow
from consent.keystore import standing
from consent.keystore.router import KEYSTORE
from consent.periods import now

HOLDS = b"data"
FORMAT = 1
PATTERN = "polku-data-*.archive"
#: Tables that travel in no backup, each with why; the cache and the list of migrations are no models.
LEFT_OUT = {
    "sessions.Session": "whoever is signed in signs in again",
    "usersessions.UserSession": "goes with the sessions",
    "django_tasks_database.DBTaskResult": "mail on its way; the outside has it or asks again",
    "consent.SignInCode": "ten minutes of life",
    "consent.Submission": "a post repeated a week later is a new one",
}
#: Filled by `migrate`: a restore replaces them, because other rows name their ids.
OF_THE_FRAME = ("contenttypes.ContentType", "auth.Permission", "consent.Installation", "consent.ErasureSeen")


class NoInstallation(NotNow):
    message = "The data database carries no installation id: there is nothing to back up."


def tables() -> list[type[models.Model]]:
    """The tables of a backup, each after those that it points at."""
    wanted = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label != KEYSTORE
        and model._meta.label not in LEFT_OUT
    ]
    wanted.sort(key=lambda model: model._meta.db_table)
    placed: list[type[models.Model]] = []
    while wanted:
        ready = [model for model in wanted if not _points_at(model) & set(wanted) - {model}] or wanted[:1]
        placed += ready
        wanted = [model for model in wanted if model not in ready]
    return placed


def _points_at(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in model._meta.concrete_fields if isinstance(field.related_model, type)}


def migrations() -> list[list[str]]:
    """What was applied to the data database, without the keystore's."""
    applied = MigrationRecorder(connections["default"]).applied_migrations()
    return sorted([app, name] for app, name in applied if app != KEYSTORE)


def write(file: Path, *, to: X25519PublicKey) -> dict[str, int]:
    """Write a backup; how many rows of each table. Raises NoInstallation."""
    standing.note_ledger()
    counts: dict[str, int] = {}
    with rows.snapshot("default"), archive.Writer(file, to=to, holds=HOLDS) as out:
        data = standing.known(anew=True)
        if data.uid is None:
            raise NoInstallation
        head = {"format": FORMAT, "installation": data.uid.hex, "at": now().isoformat(), "ledger": data.serial}
        out.line(rows.line({**head, "migrations": migrations()}))
        for model in tables():
            label = model._meta.label
            out.line(rows.line({"table": label, "columns": rows.columns(model)}))
            counts[label] = 0
            for row in rows.read(model):
                out.line(rows.line(row))
                counts[label] += 1
        out.line(rows.line({"end": counts}))
    return counts


def file_name(moment: datetime.datetime) -> str:
    """Says when, and nothing else."""
    return f"polku-data-{moment:%Y%m%dT%H%M%SZ}.archive"


def digest(file: Path) -> str:
    """SHA-256 of a file, for whoever keeps it."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
