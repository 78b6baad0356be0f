"""The register of breaches: reported by anybody of the house, handled by the officer step by step."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import breaches, submissions, wording
from consent.access import HOUSE, OFFICER, breach_to_handle, breaches_to_handle, programmes_worked_in
from consent.actors import Actor
from consent.door import Found, PageRequest, page
from consent.errors import NotFound, NotNow
from consent.forms.breaches import AssessForm, CloseForm, NotifyForm, NotNeededForm, PeopleForm, ReportForm
from consent.models import Breach, Programme, Role
from consent.periods import now

MOST_SHOWN = 100
State = Breach.State


@page(may=HOUSE, about=programmes_worked_in, purpose="privacy")
def breach_report(request: PageRequest, programmes: QuerySet[Programme]) -> HttpResponseBase:
    """Report a breach or the suspicion of one; whoever writes it does not read it again, the officer does."""
    here = now()
    initial = {"day": wording.local_day(here), "clock": wording.local_clock(here).replace(second=0, microsecond=0)}
    form = ReportForm(request.POST if request.method == "POST" else None, programmes=programmes, initial=initial)
    if form.is_valid():
        try:
            return submissions.once(request, lambda: _report(request, form))
        except breaches.Impossible as refused:
            form.add_error("day", str(refused.message))
    context = {"form": form, "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4())}
    return TemplateResponse(request, "consent/desk/breach_report.html", context, status=_status(form))


def _status(form: forms.Form) -> int:
    return 400 if form.is_bound and form.errors else 200


def _report(request: PageRequest, form: ReportForm) -> str:
    moment = form.moment()
    assert moment is not None
    typed = form.cleaned_data
    breach = breaches.report(
        by=request.actor.account, programme=typed["programme"], noticed_at=moment, words=typed["words"]
    )
    messages.success(request, _("Thank you. The data protection officer sees your report."))
    return reverse("privacy-breach", args=[breach.uid]) if request.actor.has(Role.OFFICER) else reverse("more")


@page(may=OFFICER, about=breaches_to_handle, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_breaches(request: PageRequest, found: QuerySet[Breach]) -> HttpResponseBase:
    """The register, newest first: state, day, what is left of the 72 hours."""
    rows = [{"breach": each, "left": breaches.time_left_in_words(each)} for each in found[:MOST_SHOWN]]
    return TemplateResponse(request, "consent/desk/breach_list.html", {"rows": rows})


@page(may=OFFICER, about=breach_to_handle, purpose="privacy", methods=("GET", "HEAD"))
def privacy_breach(request: PageRequest, breach: Breach) -> HttpResponseBase:
    """Everything about one, and the next step."""
    natures = dict(Breach.Nature.choices)
    context = {
        "breach": breach,
        "left": breaches.time_left_in_words(breach),
        "natures": [natures.get(code, code) for code in breach.natures],
        "steps": [step for step in STEPS.values() if step.offered(breach)],
    }
    return TemplateResponse(request, "consent/desk/breach_detail.html", context)


@dataclasses.dataclass(frozen=True)
class Step:
    """One move of the officer: its form, when it is offered, and the verb that it carries out."""

    name: str
    label: str | Promise
    form: type[forms.Form]
    offered: Callable[[Breach], bool]
    act: Callable[[Breach, Any, dict[str, Any]], Any]


def _assess(breach: Breach, form: AssessForm, who: dict[str, Any]) -> Any:
    return breaches.assess(breach, **who, **form.cleaned_data)


def _notify(breach: Breach, form: NotifyForm, who: dict[str, Any]) -> Any:
    return breaches.notify(breach, **who, at=form.moment() or now(), why_late=form.cleaned_data["why_late"])


def _need_not(breach: Breach, form: NotNeededForm, who: dict[str, Any]) -> Any:
    return breaches.need_not_notify(breach, **who, **form.cleaned_data)


def _people(breach: Breach, form: PeopleForm, who: dict[str, Any]) -> Any:
    return breaches.settle_people(breach, **who, told_at=form.moment(), how_told=form.cleaned_data["how_told"])


def _close(breach: Breach, form: CloseForm, who: dict[str, Any]) -> Any:
    return breaches.close(breach, **who)


def _may_close(breach: Breach) -> bool:
    return breach.state in breaches.DECIDED and not _people_wait(breach)


def _people_wait(breach: Breach) -> bool:
    return breach.risk == Breach.Risk.HIGH and breach.people_settled_at is None


STEPS = {
    step.name: step
    for step in (
        Step(
            "notify", gettext_lazy("Record the notification"), NotifyForm, lambda b: b.state == State.ASSESSED, _notify
        ),
        Step(
            "not-needed",
            gettext_lazy("No notification needed"),
            NotNeededForm,
            lambda b: b.state == State.ASSESSED and b.risk == Breach.Risk.NONE,
            _need_not,
        ),
        Step(
            "people",
            gettext_lazy("Telling the people"),
            PeopleForm,
            lambda b: b.state not in {State.NOTICED, State.CLOSED} and _people_wait(b),
            _people,
        ),
        Step("close", gettext_lazy("Close the breach"), CloseForm, _may_close, _close),
        Step("assess", gettext_lazy("Assess"), AssessForm, lambda b: b.state != State.CLOSED, _assess),
    )
}


@dataclasses.dataclass(frozen=True)
class Moving:
    """One step of one breach."""

    breach: Breach
    step: Step


def breach_to_move(actor: Actor, uid: uuid.UUID, step: str) -> Found:
    """A breach and a step of it. Raises NotFound for a step that there is not."""
    if step not in STEPS:
        raise NotFound
    found = breach_to_handle(actor, uid)
    return dataclasses.replace(found, it=Moving(found.it, STEPS[step]))


@page(may=OFFICER, about=breach_to_move, purpose="privacy")
def privacy_breach_step(request: PageRequest, moving: Moving) -> HttpResponseBase:
    """One step: its form, then the verb; what the verb refuses is said above the form."""
    breach, step = moving.breach, moving.step
    form = step.form(request.POST) if request.method == "POST" else step.form(initial=_initial(breach))
    if form.is_valid():
        try:
            step.act(breach, form, {"by": request.actor.account, "version": _version(request)})
        except NotNow as refused:
            form.add_error(None, str(refused.message))
        else:
            messages.success(request, _("Saved in the register."))
            return redirect("privacy-breach", breach.uid)
    context = {"breach": breach, "step": step, "form": form, "left": breaches.time_left_in_words(breach)}
    context["version"] = request.POST.get("version") or breach.version
    return TemplateResponse(request, "consent/desk/breach_step.html", context, status=_status(form))


def _version(request: PageRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _initial(breach: Breach) -> dict[str, Any]:
    names = ("natures", "people", "records", "risk", "consequences", "measures")
    return {name: getattr(breach, name) for name in names}
