"""What a fixture wrote the first time, written again by plain SQL: a cast of thirteen costs 120 ms by its verbs.

The verbs still make it once in every process, and anew where time has been moved; the rows are theirs, byte for byte.
"""

import copy
import dataclasses
import datetime
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connections, router
from django.db.models import Max
from django.utils import timezone

from consent import keyring

T = TypeVar("T")
FRESH = datetime.timedelta(minutes=20)  # shorter than any clock that a test looks at
JUST_NOW = datetime.timedelta(seconds=5)  # a test that stops the clock begins a little earlier than the one before


@dataclasses.dataclass
class Kept(Generic[T]):
    """What was made, when, upon what, and the statements that write it again by database."""

    made: T
    at: datetime.datetime
    upon: object
    statements: list[tuple[str, str]]
    scopes: frozenset[Any]

    def stands_at(self, moment: datetime.datetime, upon: object) -> bool:
        """Whether its rows are what would be made now."""
        same_day = timezone.localdate(self.at) == timezone.localdate(moment)
        return self.upon == upon and same_day and -JUST_NOW < moment - self.at < FRESH


_kept: dict[str, list[Kept[Any]]] = {}


def made_again(name: str, make: Callable[[], T], *, upon: object = None) -> T:
    """Make something in the databases, or write again what was made before.

    `upon` says upon what other kept rows it stands. Where rows stand in its way, the database refuses.
    """
    moment = timezone.now()
    upon = (upon, _newest_permission())  # after a flush they are made anew, and on PostgreSQL numbered on
    for kept in _kept.setdefault(name, []):
        if kept.stands_at(moment, upon):
            for alias, statement in kept.statements:
                with connections[alias].cursor() as cursor:
                    cursor.execute(statement)
            keyring.current().allow_sealing(kept.scopes)
            return copy.deepcopy(kept.made)
    before, sealing = _rows(), set(keyring.current()._sealing)
    made = make()
    scopes = frozenset(keyring.current()._sealing - sealing)
    _kept[name].append(Kept(copy.deepcopy(made), moment, upon, list(_since(before)), scopes))
    return made


def _newest_permission() -> object:
    return Permission.objects.aggregate(Max("pk"))


def _tables() -> Iterator[tuple[str, str, str, list[str]]]:
    """Database, table, key column and columns of every model."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.pk.get_internal_type().endswith("AutoField"):
            columns = [field.column for field in model._meta.local_concrete_fields]
            yield router.db_for_read(model), model._meta.db_table, model._meta.pk.column, columns


def _rows() -> dict[tuple[str, str], dict[int, str]]:
    """What every table holds: by key, each row as a list of literals."""
    found = {}
    for alias, table, key, columns in _tables():
        literal = "quote(%s)" if connections[alias].vendor == "sqlite" else "quote_nullable(%s::text)"
        values = " || ', ' || ".join(literal % f'"{column}"' for column in columns)
        with connections[alias].cursor() as cursor:
            cursor.execute(f'SELECT "{key}", {values} FROM "{table}" ORDER BY "{key}"')
            found[alias, table] = dict(cursor.fetchall())
    return found


def _since(before: dict[tuple[str, str], dict[int, str]]) -> Iterator[tuple[str, str]]:
    """One INSERT a table for all rows that came since, and an UPDATE for each that changed."""
    after = _rows()
    for alias, table, key, columns in _tables():
        names = ", ".join(f'"{column}"' for column in columns)
        held, rows = before[alias, table], after[alias, table]
        for number, row in rows.items():
            if number in held and held[number] != row:
                yield alias, f'UPDATE "{table}" SET ({names}) = ({row}) WHERE "{key}" = {number}'
        if new := ", ".join(f"({row})" for number, row in rows.items() if number not in held):
            yield alias, f'INSERT INTO "{table}" ({names}) VALUES {new}'
