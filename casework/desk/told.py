"""What was told about a person to whom, and the form that records it after a phone call: two taps and a button."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import told
from casework.access import CASE_WORK, OpenCase, case_to_work
from casework.desk import case_head
from casework.forms.told import ToldForm
from consent import disclosed_items, submissions
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.fields import readable


@page(may=CASE_WORK, about=case_to_work, purpose="referral", methods=("GET", "HEAD"))
def case_told(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """The form, and below it everything that was told."""
    return _page(request, opened, bound=False)


@page(may=CASE_WORK, about=case_to_work, purpose="referral", action="disclose", methods=("POST",))
def case_told_record(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Record it; nothing without a ground in force at this moment."""
    return _page(request, opened, bound=True)


def _page(request: PageRequest, opened: OpenCase, *, bound: bool) -> HttpResponseBase:
    hidden = opened.participant.safety_prohibition is not False
    whom = told.addressees(opened, by=request.actor.account)
    form = ToldForm(request.POST if bound else None, whom=whom, items=told.offered(whom, hidden=hidden))
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _record(request, opened, form))
        except NotNow as refusal:
            form.add_error("items", str(refusal.message))
    head = case_head.head(opened, "case-told")
    head["actions"] = []  # the page has an act of its own
    context = {
        "head": head,
        "case": opened.case,
        "form": form,
        "without": [each.organisation.name for each in whom if each.in_force is None],
        "rows": [_row(row) for row in told.of_case(opened.case)],
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }
    return TemplateResponse(request, "casework/desk/case_told.html", context)


def _record(request: PageRequest, opened: OpenCase, form: ToldForm) -> str:
    typed = {name: form.cleaned_data[name] for name in ("items", "channel", "words")}
    told.tell(by=request.actor.account, opened=opened, recipient=form.organisation(), **typed)
    messages.success(request, _("What was told has been recorded."))
    return reverse("case-told", args=[opened.case.uid])


def _row(row: Any) -> dict[str, Any]:
    return {"row": row, "items": disclosed_items.of(row), "words": row.told if row.scope and readable(row.told) else ""}
