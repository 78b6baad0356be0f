"""What a leaf commits to: the columns of a log or history row, in slots that an erasure may replace one by one.

A slot is a sealed column as its ciphertext, or plain columns as a JSON array that the database itself writes. What
never changes stands together in the slot `row`; of a history row every other column has a slot of its own. NULL is an
absent slot. The array is the database's own form and stays with it: SQLite and PostgreSQL write moments differently.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models

from consent.history import HistoryRow
from consent.models import AccessEvent, AccessEventSubject, AuditLeaf, LeafForm
from consent.models.log import LogRow

ROW, SUBJECTS = "row", "subjects"
#: Of a row t, to be formatted with its key; the parameter is its table's number.
WITHOUT_LEAF = (
    f"NOT EXISTS (SELECT 1 FROM {AuditLeaf._meta.db_table} l"  # noqa: S608  (our own table)
    ' WHERE l.source = %s AND l.row_id = t."{key}")'
)
BOOKKEEPING = frozenset(
    {
        "id",
        "uid",
        "version",
        "history_id",
        "history_date",
        "history_type",
        "history_user_id",
        "history_change_reason",
        "history_xid",
    }
)
INEXACT = ("FloatField", "DecimalField")  # SQLite's JSON rounds them


@dataclasses.dataclass(frozen=True)
class Source:
    """A table whose rows become leaves, and its columns of special meaning."""

    table: str
    key: str
    at: str
    salt: str
    xid: str
    slots: tuple[tuple[str, tuple[str, ...]], ...]
    raw: frozenset[str]  # slots of bytes
    inexact: frozenset[str]
    moments: frozenset[str]

    @property
    def text(self) -> str:
        """What the form of its leaves says; every leaf's digest begins with this text's."""
        slots = [[name, list(columns)] for name, columns in self.slots]
        return json.dumps({"table": self.table, "key": self.key, "slots": slots, "raw": sorted(self.raw)})


@dataclasses.dataclass(frozen=True)
class Form:
    """One way to read a table's rows as leaves."""

    pk: int
    number: int
    table: str
    names: tuple[str, ...]
    digest: bytes
    sql: str  # id, salt and slots of the rows; ends before WHERE
    careful: str  # the same where SQLite holds bytes in a column of text, which its JSON refuses


def sources() -> list[Source]:
    """Every log and every history, sorted by table."""
    found = [m for m in apps.get_models() if issubclass(m, LogRow | HistoryRow)]
    return [source_of(model) for model in sorted(found, key=lambda model: model._meta.db_table)]


def model_of(table: str) -> type[models.Model]:
    """The model of a table. Raises LookupError."""
    for model in apps.get_models():
        if model._meta.db_table == table:
            return model
    raise LookupError(table)


def source_of(model: type[models.Model]) -> Source:
    """The columns of one log or history."""
    history = issubclass(model, HistoryRow)
    salt, xid = ("history_salt", "history_xid") if history else ("salt", "xid")
    together, alone, raw = [], [], set()
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if column == salt:
            continue
        if field.get_internal_type() == "BinaryField":
            raw.add(column)
            alone.append(column)
        elif history and column not in BOOKKEEPING:
            alone.append(column)
        else:
            together.append(column)
    slots = [(ROW, tuple(together)), *((column, (column,)) for column in alone)]
    if model is AccessEvent:
        slots.append((SUBJECTS, ()))
    return Source(
        table=model._meta.db_table,
        key=str(model._meta.pk.column),
        at="history_date" if history else "at",
        salt=salt,
        xid=xid,
        slots=tuple(slots),
        raw=frozenset(raw),
        inexact=frozenset(str(f.column) for f in model._meta.concrete_fields if f.get_internal_type() in INEXACT),
        moments=frozenset(str(f.column) for f in model._meta.concrete_fields if isinstance(f, models.DateTimeField)),
    )


def _array(source: Source, columns: Sequence[str], *, careful: bool) -> str:
    if connection.vendor == "sqlite":
        return f"json_array({', '.join(_exact(source, column, careful=careful) for column in columns)})"
    return f"json_build_array({', '.join(_in_utc(source, column) for column in columns)})::text"


def _exact(source: Source, column: str, *, careful: bool) -> str:
    name = f't."{column}"'
    if careful:
        return f"CASE typeof({name}) WHEN 'blob' THEN 'bytes ' || hex({name}) ELSE {name} END"
    return f"quote({name})" if column in source.inexact else name


def _in_utc(source: Source, column: str) -> str:
    return f"t.\"{column}\" AT TIME ZONE 'UTC'" if column in source.moments else f't."{column}"'


