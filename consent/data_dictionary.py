"""The data dictionary: every field of every table, with purposes, sensitivity, readers and how long it is kept.

GDPR Art. 5(1) and 30; made from the models and their holders, so that it cannot say what the tables do not.
"""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import holders
from consent.fields import SealedField
from consent.holders import KEPT, KEY, ROW, Holder
from consent.keyring import Audience
from consent.models import RetentionClass
from consent.periods import today

HOUSE, PERSONAL, SEALED, SPECIAL = "house", "personal", "sealed", "special"
SENSITIVITIES: dict[str, Promise] = {
    HOUSE: pgettext_lazy("sensitivity", "about no participant"),
    PERSONAL: pgettext_lazy("sensitivity", "personal data, not encrypted"),
    SEALED: pgettext_lazy("sensitivity", "personal data, encrypted"),
    SPECIAL: pgettext_lazy("sensitivity", "health, in the closed part"),
}
AUDIENCES: dict[Audience, Promise] = {
    Audience.WORKER: pgettext_lazy("reader", "worker"),
    Audience.HEALTH: pgettext_lazy("reader", "health counsellor"),
    Audience.FACILITATOR: pgettext_lazy("reader", "group facilitator"),
    Audience.COORDINATOR: pgettext_lazy("reader", "coordinator"),
    Audience.PARTICIPANT: pgettext_lazy("reader", "the participant"),
    Audience.PARTNER: pgettext_lazy("reader", "recipient"),
    Audience.OFFICER: pgettext_lazy("reader", "data protection officer"),
    Audience.SELF: pgettext_lazy("reader", "the writer"),
    Audience.LOOKUP: pgettext_lazy("reader", "search by exact match"),
}
KEEPING: dict[str, Promise] = {
    "person": _("With the last case file of the person"),
    "case": _("With the case file"),
    "consent": _("As long as what rests on it, and five years more"),
    "log": _("12 years"),
    "draft": _("Days: until it is finished or forgotten"),
    "account": _("With the account"),
    "group": _("With the group"),
    "none": _("Not personal data"),
}
ENDINGS: dict[str, Promise] = {
    KEY: _("its key is destroyed"),
    ROW: _("the row is deleted"),
    KEPT: _("stays; says nothing about anybody by itself"),
}
WORKERS = frozenset({Audience.WORKER, Audience.FACILITATOR, Audience.COORDINATOR, Audience.PARTNER, Audience.SELF})


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One field: its name in the tables, how sensitive it is, and for whom it opens where it is sealed."""

    name: str
    sensitivity: str
    readers: tuple[str, ...]

    @property
    def words(self) -> str:
        """One line about it."""
        said = str(SENSITIVITIES[self.sensitivity])
        return f"{said}: {', '.join(self.readers)}" if self.readers else said


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """One table: `purposes` are codes of `Purpose`, `kept` says for how long and from when, in words."""

    name: str
    label: str | Promise
    purposes: tuple[str, ...]
    retention: str
    kept: str
    ends_by: Promise
    columns: tuple[Column, ...]

    @property
    def personal(self) -> bool:
        """Whether any of its fields is about a participant."""
        return any(column.sensitivity != HOUSE for column in self.columns)


def tables(programmes: Iterable[int] = ()) -> list[Table]:
    """All tables in the order of their names, kept as the retention classes of these programmes say; one query."""
    periods = {kind.code: kind for kind in _classes(programmes)}
    return [_table(holder, periods) for holder in holders.holders()]


def _classes(programmes: Iterable[int]) -> Iterable[RetentionClass]:
    day = today()
    rows = RetentionClass.objects.filter(programme__in=list(programmes), valid_from__lte=day)
    return rows.filter(models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day)).order_by("pk")


def _table(holder: Holder, periods: dict[str, RetentionClass]) -> Table:
    words, kind = holders.words_of(holder), periods.get(holder.retention)
    return Table(
        name=holder.model._meta.db_table,
        label=words.label,
        purposes=words.purposes,
        retention=holder.retention,
        kept=kind.name if kind else str(KEEPING[holder.retention]),
        ends_by=ENDINGS[holder.dies_by],
        columns=tuple(_column(holder, words.purposes, field) for field in holder.model._meta.concrete_fields),
    )


def _column(holder: Holder, purposes: tuple[str, ...], field: "models.Field[Any, Any]") -> Column:
    readers: frozenset[Audience] = field.audiences if isinstance(field, SealedField) else frozenset()
    words = tuple(str(AUDIENCES[audience]) for audience in Audience if audience in readers)
    return Column(field.name, sensitivity(holder, purposes, field), words)


def sensitivity(holder: Holder, purposes: tuple[str, ...], field: "models.Field[Any, Any]") -> str:
    """How sensitive one field is: a code of `SENSITIVITIES`, from where it stands and who may open it."""
    if purposes == ("health",):
        return SPECIAL
    if isinstance(field, SealedField):
        closed = Audience.HEALTH in field.audiences and not field.audiences & WORKERS
        return SPECIAL if closed else SEALED
    return HOUSE if holder.subject is None else PERSONAL
