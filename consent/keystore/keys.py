"""Data keys: made before the rows that use them, read in one query for a page, destroyed before the rows go.

Format of a wrapped key (security review §1.3): 0xD1, key-encryption key id (uint32 BE), 12-byte nonce,
ciphertext and tag (48 bytes); additional data binds scope, version and kind, so keys cannot be swapped.
"""

import datetime
import os
import struct
import uuid
from collections.abc import Callable, Iterable
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from django.db import connections, transaction
from django.db.models import Count

from consent.keystore import key_files, standing
from consent.keystore.models import ErasedScope, Installation, LookupToken, ScopeKind, WrappedKey
from consent.keystore.router import KEYSTORE

MAGIC = 0xD1


class ScopeKeys(NamedTuple):
    """What a scope is of, and its data keys by version."""

    kind: str
    versions: dict[int, bytes]


class KeyDamaged(Exception):
    """A wrapped key does not open: wrong key-encryption key, swapped row or changed byte."""


def _aad(scope: uuid.UUID, version: int, kind: str, kek: int) -> bytes:
    return b"polku.d1\0" + scope.bytes + struct.pack(">HI", version, kek) + kind.encode()


def wrap(key: bytes, scope: uuid.UUID, version: int, kind: str, kek: int) -> bytes:
    """A 32-byte data key as the 65 bytes that may be stored."""
    nonce = os.urandom(12)
    return (
        struct.pack(">BI", MAGIC, kek) + nonce + key_files.kek(kek).encrypt(nonce, key, _aad(scope, version, kind, kek))
    )


def unwrap(row: WrappedKey) -> bytes:
    """The data key of a stored row; raises KeyDamaged."""
    return _unwrap(row.scope, row.version, row.kind, bytes(row.wrapped))


def _unwrap(scope: uuid.UUID, version: int, kind: str, stored: bytes) -> bytes:
    if len(stored) != 65 or stored[0] != MAGIC:
        raise KeyDamaged(str(scope))
    (kek,) = struct.unpack(">I", stored[1:5])
    try:
        return key_files.kek(kek).decrypt(stored[5:17], stored[17:], _aad(scope, version, kind, kek))
    except InvalidTag:
        raise KeyDamaged(str(scope)) from None


def create(kind: ScopeKind | str, *, how_many: int = 1) -> list[uuid.UUID]:
    """New scopes of a kind, committed as pending before the rows that will use them; used when those commit."""
    standing.may_write()
    kek, scopes = key_files.active("kek"), [uuid.uuid4() for _ in range(how_many)]
    rows = [
        WrappedKey(scope=scope, kind=kind, kek=kek, wrapped=wrap(os.urandom(32), scope, 1, str(kind), kek))
        for scope in scopes
    ]
    WrappedKey.objects.bulk_create(rows)
    # The rows are committed by then: should the mark fail, the key stays pending until `drop_unused` finds it named.
    transaction.on_commit(lambda: _mark_used(scopes), robust=True)
    return scopes


def _mark_used(scopes: list[uuid.UUID]) -> None:
    WrappedKey.objects.filter(scope__in=scopes).update(state=WrappedKey.State.USED)


def _with_marks(how_many: int) -> str:
    """Keys, and with them what tells whether this is the right keystore (see consent/keystore/standing.py)."""
    keys, house, ledger = (model._meta.db_table for model in (WrappedKey, Installation, ErasedScope))
    return (
        f'SELECT scope, version, kind, wrapped FROM "{keys}" WHERE scope IN ({", ".join(["%s"] * how_many)})'  # noqa: S608
        f" UNION ALL SELECT uid, 0, '{standing.HOUSE}', NULL FROM \"{house}\""
        f" UNION ALL SELECT scope, 0, '{standing.NEWEST}', NULL FROM \"{ledger}\" WHERE id = %s"
    )


def load(scopes: Iterable[uuid.UUID]) -> dict[uuid.UUID, ScopeKeys]:
    """The keys of scopes in one query; a scope without a key is absent (erased, or never made).

    Raises standing.KeystoreRefused: in a wrong or old keystore nobody may read as erased, and nobody come back.
    """
    wanted, found, marks = list(scopes), dict[uuid.UUID, ScopeKeys](), dict[str, uuid.UUID]()
    if not wanted:
        return found
    connection, field = connections[KEYSTORE], WrappedKey._meta.get_field("scope")
    parameters = [field.get_db_prep_value(scope, connection) for scope in wanted]
    with connection.cursor() as cursor:  # by hand: the same through querysets costs a page 0.8 ms more
        cursor.execute(_with_marks(len(wanted)), [*parameters, standing.known().serial])
        for stored, version, kind, wrapped in cursor.fetchall():
            scope = stored if isinstance(stored, uuid.UUID) else uuid.UUID(stored)
            if version:
                versions = found.setdefault(scope, ScopeKeys(kind, {})).versions
                versions[version] = _unwrap(scope, version, kind, bytes(wrapped))
            else:
                marks[kind] = scope
    standing.check(marks)
    return found


def destroy(scopes: Iterable[uuid.UUID], *, by: int | None) -> int:
    """Destroy the keys of these scopes for good, ledger first, and their lookup tokens; returns how many keys went.

    What was sealed under them is unreadable at once, live, in history and, once old keystore copies have
    expired (38 days), in every backup.
    """
    standing.may_write()
    scopes = list(scopes)
    with transaction.atomic(using=KEYSTORE):
        rows = WrappedKey.objects.filter(scope__in=scopes)
        known = ErasedScope.objects.filter(scope__in=scopes).values_list("scope", flat=True)
        going = dict(rows.exclude(scope__in=known).order_by("pk").values_list("scope", "kind"))
        ErasedScope.objects.bulk_create(
            [ErasedScope(scope=scope, kind=kind, by_account=by) for scope, kind in going.items()]
        )
        gone, _ = rows.delete()
        LookupToken.objects.filter(scope__in=scopes).delete()
    standing.note_ledger()
    scrub()
    return gone


def scrub() -> None:
    """Let nothing of deleted or replaced keys stay in the files of the keystore (security review §1.7)."""
    connection = connections[KEYSTORE]
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                cursor.execute(f"VACUUM {WrappedKey._meta.db_table}")


def drop_unused(named: Callable[[list[uuid.UUID]], set[uuid.UUID]], *, before: datetime.datetime) -> int:
    """Drop keys that stayed pending since before a moment and that no row names; returns how many.

    They were left by a crash between making the key and committing its rows. A key that a row names is used.
    """
    standing.may_write()
    pending = WrappedKey.objects.filter(state=WrappedKey.State.PENDING, created_at__lt=before)
    scopes = list(pending.order_by("pk").values_list("scope", flat=True)[:5000])
    used = named(scopes)
    _mark_used(sorted(used))
    left = set(scopes) - used
    LookupToken.objects.filter(scope__in=left).delete()
    return WrappedKey.objects.filter(scope__in=left).delete()[0]


def counts() -> dict[str, int]:
    """How many keys there are by state, for whoever runs the house."""
    rows = WrappedKey.objects.values_list("state").annotate(how_many=Count("pk")).order_by("state")
    return dict(rows)