def _subjects() -> str:
    """The subjects of an access event, sorted."""
    of_event = f"FROM {AccessEventSubject._meta.db_table} WHERE event_id = t.id"
    if connection.vendor == "sqlite":
        ordered = f"SELECT subject_uid {of_event} ORDER BY subject_uid"
        return f"NULLIF((SELECT json_group_array(subject_uid) FROM ({ordered})), '[]')"  # noqa: S608  (our own table)
    return f"(SELECT json_agg(subject_uid ORDER BY subject_uid)::text {of_event})"


def _slot(source: Source, name: str, columns: Sequence[str], *, careful: bool) -> str:
    if name == SUBJECTS:
        return _subjects()
    if name in source.raw:
        return f't."{name}"'
    array = _array(source, columns, careful=careful)
    return array if name == ROW else f"NULLIF({array}, '[null]')"


def form_of(row: LeafForm, source: Source) -> Form:
    """How to read the rows of a kept form. Raises LookupError when a column of it is gone, or it is none."""
    try:
        said = json.loads(row.text)
        slots = [(str(name), [str(column) for column in columns]) for name, columns in said["slots"]]
        known = (said["table"], said["key"]) == (row.table, source.key) and row.table == source.table
    except (ValueError, KeyError, TypeError):
        raise LookupError("a form of leaves was changed") from None
    there = {column for _, columns in source.slots for column in columns}
    if not known or not {column for _, columns in slots for column in columns} <= there:
        raise LookupError(f"columns of {row.table} that leaves commit to are gone")

    def select(*, careful: bool) -> str:
        values = ", ".join(_slot(source, name, columns, careful=careful) for name, columns in slots)
        return f'SELECT t."{source.key}", t."{source.salt}", {values} FROM "{source.table}" t'  # noqa: S608  (names of our own tables)

    return Form(
        pk=row.pk,
        number=row.source,
        table=row.table,
        names=tuple(name for name, _ in slots),
        digest=hashlib.sha256(row.text.encode()).digest(),
        sql=select(careful=False),
        careful=select(careful=True),
    )


def current(source: Source) -> Form | None:
    """The form of the source's columns as they are now, if a leaf was ever made of it."""
    row = LeafForm.objects.filter(text=source.text, table=source.table).first()
    return form_of(row, source) if row else None


def ensure(source: Source) -> Form:
    """The same, made when it is not there."""
    if found := current(source):
        return found
    number = number_of(source) or (LeafForm.objects.aggregate(last=models.Max("source"))["last"] or 0) + 1
    return form_of(LeafForm.objects.create(source=number, table=source.table, text=source.text), source)


def numbers() -> dict[str, int]:
    """The numbers of all tables that leaves were ever made of."""
    return dict(LeafForm.objects.values_list("table", "source"))


def number_of(source: Source) -> int:
    """The number that stands for the table in leaves; 0 before its first form."""
    row = LeafForm.objects.filter(table=source.table).first()
    return row.source if row else 0


class Commitments:
    """Computes leaves of one form: SHA-256 over the form, the row's id and one commitment a slot."""

    ABSENT = bytes(32)

    def __init__(self, form: Form) -> None:
        self.form = form
        self._prefixes = [name.encode() + b"\0" for name in form.names]

    def of_slots(self, row: Sequence[Any]) -> list[bytes]:
        """The commitments of a row (id, salt, slots) as its form's SQL gives it."""
        salts, sha256, absent = salts_of(row[1], len(self._prefixes)), hashlib.sha256, self.ABSENT
        return [
            absent
            if value is None
            else sha256(
                salts[at : at + 16] + prefix + (value if value.__class__ is bytes else as_bytes(value))
            ).digest()
            for at, prefix, value in zip(range(0, len(salts), 16), self._prefixes, row[2:], strict=True)
        ]

    def leaf(self, row_id: int, commitments: Iterable[bytes]) -> bytes:
        """The leaf hash of a row."""
        head = b"\0" + self.form.digest + row_id.to_bytes(8, "big", signed=True)
        return hashlib.sha256(head + b"".join(commitments)).digest()

    def data(self, row_id: int, commitments: Iterable[bytes]) -> bytes:
        """What the leaf hash is of."""
        return self.form.digest + row_id.to_bytes(8, "big", signed=True) + b"".join(commitments)

    def leaves(self, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, bytes]]:
        """Row id and leaf hash of every row."""
        for row in rows:
            yield row[0], self.leaf(row[0], self.of_slots(row))


def as_bytes(value: Any) -> bytes:
    """A slot's value as it is hashed."""
    return value.encode() if isinstance(value, str) else bytes(value)


PARTED = b"\1"


def salts_of(salt: Any, slots: int) -> bytes:
    """Sixteen bytes a slot: spread from the row's salt, or as an erasure left them (a 1, then one after the other)."""
    its = as_bytes(salt or b"")
    if len(its) == 1 + 16 * slots and its[:1] == PARTED:
        return its[1:]
    return hashlib.shake_128(its).digest(16 * slots)
