"""Who may what on the top floor. Loaders hand the door an object and the scopes that it opens.

| who | group: facts | roster, theme | marks | note | changes, cancels | queue |
|---|---|---|---|---|---|---|
| runs it as facilitator or coach | yes | first name and initial | yes | yes | yes | yes |
| runs it as student or peer | yes | first name and initial | yes | reads | – | – |
| worker, health counsellor of the programme | yes | own cases only | – | – | – | own cases |
| coordinator of the programme | yes | – (how many) | – | – | yes | – (how many) |
| everybody else | 404 | | | | | |

Running a group gives no right to a case file, and a right to a case file none to its group. Plan and places of a
case file follow the case file's own rules (casework.access). Services are about nobody.
"""

import dataclasses
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from casework.access import CASE_READ, CASE_WORK, OpenCase, case_to_work
from casework.models import AgreedAction, CaseFile, Permission
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound, Refused
from consent.keyring import Audience, Pair
from consent.models import Role
from pathways import attendance, groups
from pathways.models import Enrolment, Facilitation, Goal, GroupSeries, GroupSession

SEES_SERVICES = CASE_READ | {Role.FACILITATOR, Role.COORDINATOR, Role.ADMINISTRATOR}
KEEPS_SERVICES = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
SEES_GROUPS = CASE_READ | {Role.FACILITATOR, Role.COORDINATOR}
KNOWS_OF_GROUPS = CASE_WORK | {Role.COORDINATOR}
RUNS_GROUPS = CASE_READ | {Role.FACILITATOR}
STARTS_GROUPS = frozenset({Role.WORKER, Role.FACILITATOR, Role.COORDINATOR})
LEADING = frozenset({Facilitation.Role.FACILITATOR, Facilitation.Role.COACH})


@dataclasses.dataclass(frozen=True)
class OpenGroup:
    """A group that somebody may see, with what they may do in it."""

    series: GroupSeries
    basis: str
    runs: bool
    changes: bool

    @property
    def writes(self) -> bool:
        """Whether the group's note may be written: by whoever leads it; a student's word would need a supervisor's."""
        return self.runs and self.basis in LEADING


@dataclasses.dataclass(frozen=True)
class OpenMeeting:
    """A meeting of a group that somebody runs, with its roster."""

    meeting: GroupSession
    group: OpenGroup
    rows: list[attendance.Row]


def visible_groups(actor: Actor) -> Any:
    """Groups that the actor runs, and as worker or coordinator all groups of the programme."""
    own = GroupSeries.objects.for_user(actor.account)
    programmes = actor.programmes(*KNOWS_OF_GROUPS)
    return GroupSeries.objects.filter(Q(pk__in=own.values("pk")) | Q(programme__in=programmes))


def visible_among(actor: Actor, series: Collection[GroupSeries]) -> set[int]:
    """Ids of those of these groups that `visible_groups` would give; no query where the programme decides."""
    programmes = actor.programmes(*KNOWS_OF_GROUPS)
    known = {each.pk for each in series if each.programme_id in programmes}
    rest = {each.pk for each in series} - known
    if rest:
        known |= set(GroupSeries.objects.for_user(actor.account).filter(pk__in=rest).values_list("pk", flat=True))
    return known


def _group(actor: Actor, series: GroupSeries) -> OpenGroup:
    runs = GroupSeries.objects.for_user(actor.account).filter(pk=series.pk).exists()
    roles = [row.role for row in groups.in_force(series) if row.account_id == actor.account.pk] if runs else []
    basis = next((role for role in roles if role in LEADING), roles[0] if roles else "")
    coordinates = series.programme_id in actor.programmes(Role.COORDINATOR)
    return OpenGroup(series, basis or "programme", runs, changes=coordinates or (runs and basis in LEADING))


def _found(group: OpenGroup, it: Any, *, kind: str, uid: uuid.UUID, people: Iterable[CaseFile] = ()) -> Found:
    people = list(people)
    return Found(
        it=it,
        opens=(*theme_of(group), *names_of(people)),
        seals=(group.series.scope,) if group.changes else (),
        subjects=tuple(case.subject.uid for case in people),
        basis=group.basis,
        kind=kind,
        uid=uid,
    )


