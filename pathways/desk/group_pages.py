"""Groups: the list, one group with its meetings, who takes part and who waits."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.access import CASE_WORK
from consent.door import PageRequest, nobody, page, show
from consent.errors import NotFound, NotNow
from consent.folding import finnish_sort_key
from consent.periods import day_in_finland, today
from pathways import enrolments, group_rows, groups, turnout
from pathways.access import (
    KNOWS_OF_GROUPS,
    SEES_GROUPS,
    STARTS_GROUPS,
    OpenGroup,
    group_to_see,
    names_of,
    own_among,
)
from pathways.models import Enrolment, GroupSession
from pathways.own_people import uuid_in

PAGE_ROWS = 50
COMING_SHOWN = 5
PAST_SHOWN = 8


@page(may=SEES_GROUPS, about=nobody, purpose="none", methods=("GET", "HEAD"))
def group_list(request: PageRequest) -> HttpResponseBase:
    """Own groups first, by the next meeting; as worker or coordinator all groups of the programme."""
    actor = request.actor
    knows_all = actor.has(*KNOWS_OF_GROUPS)
    own, ended = pgettext("groups", "Own"), pgettext("groups", "Ended")
    kinds = {"": _("All groups"), "own": own, "ended": ended} if knows_all else {}
    kinds = kinds or {"": own, "ended": ended}
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    number = _page_number(request)
    rows = list(group_rows.listed(actor, kind)[(number - 1) * PAGE_ROWS : number * PAGE_ROWS + 1])
    address = reverse("group-list")
    here = f"{address}?kind={kind}&page=" if kind else f"{address}?page="
    empty = {"": _("No groups have been started yet."), "own": _("You have no groups."), "ended": _("None has ended.")}
    context = {
        "rows": [
            {"group": row, "is_today": row.mine and row.next_start and day_in_finland(row.next_start) == today()}
            for row in rows[:PAGE_ROWS]
        ],
        "filters": [
            {"href": f"{address}?kind={value}" if value else address, "label": label, "current": value == kind}
            for value, label in kinds.items()
        ],
        "empty": empty[kind if knows_all or kind else "own"],
        "starts": actor.has(*STARTS_GROUPS),
        "newer": f"{here}{number - 1}" if number > 1 else "",
        "older": f"{here}{number + 1}" if len(rows) > PAGE_ROWS else "",
    }
    return TemplateResponse(request, "pathways/desk/group_list.html", context)


def _page_number(request: PageRequest) -> int:
    typed = request.GET.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def group_head(group: OpenGroup, current: str, meeting: GroupSession | None = None) -> dict[str, Any]:
    """What stands on top of every page of a group; `meeting` is the one whose attendance is to be marked."""
    uid = group.series.uid
    tabs = [
        ("group-detail", pgettext("of a group", "Meetings")),
        ("group-participants", _("Participants")),
        ("group-queue", _("Queue")),
    ]
    return {
        "group": group,
        "series": group.series,
        "meeting": meeting if group.runs else None,
        "tabs": [
            {"href": reverse(name, args=[uid]), "label": label, "current": name == current} for name, label in tabs
        ],
    }


@page(may=SEES_GROUPS, about=group_to_see, purpose="groups", methods=("GET", "HEAD"))
def group_detail(request: PageRequest, group: OpenGroup) -> HttpResponseBase:
    """The meetings of a group on a rail: those to come, and those held or cancelled, newest first."""
    rows = group_rows.meeting_rows(group.series)
    coming = [row for row in rows if row.is_ahead or row.is_today]
    past = [row for row in reversed(rows) if not (row.is_ahead or row.is_today)]
    context = group_head(group, "group-detail", group_rows.to_mark(rows)) | {
        "coming": coming[:COMING_SHOWN],
        "later": coming[COMING_SHOWN:],
        "past": past[:PAST_SHOWN],
        "earlier": past[PAST_SHOWN:],
        "facilitators": groups.in_force(group.series),
        "taken": enrolments.members(group.series).count(),
        "upcoming": next((r.meeting for r in coming if r.meeting.state != GroupSession.State.CANCELLED), None),
    }
    return TemplateResponse(request, "pathways/desk/group_detail.html", context)


def _people(request: PageRequest, group: OpenGroup, rows: list[Enrolment]) -> tuple[list[dict[str, Any]], int]:
    """Rows that this reader may see by name, and how many others there are; whoever is shown is logged."""
    own = own_among(request.actor, [row.case for row in rows])
    shown = rows if group.runs else [row for row in rows if row.case_id in own]
    cases = [row.case for row in shown]
    show(request, pairs=names_of(cases), subjects=[case.subject.uid for case in cases])
    people = [
        {
            "enrolment": row,
            "name": row.case.subject.participant.roster_name,
            "is_own": row.case_id in own,
            "safety": row.case.subject.participant.safety_prohibition is True,
        }
        for row in shown
    ]
    return people, len(rows) - len(shown)


@page(may=SEES_GROUPS, about=group_to_see, purpose="groups", methods=("GET", "HEAD"))
def group_participants(request: PageRequest, group: OpenGroup) -> HttpResponseBase:
    """Who has a place: first name and initial; a link where the reader may open the case file."""
    members = list(enrolments.members(group.series))
    people, others = _people(request, group, members)
    turnouts = turnout.of(row["enrolment"] for row in people)
    for person in people:
        person["turnout"] = turnouts[person["enrolment"].pk].words
    people.sort(key=lambda person: finnish_sort_key(person["name"]))
    context = group_head(group, "group-participants") | {
        "people": people,
        "others": others,
        "any_safety": any(person["safety"] for person in people),
        "enrols": request.actor.has(*CASE_WORK),
    }
    return TemplateResponse(request, "pathways/desk/group_participants.html", context)


@page(may=SEES_GROUPS, about=group_to_see, purpose="groups")
def group_queue(request: PageRequest, group: OpenGroup) -> HttpResponseBase:
    """Who waits, in turn; a free place is given by whoever leads the group, or by a worker to an own participant."""
    waiting = list(enrolments.queue(group.series))
    if request.method == "POST":
        return _give_place(request, group, waiting)
    people, others = _people(request, group, waiting)
    taken = enrolments.members(group.series).count()
    for person in people:
        person["turn"] = waiting.index(person["enrolment"]) + 1
        person["may_seat"] = taken < group.series.capacity and _may_seat(request, group, person["is_own"])
    context = group_head(group, "group-queue") | {
        "people": people,
        "others": others,
        "any_safety": any(person["safety"] for person in people),
        "free": max(0, group.series.capacity - taken),
    }
    return TemplateResponse(request, "pathways/desk/group_queue.html", context)


def _may_seat(request: PageRequest, group: OpenGroup, is_own: bool) -> bool:
    return group.writes or (is_own and request.actor.has(*CASE_WORK))


def _give_place(request: PageRequest, group: OpenGroup, waiting: list[Enrolment]) -> HttpResponseBase:
    chosen = uuid_in(request.POST.get("enrolment", ""))
    enrolment = next((row for row in waiting if row.uid == chosen), None)
    own = own_among(request.actor, [row.case for row in waiting])
    if enrolment is None or not _may_seat(request, group, enrolment.case_id in own):
        raise NotFound
    show(request, pairs=(), subjects=[enrolment.case.subject.uid])
    try:
        enrolments.give_place(enrolment, by=request.actor.account)
        messages.success(request, _("The place is given"))
    except NotNow as refusal:
        messages.error(request, str(refusal.message))
    return redirect("group-queue", group.series.uid)
