"""The plan: one goal in the person's own words, and the agreed actions that lead there.

A step is an agreed action; a plan step row says to which goal it belongs and where it leads. A step that leads to a
group or a referral has no state of its own: it follows theirs.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import agreed_actions
from casework.models import AgreedAction, CaseFile, Referral
from consent.errors import NotNow
from consent.models import Account
from consent.periods import today
from pathways.models import Goal, GroupSeries, PlanStep, Service

LONGEST_GOAL = 500  # characters: a sentence or three that can be read out


class GoalNeedsWords(NotNow):
    message = _("Write the goal in the participant's own words.")


class GoalEnded(NotNow):
    message = _("This goal has already been reached or left aside.")


class OtherCase(NotNow):
    message = _("This belongs to another case file.")


class LeadsOneWay(NotNow):
    message = _("A step leads to one thing only: a group, a service or a referral.")


def current_goal(case: CaseFile) -> Goal | None:
    """The goal that holds now; None where there is none yet."""
    goal: Goal | None = Goal.objects.filter(case=case, state=Goal.State.CURRENT).order_by("-set_on", "-pk").first()
    return goal


@transaction.atomic
def set_goal(*, by: Account, case: CaseFile, words: str, on: datetime.date, keep_steps: bool = True) -> Goal:
    """The goal that holds from a day. A former one is left aside; its open steps come along, or are dropped.

    Raises GoalNeedsWords.
    """
    words = words.strip()
    if not words:
        raise GoalNeedsWords
    CaseFile.objects.select_for_update().get(pk=case.pk)  # two at once: the second replaces the first
    former = list(Goal.objects.filter(case=case, state=Goal.State.CURRENT).order_by("pk"))
    goal = Goal(case=case, scope=case.scope, set_on=on)
    goal.words = words
    goal.save()
    for old in former:
        _end(old, by=by, state=Goal.State.LEFT, on=max(on, old.set_on), steps_to=goal if keep_steps else None)
    return goal


@transaction.atomic
def reword_goal(goal: Goal, *, by: Account, words: str, version: int) -> None:
    """The same goal said better, over the version that was read. Raises GoalNeedsWords, GoalEnded, StaleWrite."""
    if not words.strip():
        raise GoalNeedsWords
    if goal.state != Goal.State.CURRENT:
        raise GoalEnded
    goal.words = words.strip()
    goal.read_as(version).save(update_fields=["words"])


@transaction.atomic
def end_goal(goal: Goal, *, by: Account, state: str, keep_steps: bool, on: datetime.date | None = None) -> None:
    """A goal was reached or left aside; its open steps stay agreed without it, or are dropped. Raises GoalEnded."""
    if goal.state != Goal.State.CURRENT:
        raise GoalEnded
    if keep_steps:
        for step in _open_steps(goal):
            step.goal = None
            step.save(update_fields=["goal"])
    _end(goal, by=by, state=state, on=max(on or today(), goal.set_on), steps_to=None)


def _end(goal: Goal, *, by: Account, state: str, on: datetime.date, steps_to: Goal | None) -> None:
    """Every end of a goal: open steps go on to another goal, or are dropped when there is none."""
    for step in _open_steps(goal):
        if steps_to is not None:
            step.goal = steps_to
            step.save(update_fields=["goal"])
        else:
            agreed_actions.drop(step.action, by=by)
    goal.state, goal.ended_on = state, on
    goal.save(update_fields=["state", "ended_on"])


def _open_steps(goal: Goal) -> list[PlanStep]:
    rows = PlanStep.objects.filter(goal=goal, action__state=AgreedAction.State.OPEN)
    return list(rows.select_related("action").order_by("pk"))


@transaction.atomic
def add_step(
    *,
    by: Account,
    case: CaseFile,
    goal: Goal | None,
    owner: str,
    text: str,
    due_on: datetime.date | None,
    worker: Account | None = None,
    group: GroupSeries | None = None,
    service: Service | None = None,
    referral: Referral | None = None,
) -> PlanStep:
    """Agree on something new that leads to a goal, and perhaps to a group, a service or a referral.

    Raises agreed_actions.ActionNeedsWords, OtherCase, LeadsOneWay.
    """
    action = agreed_actions.agree(by=by, case=case, owner=owner, text=text, due_on=due_on, worker=worker)
    return link(by=by, action=action, goal=goal, group=group, service=service, referral=referral)


@transaction.atomic
def link(
    *,
    by: Account,
    action: AgreedAction,
    goal: Goal | None = None,
    group: GroupSeries | None = None,
    service: Service | None = None,
    referral: Referral | None = None,
) -> PlanStep:
    """Say to which goal an agreed action belongs and where it leads; again, to say it anew.

    Raises OtherCase for a goal or referral of another case file, LeadsOneWay for more than one place.
    """
    if any(other is not None and other.case_id != action.case_id for other in (goal, referral)):
        raise OtherCase
    if group is not None and group.programme_id != action.case.programme_id:
        raise OtherCase
    if sum(place is not None for place in (group, service, referral)) > 1:
        raise LeadsOneWay
    step = PlanStep.objects.filter(action=action).first() or PlanStep(case=action.case, action=action)
    step.goal, step.group, step.service, step.referral = goal, group, service, referral
    step.save()
    return step
