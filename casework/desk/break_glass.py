"""Opening a case file in an emergency, on a page of its own; and the pages on which others look at why."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import break_glass as emergency
from casework.access_in_emergency import (
    REVIEWERS,
    Openings,
    ToOpen,
    ToReview,
    case_to_open_in_emergency,
    opening_to_review,
    openings,
)
from casework.desk.paging import page_number
from casework.forms.break_glass import OpenForm, ReviewForm
from casework.models import BreakGlass
from casework.relations import CASE_WORK
from consent import submissions
from consent.door import PageRequest, page, show
from consent.errors import NotNow
from consent.models import Role

PAGE = 30


@page(may=CASE_WORK, about=case_to_open_in_emergency, purpose="guidance")
def break_glass(request: PageRequest, found: ToOpen) -> HttpResponseBase:
    """A reason, what follows, one button; whoever reads the case file anyway is led there."""
    case = found.case
    if found.reads:
        return redirect("case-detail", uid=case.uid)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _open(request, found, form.cleaned_data["reason"]))
        except NotNow as refusal:
            form.add_error("reason", str(refusal.message))
    context = {
        "form": form,
        "case": case,
        "ask": found.coordinator,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }
    return TemplateResponse(request, "casework/desk/break_glass.html", context)


def _open(request: PageRequest, found: ToOpen, reason: str) -> str:
    emergency.open_in_emergency(by=request.actor.account, case=found.case, reason=reason)
    return reverse("case-detail", args=[found.case.uid])


@page(may=REVIEWERS, about=openings, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_break_glass(request: PageRequest, found: Openings) -> HttpResponseBase:
    """Openings with their reasons; those that wait for review stand first."""
    number = page_number(request)
    waiting = list(found.rows().filter(reviewed_at__isnull=True).order_by("review_due_on", "pk")[:PAGE])
    first = (number - 1) * PAGE
    done = list(found.rows().filter(reviewed_at__isnull=False)[first : first + PAGE + 1])
    shown = [*waiting, *done[:PAGE]]
    show(request, pairs=found.pairs(shown), subjects=[row.case.subject.uid for row in shown])
    context = {
        "waiting": [_row(request, row) for row in waiting],
        "done": [_row(request, row) for row in done[:PAGE]],
        "officer": request.actor.has(Role.OFFICER),
        "newer": f"?page={number - 1}" if number > 1 else "",
        "older": f"?page={number + 1}" if len(done) > PAGE else "",
    }
    return TemplateResponse(request, "casework/desk/privacy_break_glass.html", context)


def _row(request: PageRequest, opening: BreakGlass) -> dict[str, Any]:
    return {
        "opening": opening,
        "role": Role(opening.role).label,
        "overdue": emergency.overdue(opening),
        "own": opening.account_id == request.actor.account.pk,
    }


@page(may=REVIEWERS, about=opening_to_review, purpose="privacy")
def privacy_break_glass_review(request: PageRequest, found: ToReview) -> HttpResponseBase:
    """One opening with its reason, and what came of the review."""
    opening = found.opening
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            emergency.review(opening, by=request.actor.account, **form.cleaned_data)
            messages.success(request, _("The review has been recorded."))
            return redirect("privacy-break-glass")
        except NotNow as refusal:
            form.add_error("verdict", str(refusal.message))
    context = {"row": _row(request, opening), "opening": opening, "form": form, "own": found.own}
    return TemplateResponse(request, "casework/desk/privacy_break_glass_review.html", context)
