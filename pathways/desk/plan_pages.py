"""The plan of a case file on one page, and the pages that change it."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import agreed_actions, assignments
from casework.access import CASE_READ, CASE_WORK, OpenCase, case_to_read, case_to_work
from casework.desk.case_head import head
from casework.forms.sessions import PARTICIPANT
from casework.models import AgreedAction
from consent import typed_dates
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.models import Account
from consent.periods import today
from consent.records import StaleWrite
from pathways import plan_rows, plans
from pathways.access import goal_to_work, step_to_work
from pathways.desk import kept
from pathways.forms.plans import DROP, GoalEndForm, GoalForm, LinkForm, StepForm, WordsForm
from pathways.models import Goal, PlanStep
from pathways.own_people import uuid_in


def case_context(opened: OpenCase, current: str) -> dict[str, Any]:
    """What every page of a case file has."""
    return {
        "opened": opened,
        "head": head(opened, current),
        "log_here": reverse("session-new", args=[opened.case.uid]),
    }


@page(may=CASE_READ, about=case_to_read, purpose="guidance", methods=("GET", "HEAD"))
def plan_detail(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """The goal as a quote, its steps, and the former goals with theirs."""
    current, former = plan_rows.of(opened.case)
    context = case_context(opened, "plan-detail") | {"current": current, "former": former}
    return TemplateResponse(request, "pathways/desk/plan_detail.html", context)


def _to_plan(opened: OpenCase) -> str:
    return reverse("plan-detail", args=[opened.case.uid])


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def goal_set(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """The first goal, or another one in place of the current; then it asks what becomes of the open steps."""
    current, _former = plan_rows.of(opened.case)
    asks = current.goal is not None and bool(current.open)
    initial = {"on": typed_dates.shown(today()), "words": current.goal.words if current.goal else ""}
    form = GoalForm(request.POST or None, asks_about_steps=asks, initial=initial)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            values = form.cleaned_data
            keep = values.get("steps") != DROP
            by = request.actor.account
            plans.set_goal(by=by, case=opened.case, words=values["words"], on=values["on"], keep_steps=keep)
            messages.success(request, _("The goal is saved"))
            return _to_plan(opened)

        if answer := kept.carried_out(request, form, act):
            return answer
    context = case_context(opened, "plan-detail") | {
        "goal": current.goal,
        "form": form,
        "submission": kept.submission(),
    }
    return TemplateResponse(request, "pathways/desk/goal_set.html", context)


@page(may=CASE_WORK, about=goal_to_work, purpose="guidance")
def goal_edit(request: PageRequest, it: tuple[OpenCase, Goal]) -> HttpResponseBase:
    """The same goal in better words."""
    opened, goal = it
    form = WordsForm(request.POST or None, initial={"words": goal.words})
    version, conflict = goal.version, None
    if request.method == "POST" and form.is_valid():
        read = kept.version_read(request, goal)
        try:
            plans.reword_goal(goal, by=request.actor.account, words=form.cleaned_data["words"], version=read)
        except StaleWrite as stale:
            conflict = kept.conflict(stale, form, ("words",), read=read)
            version = conflict["version"]
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The goal is saved"))
            return redirect(_to_plan(opened))
    context = case_context(opened, "plan-detail") | {
        "goal": goal,
        "form": form,
        "version": version,
        "conflict": conflict,
    }
    return TemplateResponse(request, "pathways/desk/goal_edit.html", context)


@page(may=CASE_WORK, about=goal_to_work, purpose="guidance")
def goal_end(request: PageRequest, it: tuple[OpenCase, Goal]) -> HttpResponseBase:
    """Reached, or left aside; what becomes of the open steps is asked, never decided."""
    opened, goal = it
    current, _former = plan_rows.of(opened.case)
    form = GoalEndForm(request.POST or None, asks_about_steps=bool(current.open))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        keep = values.get("steps") != DROP
        try:
            plans.end_goal(goal, by=request.actor.account, state=values["state"], keep_steps=keep)
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The goal has ended"))
            return redirect(_to_plan(opened))
    context = case_context(opened, "plan-detail") | {"goal": goal, "open": current.open, "form": form}
    return TemplateResponse(request, "pathways/desk/goal_end.html", context)


# Steps


def _owners(opened: OpenCase) -> tuple[list[tuple[str, str]], dict[uuid.UUID, Account]]:
    workers = {row.account.uid: row.account for row in assignments.in_force(opened.case)}
    names = [(str(uid), account.name) for uid, account in workers.items()]
    return [(PARTICIPANT, opened.participant.first_name), *names], workers


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def step_new(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Something new that leads to the goal; `?service=` comes from the page of a service."""
    owners, workers = _owners(opened)
    places = plan_rows.places(opened.case)
    service = uuid_in(request.GET.get("service", ""))
    initial = {"owner": PARTICIPANT, "leads_to": f"service:{service}" if service else ""}
    form = StepForm(request.POST or None, owners=owners, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            values = form.cleaned_data
            worker = workers.get(uuid_in(values["owner"]) or uuid.UUID(int=0))
            plans.add_step(
                by=request.actor.account,
                case=opened.case,
                goal=plans.current_goal(opened.case),
                owner=AgreedAction.Owner.WORKER if worker else AgreedAction.Owner.PARTICIPANT,
                text=values["text"],
                due_on=values["due_on"],
                worker=worker,
                **plan_rows.place_chosen(values["leads_to"], opened.case),
            )
            messages.success(request, _("The step is on the plan"))
            return _to_plan(opened)

        if answer := kept.carried_out(request, form, act):
            return answer
    context = case_context(opened, "plan-detail") | {"form": form, "submission": kept.submission()}
    return TemplateResponse(request, "pathways/desk/step_new.html", context)


@page(may=CASE_WORK, about=step_to_work, purpose="guidance")
def step_link(request: PageRequest, it: tuple[OpenCase, AgreedAction]) -> HttpResponseBase:
    """Where a step leads; or that it is no longer needed. Its words never change: what was agreed was agreed."""
    opened, action = it
    step = PlanStep.objects.filter(action=action).select_related("group", "service", "referral", "goal").first()
    places = plan_rows.places(opened.case)
    form = LinkForm(request.POST or None, places=places, initial={"leads_to": plan_rows.place_of(step)})
    if request.method == "POST" and form.is_valid():
        chosen = plan_rows.place_chosen(form.cleaned_data["leads_to"], opened.case)
        goal = step.goal if step and step.goal else plans.current_goal(opened.case)
        try:
            plans.link(by=request.actor.account, action=action, goal=goal, **chosen)
        except NotNow as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The step is saved"))
            return redirect(_to_plan(opened))
    context = case_context(opened, "plan-detail") | {"action": action, "form": form}
    return TemplateResponse(request, "pathways/desk/step_link.html", context)


@page(may=CASE_WORK, about=step_to_work, purpose="guidance", methods=("POST",))
def step_end(request: PageRequest, it: tuple[OpenCase, AgreedAction]) -> HttpResponseBase:
    """Done, no longer needed, or open again, over the version that the page showed."""
    opened, action = it
    verbs = {"done": agreed_actions.finish, "drop": agreed_actions.drop, "reopen": agreed_actions.reopen}
    verb = verbs.get(request.POST.get("how", ""))
    read = kept.version_read(request, action)
    try:
        if verb is not None:
            with transaction.atomic():
                verb(action, by=request.actor.account, version=read)
    except NotNow as refusal:
        messages.warning(request, str(refusal.message))
    except StaleWrite:
        messages.warning(request, _("Somebody else changed this meanwhile. It is shown as it stands now."))
    return redirect(_to_plan(opened))
