"""The next three steps that need the person: what was agreed, by when, where, and whether "done" can be said."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.utils.translation import get_language, pgettext

from casework import agreed_actions
from casework.models import AgreedAction
from consent import wording
from consent.periods import today
from pathways import plan_rows
from pathways.models import Enrolment, PlanStep
from pathways.own_access import OwnPages
from pathways.portal.ahead import Meeting, next_of
from pathways.portal.pictures import picture_of

PARTICIPANT = AgreedAction.Owner.PARTICIPANT


@dataclasses.dataclass(frozen=True)
class Step:
    """One step. `meeting` is where and when it is done, when a meeting of that day or of its group says so."""

    action: AgreedAction
    picture: str
    leads_to: str
    meeting: Meeting | None
    may_finish: bool

    @property
    def is_late(self) -> bool:
        """Its day has passed; nothing turns red for that."""
        return self.action.due_on is not None and self.action.due_on < today()

    @property
    def when(self) -> str:
        """Tänään, tiistai 24.11. · Viimeistään tiistaina 1.12. · "" without a day."""
        return by_when(self.action.due_on) if self.action.due_on else ""


def by_when(due: datetime.date) -> str:
    """The last day for something, with its weekday. Only Finnish says "on" of the weekday here (word tables)."""
    if due == today():
        return wording.day_near_named(due)
    named = wording.day_on(due) if (get_language() or "fi").startswith("fi") else wording.day_named(due)
    return pgettext("participant", "At the latest %(day)s") % {"day": named}


def next_three(
    own: OwnPages, held: Iterable[Enrolment], groups: dict[int, list[Meeting]], meetings: Iterable[Meeting]
) -> list[Step]:
    """The three earliest open things that the person agreed to; two queries. `held`: all enrolments, newest first."""
    actions = agreed_actions.next_three(own.case, PARTICIPANT)
    rows = PlanStep.objects.filter(action__in=actions).select_related("group", "referral__recipient")
    links = {row.action_id: row for row in rows.order_by("pk")}
    seats, ahead = {row.series_id: row for row in reversed(list(held))}, list(meetings)
    return [_step(action, links.get(action.pk), seats, groups, ahead) for action in actions]


def _step(
    action: AgreedAction,
    link: PlanStep | None,
    seats: dict[int, Enrolment],
    groups: dict[int, list[Meeting]],
    meetings: list[Meeting],
) -> Step:
    leads_to, may_finish = "", not follows(link, seats.get(link.group_id or 0) if link else None)
    meeting = next((meeting for meeting in meetings if meeting.day == action.due_on), None)
    if link is not None and link.group is not None:
        leads_to, meeting = link.group.title, next_of(groups.get(link.group.pk, []))
    elif link is not None and link.referral is not None:
        leads_to = link.referral.recipient.name
    return Step(action, picture_of(action.text, link), leads_to, meeting, may_finish)


def follows(link: PlanStep | None, seat: Enrolment | None) -> bool:
    """Whether the step still follows a group or a referral: then it is done when that is over (pathways.plans)."""
    if link is not None and link.group is not None:
        return not plan_rows.state_of_group(link.group, seat)[1]
    return link is not None and link.referral is not None and link.referral.state not in plan_rows.OVER
