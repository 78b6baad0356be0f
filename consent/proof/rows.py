"""Reading rows and leaves as the database has them: in order, in parts, with constant memory."""

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from consent.models import AuditLeaf
from consent.proof.forms import Form, Source

PART = 2_000
LEAVES = AuditLeaf._meta.db_table

Row = Sequence[Any]


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """What `stream` needs on PostgreSQL, whose cursors live in a transaction; on SQLite one would keep writers out."""
    with transaction.atomic() if connection.vendor == "postgresql" else contextlib.nullcontext():
        connection.ensure_connection()
        yield


def stream(sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
    """Rows of a query, a part at a time, within `reading`; on PostgreSQL from a cursor of the server."""
    raw = connection.connection
    if connection.vendor == "postgresql":
        with raw.cursor(name=f"polku_{uuid.uuid4().hex}") as cursor:
            cursor.execute(sql.replace("?", "%s"), tuple(parameters))
            while part := cursor.fetchmany(PART):
                yield from part
        return
    cursor = raw.execute(sql, tuple(parameters))
    while part := _part_in_bytes(raw, cursor):
        yield from part


def _part_in_bytes(raw: Any, cursor: Any) -> list[Row]:
    """Text as its bytes: it need not be decoded, and a changed byte that is no UTF-8 any more stops nothing."""
    before, raw.text_factory = raw.text_factory, bytes
    try:
        return list(cursor.fetchmany(PART))
    finally:
        raw.text_factory = before


def of_form(form: Form, source: Source) -> Iterator[Row]:
    """All rows of a source, by id."""
    order, last = f'ORDER BY t."{source.key}"', None
    try:
        for row in stream(f"{form.sql} {order}"):
            yield row
            last = row[0]
    except connection.Database.OperationalError:  # type: ignore[attr-defined]
        after = "" if last is None else f'WHERE t."{source.key}" > ?'
        yield from stream(f"{form.careful} {after} {order}", [] if last is None else [last])


def with_ids(form: Form, source: Source, ids: Iterable[int]) -> Iterator[Row]:
    """The rows with these ids, by id."""
    wanted = sorted(ids)
    for at in range(0, len(wanted), 500):
        part = wanted[at : at + 500]
        where = f'WHERE t."{source.key}" IN ({", ".join("?" * len(part))}) ORDER BY t."{source.key}"'
        try:
            found = list(stream(f"{form.sql} {where}", part))
        except connection.Database.OperationalError:  # type: ignore[attr-defined]
            found = list(stream(f"{form.careful} {where}", part))
        yield from found


def leaves_of(number: int) -> Iterator[Row]:
    """Row id, index, form and hash of every leaf of a source, by row id."""
    columns = 'row_id, "index", form_id, hash'
    return stream(f"SELECT {columns} FROM {LEAVES} WHERE source = ? ORDER BY row_id", [number])  # noqa: S608  (our own table)


def hashes(start: int = 0, end: int | None = None) -> Iterator[Row]:
    """Index and hash of leaves, by index."""
    upto = ' AND "index" < ?' if end is not None else ""
    parameters = [start] if end is None else [start, end]
    return stream(f'SELECT "index", hash FROM {LEAVES} WHERE "index" >= ?{upto} ORDER BY "index"', parameters)  # noqa: S608  (our own table)
