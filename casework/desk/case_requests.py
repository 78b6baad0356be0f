"""What a person asks by right, through the worker: written down here, decided and answered by the officer."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.access import CASE_WORK, OpenCase, case_to_heed
from casework.access_to_entries import OpenEntry, health_entry_to_read, session_to_heed
from casework.desk import case_head
from casework.desk.sessions import address
from casework.models import GuidanceSession, HealthEntry
from consent import requests, statements, wording
from consent.door import PageRequest, page
from consent.errors import NotFound, NotNow
from consent.forms.requests import StatementForm, WorkerReceiveForm, submission
from consent.models import DataRequest, Role
from consent.periods import today
from consent.submissions import once

MOST_SHOWN = 20
HOWS = [(how.value, how.label) for how in (DataRequest.Identity.KNOWN, DataRequest.Identity.DOCUMENT)]


@page(may=CASE_WORK, about=case_to_heed, purpose="privacy")
def case_requests(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """The requests of this person with their clocks, and a form for one more."""
    if request.method == "POST" and "identity_of" in request.POST:
        return _identify(request, opened)
    first = {"received_on": today(), "channel": "in_person", "how": ""}
    form = WorkerReceiveForm(request.POST or None, initial=first, entries=_entries(opened))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return once(request, lambda: _receive(request, opened, form))
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    rows = DataRequest.objects.filter(subject=opened.case.subject).order_by("-received_on", "-pk")[:MOST_SHOWN]
    context: dict[str, Any] = {
        "opened": opened,
        "head": case_head.head(opened, "case-consents"),
        "rows": [{"request": row, "due": requests.due_in_words(row, today()), "asks": _asks(row)} for row in rows],
        "hows": HOWS,
        "form": form,
        "submission": submission(request.POST),
    }
    return TemplateResponse(request, "casework/desk/case_requests.html", context)


def _asks(row: DataRequest) -> bool:
    """Whether somebody has yet to say that it is this person who asks."""
    return row.state in requests.OPEN and not row.identity


def _identify(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """A worker who has seen the person says so."""
    try:
        row = DataRequest.objects.filter(
            subject=opened.case.subject, uid=uuid.UUID(request.POST["identity_of"])
        ).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound
    requests.check_identity(row, by=request.actor.account, how=request.POST.get("how", ""))
    messages.success(request, _("It is recorded how the person was known."))
    return redirect("case-requests", opened.case.uid)


def _entries(opened: OpenCase) -> list[tuple[requests.About, str]]:
    """The entries that this worker reads, the latest first: what a correction may be about."""
    models: list[Any] = [GuidanceSession, *([HealthEntry] if opened.opens_health else [])]
    rows = [row for model in models for row in model.objects.filter(case=opened.case).order_by("-held_on")[:MOST_SHOWN]]
    return [
        (requests.About(kind_of(row), row.uid), f"{wording.date_full(row.held_on)}, {row.get_kind_display()}")
        for row in sorted(rows, key=lambda row: row.held_on, reverse=True)
    ]


def kind_of(entry: GuidanceSession | HealthEntry) -> str:
    """How an entry is called where it is told (`casework.exported`)."""
    return "health_entry" if isinstance(entry, HealthEntry) else "session"


def _receive(request: PageRequest, opened: OpenCase, form: WorkerReceiveForm) -> str:
    by = request.actor.account
    row = requests.receive(by=by, subject=opened.case.subject, **form.given())
    if form.cleaned_data["how"]:
        requests.check_identity(row, by=by, how=form.cleaned_data["how"])
    messages.success(request, _("The request is registered. The data protection officer answers it."))
    return reverse("case-requests", args=[opened.case.uid])


@page(may=CASE_WORK, about=session_to_heed, purpose="privacy")
def session_statement(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """The person's own words beside a session."""
    return _state(request, it)


@page(may={Role.HEALTH}, about=health_entry_to_read, purpose="privacy")
def health_entry_statement(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """The same beside a health entry."""
    return _state(request, it)


def _state(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    form, entry = StatementForm(request.POST or None), it.entry
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            statements.write(
                by=request.actor.account,
                subject=it.opened.case.subject,
                about_kind=kind_of(entry),
                about_uid=entry.uid,
                scope=entry.scope,
                text=form.cleaned_data["text"],
            )
            messages.success(request, _("The person's words stand beside the entry."))
            return address(entry)

        return once(request, act)
    context = {"entry": entry, "form": form, "submission": submission(request.POST), "back": address(entry)}
    return TemplateResponse(request, "casework/desk/session_statement.html", context)