def theme_of(group: OpenGroup) -> tuple[Pair, ...]:
    """The real theme and the notes open to those who run the group."""
    return ((group.series.scope, Audience.FACILITATOR),) if group.runs else ()


def names_of(people: Iterable[CaseFile]) -> tuple[Pair, ...]:
    """First name and initial, as the list of a group shows them to everybody who may see it."""
    return tuple((case.subject.scope, Audience.FACILITATOR) for case in people)


def group_to_see(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """A group's facts; the real theme for those who run it."""
    series = visible_groups(actor).select_related("programme", "service").filter(uid=uid).first()
    if series is None:
        raise NotFound
    group = _group(actor, series)
    return _found(group, group, kind="group", uid=series.uid)


def group_to_change(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """A group that the actor may change: as its facilitator or coach, or as the programme's coordinator."""
    found = group_to_see(actor, uid)
    if not found.it.changes:
        raise _ask(found.it.series)
    return found


def _ask(series: GroupSeries) -> Refused:
    """Colleagues who see the group are told who leads it."""
    leading = [row.account.name for row in groups.in_force(series) if row.role in LEADING]
    return Refused(leading[0] if leading else "")


def meeting_to_mark(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """A meeting of a group that the actor runs, with everybody on its list."""
    meeting, group = _meeting(actor, uid)
    if not group.runs:
        raise _ask(meeting.series)
    rows = attendance.roster(meeting, actor.account)
    opened = OpenMeeting(meeting, group, rows)
    return _found(group, opened, kind="meeting", uid=meeting.uid, people=[row.case for row in rows])


def meeting_to_change(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """A meeting that the actor may move or cancel; shows nobody."""
    meeting, group = _meeting(actor, uid)
    if not group.changes:
        raise _ask(meeting.series)
    return _found(group, OpenMeeting(meeting, group, []), kind="meeting", uid=meeting.uid)


def _meeting(actor: Actor, uid: uuid.UUID) -> tuple[GroupSession, OpenGroup]:
    rows = GroupSession.objects.filter(uid=uid, series__in=visible_groups(actor).values("pk"))
    meeting = rows.select_related("series__programme").first()
    if meeting is None:
        raise NotFound
    return meeting, _group(actor, meeting.series)


def own_among(actor: Actor, cases: Iterable[CaseFile]) -> set[int]:
    """Ids of those case files that the actor may read: their rows carry a link."""
    ids = [case.pk for case in cases]
    if not ids or not actor.has(*CASE_READ):
        return set()
    own = CaseFile.objects.for_user(actor.account, Permission.READ).filter(pk__in=ids)
    return set(own.values_list("pk", flat=True).order_by("pk"))


# In a case file


def goal_to_work(actor: Actor, uid: uuid.UUID, goal: uuid.UUID, **_: Any) -> Found:
    """A goal of a case file in which the actor may plan: (case, goal)."""
    found = case_to_work(actor, uid)
    row = Goal.objects.filter(case=found.it.case, uid=goal).first()
    return _of_case(found, row)


def step_to_work(actor: Actor, uid: uuid.UUID, step: uuid.UUID, **_: Any) -> Found:
    """An agreed action of a case file in which the actor may plan: (case, action)."""
    found = case_to_work(actor, uid)
    rows = AgreedAction.objects.filter(case=found.it.case, uid=step)
    return _of_case(found, rows.select_related("case", "worker").first())


def enrolment_to_work(actor: Actor, uid: uuid.UUID, enrolment: uuid.UUID, **_: Any) -> Found:
    """A place in a group, of a case file in which the actor may plan: (case, enrolment)."""
    found = case_to_work(actor, uid)
    rows = Enrolment.objects.filter(case=found.it.case, uid=enrolment)
    return _of_case(found, rows.select_related("series").first())


def _of_case(found: Found, row: Any) -> Found:
    if row is None:
        raise NotFound
    opened: OpenCase = found.it
    return dataclasses.replace(found, it=(opened, row))
