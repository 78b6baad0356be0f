"""Append-only tables: triggers that refuse to change or delete a row of a log, a history or the erasure ledger.

SQLite drops triggers silently when Django rebuilds a table, so one idempotent function sets them after every
migrate; start, /readyz and the proof refuse when one is missing or says something else. SQLite needs the third
trigger because INSERT OR REPLACE deletes the row in its way, whichever unique column it meets it by, and fires no
delete trigger (security review §5.2). PostgreSQL's are ENABLE ALWAYS.
"""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consent.history import HistoryRow

MESSAGE = "append only"


def tables() -> dict[str, list[str]]:
    """Append-only tables of both databases and their unique columns, sorted by table."""
    from consent.keystore.models import ErasedScope
    from consent.models.log import AccessEventSubject, LogRow
    from consent.models.proof import ProofRow

    kinds = HistoryRow | LogRow | AccessEventSubject | ProofRow | ErasedScope
    models = [m for m in apps.get_models() if issubclass(m, kinds)]
    models.sort(key=lambda m: m._meta.db_table)
    return {m._meta.db_table: [str(f.column) for f in m._meta.concrete_fields if f.unique] for m in models}


def _sqlite(table: str, unique: list[str]) -> dict[str, str]:
    taken = " OR ".join(f'NEW."{column}" IN (SELECT "{column}" FROM "{table}")' for column in unique)  # noqa: S608  (names of our own tables)
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


def expected(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Trigger name → (table, what creates it) for tables that exist in a database."""
    existing = set(connection.introspection.table_names())
    wanted: dict[str, tuple[str, str]] = {}
    for table, unique in tables().items():
        if table in existing:
            triggers = _sqlite(table, unique) if connection.vendor == "sqlite" else _postgres(table)
            wanted.update({name: (table, f'CREATE TRIGGER "{name}" {body}') for name, body in triggers.items()})
    return wanted


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Triggers by name; on SQLite with their text, on PostgreSQL those of ours that always fire."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, '' FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND tgenabled = 'A' AND proname = 'polku_append_only'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper | None = None) -> list[str]:
    """Names of triggers that should be there, and are not or say something else."""
    connection = connection or connections["default"]
    present, on_sqlite = _present(connection), connection.vendor == "sqlite"
    return sorted(
        name
        for name, (_, creating) in expected(connection).items()
        if name not in present or (on_sqlite and present[name] != creating)
    )


def set_triggers(connection: BaseDatabaseWrapper) -> None:
    """Create every missing trigger; safe to repeat."""
    wanted, absent = expected(connection), missing(connection)
    on_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgres and wanted:
            cursor.execute(POSTGRES_FUNCTION)
        for name in absent:
            table, creating = wanted[name]
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if on_postgres else ""))
            cursor.execute(creating)
            if on_postgres:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')


def set_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    set_triggers(connections[using])
