"""How much was done in each month of a programme: counts without people.

Counts that come from people are hidden where they are 1 to 4 (R-ESF-6): a small number could point at somebody. There
are no totals, because a total and its other months would give the hidden one away; and a month is counted when it has
ended, because a number that grows from day to day tells what was added.
"""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from casework.models import CaseFile, GuidanceSession
from consent import restrictions
from consent.models import Programme
from consent.periods import HELSINKI, add_months
from pathways.models import PRESENT_STATUSES, Attendance, GroupSession

MONTHS = 12
SMALL = range(1, 5)
Counts = dict[tuple[int, datetime.date], int]


@dataclasses.dataclass(frozen=True)
class Figure:
    """A count; `hidden` where it is too small to be told."""

    count: int
    hidden: bool


@dataclasses.dataclass(frozen=True)
class Month:
    """The figures of one month. Meetings of groups are no people, and never hidden."""

    first_day: datetime.date
    opened: Figure
    sessions: Figure
    meetings: Figure
    attendances: Figure


def about_people(count: int) -> Figure:
    """A count that comes from people."""
    return Figure(count, hidden=count in SMALL)


def ended_months(on: datetime.date, *, count: int = MONTHS) -> list[datetime.date]:
    """First days of the last months that have ended before a day, newest first."""
    this = on.replace(day=1)
    return [add_months(this, -number) for number in range(1, count + 1)]


def of(programmes: Iterable[Programme], on: datetime.date) -> list[tuple[Programme, list[Month]]]:
    """Each programme with its last twelve ended months since it began, newest first; four queries however many."""
    shown, months = list(programmes), ended_months(on)
    first, end = months[-1], on.replace(day=1)
    ids = [programme.pk for programme in shown]
    days = {"gte": first, "lt": end}
    moments = {name: datetime.datetime.combine(day, datetime.time(), HELSINKI) for name, day in days.items()}
    restricted = restrictions.out_of_use("case__subject")
    opened = _counts(CaseFile.objects.filter(programme__in=ids).in_use(), "opened_on", "programme", days)
    sessions = GuidanceSession.objects.filter(case__programme__in=ids, state=GuidanceSession.State.CONFIRMED)
    held = _counts(sessions.exclude(restricted), "held_on", "case__programme", days)
    meetings = GroupSession.objects.filter(series__programme__in=ids, state=GroupSession.State.HELD)
    met = _counts(meetings, "starts_at", "series__programme", moments)
    marks = Attendance.objects.filter(status__in=PRESENT_STATUSES, meeting__state=GroupSession.State.HELD)
    came = _counts(
        marks.exclude(restricted).filter(meeting__series__programme__in=ids),
        "meeting__starts_at",
        "meeting__series__programme",
        moments,
    )

    def month(programme: Programme, day: datetime.date) -> Month:
        key = (programme.pk, day)
        return Month(
            day,
            opened=about_people(opened.get(key, 0)),
            sessions=about_people(held.get(key, 0)),
            meetings=Figure(met.get(key, 0), hidden=False),
            attendances=about_people(came.get(key, 0)),
        )

    return [(each, [month(each, day) for day in months if day >= each.starts_on.replace(day=1)]) for each in shown]


def _counts(rows: QuerySet[Any], when: str, programme: str, between: dict[str, Any]) -> Counts:
    """Rows by programme and month of a day or moment, in Finland."""
    within = rows.filter(**{f"{when}__{name}": value for name, value in between.items()})
    moment = isinstance(between["gte"], datetime.datetime)
    month = TruncMonth(when, tzinfo=HELSINKI) if moment else TruncMonth(when)
    grouped = within.order_by().annotate(in_month=month).values(programme, "in_month").annotate(rows=Count("pk"))
    found: Counts = {}
    for row in grouped.order_by(programme, "in_month"):
        day = row["in_month"].date() if moment else row["in_month"]
        found[row[programme], day] = row["rows"]
    return found
