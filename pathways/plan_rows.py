"""What a plan shows: each goal with its steps. A step that leads to a group or a referral follows their state."""

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import agreed_actions
from casework.models import AgreedAction, CaseFile, Referral, ReferralState
from consent.periods import today
from pathways import enrolments, services
from pathways.group_rows import is_running
from pathways.models import Enrolment, Goal, GroupSeries, PlanStep, Service

OVER = frozenset(
    {
        ReferralState.COMPLETED,
        ReferralState.REJECTED,
        ReferralState.FAILED,
        ReferralState.CANCELLED,
        ReferralState.ERROR,
    }
)
Words = str | Promise


@dataclasses.dataclass(frozen=True)
class Step:
    """One agreed thing on the plan. `follows` is the state of what it leads to, in words; "" when it has its own."""

    action: AgreedAction
    leads_to: str = ""
    url_name: str = ""
    uid: uuid.UUID | None = None
    follows: Words = ""
    is_over: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done: by its own state, or by that of what it leads to."""
        return self.action.state == AgreedAction.State.OPEN

    @property
    def may_finish(self) -> bool:
        """A step that follows something is done when that is over."""
        return self.is_open and (not self.follows or self.is_over)


@dataclasses.dataclass(frozen=True)
class GoalRow:
    """A goal with its steps, open ones in the order of every list; goal None gathers the steps without one."""

    goal: Goal | None
    open: list[Step]
    ended: list[Step]


def of(case: CaseFile) -> tuple[GoalRow, list[GoalRow]]:
    """The current goal (or none) with everything open that has no other goal, and the former goals; four queries."""
    goals = list(Goal.objects.filter(case=case).order_by("-set_on", "-pk"))
    linked = PlanStep.objects.filter(case=case).select_related("group", "service", "referral__recipient")
    by_action = {row.action_id: row for row in linked.order_by("pk")}
    enrolled = {row.series_id: row for row in reversed(enrolments.of_case(case))}
    standing = agreed_actions.open_actions(case)
    ended = AgreedAction.objects.filter(case=case, pk__in=by_action.keys()).exclude(state=AgreedAction.State.OPEN)
    ended = ended.select_related("worker").order_by("-ended_at", "-pk")
    current = next((goal for goal in goals if goal.state == Goal.State.CURRENT), None)
    rows = {goal.pk: GoalRow(goal, [], []) for goal in goals}
    loose = rows[current.pk] if current else GoalRow(None, [], [])
    for action in [*standing, *ended]:
        link = by_action.get(action.pk)
        row = rows[link.goal_id] if link and link.goal_id else loose
        step = _step(action, link, enrolled)
        (row.open if step.is_open else row.ended).append(step)
    return loose, [rows[goal.pk] for goal in goals if goal is not current]


def _step(action: AgreedAction, link: PlanStep | None, enrolled: dict[int, Enrolment]) -> Step:
    if link is None:
        return Step(action)
    if link.group is not None:
        words, over = state_of_group(link.group, enrolled.get(link.group.pk))
        return Step(action, link.group.title, "group-detail", link.group.uid, words, over)
    if link.referral is not None:
        label = ReferralState(link.referral.state).label
        over = link.referral.state in OVER
        return Step(action, link.referral.recipient.name, "referral-detail", link.referral.uid, label, over)
    if link.service is not None:
        return Step(action, link.service.name, "service-detail", link.service.uid)
    return Step(action)


def state_of_group(series: GroupSeries, enrolment: Enrolment | None) -> tuple[Words, bool]:
    ended = series.state == GroupSeries.State.ENDED or (series.ends_on is not None and series.ends_on < today())
    if enrolment is None:
        return (_("The group has ended"), True) if ended else (_("Not yet in the group"), False)
    if enrolment.state in {Enrolment.State.LEFT, Enrolment.State.DECLINED}:
        return pgettext_lazy("participant", "Has left the group"), True
    if ended:
        return _("The group has ended"), True
    if enrolment.state == Enrolment.State.WAITING:
        return _("In the queue"), False
    if enrolment.starts_on > today():
        return _("Has a place"), False
    return pgettext_lazy("participant", "Goes to the group"), False


def places(case: CaseFile) -> list[Any]:
    """What a step may lead to, as grouped choices "group:<uid>": groups that run, open referrals, services."""
    groups = GroupSeries.objects.filter(is_running(), programme=case.programme_id).order_by("title", "pk")
    referrals = Referral.objects.filter(case=case).exclude(state__in=OVER).select_related("recipient").order_by("pk")
    found: list[Any] = []
    for label, kind, rows in (
        (_("Groups"), "group", [(row.uid, row.title) for row in groups]),
        (_("Referrals"), "referral", [(row.uid, f"{row.recipient.name}, {row.number}") for row in referrals]),
        (_("Services"), "service", [(row.uid, row.name) for row in services.in_use()]),
    ):
        if rows:
            found.append((label, [(f"{kind}:{uid}", words) for uid, words in rows]))
    return found


def place_of(step: PlanStep | None) -> str:
    """The choice that stands for where a step leads now."""
    for kind in ("group", "referral", "service"):
        place = getattr(step, kind, None)
        if place is not None:
            return f"{kind}:{place.uid}"
    return ""


def place_chosen(choice: str, case: CaseFile) -> dict[str, Any]:
    """The keyword of `plans.link` that a choice stands for; nothing for ""."""
    kind, _colon, uid = choice.partition(":")
    rows: dict[str, Iterable[Any]] = {
        "group": GroupSeries.objects.filter(programme=case.programme_id),
        "referral": Referral.objects.filter(case=case),
        "service": Service.objects.filter(active=True),
    }
    return {kind: rows[kind].get(uid=uid)} if uid else {}  # type: ignore[attr-defined]
