"""Meetings of a group: each is a row; moving or cancelling edits the row, and the series stays.

Days and clocks are those of Finland: a meeting at 13.00 stays at 13.00 when summer time begins.
"""

import datetime
import hashlib
import itertools
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consent.errors import NotNow
from consent.models import Account
from consent.periods import HELSINKI, day_in_finland, now, today
from pathways.models import MEETING_MOVES, GroupSeries, GroupSession

State = GroupSession.State


class NoSuchTime(NotNow):
    message = _("The clock is turned forward that night: this time does not exist. Choose another time.")


class MeetingsOverlap(NotNow):
    message = _("The group already has a meeting at that time.")


class MeetingClosed(NotNow):
    message = _("The meeting has been held or cancelled, so this cannot be done.")


class MeetingAhead(NotNow):
    message = _("The meeting is still ahead.")


class NoteChanged(NotNow):
    message = _("Somebody else changed the note while you were writing.")


def moment(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    """The moment of a wall clock in Finland; of an hour that comes twice, the first. Raises NoSuchTime."""
    local = datetime.datetime.combine(day, clock, HELSINKI)
    there_and_back = local.astimezone(datetime.UTC).astimezone(HELSINKI)
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime
    return there_and_back


def of(series: GroupSeries) -> QuerySet[GroupSession]:
    """All meetings of a group by the clock, cancelled ones too."""
    return GroupSession.objects.filter(series=series).order_by("starts_at", "pk")


def numbered(rows: Iterable[GroupSession]) -> Iterator[tuple[GroupSession, int | None]]:
    """Each meeting (in the order of the clock) with its number: frozen when held, the rank until then."""
    last = 0
    for meeting in rows:
        if meeting.state == State.CANCELLED:
            yield meeting, None
        else:
            last = meeting.number or last + 1
            yield meeting, last


def numbers_of(rows: Iterable[GroupSession]) -> dict[int, int | None]:
    """Numbers of some meetings by primary key, None for a cancelled one; one query for all their groups."""
    rows = list(rows)
    latest = max((row.starts_at for row in rows), default=now())
    known = GroupSession.objects.filter(series__in={row.series_id for row in rows}, starts_at__lte=latest)
    known = known.only("series_id", "number", "state", "starts_at").order_by("series_id", "starts_at", "pk")
    by_series = itertools.groupby(known, key=lambda row: row.series_id)
    found = {row.pk: number for _series, series_rows in by_series for row, number in numbered(series_rows)}
    return {row.pk: found.get(row.pk) for row in rows}


def number_of(meeting: GroupSession) -> int | None:
    """The number of one meeting; None for a cancelled one."""
    return meeting.number or numbers_of([meeting])[meeting.pk]


def is_marked_now(meeting: GroupSession) -> bool:
    """Whether its day has come, so that presence can be marked."""
    return day_in_finland(meeting.starts_at) <= today()


@transaction.atomic
def add(
    *,
    by: Account,
    series: GroupSeries,
    day: datetime.date,
    starts_at: datetime.time,
    length_minutes: int,
    place: str = "",
) -> GroupSession:
    """One more meeting beside the series. Raises NoSuchTime, MeetingsOverlap."""
    meeting = GroupSession(series=series, scope=series.scope, place=place)
    _set_time(meeting, day, starts_at, length_minutes)
    meeting.save()
    return meeting


@transaction.atomic
def move(
    meeting: GroupSession,
    *,
    by: Account,
    day: datetime.date,
    starts_at: datetime.time,
    length_minutes: int,
    place: str = "",
    version: int | None = None,
) -> None:
    """Another day, clock, length or place ("" is the group's). Raises MeetingClosed, NoSuchTime, MeetingsOverlap."""
    if meeting.state != State.PLANNED:
        raise MeetingClosed
    meeting.place = place
    _set_time(meeting, day, starts_at, length_minutes)
    if version is not None:
        meeting.read_as(version)
    meeting.save(update_fields=["starts_at", "ends_at", "place"])


def _set_time(meeting: GroupSession, day: datetime.date, clock: datetime.time, length_minutes: int) -> None:
    meeting.starts_at = moment(day, clock)
    meeting.ends_at = meeting.starts_at.astimezone(datetime.UTC) + datetime.timedelta(minutes=length_minutes)
    others = GroupSession.objects.filter(series=meeting.series).exclude(state=State.CANCELLED).exclude(pk=meeting.pk)
    if others.filter(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at).exists():
        raise MeetingsOverlap


@transaction.atomic
def cancel(meeting: GroupSession, *, by: Account, reason: str, version: int | None = None) -> None:
    """The meeting does not take place, or did not; its marks are kept and not counted. Raises MeetingClosed."""
    if version is not None:
        meeting.read_as(version)
    _go(meeting, State.CANCELLED, cancel_reason=reason, number=None)


@transaction.atomic
def restore(meeting: GroupSession, *, by: Account) -> None:
    """A cancelled meeting takes place after all, a holiday too. Raises MeetingClosed, MeetingsOverlap."""
    clock = meeting.starts_at.astimezone(HELSINKI)
    length = meeting.ends_at - meeting.starts_at
    _set_time(meeting, clock.date(), clock.time(), int(length.total_seconds() // 60))
    _go(meeting, State.PLANNED, cancel_reason="")


@transaction.atomic
def hold(meeting: GroupSession, note: str | None = None, *, by: Account, note_read: str | None = None) -> None:
    """The meeting takes place or took place: its number is frozen, and the group's note saved when one is given.

    `note_read` is the `note_digest` of the note that the writer had in front of them. Raises MeetingAhead,
    MeetingClosed, NoteChanged.
    """
    if not is_marked_now(meeting):
        raise MeetingAhead
    if meeting.state != State.HELD:
        _as_it_stands(meeting)
    if meeting.state == State.CANCELLED:
        raise MeetingClosed
    if meeting.state == State.PLANNED:
        _go(meeting, State.HELD, number=number_of(meeting))
    if note is None or note == meeting.note:
        return
    if note_read is not None and note_read != note_digest(meeting.note):
        raise NoteChanged
    meeting.note = note
    meeting.save(update_fields=["note"])


def _as_it_stands(meeting: GroupSession) -> None:
    """Two who mark at once both hold the meeting: the second waits for the first and finds it held."""
    locked = GroupSession.objects.select_for_update().only("state", "number", "version").get(pk=meeting.pk)
    meeting.state, meeting.number = locked.state, locked.number
    meeting.read_as(locked.version)


def note_digest(note: str) -> str:
    """Stands for a note in a form, so that the note itself need not travel twice."""
    return hashlib.sha256(note.encode()).hexdigest()[:16]


def _go(meeting: GroupSession, state: str, **fields: object) -> None:
    """Every change of a meeting's state."""
    if state not in MEETING_MOVES[meeting.state]:
        raise MeetingClosed
    meeting.state = state
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=["state", *fields])


def today_of(account: Account, day: datetime.date) -> QuerySet[GroupSession]:
    """Meetings of a day in the groups that the account runs, by the clock."""
    start = datetime.datetime.combine(day, datetime.time(), HELSINKI)
    end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), HELSINKI)
    rows = GroupSession.objects.filter(series__in=GroupSeries.objects.for_user(account))
    return rows.filter(starts_at__gte=start, starts_at__lt=end).select_related("series").order_by("starts_at", "pk")


def next_of(series: GroupSeries) -> GroupSession | None:
    """The meeting that runs now or comes next."""
    return of(series).exclude(state=State.CANCELLED).filter(ends_at__gt=now()).first()
