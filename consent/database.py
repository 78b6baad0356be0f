"""Small pieces that differ between the two databases."""

from typing import Any

from django.db import models


class CurrentTransaction(models.Func):
    """The id of the running transaction on PostgreSQL (xid8); 0 on SQLite, which has one writer at a time."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        return ("pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"), ()

    def deconstruct(self) -> Any:
        return "consent.database.CurrentTransaction", (), {}
