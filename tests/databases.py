"""The databases of a test process: both aliases, each its own, every name beginning with `test_`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consent import append_only
from tests.environment import VAR

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses the database uses both: people's names cannot be read without the keystore."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            chosen = {"databases": "__all__"} | (marker.kwargs if marker else {})
            item.add_marker(pytest.mark.django_db(**chosen), append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Files, not memory: two connections meet in a file as they do in production, and a dump can be searched."""
    for alias, database in settings.DATABASES.items():
        name = f"test_{alias}_{WORKER}"
        on_sqlite = database["ENGINE"].endswith("sqlite3")
        database.setdefault("TEST", {})["NAME"] = str(VAR / f"{name}.sqlite3") if on_sqlite else name


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers(django_db_modify_db_settings: None) -> Iterator[None]:
    """Flushing tests (`transactional_db`) must empty append-only tables too; this is the only way past the triggers."""
    originals = {alias: connections[alias].ops.execute_sql_flush for alias in connections}

    def flush(alias: str, statements: list[str]) -> None:
        connection = connections[alias]
        drop_triggers(connection)
        originals[alias](statements)
        append_only.set_triggers(connection)

    with pytest.MonkeyPatch.context() as patch:
        for alias in connections:
            patch.setattr(connections[alias].ops, "execute_sql_flush", lambda sql, alias=alias: flush(alias, sql))
        yield


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger of a test database; any other database is refused."""
    name = Path(connection.settings_dict["NAME"]).name
    if not name.startswith("test_"):
        raise PermissionError(f"{name} is not a test database; its triggers stay.")
    with connection.cursor() as cursor:
        for trigger, table in triggers(cursor, connection.vendor):
            on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{on_table}')


def triggers(cursor: Any, vendor: str) -> list[tuple[str, str]]:
    """Names and tables of the triggers that somebody defined."""
    on_sqlite = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    on_postgres = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    cursor.execute(on_sqlite if vendor == "sqlite" else on_postgres)
    return list(cursor.fetchall())
