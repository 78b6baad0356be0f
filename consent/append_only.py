"""Append-only tables: triggers that refuse to change or delete a row of a log, a history or the erasure ledger.

SQLite drops triggers silently when Django rebuilds a table, so one idempotent function sets them after every
migrate; start, /readyz and the proof refuse when one is missing or says something else. SQLite needs the third
trigger because INSERT OR REPLACE deletes the row in its way, whichever unique column it meets it by, and fires no
delete trigger (security review §5.2). PostgreSQL's are ENABLE ALWAYS.

History alone has one way past: an UPDATE for which the one-row permit of erasing names the table and the record; the
trigger consumes it row by row (consent/erasure_permit.py; engineering decisions, 20). Never a DELETE, never a log.

The trigger that asks disclosures for their ground (consent.disclosure_guard) is set and watched with them.
"""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consent import disclosure_guard
from consent.history import HistoryRow

MESSAGE = "append only"
PERMIT = "consent_erasurepermit"
#: What stays as it was written even under a permit: which row it is, when it was written, by whom, of which record.
FROZEN = ("history_id", "history_date", "history_type", "history_user_id", "history_xid", "id", "uid", "version")


def tables() -> dict[str, list[str]]:
    """Append-only tables of both databases and their unique columns, sorted by table."""
    from consent.keystore.models import ErasedScope
    from consent.models.log import AccessEventSubject, LogRow
    from consent.models.proof import ProofRow

    kinds = HistoryRow | LogRow | AccessEventSubject | ProofRow | ErasedScope
    models = [m for m in apps.get_models() if issubclass(m, kinds)]
    models.sort(key=lambda m: m._meta.db_table)
    return {m._meta.db_table: [str(f.column) for f in m._meta.concrete_fields if f.unique] for m in models}


def rewritable() -> frozenset[str]:
    """The tables that a permit may name: history, never a log or the ledger."""
    return frozenset(m._meta.db_table for m in apps.get_models() if issubclass(m, HistoryRow))


def _sqlite(table: str, unique: list[str]) -> dict[str, str]:
    taken = " OR ".join(f'NEW."{column}" IN (SELECT "{column}" FROM "{table}")' for column in unique)  # noqa: S608  (names of our own tables)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    return {
        f"{table}_no_update": f'BEFORE UPDATE ON "{table}" {_unless_permitted(table) or refuse}',
        f"{table}_no_delete": f'BEFORE DELETE ON "{table}" {refuse}',
        f"{table}_no_replace": f'BEFORE INSERT ON "{table}" WHEN {taken} {refuse}',
    }


def _unless_permitted(table: str) -> str:
    """The body of SQLite's update trigger of a history: refuses without a permit, else uses up one row of it."""
    if table not in rewritable():
        return ""
    permit = f"SELECT 1 FROM {PERMIT} WHERE table_name = '{table}' AND record = OLD.uid"  # noqa: S608  (our own names)
    moved = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in FROZEN)
    use_up = f"DELETE FROM {PERMIT} WHERE rows_left = 1; UPDATE {PERMIT} SET rows_left = rows_left - 1"  # noqa: S608
    return f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}') WHERE NOT EXISTS ({permit}) OR {moved}; {use_up}; END"


HISTORY_FUNCTION = f"""
CREATE OR REPLACE FUNCTION polku_history_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF TG_OP = 'UPDATE' THEN
  IF ({" AND ".join(f"OLD.{column} IS NOT DISTINCT FROM NEW.{column}" for column in FROZEN)}) AND EXISTS
      (SELECT 1 FROM {PERMIT} WHERE table_name = TG_TABLE_NAME AND record = OLD.uid) THEN
    DELETE FROM {PERMIT} WHERE rows_left = 1;
    UPDATE {PERMIT} SET rows_left = rows_left - 1;
    RETURN NEW;
  END IF;
END IF;
RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END $$
"""  # noqa: S608  (names of our own tables)

POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION polku_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END $$
"""


def _function(table: str) -> str:
    return "polku_history_only" if table in rewritable() else "polku_append_only"


def _postgres(table: str) -> dict[str, str]:
    call = f"EXECUTE FUNCTION {_function(table)}()"
    return {
        f"{table}_no_change": f'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {call}',
        f"{table}_no_truncate": f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION polku_append_only()',
    }


def expected(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Trigger name → (table, what creates it) for tables that exist in a database."""
    existing = set(connection.introspection.table_names())
    wanted: dict[str, tuple[str, str]] = {}
    for table, unique in tables().items():
        if table in existing:
            triggers = _sqlite(table, unique) if connection.vendor == "sqlite" else _postgres(table)
            wanted.update({name: (table, f'CREATE TRIGGER "{name}" {body}') for name, body in triggers.items()})
    if existing >= disclosure_guard.NAMES_TABLES:
        wanted[disclosure_guard.NAME] = (disclosure_guard.TABLE, disclosure_guard.trigger(connection))
    return wanted


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Triggers by name with their text; on PostgreSQL those of ours that always fire, with the function they call."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, 'EXECUTE FUNCTION ' || proname || '()'"
        " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal AND tgenabled = 'A'"
        " AND proname IN ('polku_append_only', 'polku_history_only', 'polku_disclosure_has_ground')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper | None = None) -> list[str]:
    """Names of triggers that should be there, and are not or say something else."""
    connection = connection or connections["default"]
    present = _present(connection)
    return sorted(
        name
        for name, (_, creating) in expected(connection).items()
        if name not in present or not creating.endswith(present[name])
    )


def set_triggers(connection: BaseDatabaseWrapper) -> None:
    """Create every missing trigger; safe to repeat."""
    wanted, absent = expected(connection), missing(connection)
    on_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgres and wanted:
            cursor.execute(POSTGRES_FUNCTION)
            cursor.execute(HISTORY_FUNCTION)
            if disclosure_guard.NAME in wanted:
                cursor.execute(disclosure_guard.POSTGRES_FUNCTION)
        for name in absent:
            table, creating = wanted[name]
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if on_postgres else ""))
            cursor.execute(creating)
            if on_postgres:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')


def set_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    set_triggers(connections[using])


def make_way_for_migrate(*, using: str, **_: Any) -> None:
    """Receiver of pre_migrate: SQLite cannot rebuild a table that a trigger of another one reads; it is set again

    after the migration, and without it nothing starts.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{disclosure_guard.NAME}"')
