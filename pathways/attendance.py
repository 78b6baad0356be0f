"""Attendance: one mark per person and meeting. Unmarked is never absence; marking again changes the same row."""

import dataclasses
import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models import CaseFile
from consent import restrictions
from consent.errors import NotNow
from consent.models import Account
from consent.periods import now
from pathways import enrolments, meetings
from pathways.models import PRESENT_STATUSES, Attendance, GroupSession

Status = Attendance.Status
TOLD_BEFOREHAND = frozenset({Status.ABSENT_NOTIFIED, Status.EXCUSED})


class NotOnRoster(NotNow):
    message = _("This person is not on the list of this meeting. Add them to the list first.")


class OwnMark(NotNow):
    message = _("Nobody marks their own attendance. Ask another facilitator.")


class UnknownMark(NotNow):
    message = _("There is no such mark.")


@dataclasses.dataclass(frozen=True)
class Row:
    """One person on the list of a meeting, with the mark if there is one. `key` names the row in the form."""

    key: str
    case: CaseFile
    status: str
    walk_in: bool
    own: bool

    @property
    def is_marked(self) -> bool:
        return bool(self.status)


def roster(meeting: GroupSession, reader: Account | None = None) -> list[Row]:
    """Everybody with a place on the day and the walk-ins, in the order of places; two queries.

    `own` is True on the row of the reader, who may not mark it.
    """
    marks = {row.case_id: row for row in _marks(meeting)}
    cases = [(f"e{row.pk}", row.case) for row in enrolments.at_meeting(meeting)]
    placed = {case.pk for _key, case in cases}
    cases += [(f"a{row.pk}", row.case) for row in marks.values() if row.case_id not in placed]
    seen: set[int] = set()
    rows = []
    for key, case in cases:
        if case.pk in seen:
            continue
        seen.add(case.pk)
        mark = marks.get(case.pk)
        rows.append(
            Row(
                key=key,
                case=case,
                status=mark.status if mark else "",
                walk_in=case.pk not in placed,
                own=reader is not None and case.subject.account_id == reader.pk,
            )
        )
    return rows


def _marks(meeting: GroupSession) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(meeting=meeting).exclude(restrictions.out_of_use("case__subject")).order_by("pk")
    return rows.select_related("case__subject__participant")


@transaction.atomic
def mark(
    *, by: Account, meeting: GroupSession, case: CaseFile, status: str, at: datetime.datetime | None = None
) -> Attendance:
    """Mark one person; the same row again when it was marked before. `at` is the moment of marking.

    A mark of presence, or of absence without a word, says that the meeting is being held. Before its day only a
    notified absence can be marked. Raises UnknownMark, OwnMark, NotOnRoster, meetings.MeetingClosed, MeetingAhead.
    """
    if status not in Status.values:
        raise UnknownMark
    if case.subject.account_id == by.pk:
        raise OwnMark
    if meeting.state == GroupSession.State.CANCELLED:
        raise meetings.MeetingClosed
    if status not in TOLD_BEFOREHAND:
        meetings.hold(meeting, by=by)
    row = _row(meeting, case)
    if row.status != status:
        row.status, row.marked_by, row.marked_at = status, by, at or now()
        row = _saved(row)
    return row


def _saved(row: Attendance) -> Attendance:
    """Save the row; when somebody else made the person's row in the meantime, this mark goes onto that one."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        theirs: Attendance = Attendance.objects.get(meeting=row.meeting, case=row.case)
        theirs.status, theirs.marked_by, theirs.marked_at = row.status, row.marked_by, row.marked_at
        theirs.save()
        return theirs
    return row


def _row(meeting: GroupSession, case: CaseFile) -> Attendance:
    """The person's row at the meeting; a new one, without a mark, for whoever has a place that day."""
    rows = Attendance.objects.select_for_update().filter(meeting=meeting, case=case)
    row: Attendance | None = rows.first()
    if row is not None:
        return row
    if not enrolments.at_meeting(meeting).filter(case=case).exists():
        raise NotOnRoster
    return Attendance(meeting=meeting, case=case)


