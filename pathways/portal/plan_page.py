"""The first page: the goal, the next three steps, what comes next, and a word from the worker."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import pgettext, pgettext_lazy

from casework import agreed_actions, referral_loop
from casework.desk import undoing
from casework.models import AgreedAction, Referral
from consent.door import PageRequest, page
from consent.errors import NotFound, NotNow
from consent.periods import today
from consent.records import StaleWrite
from pathways import enrolments, plans
from pathways.models import Enrolment, PlanStep
from pathways.own_access import OWN, OwnPages, known_referrals, own_pages, own_step
from pathways.portal import ahead, calling, letter_words, looks, messages_to_me, steps
from pathways.portal.own_words import words


class StepFollows(NotNow):
    """A step that leads to a group or a letter is done when that is over."""

    message = pgettext_lazy("participant", "This step is done when the group or the letter is done.")


@page(may=OWN, about=own_pages, purpose="own_data", methods=("GET", "HEAD"))
def me(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """One screen: one goal, at most three steps, and only what has happened or is confirmed."""
    worker = calling.worker(own)
    held = ahead.places(own)
    groups = ahead.of_groups(held, worker)
    meetings = ahead.with_workers(own)
    goal = plans.current_goal(own.case)
    letters = known_referrals(own)
    context = {
        "own": own,
        "worker": worker,
        "goal": words(goal.words, own.language) if goal else None,
        "steps": [] if own.ended else steps.next_three(own, held, groups, meetings),
        "meeting": next(iter(meetings), None),
        "groups": [_group(row, groups) for row in reversed(held) if row.state in enrolments.LIVE],
        "messages_to_me": messages_to_me.latest(own),
        "to_answer": sum(map(letter_words.waits_for_answer, letters)),
        "letters": [_letter(row) for row in letters if row.is_open],
        "looks": looks.count(own, today().replace(day=1)),
        "undo": undoing.pop(request, own.case),
    }
    return TemplateResponse(request, "pathways/portal/me.html", context)


def _group(row: Enrolment, groups: dict[int, list[ahead.Meeting]]) -> dict[str, object]:
    return {"title": row.series.title, "state": row.state, "next": ahead.next_of(groups.get(row.series_id, []))}


def _letter(row: Referral) -> dict[str, object]:
    return {"uid": row.uid, "title": referral_loop.title(row), "words": letter_words.of_open(row)}


@page(may=OWN, about=own_step, purpose="own_data", methods=("POST",))
def me_step_done(request: PageRequest, it: tuple[OwnPages, AgreedAction]) -> HttpResponseBase:
    """ "Tehty": the person did it. The way back is offered on the next page."""
    own, action = it
    link = PlanStep.objects.filter(action=action).select_related("group", "referral").first()
    seat = next((row for row in ahead.places(own) if link and row.series_id == link.group_id), None)
    try:
        if steps.follows(link, seat):
            raise StepFollows
        with transaction.atomic():
            agreed_actions.finish(action, by=request.actor.account, version=_version(request))
    except NotNow as refused:
        messages.info(request, str(refused.message))
    except StaleWrite:
        messages.info(request, pgettext("participant", "This step has changed. Look at it again."))
    else:
        undoing.offer(request, action)
    return redirect("me")


@page(may=OWN, about=own_step, purpose="own_data", methods=("POST",))
def me_step_undo(request: PageRequest, it: tuple[OwnPages, AgreedAction]) -> HttpResponseBase:
    """It is to be done after all; only what the person marked as done comes back."""
    action = it[1]
    if action.state != AgreedAction.State.OPEN and action.ended_by_id != request.actor.account.pk:
        raise NotFound
    try:
        with transaction.atomic():
            agreed_actions.reopen(action, by=request.actor.account, version=_version(request))
    except (NotNow, StaleWrite):
        messages.info(request, pgettext("participant", "This step has changed. Look at it again."))
    return redirect("me")


def _version(request: PageRequest) -> int | None:
    """The version that the page showed; None where it named none, so that the row as it stands is taken."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
