"""What one erasing reaches: its key scopes and its rows, found from the models themselves through their holders."""

import dataclasses
import functools
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import QuerySet

from consent.holders import Holder, holders
from consent.models import Account, Disposal, Subject
from consent.scopes import scope_columns

HEALTH_SCOPE = "health_scope"


@dataclasses.dataclass(frozen=True)
class Target:
    """A person, or one of their case files (`case_uid`), or that one's health compartment alone."""

    kind: str
    subject: Subject
    case_uid: uuid.UUID | None = None

    @classmethod
    def of(cls, disposal: Disposal) -> "Target":
        """What a disposal ends."""
        return cls(disposal.kind, disposal.subject, disposal.case_uid)

    @property
    def is_person(self) -> bool:
        return self.kind == Disposal.Kind.PERSON

    @property
    def is_health(self) -> bool:
        return self.kind == Disposal.Kind.HEALTH

    def rows(self, holder: Holder) -> QuerySet[Any] | None:
        """The rows of a model that belong to it; None where none can."""
        manager = holder.model._default_manager
        if not self.is_person:
            return None if holder.case is None else manager.filter(**{holder.case: self.case_uid})
        if holder.subject is None or holder.subject.endswith("subject_uid"):  # the log: it keeps its uids
            return None
        return manager.filter(**{holder.subject or "pk": self.subject.pk})


@functools.cache
def owned_columns(model: type[models.Model]) -> frozenset[str]:
    """The scope columns of a model that own what they name: one row, one key. All other rows borrow an owner's scope.

    So a person's keys are found in a few rows, however much was written (a test compares them with every row's).
    """
    columns = scope_columns().get(model, frozenset())
    own = {field.attname for field in model._meta.concrete_fields if field.unique or model is Account}
    return columns & own


def scopes(target: Target) -> set[uuid.UUID]:
    """Every key scope that dies with it."""
    return set(_scopes(target))


def _scopes(target: Target) -> Iterator[uuid.UUID]:
    for holder in holders():
        columns = owned_columns(holder.model)
        columns = columns & {HEALTH_SCOPE} if target.is_health else columns
        rows = target.rows(holder) if columns else None
        if rows is not None:
            for found in rows.order_by("pk").values_list(*sorted(columns)):
                yield from found
