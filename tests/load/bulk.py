"""Very many rows of a model at once, past its querysets: allowed nowhere but in tests/load.

A first row is an instance like any other and gives every column; of the others only what differs is said. Going through
a hundred thousand instances takes ten times as long as all the sealing.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connections, models, router

FIRST_ID = 10_000_000  # far from the ids that PostgreSQL's sequences give; SQLite goes on from the highest there is


def ids(model: type[models.Model], how_many: int) -> range:
    """New primary keys, known before the rows are there."""
    highest = models.QuerySet(model).aggregate(highest=models.Max("pk"))["highest"] or 0
    first = max(FIRST_ID, highest + 1)
    return range(first, first + how_many)


def insert(like: models.Model, rows: Iterable[dict[str, Any]]) -> None:
    """Rows that differ from `like` in what each says of its attributes; a uid and a primary key are given anew."""
    model = type(like)
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if field.db_default is models.NOT_PROVIDED]
    same = {field.attname: field.get_db_prep_save(field.pre_save(like, True), connection) for field in fields}
    names = list(same)
    said = [dict(row) for row in rows]
    for row, pk in zip(said, ids(model, len(said)), strict=True):
        row.setdefault("id", pk)
        if "uid" in same:
            row.setdefault("uid", uuid.uuid4())
    plain = _for_sqlite if connection.vendor == "sqlite" else _as_it_is
    tuples = [[plain(row[name]) if name in row else same[name] for name in names] for row in said]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuples)
            return
        with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for values in tuples:
                copy.write_row(values)


def _as_it_is(value: Any) -> Any:
    return value


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value
