"""Rows as lines that either database takes: every column as it stands, sealed values as ciphertext, ids kept.

A dump of our own instead of `pg_dump`: it reads the same on SQLite and PostgreSQL, a test can restore one into the
other, and it needs no program of the server's version beside the house (docs/decisions/0009).
"""

import base64
import contextlib
import datetime
import decimal
import itertools
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from consent.fields import Sealed, SealedField

AT_ONCE = 500


@contextlib.contextmanager
def snapshot(alias: str) -> Iterator[None]:
    """One state of a database for everything read inside, without keeping a writer waiting."""
    connection = connections[alias]
    if connection.in_atomic_block:  # whoever called has a transaction, and with it a snapshot
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a table."""
    return [str(field.column) for field in model._meta.concrete_fields]


def read(model: type[models.Model]) -> Iterator[list[Any]]:
    """Every row of a table in the order of its key, as JSON takes it."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield [_written(value) for value in row]


def _written(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value


def _read(field: Any, value: Any) -> Any:
    """A column's value as its field holds it."""
    while field.remote_field is not None:
        field = field.target_field
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, SealedField):
        return Sealed(base64.b64decode(value, validate=True))
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    return field.to_python(value)


def insert(model: type[models.Model], rows: Iterable[list[Any]], *, alias: str) -> int:
    """Write rows as they were read, past every default and stamp; returns how many."""
    connection, fields = connections[alias], model._meta.concrete_fields
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(name) for name in columns(model)), ", ".join("%s" for _ in fields)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  (our own tables)
    source, count = iter(rows), 0
    with connection.cursor() as cursor:
        while some := list(itertools.islice(source, AT_ONCE)):
            cursor.executemany(statement, [_prepared(fields, row, connection) for row in some])
            count += len(some)
    return count


def _prepared(fields: Iterable[Any], row: list[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(_read(field, value), connection) for field, value in zip(fields, row, strict=True)]


def set_sequences(which: Iterable[type[models.Model]], *, alias: str) -> None:
    """Let new rows be numbered on from the highest; SQLite does it by itself."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(which)):
            cursor.execute(statement)


def line(content: Any) -> bytes:
    """One line of an archive."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
