"""On PostgreSQL the owner migrates and a role of its own serves: it may append to logs and history, not change them.

`POLKU_APP_ROLE` names the serving role. Its rights are set after every migrate, by whoever owns the tables; that role
itself owns nothing, so it can neither drop a trigger nor give itself more (security review §5.2).
"""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from consent import append_only


def statements(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    """What gives the role its rights on the tables that exist; nothing on SQLite, which knows no roles."""
    if connection.vendor != "postgresql" or not role:
        return []
    name, closed = connection.ops.quote_name(role), append_only.tables().keys()
    given = [f"GRANT USAGE ON SCHEMA public TO {name}", f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"]
    for table in sorted(connection.introspection.table_names()):
        quoted = connection.ops.quote_name(table)
        rights = (
            "SELECT, INSERT" if table in closed or table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
        )
        given += [f"REVOKE ALL ON {quoted} FROM {name}", f"GRANT {rights} ON {quoted} TO {name}"]
    return given


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Set the role's rights; safe to repeat."""
    with connection.cursor() as cursor:
        for statement in statements(connection, role):
            cursor.execute(statement)


def grant_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    grant(connections[using], settings.POLKU_APP_ROLE)
