"""What every domain row has: a uid known before the insert, a version against lost updates, history."""

import inspect
import uuid
from collections.abc import Collection
from typing import Any, Self

from django.db import models

from consent.history import HistoricQuerySet, History


class StaleWrite(Exception):
    """Somebody else saved the row since it was read; nothing was written."""

    def __init__(self, record: "Record") -> None:
        self.record = record
        super().__init__(f"{type(record).__name__} {record.uid}")


class Record(models.Model):
    """A versioned row with history. Save it with `save(update_fields=…)` or whole; never through update()."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = HistoricQuerySet.as_manager()
    history = History(inherit=True)

    class Meta:
        abstract = True

    _version_read: int | None = None
    _change_reason: str | None = None  # read by django-simple-history: a consent.history.Reason

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        record = super().from_db(db, field_names, values)
        record._version_read = record.__dict__.get("version")
        return record

    def read_as(self, version: int) -> Self:
        """Say which version the person who is saving had in front of them."""
        self._version_read = version
        return self

    def save(self, *args: Any, **options: Any) -> None:
        fields = options.get("update_fields")
        if fields is not None:
            options["update_fields"] = {*fields, "version"}
        super().save(*args, **options)
        self._version_read = self.version

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, update_fields: Any, forced: bool) -> bool:
        if self._version_read is None:
            raise StaleWrite(self)
        following = self._version_read + 1
        values = [(field, model, following if field.attname == "version" else value) for field, model, value in values]
        if base_qs.filter(pk=pk_val, version=self._version_read)._update(values) != 1:
            raise StaleWrite(self)
        self.version = self._version_read = following
        return True


# Django's private hook: if its form changes, this stops the start instead of losing updates silently.
assert list(inspect.signature(models.Model._do_update).parameters) == [
    "self",
    "base_qs",
    "using",
    "pk_val",
    "values",
    "update_fields",
    "forced_update",
]
