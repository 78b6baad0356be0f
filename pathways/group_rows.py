"""What lists of groups and of meetings show: facts that are about no person, in a fixed number of queries."""

import dataclasses
import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from consent.actors import Actor
from consent.periods import day_in_finland, now, today
from pathways import meetings
from pathways.access import visible_groups
from pathways.models import PRESENT_STATUSES, Attendance, Enrolment, GroupSeries, GroupSession
from pathways.models.groups import GroupSeriesQuerySet

State = GroupSession.State


def is_running() -> Q:
    """Groups that have not ended."""
    return Q(state=GroupSeries.State.OPEN) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today()))


def with_next(rows: GroupSeriesQuerySet) -> GroupSeriesQuerySet:
    """Groups with the meeting that runs now or comes next (`next_start`, `next_end`, `next_place`, `next_uid`)."""
    coming = GroupSession.objects.filter(series=OuterRef("pk"), ends_at__gt=now()).exclude(state=State.CANCELLED)
    coming = coming.order_by("starts_at", "pk")
    return rows.annotate(  # type: ignore[no-any-return]
        next_start=Subquery(coming.values("starts_at")[:1]),
        next_end=Subquery(coming.values("ends_at")[:1]),
        next_place=Subquery(coming.values("place")[:1]),
        next_uid=Subquery(coming.values("uid")[:1]),
    )


def with_places(rows: GroupSeriesQuerySet) -> GroupSeriesQuerySet:
    """Groups with `taken`: how many places are held."""
    held = Enrolment.objects.filter(series=OuterRef("pk"), state__in=["enrolled", "offered"]).order_by()
    counted = held.values("series").annotate(many=Count("pk")).values("many")
    return rows.annotate(taken=Coalesce(Subquery(counted), 0))  # type: ignore[no-any-return]


def listed(actor: Actor, kind: str) -> QuerySet[Any]:
    """Groups that the actor may see: own first, by the next meeting. `kind`: "", "own" or "ended"."""
    own = GroupSeries.objects.for_user(actor.account).values("pk")
    rows = visible_groups(actor).filter(~is_running() if kind == "ended" else is_running())
    if kind == "own":
        rows = rows.filter(pk__in=own)
    mine = Case(When(pk__in=own, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = with_places(with_next(rows.annotate(mine=mine)))
    return rows.order_by("-mine", F("next_start").asc(nulls_last=True), "title", "pk")


@dataclasses.dataclass(frozen=True)
class MeetingRow:
    """One meeting on the rail of its group."""

    meeting: GroupSession
    number: int | None
    here: int
    is_today: bool
    is_ahead: bool

    @property
    def is_unmarked(self) -> bool:
        """It was to be held, and nobody has been marked."""
        return self.meeting.state == State.PLANNED and not self.is_ahead and not self.is_today


def meeting_rows(series: GroupSeries) -> list[MeetingRow]:
    """All meetings of a group by the clock, with numbers and how many were present; two queries."""
    marks = Attendance.objects.filter(meeting__series=series, status__in=PRESENT_STATUSES).order_by()
    here = dict(marks.values("meeting").annotate(many=Count("pk")).values_list("meeting", "many"))
    day = today()
    found = []
    numbers = dict_of_numbers(rows := list(meetings.of(series)))
    for meeting in rows:
        meeting.series = series
        on = day_in_finland(meeting.starts_at)
        found.append(MeetingRow(meeting, numbers[meeting.pk], here.get(meeting.pk, 0), on == day, on > day))
    return found


def dict_of_numbers(rows: list[GroupSession]) -> dict[int, int | None]:
    """Numbers of all meetings of one group."""
    return {meeting.pk: number for meeting, number in meetings.numbered(rows)}


def to_mark(rows: list[MeetingRow]) -> GroupSession | None:
    """The meeting for which "mark the attendance" is meant: today's, else the next one, else the last."""
    live = [row for row in rows if row.meeting.state != State.CANCELLED]
    day: datetime.date = today()
    coming = [row.meeting for row in live if day_in_finland(row.meeting.starts_at) >= day]
    return coming[0] if coming else live[-1].meeting if live else None
