"""What lies ahead of a person: meetings with workers and meetings of their groups, by the clock."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from casework import appointments
from casework.models import Appointment, SessionKind
from consent.periods import day_in_finland, now
from pathways import enrolments
from pathways.models import Enrolment, GroupSession
from pathways.own_access import OwnPages
from pathways.portal.calling import Contact, callable_or, contact_of

DAYS = 35  # a group that meets once a month is still there
MOST = 60
Words = str | Promise
#: How one meets, in easy words. A health counsellor's meeting is a meeting: the page says nothing of what it is about.
KINDS: dict[str, Words] = {
    SessionKind.PHONE: pgettext_lazy("participant", "Phone call"),
    SessionKind.HOME_VISIT: pgettext_lazy("participant", "The worker comes to you"),
    SessionKind.NETWORK: pgettext_lazy("participant", "Meeting together with others"),
    SessionKind.MESSAGE: pgettext_lazy("participant", "Message"),
}
MEETING = pgettext_lazy("participant", "Meeting with your worker")


@dataclasses.dataclass(frozen=True)
class Meeting:
    """One meeting ahead. `with_whom` is the worker's name; `interpreter` as the appointment holds it ("" for none)."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    title: Words
    place: str
    call: Contact
    with_whom: str = ""
    interpreter: str = ""
    is_group: bool = False
    cancelled: bool = False

    @property
    def day(self) -> datetime.date:
        """The day in Finland."""
        return day_in_finland(self.starts_at)


def with_workers(own: OwnPages) -> list[Meeting]:
    """Planned meetings with workers; one query."""
    return [_with_worker(row, own) for row in appointments.upcoming(own.case, with_health=True)]


def _with_worker(row: Appointment, own: OwnPages) -> Meeting:
    return Meeting(
        starts_at=row.starts_at,
        ends_at=appointments.end_of(row),
        title=KINDS.get(row.kind, MEETING),
        place=row.place,
        call=callable_or(contact_of(row.worker), own),
        with_whom=row.worker.name,
        interpreter=row.interpreter,
    )


def places(own: OwnPages) -> list[Enrolment]:
    """All the person's places and turns in queues, former ones too, newest first; one query."""
    return list(enrolments.of_case(own.case))


def of_groups(held: Iterable[Enrolment], call: Contact) -> dict[int, list[Meeting]]:
    """Meetings of the next weeks while the person has a place, by group; cancelled ones say so. One query."""
    seats = {row.series_id: row for row in held if row.state == Enrolment.State.ENROLLED}
    rows = GroupSession.objects.filter(series__in=seats.keys(), ends_at__gt=now())
    rows = rows.filter(starts_at__lt=now() + datetime.timedelta(days=DAYS)).select_related("series")
    found: dict[int, list[Meeting]] = {series: [] for series in seats}
    for row in rows.order_by("starts_at", "pk")[:MOST]:
        day, seat = day_in_finland(row.starts_at), seats[row.series_id]
        if seat.starts_on <= day and (seat.until is None or day <= seat.until):
            found[row.series_id].append(_of_group(row, call))
    return found


def _of_group(row: GroupSession, call: Contact) -> Meeting:
    return Meeting(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        title=row.series.title,
        place=row.where,
        call=call,
        is_group=True,
        cancelled=row.state == GroupSession.State.CANCELLED,
    )


def next_of(meetings: Iterable[Meeting]) -> Meeting | None:
    """The next one that takes place."""
    return next((meeting for meeting in meetings if not meeting.cancelled), None)


@dataclasses.dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    day: datetime.date
    meetings: list[Meeting]


def by_day(meetings: Iterable[Meeting]) -> list[Day]:
    """The meetings in the order of the clock, day by day."""
    days: dict[datetime.date, list[Meeting]] = {}
    for meeting in sorted(meetings, key=lambda meeting: meeting.starts_at):
        days.setdefault(meeting.day, []).append(meeting)
    return [Day(day, rows) for day, rows in days.items()]
