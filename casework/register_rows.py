"""The worker's own register as rows: what the list shows of many case files, in one statement.

A case file with its person is sixty columns, of which the list shows nine; a model instance of them costs ten times as
much as a tuple. Sealed values are opened when they are read, as everywhere.
"""

import dataclasses
import datetime
import functools
import uuid
from typing import Any

from django.db.models import OuterRef, Subquery

from casework.models import Assignment, Participant
from casework.models.cases import CaseFileQuerySet
from consent import folding
from consent.fields import Sealed, SealedField, readable
from consent.models import Account

_PLAIN = ("uid", "number", "last_contact_on", "lead", "subject__uid")
_BINDING = ("subject__participant__uid", "subject__participant__scope")
_SEALED = ("first_name", "last_name", "language", "neighbourhood", "safety_prohibition")


@dataclasses.dataclass(frozen=True, slots=True)
class Binding:
    """What a sealed value is bound to, in place of the instance that would hold it."""

    uid: uuid.UUID
    scope: uuid.UUID


def opened(field: Any, binding: Binding, stored: Sealed | None) -> Any:
    """A sealed value of a plain row, as far as the keyring opens it."""
    assert isinstance(field, SealedField)
    return field.empty() if stored is None else field.opened(binding, stored)  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True)
class Listed:
    """A case file of the list; `lead` is the lead worker's name where that is somebody else."""

    case: uuid.UUID
    number: str
    last_contact_on: datetime.date | None
    lead: str | None
    subject: uuid.UUID
    binding: Binding
    sealed: dict[str, Sealed | None]

    def read(self, name: str) -> Any:
        """A sealed value of the person."""
        return opened(Participant._meta.get_field(name), self.binding, self.sealed[name])

    @functools.cached_property
    def names(self) -> tuple[str, str]:
        """First and last name; opened once, to be put in order and to be shown."""
        return self.read("first_name"), self.read("last_name")

    @property
    def name(self) -> str:
        """Both names as far as known, as `Participant.name`."""
        first, last = self.names
        return f"{first} {last}" if last and readable(first) else first

    @property
    def in_order(self) -> tuple[str, ...]:
        """Where it stands in a list by name: last name first."""
        first, last = self.names
        return folding.finnish_sort_key(f"{last} {first}")


def newest(cases: CaseFileQuerySet, *, me: Account, first: int, limit: int) -> list[Listed]:
    """Rows from the one at `first` (0 is the newest), at most `limit`."""
    leads = Assignment.objects.filter(case=OuterRef("pk"), role=Assignment.Role.LEAD, ended_on__isnull=True)
    others = leads.exclude(account=me).order_by("pk").values("account__name")[:1]
    sealed = [f"subject__participant__{name}" for name in _SEALED]
    found = cases.annotate(lead=Subquery(others)).order_by("-opened_on", "-pk")
    rows = found.values_list(*_PLAIN, *_BINDING, *sealed)[first : first + limit]
    return [
        Listed(case, number, contact, lead, subject, Binding(person, scope), dict(zip(_SEALED, values, strict=True)))
        for case, number, contact, lead, subject, person, scope, *values in rows
    ]
