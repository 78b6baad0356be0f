"""Reading an entry: the sheet as it was confirmed, what was added to it, and the acts that remain."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import assignments, health_ground, sessions
from casework.access import CASE_READ, CASE_WORK, OpenCase
from casework.access_to_entries import (
    OpenEntry,
    case_to_tell_health,
    health_entry_to_read,
    session_to_read,
    session_to_work,
)
from casework.forms.sessions import AmendmentForm, HealthMessageForm
from casework.models import Assignment, GuidanceSession, HealthEntry, Present, Theme
from consent import statements
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.fields import readable
from consent.models import Role
from consent.submissions import once

State = GuidanceSession.State


@page(may=CASE_READ, about=session_to_read, purpose="guidance", methods=("GET", "HEAD"))
def session_detail(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """A session as it was confirmed."""
    assert isinstance(it.entry, GuidanceSession)
    agreed = list(it.entry.agreed_actions.select_related("worker"))
    return TemplateResponse(request, "casework/desk/session_detail.html", _shown(request, it, agreed=agreed))


@page(may={Role.HEALTH}, about=health_entry_to_read, purpose="health", methods=("GET", "HEAD"))
def health_entry_detail(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """A health entry, for those who may open the compartment."""
    return TemplateResponse(request, "casework/desk/session_detail.html", _shown(request, it, agreed=[]))


@page(may=CASE_WORK, about=session_to_work, purpose="guidance")
def session_amend(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """The page on which a confirmed session is amended."""
    return _amend(request, it)


@page(may={Role.HEALTH}, about=health_entry_to_read, purpose="health")
def health_entry_amend(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """The page on which a health entry is amended."""
    return _amend(request, it)


@page(may=CASE_READ, about=session_to_read, purpose="guidance")
def session_error(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """The decision that a session was entered in error."""
    return _mark_error(request, it)


@page(may={Role.HEALTH}, about=health_entry_to_read, purpose="health")
def health_entry_error(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """The decision that a health entry was entered in error."""
    return _mark_error(request, it)


@page(may=CASE_WORK, about=session_to_work, purpose="guidance", methods=("POST",))
def session_cosign(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    """The supervisor confirms what a student wrote."""
    _say(request, lambda: sessions.cosign(it.entry, by=request.actor.account), _("The entry is confirmed."))
    return redirect(address(it.entry))


@page(may=CASE_WORK, about=case_to_tell_health, purpose="health")
def health_message_new(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """A message into the closed compartment: its writer cannot read it any more."""
    form = HealthMessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, text = request.actor.account, form.cleaned_data["text"]

        def act() -> str:
            sessions.send_to_health(by=by, case=opened.case, text=text)
            messages.success(request, _("The message is in the closed compartment. You cannot read it any more."))
            return reverse("case-detail", args=[opened.case.uid])

        try:
            with transaction.atomic():
                return once(request, act)
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    counsellors = [row for row in assignments.in_force(opened.case) if row.role == Assignment.Role.HEALTH]
    context = {"opened": opened, "form": form, "submission": uuid.uuid4(), "counsellors": counsellors}
    context["allowed"] = health_ground.holds(opened.case)
    return TemplateResponse(request, "casework/desk/health_message_new.html", context)


def address(entry: GuidanceSession | HealthEntry, act: str = "detail") -> str:
    """Where an entry is read, or changed in the way that `act` names."""
    kind = "health-entry" if isinstance(entry, HealthEntry) else "session"
    return reverse(f"{kind}-{act}", args=[entry.uid])


def _shown(request: PageRequest, it: OpenEntry, *, agreed: list[Any]) -> dict[str, Any]:
    entry, account = it.entry, request.actor.account
    mine = entry.author_id == account.pk or it.opened.basis == Assignment.Role.LEAD
    own = isinstance(entry, HealthEntry) and entry.author_id == account.pk
    mine_to_redact = it.opened.works and (own or it.opened.basis == Assignment.Role.LEAD)
    amended = it.opened.works and entry.state == State.CONFIRMED
    return {
        "opened": it.opened,
        "entry": entry,
        "agreed": agreed,
        "amendments": list(entry.amendments.select_related("author")),
        "themes": _labels(entry.themes, Theme),
        "present": _labels(entry.present, Present),
        "amend_address": address(entry, "amend") if amended else "",
        "said": statements.beside(entry.uid),
        "statement_address": address(entry, "statement") if it.opened.works or it.opened.restricted else "",
        "error_address": address(entry, "error") if mine and entry.state != State.ERROR else "",
        "redact_address": address(entry, "redact") if mine_to_redact else "",
        "cosigns": it.opened.works and sessions.may_cosign(entry, by=account),
    }


def _labels(codes: Any, choices: Any) -> list[str]:
    """Names of the codes that a sealed list holds; nothing of a list that is locked."""
    if not readable(codes):
        return []
    known = dict(choices.choices)
    return [str(known[code]) for code in codes if code in known]


def _amend(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    form = AmendmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            sessions.amend(it.entry, by=request.actor.account, **form.cleaned_data)
            messages.success(request, _("The amendment has been added."))
            return address(it.entry)

        try:
            with transaction.atomic():
                return once(request, act)
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    context: dict[str, Any] = {"opened": it.opened, "entry": it.entry, "form": form, "submission": uuid.uuid4()}
    context["back"] = address(it.entry)
    return TemplateResponse(request, "casework/desk/session_amend.html", context)


def _mark_error(request: PageRequest, it: OpenEntry) -> HttpResponseBase:
    if request.method == "POST":
        by = request.actor.account
        _say(request, lambda: sessions.mark_error(it.entry, by=by), _("The entry is marked as entered in error."))
        return redirect(address(it.entry))
    context = {"opened": it.opened, "entry": it.entry, "back": address(it.entry)}
    return TemplateResponse(request, "casework/desk/session_error.html", context)


def _say(request: PageRequest, act: Callable[[], None], done: str) -> None:
    """Carry out a verb that asks nothing, and say how it went."""
    try:
        act()
    except NotNow as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, done)
