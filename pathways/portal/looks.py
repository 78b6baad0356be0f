"""Who has looked at a person's data: one row for each worker and day, as the access log knows it (GDPR Art. 15).

The person's own visits are in the log like everybody's and are left out here: the question is who else has looked.
What was refused showed nothing to anybody and is the officer's matter. Own workers stand by name, others by role and
unit, and by name too where the controller has set so (`Programme.names_in_log`); whoever opened the closed compartment
always by role and unit, and nowhere but on this page. An emergency opening stands with its reason at once.
"""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q
from django.db.models.functions import TruncDate
from django.db.models.query import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.models import Assignment, CaseFile
from consent.fields import readable
from consent.models import AccessEvent, Role, Subject
from consent.periods import HELSINKI, add_months, day_in_finland, today
from pathways.own_access import OwnPages

Action = AccessEvent.Action
Words = str | Promise
#: Why somebody looked, in easy words, by the purpose of the page.
WHY: dict[str, Words] = {
    "guidance": _("Why: to help you in your matter."),
    "health": _("Why: health counselling."),
    "groups": _("Why: your group."),
    "referral": _("Why: your letter."),
    "administration": _("Why: to agree who helps you."),
    "privacy": _("Why: to check that your data is safe."),
}
OTHER_WHY = _("Why: another task at work.")
SOMEBODY = _("A worker")
READ = _("Read your data.")
WROTE = _("Wrote in your data.")
REVEALED = _("Looked at your personal identity code.")
EMERGENCY = _("Opened your data in an emergency.")


@dataclasses.dataclass(frozen=True)
class Look:
    """What one worker did with the person's data on one day."""

    day: datetime.date
    first: datetime.datetime
    who: str
    did: list[Words]
    why: list[Words]
    reasons: list[str]
    emergency: bool


@dataclasses.dataclass(frozen=True)
class Day:
    """The looks of one day, earliest first."""

    day: datetime.date
    looks: list[Look]


Key = tuple[datetime.date, int, bool]


def month_from(text: str) -> datetime.date:
    """The first day of the month that an address names (2026-11); of this month when it names none."""
    try:
        day = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today().replace(day=1)
    return min(day, today().replace(day=1))


def _bounds(month: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    return _midnight(month), _midnight(add_months(month, 1))


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), HELSINKI)


def _events(subject: Subject, since: datetime.datetime, until: datetime.datetime) -> QuerySet[Any]:
    rows = AccessEvent.objects.filter(subjects__subject_uid=subject.uid, at__gte=since, at__lt=until)
    others = rows.filter(actor__isnull=False).exclude(actor=subject.account_id).exclude(action=Action.DENIED)
    closed = ExpressionWrapper(~Q(compartment=""), output_field=BooleanField())
    return others.order_by().annotate(day=TruncDate("at", tzinfo=HELSINKI), closed=closed)


def count(own: OwnPages, month: datetime.date) -> int:
    """How many rows the month has; one query."""
    return _events(own.subject, *_bounds(month)).values("day", "actor", "closed").distinct().count()


def of_month(own: OwnPages, month: datetime.date) -> list[Day]:
    """The looks of a month by day, the latest day first; three queries."""
    return _by_day(_looks(_events(own.subject, *_bounds(month)), _Names(own.cases)))


def _looks(events: QuerySet[Any], names: "_Names") -> list[Look]:
    rows = events.values("day", "actor", "closed", "actor__name", "role", "organisation__name", "purpose")
    rows = rows.annotate(
        first=Min("at"),
        wrote=Count("pk", filter=Q(action=Action.WRITE)),
        revealed=Count("pk", filter=Q(action=Action.REVEAL)),
        emergency=Count("pk", filter=Q(action=Action.BREAK_GLASS)),
    )
    grouped: dict[Key, list[dict[str, Any]]] = {}
    for row in rows.order_by("-day", "first"):
        grouped.setdefault((row["day"], row["actor"], row["closed"]), []).append(row)
    reasons = _reasons(events) if grouped else {}
    return [_look(key, parts, names, reasons.get(key, [])) for key, parts in grouped.items()]


def _by_day(looks: list[Look]) -> list[Day]:
    days: dict[datetime.date, list[Look]] = {}
    for look in looks:
        days.setdefault(look.day, []).append(look)
    return [Day(day, each) for day, each in days.items()]


def _look(key: Key, parts: list[dict[str, Any]], names: "_Names", reasons: list[str]) -> Look:
    purposes = dict.fromkeys(str(part["purpose"]) for part in parts)
    wrote, revealed, emergency = (any(part[what] for part in parts) for what in ("wrote", "revealed", "emergency"))
    did: list[Words] = [WROTE if wrote else READ, *([REVEALED] if revealed else [])]
    if emergency:
        did.insert(0, EMERGENCY)
    return Look(
        day=key[0],
        first=min(part["first"] for part in parts),
        who=names.of(key, parts[0]),
        did=did,
        why=list(dict.fromkeys(WHY.get(purpose, OTHER_WHY) for purpose in purposes)),
        reasons=reasons,
        emergency=emergency,
    )


def _reasons(events: QuerySet[Any]) -> dict[Key, list[str]]:
    """What was written as the reason, where one was asked; it opens with the case file that it is sealed under."""
    found: dict[Key, list[str]] = {}
    for event in events.filter(reason__isnull=False).order_by("at", "pk"):
        if readable(event.reason):
            key = (event.day, event.actor_id, event.closed)
            found.setdefault(key, []).append(event.reason)
    return found


class _Names:
    """How each worker is called; one query. The newest case file's programme says whether all stand by name."""

    def __init__(self, cases: Sequence[CaseFile]) -> None:
        self.all_by_name = bool(cases) and cases[0].programme.names_in_log
        rows = Assignment.objects.filter(case__in=cases).order_by("pk")
        self.worked: dict[int, list[Assignment]] = {}
        for row in rows:
            self.worked.setdefault(row.account_id, []).append(row)

    def of(self, key: Key, part: dict[str, Any]) -> str:
        """Minna Lehtovaara · Terveysneuvoja, Polku-hanke · Työllisyyspalvelut, Pori."""
        day, actor, closed = key
        name = str(part["actor__name"])
        if name and not closed and any(_covers(row, day) for row in self.worked.get(actor, [])):
            return name
        role, unit = part["role"], part["organisation__name"] or ""
        label = str(Role(role).label) if role in Role.values and role != Role.PARTNER else ""
        named = name if self.all_by_name and not closed else ""
        return ", ".join(each for each in (named, label, unit) if each) or str(SOMEBODY)


def _covers(row: Assignment, day: datetime.date) -> bool:
    ends = [each for each in (row.until, row.ended_on) if each is not None]
    return row.starts_on <= day and all(day <= each for each in ends)


def months_around(own: OwnPages, month: datetime.date) -> list[datetime.date]:
    """The month before and the month after, where there can be any."""
    began = day_in_finland(own.subject.created_at).replace(day=1)
    before, after = add_months(month, -1), add_months(month, 1)
    return [each for each in (before, after) if began <= each <= today()]
