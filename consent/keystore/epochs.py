"""Epochs of root keys: a new one each month, keys moved to it while the house serves, the old one destroyed.

An old epoch's end is what makes raw copies of the keystore useless (dumps, write-ahead logs, disk images): 31 days to
the next epoch and seven of grace, so an erasure has reached every one within 38 days (security review §1.7). Recovery
copies carry their root keys; they are removed after 30 days.
"""

import datetime

from django.db import connections, transaction
from django.db.models import Count

from consent.errors import NotNow
from consent.keystore import key_files, keys, providers, standing
from consent.keystore.models import LookupToken, WrappedKey
from consent.keystore.router import KEYSTORE
from consent.periods import now

MONTH = datetime.timedelta(days=31)
GRACE = datetime.timedelta(days=7)

Moved = tuple[int, bytes, WrappedKey]


class StillUsed(NotNow):
    message = "This epoch is in use."


def rewrap(*, batch: int = 5000) -> int:
    """Move wrapped keys of older epochs to the newest; returns how many. Safe to repeat, and while the house serves.

    Each row is replaced only where it still stands as it was read (scope, version, epoch): a key that was destroyed
    meanwhile stays destroyed. One short transaction a batch.
    """
    standing.may_write()
    to, after, moved = key_files.active("kek"), 0, 0
    while rows := list(WrappedKey.objects.filter(kek__lt=to, pk__gt=after).order_by("pk")[:batch]):
        moved += _replace([(to, _wrapped_anew(row, to), row) for row in rows])
        after = rows[-1].pk
    keys.scrub()
    return moved


def _wrapped_anew(row: WrappedKey, to: int) -> bytes:
    return keys.wrap(keys.unwrap(row), row.scope, row.version, row.kind, to)


def _replace(moves: list[Moved]) -> int:
    """Compare and swap; returns how many were still as they had been read."""
    connection = connections[KEYSTORE]
    scope = WrappedKey._meta.get_field("scope")
    parameters = [
        (to, connection.Database.Binary(wrapped), scope.get_db_prep_value(row.scope, connection), row.version, row.kek)  # type: ignore[attr-defined]
        for to, wrapped, row in moves
    ]
    statement = (
        f'UPDATE "{WrappedKey._meta.db_table}" SET kek = %s, wrapped = %s'  # noqa: S608  (a table of our own)
        " WHERE scope = %s AND version = %s AND kek = %s"
    )
    with transaction.atomic(using=KEYSTORE), connection.cursor() as cursor:
        cursor.executemany(statement, parameters)
        return int(cursor.rowcount)


def retire(kind: str, number: int, *, at_once: bool = False) -> None:
    """Destroy an epoch's root key, when nothing needs it. Raises StillUsed, providers.ReadOnly.

    Refused within seven days of the epoch that followed it, unless `at_once`.
    """
    newest = key_files.active(kind)
    if number not in key_files.numbers(kind):
        raise StillUsed(f"There is no {kind}-{number}.")
    if number == newest:
        raise StillUsed(f"{kind}-{number} is the newest: rotate first.")
    if left := use(kind).get(number):
        what = "keys: run `keys rewrap`" if kind == "kek" else "lookup tokens: run `keys tokens`"
        raise StillUsed(f"{kind}-{number} is needed by {left} {what}.")
    begun = providers.current().made_at(kind, min(n for n in key_files.numbers(kind) if n > number))
    if begun and now() - begun < GRACE and not at_once:
        raise StillUsed(f"{kind}-{number} rests until {(begun + GRACE).date().isoformat()}, for copies on their way.")
    providers.current().remove(kind, number)
    key_files.forget()


def use(kind: str) -> dict[int, int]:
    """How many rows need each epoch."""
    if kind == "index":
        return dict(LookupToken.objects.values_list("epoch").annotate(n=Count("pk")).order_by("epoch"))
    rows = WrappedKey.objects.values_list("kek").annotate(n=Count("pk")).order_by("kek")
    return dict(rows)


def overdue() -> list[str]:
    """What of this monthly work is late, one sentence each; silent where the provider does not know ages."""
    found, provider = [], providers.current()
    newest = key_files.active("kek")
    made = provider.made_at("kek", newest)
    if made and now() - made > MONTH + GRACE:
        found.append(f"kek-{newest} is {(now() - made).days} days old: `keys rotate` is due each month.")
    for number in key_files.numbers("kek")[:-1]:
        followed = provider.made_at("kek", min(n for n in key_files.numbers("kek") if n > number))
        if followed and now() - followed > GRACE + datetime.timedelta(days=1):
            found.append(f"kek-{number} should be gone: `keys rewrap`, then `keys retire kek {number}`.")
    return found
