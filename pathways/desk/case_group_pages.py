"""The groups of one participant: places, turns in the queue, how often they came."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.access import CASE_READ, CASE_WORK, OpenCase, case_to_read, case_to_work
from consent import typed_dates, wording
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.periods import today
from pathways import enrolments, group_rows, groups_of_case
from pathways.access import enrolment_to_work
from pathways.desk import kept
from pathways.desk.plan_pages import case_context
from pathways.forms.groups import EnrolForm, LeaveForm
from pathways.models import Enrolment, GroupSeries


@page(may=CASE_READ, about=case_to_read, purpose="guidance", methods=("GET", "HEAD"))
def case_groups(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Groups now and before, with "15 times out of 16"."""
    now_in, before = groups_of_case.rows(opened.case, request.actor)
    context = case_context(opened, "case-groups") | {"now_in": now_in, "before": before}
    return TemplateResponse(request, "pathways/desk/case_groups.html", context)


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def case_enrol(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Take a place in a group of the programme, or a turn in its queue when it is full."""
    running = GroupSeries.objects.filter(group_rows.is_running(), programme=opened.case.programme_id)
    if request.method != "POST":  # a form that comes twice must find its group again
        already = enrolments.of_case(opened.case).filter(state__in=enrolments.LIVE).order_by()
        running = running.exclude(pk__in=already.values("series"))
    found = {str(row.uid): row for row in group_rows.with_places(group_rows.with_next(running)).order_by("title", "pk")}
    offered = [(uid, _offer(row)) for uid, row in found.items()]
    form = EnrolForm(request.POST or None, offered=offered, initial={"on": typed_dates.shown(today())})
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            series = found[form.cleaned_data["group"]]
            on = form.cleaned_data["on"]
            made = enrolments.enrol(by=request.actor.account, series=series, case=opened.case, on=on)
            waits = made.state == Enrolment.State.WAITING
            messages.success(request, _("The group is full: in the queue") if waits else _("The place is taken"))
            return reverse("case-groups", args=[opened.case.uid])

        if answer := kept.carried_out(request, form, act):
            return answer
    context = case_context(opened, "case-groups") | {
        "form": form,
        "offered": offered,
        "submission": kept.submission(),
    }
    return TemplateResponse(request, "pathways/desk/case_enrol.html", context)


def _offer(row: Any) -> str:
    """One line of a choice: title, next meeting, places."""
    when = wording.meeting(row.next_start, row.next_end) if row.next_start else ""
    full = row.taken >= row.capacity
    places = _("full, there is a queue") if full else _("%(taken)s/%(all)s places") % _places(row)
    return ", ".join(part for part in (row.title, when, places) if part)


def _places(row: Any) -> dict[str, int]:
    return {"taken": row.taken, "all": row.capacity}


@page(may=CASE_WORK, about=enrolment_to_work, purpose="guidance")
def case_leave(request: PageRequest, it: tuple[OpenCase, Enrolment]) -> HttpResponseBase:
    """The last day in a group, or out of its queue."""
    opened, enrolment = it
    initial = {"on": typed_dates.shown(today())}
    form = LeaveForm(request.POST or None, first=enrolment.starts_on, initial=initial)
    waiting = enrolment.state == Enrolment.State.WAITING
    if waiting:
        del form.fields["on"]
    if request.method == "POST" and form.is_valid():
        try:
            enrolments.leave(enrolment, by=request.actor.account, on=form.cleaned_data.get("on"))
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The part in the group has ended"))
            return redirect("case-groups", opened.case.uid)
    context = case_context(opened, "case-groups") | {"enrolment": enrolment, "form": form, "waiting": waiting}
    return TemplateResponse(request, "pathways/desk/case_leave.html", context)
