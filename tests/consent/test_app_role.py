"""The serving role of PostgreSQL: appends to logs and history, cannot change them; on SQLite there are no roles."""

from django.db import DatabaseError, connection, transaction

from consent import app_role
from consent.models import AccessEvent, Organisation
from tests.people import Cast

ROLE = "polku_app"  # made by .ci/postgres


def refused(statement: str) -> bool:
    """Whether the database refuses a statement for want of rights."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def test_app_role__on_sqlite__is_nothing() -> None:
    class Sqlite:
        vendor = "sqlite"

    assert app_role.statements(Sqlite(), ROLE) == []  # type: ignore[arg-type]


def test_app_role__log_and_history__only_append(cast: Cast) -> None:
    log, history = AccessEvent._meta.db_table, Organisation.history.model._meta.db_table
    if connection.vendor == "sqlite":
        assert app_role.statements(connection, ROLE) == []
        return
    with connection.cursor() as cursor:
        app_role.grant(connection, ROLE)
        cursor.execute(f"SET ROLE {ROLE}")
    for table in (log, history):
        assert refused(f"UPDATE {table} SET id = id" if table == log else f"UPDATE {table} SET version = 1")
        assert refused(f"DELETE FROM {table}")
        assert refused(f"TRUNCATE {table}")
        assert refused(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        assert not refused(f"SELECT count(*) FROM {table}")
    assert not refused("UPDATE consent_organisation SET phone = phone")
    AccessEvent.objects.create(action="view", page="x", purpose="none")
