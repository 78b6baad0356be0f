"""The one way past the triggers of history: `rewrite` changes columns of one record's history rows, under a permit.

The permit names the table, the record and how many rows; the trigger checks it and uses it up row by row, so that none
is left when the statement ends (consent/append_only.py). It is written in the transaction that uses it. On PostgreSQL
the role `POLKU_ERASER_ROLE` alone may write a permit and change history; the serving role becomes it for these
statements (consent/app_role.py). Nothing here deletes, and no log can be named.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from consent import append_only
from consent.models import Disposal, ErasurePermit
from consent.records import Record


class NotRewritable(Exception):
    """The table is no history: a permit never names it."""


class PermitLeft(Exception):
    """The trigger did not use the permit up: the statement did not do what was permitted; all of it is taken back."""


def rewrite(record: Record, *, disposal: Disposal | None, where: models.Q | None = None, **values: Any) -> int:
    """Give columns of a record's history rows (those that `where` meets) a value; returns how many rows there were.

    `disposal` is what permits it; None where the ledger of erased keys does, after an old copy was restored. Raises
    NotRewritable, PermitLeft.
    """
    history: type[models.Model] = type(record).history.model
    table = history._meta.db_table
    if table not in append_only.rewritable():
        raise NotRewritable(table)
    rows = history._default_manager.filter(where or models.Q(), uid=record.uid)
    with transaction.atomic():
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        if not ids:
            return 0
        with _as_eraser():
            ErasurePermit.objects.create(table_name=table, record=record.uid, rows_left=len(ids))
            if rows.update(**values) != len(ids) or ErasurePermit.objects.exists():
                raise PermitLeft(table)
        _tell_proof(table, ids, sorted(values), disposal)
    return len(ids)


def _tell_proof(table: str, ids: list[int], fields: list[str], disposal: Disposal | None) -> None:
    """Where the proof learns which fields of which history rows no longer match their sealed commitments, and why.

    The one place: every change of a history row goes through `rewrite`, and `rewrite` through here.
    """


@contextlib.contextmanager
def _as_eraser() -> Iterator[None]:
    role = settings.POLKU_ERASER_ROLE
    if connection.vendor != "postgresql" or not role:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (before,) = cursor.fetchone()
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(role)}")
        yield  # an error takes the role back with the savepoint
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(before)}")
