"""How rows are told to the person they are about: which columns, under which words, and which not and why.

Each app says it for its own models when it is loaded (`holders.export`). What is told is found from the holders, and
the scopes that it needs from their sealed fields, so that nothing is forgotten; a test holds the columns together.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext

from consent import holders, wording
from consent.fields import SealedField, Unreadable
from consent.keyring import Audience, Pair
from consent.models import Account, Membership, Role, Subject
from consent.periods import day_in_finland

Words = str | Promise
#: Whom the person may know by name: the ids of the workers of the own matter. Filled by the floor that knows.
OwnWorkers = Callable[[Subject], set[int]]
_own_workers: list[OwnWorkers] = []


class Incomplete(Exception):
    """Something of the answer could not be opened: an answer is whole, or it is not given."""


@dataclasses.dataclass(frozen=True)
class Field:
    """One column, or what a dotted path leads to. `given`: the person's own words or details (Art. 20).

    `pick` takes out of the value what is told; `words` turns that into what people read, without it choices read as
    their labels and days as days.
    """

    path: str
    label: Words
    given: bool = False
    words: Callable[[Any], Any] | None = None
    pick: Callable[[Any], Any] | None = None

    @property
    def name(self) -> str:
        """The column of the row itself."""
        return self.path.partition(".")[0]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Told:
    """How the rows of one model are told. `left_out` names sealed columns that are not, each with why.

    `purpose` is the one that the rows serve; `day` the column that dates them; `free` the columns in which a worker
    may have written about somebody else.
    """

    kind: str
    section: Words
    order: int
    fields: tuple[Field, ...]
    purpose: str = "guidance"
    day: str = ""
    free: tuple[str, ...] = ()
    left_out: Mapping[str, str] = dataclasses.field(default_factory=dict)
    apart: bool = False  # told in a part of its own: the log

    def __call__(self, row: Any) -> dict[str, Any]:
        """The row as plain values."""
        return {field.path: plain(value) for field, value in self.values(row)}

    def values(self, row: Any) -> Iterator[tuple[Field, Any]]:
        """Column and value of everything that the row holds. Raises Incomplete where something is locked."""
        for field in self.fields:
            value = row
            for part in field.path.split("."):
                value = getattr(value, part, None)
            if isinstance(value, Unreadable) and value.kind == "locked":
                raise Incomplete(f"{self.kind}.{field.path}")
            if field.pick is not None and not isinstance(value, Unreadable):
                value = field.pick(value)
            if value not in (None, "", [], {}):
                yield field, value


@dataclasses.dataclass(frozen=True)
class Part:
    """One value of an entry, for people and for machines."""

    name: str
    label: Words
    words: str
    value: Any
    given: bool


@dataclasses.dataclass(frozen=True)
class Entry:
    """One row as it is told. `key` names it where it is marked to be left out."""

    told: Told
    key: str
    day: datetime.date | None
    parts: tuple[Part, ...]

    @property
    def section(self) -> Words:
        """The heading under which it stands."""
        return self.told.section

    @property
    def free(self) -> tuple[Part, ...]:
        """What a worker wrote freely in it."""
        return tuple(part for part in self.parts if part.name in self.told.free)


def own_workers(give: OwnWorkers) -> None:
    """Register who may be told by name."""
    _own_workers[:] = [give]


def told_holders() -> list[tuple[holders.Holder, Told]]:
    """Every holder whose rows are told, in the order of the answer."""
    found = [(each, each.export) for each in holders.holders() if isinstance(each.export, Told)]
    return sorted(found, key=lambda each: (each[1].order, each[1].kind))


def section_of(kind: str) -> Words:
    """Under which heading rows of a kind are told; "" for a kind that nobody tells."""
    return next((told.section for _holder, told in told_holders() if told.kind == kind), "")


def rows_of(holder: holders.Holder, subject: Subject) -> models.QuerySet[Any]:
    """The rows about a person, without those of anybody else."""
    path = holder.subject
    assert path is not None
    rows: models.QuerySet[Any] = holder.model._default_manager.all()
    if path == "":
        return rows.filter(pk=subject.pk)
    return rows.filter(**{path: subject.uid if path.endswith("uid") else subject})


def pairs_of(subject: Subject) -> tuple[Pair, ...]:
    """Every scope under which something about the person is sealed, for every audience; one query a model.

    For whoever answers the person and for erasing: nobody else opens so much.
    """
    scopes: set[uuid.UUID] = {subject.scope}
    for holder in holders.holders():
        if holder.subject is None:
            continue
        columns = {field.scope for field in holder.model._meta.concrete_fields if isinstance(field, SealedField)}
        columns |= {f.attname for f in holder.model._meta.concrete_fields if f.attname.endswith("scope")}
        for column in sorted(columns):
            found = rows_of(holder, subject).exclude(**{column: None}).order_by(column)
            scopes.update(found.values_list(column, flat=True).distinct())
    return tuple((scope, audience) for scope in sorted(scopes, key=str) for audience in Audience)


def entries(
    subject: Subject, *, purposes: Collection[str] | None = None, given: bool = False, left_out: Collection[str] = ()
) -> list[Entry]:
    """Everything that is told about a person, section by section, the newest first; needs the scopes opened.

    `purposes` keeps to what serves them, `given` to what came from the person. Raises Incomplete.
    """
    called = Called(subject)
    found = []
    for holder, told in told_holders():
        if told.apart or (purposes is not None and told.purpose not in purposes):
            continue
        of_one = []
        related = sorted({path for field in told.fields if (path := _related(holder.model, field.path))})
        rows = rows_of(holder, subject)
        for row in (rows.select_related(*related) if related else rows).order_by("-pk"):
            entry = _entry(told, row, called)
            parts = tuple(part for part in entry.parts if part.given or not given)
            if parts and entry.key not in left_out:
                of_one.append(dataclasses.replace(entry, parts=parts))
        found += sorted(of_one, key=lambda entry: entry.day or datetime.date.min, reverse=True)
    return found


def _related(model: type[models.Model], path: str) -> str:
    """As much of a dotted path as leads over foreign keys, for the join."""
    steps: list[str] = []
    for part in path.split("."):
        field = next((each for each in model._meta.concrete_fields if each.name == part), None)
        if field is None or field.related_model is None or isinstance(field.related_model, str):
            break
        steps.append(part)
        model = field.related_model
    return "__".join(steps)


def _entry(told: Told, row: Any, called: "Called") -> Entry:
    parts = []
    for field, value in told.values(row):
        known = called.of(value) if isinstance(value, Account) else None
        words = known or _in_words(field, row, value)
        parts.append(Part(field.path, field.label, words, known or plain(value), field.given))
    day = getattr(row, told.day) if told.day else None
    if isinstance(day, datetime.datetime):
        day = day_in_finland(day)
    return Entry(told, f"{told.kind}:{getattr(row, 'uid', row.pk)}", day, tuple(parts))


def _in_words(field: Field, row: Any, value: Any) -> str:
    if field.words is not None and not isinstance(value, Unreadable):
        return str(field.words(value))
    display = getattr(row, f"get_{field.path}_display", None)
    if display is not None:
        return str(display())
    if isinstance(value, datetime.datetime):
        return f"{wording.date_full(value)} {wording.clock(value)}"  # a moment of the page has no year
    if isinstance(value, datetime.date):
        return wording.date_full(value)
    if isinstance(value, datetime.time):
        return wording.clock_bare(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def plain(value: Any) -> Any:
    """A value as JSON knows it; documents are left to their own download."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | models.Model):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if isinstance(value, int | float | bool) or value is None else str(value)


class Called:
    """How each account is called before the person: own workers by name, all others by role and unit."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._own = {pk for give in _own_workers for pk in give(subject)}
        self._known: dict[int, str] = {}

    def of(self, account: Account) -> str:
        """Minna Lehtovaara · Terveysneuvoja, Polku-hanke."""
        if account.pk not in self._known:
            self._known[account.pk] = self._called(account)
        return self._known[account.pk]

    def _called(self, account: Account) -> str:
        if account.pk == self._subject.account_id:
            return str(Role.PARTICIPANT.label)
        if account.pk in self._own:
            return account.name
        row = Membership.objects.filter(account=account).select_related("organisation").order_by("pk").first()
        return f"{row.get_role_display()}, {row.organisation.name}" if row else str(Role.WORKER.label)
