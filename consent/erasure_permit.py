"""The one way past the triggers of history: `rewrite` changes columns of one record's history rows, under a permit.

The permit names the table, the record and how many rows; the trigger checks it and uses it up row by row, so that none
is left when the statement ends (consent/append_only.py). It is written in the transaction that uses it. On PostgreSQL
the role `POLKU_ERASER_ROLE` alone may write a permit and change history; the serving role becomes it for these
statements (consent/app_role.py). Nothing here deletes, and no log can be named. The proof of the
log learns of every row that is changed here, and still holds for all the rest of it (consent/proof/gaps.py).
"""

import contextlib
import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from consent import append_only
from consent.models import Disposal, ErasurePermit
from consent.proof import gaps
from consent.records import Record

#: What permits a change where the ledger of erased keys does: an old copy was restored, and no disposal is in it.
BY_LEDGER = uuid.UUID(int=0)


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
    columns = [str(field.column) for field in history._meta.concrete_fields if field.name in values]
    with transaction.atomic():
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        if not ids:
            return 0
        by = disposal.uid if disposal is not None else BY_LEDGER
        with gaps.accepting(history, ids, columns, disposal=by) as salts, _as_eraser():
            ErasurePermit.objects.create(table_name=table, record=record.uid, rows_left=len(ids))
            changed = _change(history, [row for row in ids if row not in salts], values)
            changed += sum(_change(history, [row], {**values, "history_salt": salt}) for row, salt in salts.items())
            if changed != len(ids) or ErasurePermit.objects.exists():
                raise PermitLeft(table)
    return len(ids)


def _change(history: type[models.Model], ids: list[int], values: dict[str, Any]) -> int:
    return history._default_manager.filter(pk__in=ids).update(**values)


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
