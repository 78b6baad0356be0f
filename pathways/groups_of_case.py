"""The groups of one participant, as the case file, the first page and letters show them."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import panels, tabs, timeline
from casework.access import OpenCase
from casework.letter_fields import LetterField
from casework.letter_fields import add as add_letter_field
from casework.models import CaseFile
from consent.actors import Actor
from consent.periods import HELSINKI, day_in_finland, now, today
from pathways import enrolments, turnout
from pathways.access import visible_among
from pathways.models import PRESENT_STATUSES, Attendance, Enrolment, GroupSession

State = Enrolment.State


@dataclasses.dataclass(frozen=True)
class Row:
    """One enrolment with how often the person came; `next_*` are of the group's next meeting, if any."""

    enrolment: Enrolment
    turnout: str
    next_start: datetime.datetime | None
    next_end: datetime.datetime | None
    place: str
    is_visible: bool

    @property
    def is_live(self) -> bool:
        """Whether the person has a place or a turn in the queue, and the group goes on."""
        last = self.enrolment.series.ends_on
        return self.enrolment.state in enrolments.LIVE and (last is None or last >= today())

    @property
    def is_waiting(self) -> bool:
        return self.enrolment.state == State.WAITING


def rows(case: CaseFile, actor: Actor) -> tuple[list[Row], list[Row]]:
    """Groups now (places and turns in the queue) and before, newest first; three queries.

    `is_visible` says whether the reader may open the group's own page.
    """
    found = list(enrolments.of_case(case))
    if not found:  # most people are in no group, and their pages need not pay for the question
        return [], []
    meetings = GroupSession.objects.filter(series__in={row.series_id for row in found})
    meetings = meetings.exclude(state=GroupSession.State.CANCELLED).order_by("starts_at", "pk")
    known = list(meetings.values("pk", "series_id", "starts_at", "ends_at", "place", "state"))
    held = [(m["pk"], m["series_id"], m["starts_at"]) for m in known if m["state"] == GroupSession.State.HELD]
    following = {m["series_id"]: m for m in reversed(known) if m["ends_at"] > now()}
    visible, counted = visible_among(actor, [row.series for row in found]), turnout.of(found, held)
    shown = [
        _row(row, following.get(row.series_id, {}), counted[row.pk].words, is_visible=row.series_id in visible)
        for row in found
    ]
    return [row for row in shown if row.is_live], [row for row in shown if not row.is_live]


def _row(enrolment: Enrolment, following: Mapping[str, Any], words: str, *, is_visible: bool) -> Row:
    place = following.get("place") or enrolment.series.place
    return Row(enrolment, words, following.get("starts_at"), following.get("ends_at"), place, is_visible)


def panel(opened: OpenCase, actor: Actor) -> dict[str, Any] | None:
    """Groups now, on the first page of the case file."""
    live, _before = rows(opened.case, actor)
    return {"rows": live} if live else None


def attended(opened: OpenCase, limit: int, before: datetime.date | None) -> list[timeline.Entry]:
    """Marks at meetings that have been, newest first."""
    until = now() if before is None else datetime.datetime.combine(before, datetime.time(), HELSINKI)
    marks = Attendance.objects.filter(case=opened.case, meeting__starts_at__lt=until).exclude(status="")
    marks = marks.exclude(meeting__state=GroupSession.State.CANCELLED)
    marks = marks.select_related("meeting__series").order_by("-meeting__starts_at", "-pk")[:limit]
    return [_entry(mark) for mark in marks]


def _entry(mark: Attendance) -> timeline.Entry:
    meeting = mark.meeting
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    here = mark.status in PRESENT_STATUSES
    return timeline.Entry(
        kind="group",
        day=day_in_finland(meeting.starts_at),
        at=meeting.starts_at,
        template="pathways/desk/_timeline_attendance.html",
        content={
            "title": meeting.series.title,
            "number": meeting.number,
            "words": mark.get_status_display(),
            "here": here,
            "minutes": length if here else 0,
        },
    )


def totals(opened: OpenCase) -> str:
    """Attendance as a letter may tell it: one total over all groups, naming none (the recipients' profiles)."""
    counted = list(turnout.of(enrolments.of_case(opened.case).order_by("starts_on", "pk")).values())
    return turnout.Turnout(sum(each.present for each in counted), sum(each.held for each in counted)).words


def register() -> None:
    """Make tab, panel, timeline source and letter field known."""
    tabs.add("case-groups", _("Groups"), 30)
    panels.add("groups", place="contacts", order=30, template="pathways/desk/_panel_groups.html", content=panel)
    timeline.add("group", label=_("Groups"), order=20, entries=attended)
    add_letter_field(LetterField("attendance", _("Attendance in groups"), 60, totals, category="attendance"))
