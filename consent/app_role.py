"""On PostgreSQL the owner migrates and a role of its own serves: it may append to logs and history, not change them.

`POLKU_APP_ROLE` names the serving role. Its rights are set after every migrate, by whoever owns the tables; that role
itself owns nothing, so it can neither drop a trigger nor give itself more (security review §5.2).

`POLKU_ERASER_ROLE` names a third, without a login: it alone may rewrite history and write the permit that history's
triggers ask for. The serving role is a member that does not inherit it, and becomes it for one statement at a time
(consent/erasure_permit.py).
"""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consent import append_only


def statements(connection: BaseDatabaseWrapper, role: str, eraser: str = "") -> list[str]:
    """What gives the roles their rights on the tables that exist; nothing on SQLite, which knows no roles."""
    if connection.vendor != "postgresql":
        return []
    tables = sorted(connection.introspection.table_names())
    given = _of_app(connection, role, tables) if role else []
    return [*given, *_of_eraser(connection, eraser, tables)] if eraser else given


def _of_app(connection: BaseDatabaseWrapper, role: str, tables: list[str]) -> list[str]:
    name, closed = connection.ops.quote_name(role), append_only.tables().keys()
    given = [f"GRANT USAGE ON SCHEMA public TO {name}", f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"]
    for table in tables:
        quoted = connection.ops.quote_name(table)
        rights = (
            "SELECT, INSERT" if table in closed or table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
        )
        given += [f"REVOKE ALL ON {quoted} FROM {name}"]
        given += [f"GRANT {rights} ON {quoted} TO {name}"] if table != append_only.PERMIT else []
    return given


def _of_eraser(connection: BaseDatabaseWrapper, role: str, tables: list[str]) -> list[str]:
    name, history = connection.ops.quote_name(role), append_only.rewritable()
    given = [f"GRANT USAGE ON SCHEMA public TO {name}"]
    for table in tables:
        quoted = connection.ops.quote_name(table)
        rights = "SELECT, UPDATE" if table in history else ""
        rights = "SELECT, INSERT, UPDATE, DELETE" if table == append_only.PERMIT else rights
        given += [f"REVOKE ALL ON {quoted} FROM {name}"]
        given += [f"GRANT {rights} ON {quoted} TO {name}"] if rights else []
    return given


def grant(connection: BaseDatabaseWrapper, role: str, eraser: str = "") -> None:
    """Set the roles' rights; safe to repeat."""
    with connection.cursor() as cursor:
        for statement in statements(connection, role, eraser):
            cursor.execute(statement)


def grant_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    grant(connections[using], settings.POLKU_APP_ROLE, settings.POLKU_ERASER_ROLE)
