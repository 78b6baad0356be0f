"""Retention: what is due, what is held, and for how long each kind of data is kept. Numbers and days; no names."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent import keyring, references, retention, submissions
from consent.access import OFFICER, Oversight, oversight
from consent.access_to_erasing import retention_class, retention_hold
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.forms.erasing import ClassForm, HoldForm
from consent.models import RetentionClass, RetentionHold, Role
from consent.periods import today

MOST_SHOWN = 300


@page(may=OFFICER, about=oversight, purpose="privacy", action="list")
def privacy_retention(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """The list of what is due within a month; the officer proposes, another approves."""
    rows = retention.preview(found.programmes, until=today() + retention.AHEAD)[:MOST_SHOWN]
    if request.method == "POST":
        return submissions.once(request, lambda: _propose(request, rows))
    holds = RetentionHold.objects.filter(subject__programme__in=found.programmes, lifted_at__isnull=True)
    held = list(holds.select_related("placed_by").order_by("placed_at", "pk")[:MOST_SHOWN])
    numbers = references.named("case", [hold.case_uid for hold in held], found.programmes)
    context = {
        "rows": rows,
        "offered": any(row.offered for row in rows),
        "holds": [{"hold": hold, "number": numbers.get(hold.case_uid, "")} for hold in held],
        "submission": str(uuid.uuid4()),
        "today": today(),
    }
    return TemplateResponse(request, "consent/desk/privacy_retention.html", context)


def _propose(request: PageRequest, rows: list[retention.Due]) -> str:
    chosen = set(request.POST.getlist("date"))
    picked = [row for row in rows if row.offered and str(row.date.pk) in chosen]
    try:
        with transaction.atomic():
            made = retention.propose_due(by=request.actor, chosen=picked)
    except NotNow as refused:
        messages.warning(request, str(refused.message))
        return reverse("privacy-retention")
    if not made:
        messages.warning(request, _("Choose at least one."))
        return reverse("privacy-retention")
    words = ngettext("%(number)s proposed.", "%(number)s proposed.", len(made)) % {"number": len(made)}
    messages.success(request, words + " " + _("Nothing is erased before a second person has approved it."))
    return reverse("privacy-erasing")


@page(may=OFFICER, about=oversight, purpose="privacy")
def privacy_retention_hold(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Place a hold on a case file."""
    programmes = request.actor.programmes(Role.OFFICER)
    form = HoldForm(request.POST if request.method == "POST" else None, programmes=programmes)
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _hold(request, form))
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    context = {"form": form, "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4())}
    return TemplateResponse(request, "consent/desk/privacy_retention_hold.html", context)


def _hold(request: PageRequest, form: HoldForm) -> str:
    case, typed = form.chosen(), form.cleaned_data
    with keyring.also(sealing=[case.scope]):
        retention.hold(by=request.actor, case=case, why=typed["why"], reason=typed["reason"])
    messages.success(request, _("The case file is kept until the hold is lifted."))
    return reverse("privacy-retention")


@page(may=OFFICER, about=retention_hold, purpose="privacy", methods=("POST",))
def privacy_retention_lift(request: PageRequest, placed: RetentionHold) -> HttpResponseBase:
    """Lift a hold."""
    try:
        with transaction.atomic():
            retention.lift(placed, by=request.actor)
    except NotNow as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, _("The hold was lifted."))
    return redirect("privacy-retention")


@page(may=OFFICER, about=oversight, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_retention_classes(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Every class with its versions, the newest first."""
    rows = RetentionClass.objects.filter(programme__in=found.programmes).select_related("programme")
    day = today()
    shown = [{"of": row, "state": _state(row, day)} for row in rows.order_by("programme__name", "code", "-valid_from")]
    return TemplateResponse(request, "consent/desk/privacy_retention_classes.html", {"rows": shown})


def _state(row: RetentionClass, day: datetime.date) -> str:
    if row.valid_from > day:
        return "ahead"
    return "over" if row.valid_until is not None and row.valid_until < day else "now"


@page(may=OFFICER, about=retention_class, purpose="privacy")
def privacy_retention_class(request: PageRequest, of: RetentionClass) -> HttpResponseBase:
    """The next version of a class, from a day to come."""
    initial: dict[str, Any] = {"months": of.months, "source": of.source, "action": of.action}
    form = ClassForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _next_version(request, of, form))
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    context = {"of": of, "form": form, "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4())}
    return TemplateResponse(request, "consent/desk/privacy_retention_class.html", context)


def _next_version(request: PageRequest, of: RetentionClass, form: ClassForm) -> str:
    retention.new_version(of, by=request.actor, **form.cleaned_data)
    messages.success(request, _("The new version was saved."))
    return reverse("privacy-retention-classes")
