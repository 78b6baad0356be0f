"""The roll call: the whole list in under a minute on a phone; each tap saves itself, and all works without script."""

import datetime
import json
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import drafts
from consent.door import PageRequest, page, show
from consent.errors import NotFound, NotNow
from consent.fields import readable
from consent.folding import finnish_sort_key
from consent.periods import now
from pathways import attendance as marks
from pathways import groups, meetings, walk_ins
from pathways.access import RUNS_GROUPS, OpenMeeting, meeting_to_mark, names_of
from pathways.models import Attendance, GroupSession
from pathways.own_people import uuid_in

Status = Attendance.Status
THREE = (Status.PRESENT, Status.ABSENT_NOTIFIED, Status.ABSENT_UNNOTIFIED)
OTHER = (Status.LATE, Status.LEFT_EARLY, Status.ONLINE, Status.EXCUSED)
NOTE_DRAFT = "group-note"
LONGEST_NOTE = 4000
UNDO_MINUTES = 10


@page(may=RUNS_GROUPS, about=meeting_to_mark, purpose="groups")
def attendance(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """The list of a meeting; every button saves the marks that were chosen before it does its own."""
    if request.method == "POST":
        return _posted(request, opened)
    return _shown(request, opened)


def _shown(request: PageRequest, opened: OpenMeeting, **more: Any) -> HttpResponse:
    meeting, group = opened.meeting, opened.group
    rows = _sorted(opened.rows)
    draft = drafts.find(author=request.actor.account, form=NOTE_DRAFT, about=meeting.uid) if group.writes else None
    written = draft.content.get("note") if draft and readable(draft.content) else None
    context = {
        "meeting": meeting,
        "series": meeting.series,
        "group": group,
        "number": meetings.number_of(meeting),
        "rows": rows,
        "counts": _counted(opened.rows),
        "seen": json.dumps({row["key"]: row["status"] for row in rows}, separators=(",", ":")),
        "note": meeting.note if written is None else written,
        "note_read": meetings.note_digest(meeting.note),
        "has_draft": written is not None,
        "conflict": None,
        "any_safety": any(row.case.subject.participant.safety_prohibition is True for row in opened.rows),
        "facilitators": groups.in_force(meeting.series),
        "is_cancelled": meeting.state == GroupSession.State.CANCELLED,
        "is_today": meetings.is_marked_now(meeting),
        "undo": _undo(request, opened),
        **more,
    }
    return TemplateResponse(request, "pathways/desk/attendance.html", context)


def _sorted(rows: list[marks.Row]) -> list[dict[str, Any]]:
    """What the page shows of each row, as Finns sort names."""
    shown = [
        {
            "key": row.key,
            "name": row.case.subject.participant.roster_name,
            "status": row.status,
            "other": Status(row.status).label if row.status in OTHER else "",
            "walk_in": row.walk_in,
            "own": row.own,
        }
        for row in rows
    ]
    return sorted(shown, key=lambda row: finnish_sort_key(str(row["name"])))


def _counted(rows: list[marks.Row]) -> str:
    counts = marks.counts(rows)
    return _("%(marked)s/%(all)s marked, %(here)s here") % counts


def _undo(request: PageRequest, opened: OpenMeeting) -> str:
    """The moment of "the rest are here", while it can be undone: the address carries it, and it is about nobody."""
    at = _moment(request.GET.get("done", ""))
    if at is None or now() - at > datetime.timedelta(minutes=UNDO_MINUTES):
        return ""
    rows = Attendance.objects.filter(meeting=opened.meeting, marked_by=request.actor.account, marked_at=at)
    return at.isoformat() if rows.filter(status=Status.PRESENT).exists() else ""


def _moment(text: str) -> datetime.datetime | None:
    try:
        at = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


# What the buttons do


def _posted(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    address = reverse("attendance", args=[opened.meeting.uid])
    try:
        with transaction.atomic():
            _save_marks(request, opened)
        with transaction.atomic():
            return _act(request, opened, address)
    except meetings.NoteChanged:
        conflict = {"theirs": opened.meeting.note}
        return _shown(request, opened, note=_note(request), conflict=conflict)
    except NotNow as refusal:
        messages.error(request, str(refusal.message))
        if request.POST.get("note"):
            return _shown(request, opened, note=_note(request))
        return redirect(address)


def _save_marks(request: PageRequest, opened: OpenMeeting) -> None:
    """Marks that differ from what the page showed when it was loaded; the others are left to whoever changed them."""
    seen = _seen(request)
    for row in opened.rows:
        status = request.POST.get(row.key, "")
        if status and status not in {seen.get(row.key, ""), row.status} and not row.own:
            marks.mark(by=request.actor.account, meeting=opened.meeting, case=row.case, status=status)


def _seen(request: PageRequest) -> dict[str, str]:
    try:
        seen = json.loads(request.POST.get("seen", "") or "{}")
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _act(request: PageRequest, opened: OpenMeeting, address: str) -> HttpResponseBase:
    by, meeting = request.actor.account, opened.meeting
    if key := request.POST.get("other"):
        return redirect("attendance-row", meeting.uid, key)
    if "add" in request.POST:
        return redirect("walk-in-add", meeting.uid)
    if "rest" in request.POST:
        at = marks.rest_present(by=by, meeting=meeting)
        return redirect(f"{address}?done={at:%Y-%m-%dT%H:%M:%S.%fZ}" if at else address)
    if at := _moment(request.POST.get("undo", "")):
        marks.undo_rest(by=by, meeting=meeting, at=at)
        return redirect(address)
    if "copy" in request.POST:
        added = marks.copy_walk_ins(by=by, meeting=meeting)
        messages.info(request, _("Added to the list: %(many)s") % {"many": added})
        return redirect(address)
    return _save(request, opened)


def _save(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """The button "Save": the group's note, and that the meeting is held when there is anything to show for it."""
    by, meeting = request.actor.account, opened.meeting
    marked = any(request.POST.get(row.key) or row.is_marked for row in opened.rows)
    note = _note(request) if opened.group.writes and "note" in request.POST else None
    if note or (marked and meetings.is_marked_now(meeting)) or (note == "" and meeting.note):
        meetings.hold(meeting, note, by=by, note_read=request.POST.get("note_read"))
    drafts.discard(author=by, form=NOTE_DRAFT, about=meeting.uid)
    messages.success(request, _("The attendance is saved"))
    return redirect("group-detail", meeting.series.uid)


def _note(request: PageRequest) -> str:
    return request.POST.get("note", "").replace("\r\n", "\n").strip()[:LONGEST_NOTE]


@page(may=RUNS_GROUPS, about=meeting_to_mark, purpose="groups", methods=("POST",))
def attendance_tap(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """One tap saves one mark and answers how many are marked."""
    try:
        _save_tap(request, opened)
    except NotNow as refusal:
        return HttpResponse(str(refusal.message), content_type="text/plain; charset=utf-8")
    counted = _counted(marks.roster(opened.meeting, request.actor.account))
    return HttpResponse(counted, content_type="text/plain; charset=utf-8")


def _save_tap(request: PageRequest, opened: OpenMeeting) -> None:
    for row in opened.rows:
        if status := request.POST.get(row.key):
            marks.mark(by=request.actor.account, meeting=opened.meeting, case=row.case, status=status)


@page(may=RUNS_GROUPS, about=meeting_to_mark, purpose="groups", methods=("POST",))
def attendance_draft(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """The group's note saves itself while it is written."""
    if not opened.group.writes:
        raise NotFound
    author, meeting, note = request.actor.account, opened.meeting, _note(request)
    if note == meeting.note:
        drafts.discard(author=author, form=NOTE_DRAFT, about=meeting.uid)
        return HttpResponse("", content_type="text/plain; charset=utf-8")
    drafts.save(author=author, form=NOTE_DRAFT, about=meeting.uid, scope=meeting.scope, content={"note": note})
    return HttpResponse(_("Draft saved"), content_type="text/plain; charset=utf-8")


# One row, and walk-ins


@page(may=RUNS_GROUPS, about=meeting_to_mark, purpose="groups")
def attendance_row(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """Another mark for one person, or none: every mark, "remove the mark", and for a walk-in "off the list"."""
    match = request.resolver_match
    key = match.kwargs["key"] if match else ""
    row = next((row for row in opened.rows if row.key == key), None)
    if row is None or row.own:
        raise NotFound
    if request.method == "POST":
        by, meeting, case = request.actor.account, opened.meeting, row.case
        try:
            if "remove" in request.POST:
                marks.unmark(by=by, meeting=meeting, case=case)
            elif "off" in request.POST:
                marks.remove_walk_in(by=by, meeting=meeting, case=case)
            else:
                marks.mark(by=by, meeting=meeting, case=case, status=request.POST.get("status", ""))
        except NotNow as refusal:
            messages.error(request, str(refusal.message))
        return redirect("attendance", opened.meeting.uid)
    context = {
        "meeting": opened.meeting,
        "row": row,
        "name": row.case.subject.participant.roster_name,
        "marks": [(status.value, status.label) for status in (*THREE, *OTHER)],
        "any_safety": row.case.subject.participant.safety_prohibition is True,
    }
    return TemplateResponse(request, "pathways/desk/attendance_row.html", context)


@page(may=RUNS_GROUPS, about=meeting_to_mark, purpose="groups")
def walk_in_add(request: PageRequest, opened: OpenMeeting) -> HttpResponseBase:
    """Find somebody among those whom one already works with, and put them on the list of this meeting, unmarked."""
    cases = walk_ins.candidates(request.actor, opened)
    if chosen := uuid_in(request.POST.get("case", "")):
        case = next((case for case in cases if case.uid == chosen), None)
        if case is None:
            raise NotFound
        show(request, pairs=(), subjects=[case.subject.uid])
        try:
            marks.add_walk_in(by=request.actor.account, meeting=opened.meeting, case=case)
        except NotNow as refusal:
            messages.error(request, str(refusal.message))
        return redirect("attendance", opened.meeting.uid)
    q = request.POST.get("q", "").strip()[:60]
    found, more = walk_ins.find(cases, q) if q else ([], False)
    show(request, pairs=names_of(found), subjects=[case.subject.uid for case in found])
    context = {"meeting": opened.meeting, "q": q, "cases": found, "more": more}
    return TemplateResponse(request, "pathways/desk/walk_in_add.html", context)
