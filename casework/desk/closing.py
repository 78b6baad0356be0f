"""Closing a case file, opening it again, and proposing that a text is removed: pages of the lead worker."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import closing, redacting
from casework.access import CASE_WORK, OpenCase
from casework.access_to_closing import case_to_close, health_entry_to_redact, session_to_redact
from casework.access_to_entries import OpenEntry
from casework.desk import case_head
from casework.forms.closing import ClosingForm, RedactingForm, ReopeningForm
from consent import submissions
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.models import Role


@page(may=CASE_WORK, about=case_to_close, purpose="guidance")
def case_close(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """What is still open is said; the worker decides what ends with the file."""
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():

        def act() -> str:
            closing.close(by=request.actor.account, case=opened.case, **form.cleaned_data)
            messages.success(request, _("The case file was closed."))
            return reverse("case-detail", args=[opened.case.uid])

        return _once(request, form, act) or _close_page(request, opened, form)
    return _close_page(request, opened, form)


def _close_page(request: PageRequest, opened: OpenCase, form: ClosingForm) -> HttpResponseBase:
    context = _context(request, opened, form) | {"ends": closing.loose_ends(opened.case)}
    return TemplateResponse(request, "casework/desk/case_close.html", context)


@page(may=CASE_WORK, about=case_to_close, purpose="guidance")
def case_reopen(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Open a closed file again, against a reason."""
    form = ReopeningForm(request.POST if request.method == "POST" else None)
    back = reverse("case-detail", args=[opened.case.uid])
    response = None
    if form.is_valid():

        def act() -> str:
            closing.reopen(by=request.actor, case=opened.case, reason=form.cleaned_data["reason"])
            messages.success(request, _("The case file is open again."))
            return back

        response = _once(request, form, act)
    context = _context(request, opened, form) | {"back": back}
    return response or TemplateResponse(request, "casework/desk/case_reopen.html", context)


def _context(request: PageRequest, opened: OpenCase, form: Any) -> dict[str, Any]:
    return {
        "opened": opened,
        "head": case_head.head(opened, ""),
        "form": form,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }


def _once(request: PageRequest, form: Any, act: Any) -> HttpResponseBase | None:
    """Carry out once; a refusal is said on the form."""
    try:
        with transaction.atomic():
            return submissions.once(request, act)
    except NotNow as refused:
        form.add_error(None, str(refused.message))
        return None


@page(may=CASE_WORK, about=session_to_redact, purpose="guidance")
def session_redact(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """Propose removing a text of a session."""
    return _redact(request, it, reverse("session-detail", args=[it.entry.uid]))


@page(may={Role.HEALTH}, about=health_entry_to_redact, purpose="health")
def health_entry_redact(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """Propose removing a text of a health entry."""
    return _redact(request, it, reverse("health-entry-detail", args=[it.entry.uid]))


def _redact(request: PageRequest, it: OpenEntry, back: str) -> HttpResponseBase:
    form = RedactingForm(request.POST if request.method == "POST" else None)
    response = None
    if form.is_valid():

        def act() -> str:
            redacting.propose(by=request.actor.account, case=it.opened.case, record=it.entry, **form.cleaned())
            messages.success(request, _("Proposed. The text goes when somebody else has approved it."))
            return back

        response = _once(request, form, act)
    context = {
        "opened": it.opened,
        "entry": it.entry,
        "form": form,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
        "back": back,
    }
    return response or TemplateResponse(request, "casework/desk/entry_redact.html", context)
