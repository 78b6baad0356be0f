"""The recovery copy: the whole keystore and its root keys, sealed to the offline public key.

At most fourteen generations and thirty days of them stay in a directory: an old copy brings back what was erased since,
until the epoch that wrapped its keys is destroyed (security review §1.7).
"""

import datetime
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.apps import apps
from django.db import models, transaction

from consent.backups import archive, rows
from consent.keystore import key_files, providers, standing
from consent.keystore.models import ErasedScope, Installation, WrappedKey
from consent.keystore.providers.directory import DirectoryKeys
from consent.keystore.router import KEYSTORE
from consent.periods import now

HOLDS = b"keystore"
KEPT_GENERATIONS, KEPT_DAYS = 14, 30
PATTERN = "polku-keystore-*.archive"
#: Lookup tokens are made anew instead; see consent/lookup.py.
TABLES: tuple[type[models.Model], ...] = (Installation, ErasedScope, WrappedKey)


class RecoveryRefused(Exception):
    """The copy cannot be brought back here; the message says why."""


def copy(directory: Path, *, to: X25519PublicKey) -> Path:
    """Write a new copy and remove those that are too old or too many; the copy's file."""
    moment = now()
    file = directory / f"polku-keystore-{moment:%Y%m%dT%H%M%SZ}.archive"
    with rows.snapshot(KEYSTORE), archive.Writer(file, to=to, holds=HOLDS) as out:
        house = Installation.objects.order_by("pk").first()
        if house is None:
            raise RecoveryRefused("The keystore carries no installation id: there is nothing to copy.")
        out.line(rows.line({"format": 1, "installation": house.uid.hex, "at": moment.isoformat()}))
        for (kind, number), key in sorted(providers.current().read().items()):
            out.line(rows.line({"root": kind, "number": number, "key": key.hex()}))
        for model in TABLES:
            for row in rows.read(model):
                out.line(rows.line({"table": model._meta.label, "row": row}))
        out.line(rows.line({"end": True}))
    Installation.objects.update(copied_at=moment)
    for old in _too_old(directory, moment):
        old.unlink(missing_ok=True)
    return file


def _too_old(directory: Path, moment: datetime.datetime) -> Iterator[Path]:
    oldest = f"polku-keystore-{moment - datetime.timedelta(days=KEPT_DAYS):%Y%m%dT%H%M%SZ}.archive"
    for place, file in enumerate(sorted(directory.glob(PATTERN), reverse=True)):
        if place >= KEPT_GENERATIONS or file.name < oldest:
            yield file


def recover(file: Path, *, by: X25519PrivateKey, root_keys: Path | None = None) -> tuple[int, int]:
    """Bring a copy back into an empty keystore; how many keys came, and how many the ledger kept from coming.

    What a newer ledger says is erased stays erased: one that still lies in this keystore, and what the data database
    knows of it. `root_keys` is a directory for them where the provider takes none. Raises RecoveryRefused,
    archive.ArchiveDamaged, offline.KeyUnfit.
    """
    source = (json.loads(line) for line in archive.lines(file, by=by, holds=HOLDS))
    head: dict[str, Any] = next(source, {})
    _refuse_unless_empty(head)
    provider = providers.current() if root_keys is None else DirectoryKeys(root_keys)
    with transaction.atomic(using=KEYSTORE):
        ledger, seen, came = _ledger_here(), 0, 0
        place = rows.columns(WrappedKey).index("scope")
        for label, some in _tables(source, provider):
            if label == ErasedScope._meta.label:
                ledger = {row[1]: row for row in some} | ledger
            elif label == WrappedKey._meta.label:
                seen += len(some)
                came += rows.insert(WrappedKey, [row for row in some if row[place] not in ledger], alias=KEYSTORE)
            elif not Installation.objects.exists():
                rows.insert(Installation, some, alias=KEYSTORE)
        present = set(ErasedScope.objects.order_by().values_list("pk", flat=True))
        rows.insert(ErasedScope, sorted(row for row in ledger.values() if row[0] not in present), alias=KEYSTORE)
        rows.set_sequences(TABLES, alias=KEYSTORE)
    key_files.forget()
    standing.forget()
    return came, seen - came


def _tables(source: Iterator[dict[str, Any]], provider: providers.Provider) -> Iterator[tuple[str, list[list[Any]]]]:
    """The rows of a copy in lots of one table, after its root keys were put in place; raises where it has no end."""
    for _, lot in itertools.groupby(enumerate(source), lambda numbered: (numbered[1].get("table"), numbered[0] // 500)):
        contents = [content for _, content in lot]
        for content in contents:
            if "root" in content:
                _put_root_key(provider, content["root"], content["number"], bytes.fromhex(content["key"]))
        if "table" in contents[0]:
            yield contents[0]["table"], [content["row"] for content in contents]
        elif "end" in contents[-1]:
            return
    raise archive.ArchiveDamaged("The copy has no end.")


def _ledger_here() -> dict[str, list[Any]]:
    """The ledger that still lies here, and what the data database knows of it: rows of the ledger by scope."""
    seen = apps.get_model("consent", "ErasureSeen").objects.order_by("serial")
    known = ([row.serial, row.scope.hex, row.kind, row.erased_at.isoformat(), row.by_account] for row in seen)
    return {row[1]: row for row in [*known, *rows.read(ErasedScope)]}


def _refuse_unless_empty(head: dict[str, Any]) -> None:
    if head.get("format") != 1:
        raise RecoveryRefused("This copy is of a format that this version does not read.")
    if WrappedKey.objects.exists():
        raise RecoveryRefused(
            "The keystore is not empty: a copy would bring back what was erased. Nothing was changed."
        )
    here = Installation.objects.order_by("pk").first()
    data = standing.known(anew=True).uid
    if any(uid and uid.hex != head["installation"] for uid in (here and here.uid, data)):
        raise RecoveryRefused("The copy belongs to another installation.")


def _put_root_key(provider: providers.Provider, kind: str, number: int, key: bytes) -> None:
    provider.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    present = provider.read().get((kind, number))
    if present is None:
        provider.add(kind, number, key)
    elif present != key:
        raise RecoveryRefused(f"Another {kind}-{number} lies here already: use an empty directory.")
