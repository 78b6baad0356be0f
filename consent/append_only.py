"""Append-only tables: triggers that refuse to change or delete a row of a log or of a history, on both databases.

SQLite drops triggers silently when Django rebuilds a table, so one idempotent function sets them after every
migrate; start, /readyz and the proof refuse when one is missing. SQLite needs the third trigger because
INSERT OR REPLACE fires no delete trigger (security review §5.2). PostgreSQL's are ENABLE ALWAYS.
"""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consent.history import HistoryRow
from consent.keystore.router import KEYSTORE

MESSAGE = "append only"


def tables() -> dict[str, str]:
    """Append-only tables of the data database and their primary key columns, sorted."""
    from consent.models.log import AccessEventSubject, LogRow

    models = [m for m in apps.get_models() if issubclass(m, HistoryRow | LogRow | AccessEventSubject)]
    return {m._meta.db_table: str(m._meta.pk.column) for m in sorted(models, key=lambda m: m._meta.db_table)}


def _sqlite(table: str, key: str) -> dict[str, str]:
    taken = f'NEW."{key}" IN (SELECT "{key}" FROM "{table}")'  # noqa: S608  (names of our own tables)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    return {
        f"{table}_no_update": f'BEFORE UPDATE ON "{table}" {refuse}',
        f"{table}_no_delete": f'BEFORE DELETE ON "{table}" {refuse}',
        f"{table}_no_replace": f'BEFORE INSERT ON "{table}" WHEN {taken} {refuse}',
    }


POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION polku_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END $$
"""


def _postgres(table: str) -> dict[str, str]:
    call = "EXECUTE FUNCTION polku_append_only()"
    return {
        f"{table}_no_change": f'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {call}',
        f"{table}_no_truncate": f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
    }


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Trigger name → (table, definition) for tables that exist."""
    existing = set(connection.introspection.table_names())
    wanted: dict[str, tuple[str, str]] = {}
    for table, key in tables().items():
        if table in existing:
            triggers = _sqlite(table, key) if connection.vendor == "sqlite" else _postgres(table)
            wanted.update({name: (table, definition) for name, definition in triggers.items()})
    return wanted


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper | None = None) -> list[str]:
    """Names of triggers that should be there and are not."""
    connection = connection or connections["default"]
    return sorted(_wanted(connection).keys() - _present(connection))


def set_triggers(connection: BaseDatabaseWrapper) -> None:
    """Create every missing trigger; safe to repeat."""
    wanted, present = _wanted(connection), _present(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and wanted:
            cursor.execute(POSTGRES_FUNCTION)
        for name in sorted(wanted.keys() - present):
            table, definition = wanted[name]
            cursor.execute(f'CREATE TRIGGER "{name}" {definition}')
            if connection.vendor == "postgresql":
                cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')


def set_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    if using != KEYSTORE:
        set_triggers(connections[using])
