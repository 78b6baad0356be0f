"""Who works on a case file: shown to its readers, changed by the lead worker and the coordinator."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import assignments
from casework.access import SEES_REGISTER, Staffing, assignment_to_end, people_of_case, people_to_assign
from casework.desk import case_head
from casework.forms.assignments import AssignmentForm, EndForm
from casework.models import Assignment, CaseFile
from consent import submissions, wording
from consent.door import PageRequest, page
from consent.errors import NotNow

MOST_SHOWN = 100


@page(may=SEES_REGISTER, about=people_of_case, purpose="guidance")
def case_people(request: PageRequest, staffing: Staffing) -> HttpResponseBase:
    """Rows of role, from, until and reason; those in force first."""
    rows = Assignment.objects.filter(case=staffing.case).select_related("account")
    if not staffing.knows_of_health:
        rows = rows.exclude(role=Assignment.Role.HEALTH)
    shown = list(rows.order_by("-starts_on", "-pk")[:MOST_SHOWN])
    is_open = staffing.case.state == CaseFile.State.OPEN
    working = [row for row in shown if row.ended_on is None]
    context = _context(staffing) | {
        "working": sorted(working, key=lambda row: row.role != Assignment.Role.LEAD),
        "former": [row for row in shown if row.ended_on is not None],
        "adds": staffing.assigns and is_open,
        "ends": [row for row in working if staffing.assigns and not (is_open and row.role == Assignment.Role.LEAD)],
    }
    return TemplateResponse(request, "casework/desk/case_people.html", context)


@page(may=SEES_REGISTER, about=people_to_assign, purpose="guidance")
def case_people_new(request: PageRequest, staffing: Staffing) -> HttpResponseBase:
    """Assign somebody; the right to read begins at once."""
    form = AssignmentForm(request.POST if request.method == "POST" else None, case=staffing.case)
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _assign(request, staffing, form))
        except NotNow as refusal:
            form.add_error("role", str(refusal.message))
    context = _context(staffing, acts=False) | {
        "form": form,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }
    return TemplateResponse(request, "casework/desk/case_people_new.html", context)


def _assign(request: PageRequest, staffing: Staffing, form: AssignmentForm) -> str:
    typed = {name: form.cleaned_data[name] for name in ("role", "why", "starts_on", "until")}
    assignments.assign(by=request.actor.account, case=staffing.case, account=form.worker(), **typed)
    messages.success(request, _("The worker has been added."))
    return _after(request, staffing)


@page(may=SEES_REGISTER, about=assignment_to_end, purpose="guidance")
def case_people_end(request: PageRequest, found: tuple[Staffing, Assignment]) -> HttpResponseBase:
    """End an assignment; the right to read ends at once."""
    staffing, assignment = found
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            assignments.end(assignment, by=request.actor.account, why=form.cleaned_data["why"])
            messages.success(request, _("The assignment has ended."))
            return redirect(_after(request, staffing))
        except NotNow as refusal:
            form.add_error("why", str(refusal.message))
    context = _context(staffing, acts=False) | {"form": form, "assignment": assignment}
    return TemplateResponse(request, "casework/desk/case_people_end.html", context)


def _after(request: PageRequest, staffing: Staffing) -> str:
    """Back to the page of workers, unless one's own work here has just ended with it."""
    mine = Assignment.objects.filter(case=staffing.case, account=request.actor.account, ended_on=None)
    coordinates = staffing.case.programme_id in request.actor.programmes("coordinator")
    return (
        reverse("case-people", args=[staffing.case.uid])
        if coordinates or mine.exists()
        else reverse("participant-list")
    )


def _context(staffing: Staffing, *, acts: bool = True) -> dict[str, Any]:
    """The head of the page: the case's own for its readers, for a coordinator name and number alone.

    `acts` off where the page has its own act: one filled button on a view.
    """
    case = staffing.case
    if staffing.reads:
        head = case_head.head(staffing.opened, "case-people")
        head["actions"] = head["actions"] if acts else []
    else:
        line = _("%(number)s, since %(day)s") % {"number": case.number, "day": wording.day_full(case.opened_on)}
        head = {
            "line": line,
            "name": staffing.opened.participant.name,
            "actions": [],
            "safety_prohibition": False,
            "facts": [],
            "tabs": [],
            "tabs_label": "",
        }
    return {"head": head, "staffing": staffing, "case": case}
