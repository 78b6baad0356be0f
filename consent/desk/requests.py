"""The officer's requests: what is due, and one page with one decision for each. No content but the person's words."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent import door, exports, keyring, references, requests, restrictions, submissions
from consent.access import OFFICER, Oversight, oversight
from consent.access_to_requests import request_to_decide
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.forms.requests import (
    ChannelForm,
    DecideForm,
    ExtendForm,
    IdentityForm,
    OfficerReceiveForm,
    submission,
)
from consent.models import DataRequest, Subject
from consent.periods import today

Kind, State = DataRequest.Kind, DataRequest.State
MOST_SHOWN = 100
STATES = ("open", "overdue", "ended")


@page(may=OFFICER, about=oversight, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_requests(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Requests by the day on which they are due; the overdue ones stand on top, because their day is the earliest."""
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    every, day = requests.of_programmes(found.programmes), today()
    rows = {
        "open": requests.still_open(every),
        "overdue": requests.overdue(every, day),
        "ended": every.exclude(state__in=requests.OPEN).order_by("-due_on", "-pk"),
    }[state]
    shown = list(rows[:MOST_SHOWN])
    numbers = references.named("subject", [row.subject.uid for row in shown], found.programmes)
    context = {
        "rows": [{"request": row, "number": numbers.get(row.subject.uid, ""), **_due(row)} for row in shown],
        "filters": _filters(state),
    }
    return TemplateResponse(request, "consent/desk/privacy_requests.html", context)


def _due(row: DataRequest) -> dict[str, str]:
    """The clock in words, and how it looks."""
    day = today()
    if row.state not in requests.OPEN:
        return {"due": requests.due_in_words(row, day), "look": "off"}
    look = "stop" if row.due_on < day else "wait" if row.due_on <= day + requests.WEEK else ""
    return {"due": requests.due_in_words(row, day), "look": look}


def _filters(state: str) -> list[dict[str, Any]]:
    here = reverse("privacy-requests")
    labels = {
        "open": pgettext("requests", "Open"),
        "overdue": pgettext("requests", "Overdue"),
        "ended": pgettext("requests", "Ended"),
    }
    return [
        {"href": here if each == "open" else f"{here}?state={each}", "label": labels[each], "current": each == state}
        for each in STATES
    ]


@page(may=OFFICER, about=oversight, purpose="privacy")
def privacy_request_new(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Write down a request that came to the officer, under the number of the person's case file."""
    form = OfficerReceiveForm(request.POST or None, initial={"received_on": today()})
    if request.method == "POST" and form.is_valid():
        uid = references.found("subject", form.cleaned_data["number"], found.programmes)
        subject = Subject.objects.select_related("programme").filter(uid=uid).first() if uid else None
        if subject is None:
            form.add_error("number", _("There is no case file with this number."))
        else:
            door.show(request, pairs=(), subjects=[subject.uid])
            by, given = request.actor.account, form.given()
            try:
                with transaction.atomic(), keyring.also(sealing=[subject.scope]):
                    return submissions.once(request, lambda: _received(request, by, subject, given))
            except NotNow as refused:
                form.add_error(None, str(refused.message))
    context = {"form": form, "submission": submission(request.POST)}
    return TemplateResponse(request, "consent/desk/privacy_request_new.html", context)


def _received(request: PageRequest, by: Any, subject: Subject, given: dict[str, Any]) -> str:
    row = requests.receive(by=by, subject=subject, **given)
    messages.success(request, _("The request is registered."))
    return reverse("privacy-request", args=[row.uid])


@page(may=OFFICER, about=request_to_decide, purpose="privacy")
def privacy_request(request: PageRequest, it: DataRequest) -> HttpResponseBase:
    """One request: what was asked, how its clock stands, and the next step. Each step is one form."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms_here = _forms(it, request.POST if act else None, act)
    form = forms_here.get(act)
    if act == "take_back" or (form is not None and form.is_valid()):
        try:
            with transaction.atomic():
                ACTS[act](request, it, form)
            return redirect("privacy-request", uid=it.uid)
        except NotNow as refused:
            if form is None:
                raise
            form.add_error(None, str(refused.message))
    context = {
        "it": it,
        "number": references.number_of(it.subject),
        "forms": forms_here,
        "about": exports.section_of(it.about_kind),
        "is_open": it.state in requests.OPEN,
        "gives_data": it.kind in requests.GIVES_DATA and it.state in requests.OPEN,
        "has_papers": it.kind != Kind.PORTABILITY,
        "reads_through": it.kind == Kind.ACCESS and it.state == State.RECEIVED,
        "restriction": restrictions.live_of(it.subject),
        "left_out": len(it.left_out),
        "erases": it.kind == Kind.ERASURE and it.decision in requests.GRANTED,
        **_due(it),
    }
    return TemplateResponse(request, "consent/desk/privacy_request.html", context)


def _forms(it: DataRequest, post: Any, act: str) -> dict[str, forms.Form]:
    """The forms of the steps that are possible now, the one that was sent filled in."""
    received = it.state == State.RECEIVED
    given: dict[str, Any] = {each: post if each == act else None for each in ("identity", "extend", "decide", "answer")}
    offered: dict[str, forms.Form] = {}
    if it.state in requests.OPEN and not it.identity:
        offered["identity"] = IdentityForm(given["identity"], prefix="identity")
    if received and it.kind != Kind.LOG and it.extended_at is None and today() <= it.first_due_on:
        offered["extend"] = ExtendForm(given["extend"], prefix="extend")
    if received:
        offered["decide"] = DecideForm(given["decide"], kind=it.kind, prefix="decide")
    if it.state == State.DECIDED:
        offered["answer"] = ChannelForm(given["answer"], prefix="answer")
    return offered


def _identity(request: PageRequest, it: DataRequest, form: Any) -> None:
    requests.check_identity(it, by=request.actor.account, how=form.cleaned_data["how"])
    messages.success(request, _("It is recorded how the person was known."))


def _extend(request: PageRequest, it: DataRequest, form: Any) -> None:
    requests.extend(it, by=request.actor.account, reason=form.cleaned_data["reason"])
    messages.success(request, _("The time is extended. Tell the person the reasons now."))


def _decide(request: PageRequest, it: DataRequest, form: Any) -> None:
    requests.decide(it, by=request.actor.account, **form.given())
    messages.success(request, _("The decision is recorded."))


def _answer(request: PageRequest, it: DataRequest, form: Any) -> None:
    requests.answer(it, by=request.actor.account, channel=form.cleaned_data["channel"])
    messages.success(request, _("The request is answered."))


def _take_back(request: PageRequest, it: DataRequest, form: Any) -> None:
    requests.take_back(it, by=request.actor.account)
    messages.success(request, _("The request is taken back."))


Act = Callable[[PageRequest, DataRequest, Any], None]
ACTS: dict[str, Act] = {
    "identity": _identity,
    "extend": _extend,
    "decide": _decide,
    "answer": _answer,
    "take_back": _take_back,
}
