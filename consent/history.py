"""History of every domain model: ciphertext is copied as it stands, and nothing can pass it by.

django-simple-history in raw mode: a one-field edit seals one value and opens none. Bulk paths that would
write without history raise `HistoryBypassed`. Actor by id, coded reason (security review §3).
"""

import functools
import os
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from consent.database import CurrentTransaction
from consent.fields import raw_values


class HistoryBypassed(Exception):
    """A path was used that would change rows without a history row."""


class Reason(models.TextChoices):
    """Why a row changed, in a word; free text belongs in a sealed field."""

    ROUTINE = "", _("Part of the work")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    HANDOVER = "handover", _("Handover")
    EXPIRY = "expiry", _("Expiry")
    ERROR = "error", _("Entered in error")


def new_salt() -> bytes:
    """Sixteen random bytes that keep a sealed leaf from being guessed."""
    return os.urandom(16)


class HistoryRow(models.Model):
    """What every history row carries for later sealing: a salt, and on PostgreSQL its transaction."""

    history_salt = models.BinaryField(max_length=16, default=new_salt, editable=False)
    history_xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        abstract = True


def _actor_id(instance: models.Model, **_: Any) -> Any:
    from consent.actors import current_account  # the actor's module imports models

    return current_account()


class OneManager(HistoryManager):  # type: ignore[misc]
    """The package makes a class for every row that it writes; one is enough."""

    @classmethod
    @functools.cache
    def from_queryset(cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):  # type: ignore[misc]
    """`history = History()` on a domain model."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            bases=(HistoryRow,),
            history_id_field=models.BigAutoField(),
            history_user_id_field=models.BigIntegerField(null=True),
            history_user_getter=lambda row: None,
            history_user_setter=lambda row, account: setattr(row, "history_user_id", account.pk if account else None),
            history_change_reason_field=models.CharField(max_length=12, choices=Reason, blank=True, null=True),
            get_user=_actor_id,
            history_manager=OneManager,
            **options,
        )

    def create_historical_record(self, instance: models.Model, history_type: str, using: str | None = None) -> None:
        with raw_values():
            super().create_historical_record(instance, history_type, using=using)


class HistoricQuerySet(models.QuerySet[Any]):
    """Refuses the paths that write no history; `deletes` and single saves write it."""

    def _refuse(self, path: str) -> None:
        raise HistoryBypassed(f"{self.model.__name__}.{path} would change rows without history")

    def update(self, **values: Any) -> int:
        self._refuse("update()")
        return 0

    def bulk_create(self, *args: Any, **options: Any) -> Any:
        self._refuse("bulk_create()")

    def bulk_update(self, *args: Any, **options: Any) -> int:
        self._refuse("bulk_update()")
        return 0

    def _raw_delete(self, using: str | None) -> int:
        self._refuse("_raw_delete()")
        return 0
