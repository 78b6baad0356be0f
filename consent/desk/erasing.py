"""Erasing: what waits for a second person, what was erased, and its certificate. Ids, days and counts; no names."""

import functools
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import disposals_in_words, erasure, references, requests, submissions
from consent.access import OFFICER, Oversight, oversight
from consent.access_to_erasing import APPROVERS, Disposals, disposal, disposals, reasons
from consent.door import PageRequest, page, show
from consent.errors import NotNow
from consent.forms.erasing import ErasingForm
from consent.models import Disposal, Role

MOST_SHOWN = 100
State = Disposal.State


@page(may=APPROVERS, about=disposals, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_erasing(request: PageRequest, found: Disposals) -> HttpResponseBase:
    """What waits, then what was decided, newest first."""
    rows = list(found.rows[:MOST_SHOWN])
    show(request, pairs=reasons(rows, found.audience), subjects=[])
    numbers = references.named("case", [row.case_uid for row in rows], {row.programme_id for row in rows})
    shown = [_row(row, request, numbers) for row in rows]
    context = {
        "waiting": [row for row in shown if row["disposal"].state == State.PROPOSED],
        "decided": [row for row in shown if row["disposal"].state != State.PROPOSED],
        "proposes": found.proposes,
    }
    return TemplateResponse(request, "consent/desk/privacy_erasing.html", context)


def _row(row: Disposal, request: PageRequest, numbers: dict[uuid.UUID, str]) -> dict[str, Any]:
    return {
        "disposal": row,
        "number": numbers.get(row.case_uid, "") if row.case_uid else "",
        "decides": erasure.may_decide(row, request.actor),
        "takes_back": row.proposed_by_id == request.actor.account.pk,
        "reason": row.redaction.reason if row.kind == Disposal.Kind.PASSAGE else "",
    }


@page(may=OFFICER, about=oversight, purpose="privacy")
def privacy_erasing_new(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Propose erasing what belongs to a case file's number."""
    programmes = request.actor.programmes(Role.OFFICER)
    form = ErasingForm(request.POST if request.method == "POST" else None, programmes=programmes)
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _propose(request, form))
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    context = {"form": form, "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4())}
    return TemplateResponse(request, "consent/desk/privacy_erasing_new.html", context)


def _propose(request: PageRequest, form: ErasingForm) -> str:
    case, kind, why = form.chosen(), form.cleaned_data["kind"], form.cleaned_data["why"]
    erasure.propose(
        by=request.actor,
        kind=kind,
        why=why,
        request=requests.granted_erasure(case.subject) if why == Disposal.Why.REQUEST else None,
        subject=case.subject,
        programme=case.programme,
        case_uid=None if kind == Disposal.Kind.PERSON else case.uid,
    )
    messages.success(request, _("Proposed. Nothing is erased before a second person has approved it."))
    return reverse("privacy-erasing")


@page(may=APPROVERS, about=disposal, purpose="privacy", methods=("POST",))
def privacy_erasing_decide(request: PageRequest, row: Disposal) -> HttpResponseBase:
    """Approve one, with what was proposed together, or refuse it."""
    approves = request.POST.get("decision") == "approve"
    together = [row]
    if row.batch is not None:
        waiting = disposals(request.actor).it.rows.filter(batch=row.batch, state=State.PROPOSED)
        together = list(waiting.order_by("pk")) or together
    try:
        with transaction.atomic():
            for each in together:
                (erasure.approve if approves else erasure.refuse)(each, by=request.actor)
    except NotNow as refused:
        messages.warning(request, str(refused.message))
        return redirect("privacy-erasing")
    if approves:
        for each in together:
            transaction.on_commit(functools.partial(_carry_out, each), robust=True)
    messages.success(request, _("Approved. It is erased now.") if approves else _("It was not approved."))
    return redirect("privacy-erasing")


def _carry_out(row: Disposal) -> None:
    """At once, after the approval was committed; what fails here `run_due` and `erase` finish."""
    fresh = Disposal.objects.select_related("subject").get(pk=row.pk)
    if erasure.may_begin(fresh):
        erasure.carry_out(fresh)


@page(may=APPROVERS, about=disposal, purpose="privacy", methods=("GET", "HEAD"))
def privacy_erasing_certificate(request: PageRequest, row: Disposal) -> HttpResponseBase:
    """What was destroyed, when, by which two people, and what backups still hold; made to be printed."""
    context = {
        "disposal": row,
        "counts": disposals_in_words.counts(row),
        "backups_until": disposals_in_words.backups_until(row),
    }
    return TemplateResponse(request, "consent/desk/privacy_erasing_certificate.html", context)
