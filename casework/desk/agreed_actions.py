"""Agreed actions: done, no longer needed, open again; each a button wherever the action is shown."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import agreed_actions, assignments
from casework.access import CASE_READ, CASE_WORK, OpenCase, case_to_read, case_to_work
from casework.access_to_entries import OpenAction, action_to_change
from casework.desk import undoing
from casework.desk.case_head import head
from casework.forms import sessions as forms
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.records import StaleWrite
from consent.submissions import once


@page(may=CASE_WORK, about=action_to_change, purpose="guidance", methods=("POST",))
def agreed_action_finish(request: PageRequest, it: OpenAction) -> HttpResponseBase:
    """It was done."""
    return _change(request, it, agreed_actions.finish, undo=True)


@page(may=CASE_WORK, about=action_to_change, purpose="guidance", methods=("POST",))
def agreed_action_drop(request: PageRequest, it: OpenAction) -> HttpResponseBase:
    """It is no longer needed."""
    return _change(request, it, agreed_actions.drop, undo=True)


@page(may=CASE_WORK, about=action_to_change, purpose="guidance", methods=("POST",))
def agreed_action_reopen(request: PageRequest, it: OpenAction) -> HttpResponseBase:
    """It is to be done after all."""
    return _change(request, it, agreed_actions.reopen, undo=False)


@page(may=CASE_READ, about=case_to_read, purpose="guidance", methods=("GET", "HEAD"))
def case_actions(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Everything that has been agreed in a case file: what is open, and what has ended."""
    return _list(request, opened, _form(opened, request))


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def agreed_action_new(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Agree something outside a session; the form stands on the page of all agreed things."""
    if request.method != "POST":
        return redirect("case-actions", opened.case.uid)
    workers = {row.account.uid: row.account for row in assignments.in_force(opened.case)}
    form = _form(opened, request)
    if not form.is_valid():
        return _list(request, opened, form)

    def act() -> str:
        for owner, text, due_on, worker in forms.agreed([form]):
            named = workers.get(worker) if worker else None
            by = request.actor.account
            agreed_actions.agree(by=by, case=opened.case, owner=owner, text=text, due_on=due_on, worker=named)
        return reverse("case-actions", args=[opened.case.uid])

    return once(request, act)


def _list(request: PageRequest, opened: OpenCase, form: forms.AgreedForm) -> TemplateResponse:
    context = {
        "opened": opened,
        "head": head(opened, "case-detail"),
        "open_actions": agreed_actions.open_actions(opened.case),
        "ended": agreed_actions.ended(opened.case),
        "form": form,
        "submission": uuid.uuid4(),
        "undo": undoing.pop(request, opened.case),
        "log_here": reverse("session-new", args=[opened.case.uid]),
    }
    return TemplateResponse(request, "casework/desk/case_actions.html", context)


def _form(opened: OpenCase, request: PageRequest) -> forms.AgreedForm:
    names = [(str(row.account.uid), row.account.name) for row in assignments.in_force(opened.case)]
    owners = [(forms.PARTICIPANT, opened.participant.first_name), *names]
    form = forms.AgreedForm(request.POST or None, owners=owners, prefix=forms.PREFIX)
    form.fields["text"].required = True
    return form


def _change(request: PageRequest, it: OpenAction, verb: Callable[..., None], *, undo: bool) -> HttpResponseBase:
    """Carry out a verb on the version that the page showed, and go back to where the button was."""
    version = request.POST.get("version", "")
    try:
        with transaction.atomic():
            verb(
                it.action,
                by=request.actor.account,
                version=int(version) if version.isdecimal() and len(version) < 10 else None,
            )
    except NotNow as refused:
        messages.warning(request, str(refused.message))
    except StaleWrite:
        messages.warning(request, _("Somebody else changed this meanwhile. It is shown as it stands now."))
    else:
        if undo:
            undoing.offer(request, it.action)
    back = request.POST.get("back", "")
    if back == "list":
        return redirect("case-actions", it.opened.case.uid)
    return redirect("home") if back == "day" else redirect("case-detail", it.opened.case.uid)