@transaction.atomic
def unmark(*, by: Account, meeting: GroupSession, case: CaseFile) -> None:
    """Take a mark back: the person is unmarked again. Nothing happens where there was none. Raises OwnMark."""
    if case.subject.account_id == by.pk:
        raise OwnMark
    row = Attendance.objects.filter(meeting=meeting, case=case).exclude(status="").first()
    if row is not None:
        row.status, row.marked_by, row.marked_at = "", by, now()
        row.save()


@transaction.atomic
def rest_present(*, by: Account, meeting: GroupSession) -> datetime.datetime | None:
    """Everybody who is not marked is here: one act with one moment, by which `undo_rest` finds it again.

    The marker's own row stays unmarked. Returns None when there was nobody to mark. Raises meetings.MeetingClosed,
    MeetingAhead.
    """
    at = now()
    rest = [row for row in roster(meeting, by) if not row.is_marked and not row.own]
    for row in rest:
        mark(by=by, meeting=meeting, case=row.case, status=Status.PRESENT, at=at)
    return at if rest else None


@transaction.atomic
def undo_rest(*, by: Account, meeting: GroupSession, at: datetime.datetime) -> int:
    """Take back the marks that one `rest_present` made and nobody has changed since; returns how many."""
    rows = Attendance.objects.filter(meeting=meeting, marked_by=by, marked_at=at, status=Status.PRESENT)
    undone = list(rows.select_related("case__subject").order_by("pk"))
    for row in undone:
        unmark(by=by, meeting=meeting, case=row.case)
    return len(undone)


@transaction.atomic
def add_walk_in(*, by: Account, meeting: GroupSession, case: CaseFile) -> Attendance:
    """Put somebody without a place on the list of one meeting, unmarked. Whoever is there already stays as they are.

    Raises meetings.MeetingClosed, enrolments.OtherProgramme.
    """
    if meeting.state == GroupSession.State.CANCELLED:
        raise meetings.MeetingClosed
    if case.programme_id != meeting.series.programme_id:
        raise enrolments.OtherProgramme
    row: Attendance | None = Attendance.objects.filter(meeting=meeting, case=case).first()
    if row is None:
        placed = enrolments.at_meeting(meeting).filter(case=case).exists()
        row = Attendance(meeting=meeting, case=case, walk_in=not placed, marked_by=by, marked_at=now())
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            row = Attendance.objects.get(meeting=meeting, case=case)
    assert row is not None
    return row


@transaction.atomic
def remove_walk_in(*, by: Account, meeting: GroupSession, case: CaseFile) -> None:
    """Take an unmarked walk-in off the list again."""
    for row in Attendance.objects.filter(meeting=meeting, case=case, walk_in=True, status="").order_by("pk"):
        row.delete()


@transaction.atomic
def copy_walk_ins(*, by: Account, meeting: GroupSession) -> int:
    """Put the walk-ins of the last held meeting on this list, unmarked: presence is never copied. Returns how many."""
    earlier = meetings.of(meeting.series).filter(starts_at__lt=meeting.starts_at, state=GroupSession.State.HELD)
    last = earlier.order_by("-starts_at", "-pk").first()
    if last is None:
        return 0
    here = {row.case.pk for row in roster(meeting)}
    rows = _marks(last).filter(walk_in=True)
    new = [row.case for row in rows if row.case_id not in here]
    for case in new:
        add_walk_in(by=by, meeting=meeting, case=case)
    return len(new)


def counts(rows: list[Row]) -> dict[str, int]:
    """How many are on the list, how many of them are marked, how many are here."""
    return {
        "all": len(rows),
        "marked": sum(row.is_marked for row in rows),
        "here": sum(row.status in PRESENT_STATUSES for row in rows),
    }
