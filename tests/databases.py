"""The databases of a test process: both aliases, each its own, every name beginning with `test_`."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consent import append_only
from consent.keystore import standing
from tests.environment import VAR

ROOT = Path(__file__).resolve().parent.parent
ON_SQLITE = all(connections[alias].vendor == "sqlite" for alias in connections)
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
        database.setdefault("TEST", {})["NAME"] = str(VAR / f"{name}.sqlite3") if ON_SQLITE else name


def kept() -> Path:
    """Where the databases of the present migrations are kept between runs: making them takes longer than most tests."""
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py"), ROOT / "requirements.txt"]
    content = b"".join(source.read_bytes() for source in sorted(sources))
    return ROOT / "var" / "test-databases" / hashlib.sha256(content).hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Begin with copies of the kept databases; migrate finds nothing to do, but what follows it is done anew."""
    if not (begins_with_copies := ON_SQLITE and kept().exists()):
        return False
    for alias in connections:
        shutil.copyfile(kept() / alias, settings.DATABASES[alias]["TEST"]["NAME"])
    return begins_with_copies


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the databases that this run had to make. Both at once, since each knows the other's installation."""
    if not ON_SQLITE or kept().exists() or not all(is_for_tests(connections[alias]) for alias in connections):
        return
    made = kept().with_name(f"{WORKER}-{os.getpid()}")
    made.mkdir(parents=True)
    with django_db_blocker.unblock():
        for alias in connections:
            connections[alias].cursor().execute("VACUUM INTO %s", [str(made / alias)])
    for old in kept().parent.iterdir():
        if "-" not in old.name and old != kept():
            shutil.rmtree(old, ignore_errors=True)
    try:
        made.rename(kept())
    except OSError:  # another worker was first
        shutil.rmtree(made)


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
        patch.setattr(standing, "REFRESH", float("inf"))  # no test's queries are counted at the turn of a minute
        yield


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger of a test database; any other database is refused."""
    if not is_for_tests(connection):
        raise PermissionError("This is not a test database; its triggers stay.")
    with connection.cursor() as cursor:
        for trigger, table in triggers(cursor, connection.vendor):
            on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{trigger}"{on_table}')


def is_for_tests(connection: BaseDatabaseWrapper) -> bool:
    return Path(connection.settings_dict["NAME"]).name.startswith("test_")


def triggers(cursor: Any, vendor: str) -> list[tuple[str, str]]:
    """Names and tables of the triggers that somebody defined."""
    on_sqlite = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    on_postgres = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    cursor.execute(on_sqlite if vendor == "sqlite" else on_postgres)
    return list(cursor.fetchall())
