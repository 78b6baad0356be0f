"""Who may open a case file in an emergency, and who reviews that.

| who | opens | reviews |
|---|---|---|
| worker, health counsellor of the programme, for a week at least | yes | – |
| coordinator, officer of the programme | – | others' openings |
| everybody else | – | – |

Under a safety prohibition there is nothing to open. No page here opens more than the reason of an opening.
"""

import dataclasses
import uuid

from django.db.models import QuerySet

from casework import access, relations
from casework.models import BreakGlass, CaseFile, Permission
from consent import keyring
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound, Refused
from consent.keyring import Audience, Pair
from consent.models import Role

REVIEWERS = frozenset({Role.COORDINATOR, Role.OFFICER})


@dataclasses.dataclass(frozen=True)
class ToOpen:
    """A case file of which somebody knows no more than that it exists; `reads` where it need not be opened so."""

    case: CaseFile
    reads: bool
    coordinator: str


def case_to_open_in_emergency(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file of the actor's programme, known by its number alone.

    Nothing of it is shown before it is opened, so the event names the case and no subject.
    """
    programmes = actor.programmes(*relations.CASE_WORK)
    case = CaseFile.objects.filter(uid=uid, programme__in=programmes).select_related("subject__participant").first()
    if case is None:
        access.coordinator_of(0)
        access.as_for_somebody(uid)
        raise NotFound
    reads = Permission.READ in access.permissions_on(actor.account, case)
    coordinator = access.coordinator_of(case.programme_id)
    with keyring.also([(case.subject.scope, Audience.LOOKUP)]):
        hidden = case.subject.participant.safety_prohibition is not False
    if hidden and not reads:
        raise NotFound(subjects=[case.subject.uid], case=case.uid)
    if not reads and relations.breaks_glass(actor, case) is None:
        raise Refused(coordinator, subjects=[case.subject.uid], case=case.uid)
    return Found(it=ToOpen(case, reads, coordinator), kind="case", uid=case.uid, case=case.uid)


@dataclasses.dataclass(frozen=True)
class Openings:
    """The emergency openings of the programmes that somebody watches over."""

    programmes: frozenset[int]
    audience: Audience

    def rows(self) -> QuerySet[BreakGlass]:
        """All of them, newest first."""
        rows = BreakGlass.objects.filter(case__programme__in=self.programmes)
        return rows.select_related("case__subject", "account", "reviewed_by").order_by("-opened_at", "-pk")

    def pairs(self, rows: list[BreakGlass]) -> list[Pair]:
        """What opens their reasons."""
        return [(row.scope, self.audience) for row in rows]


def openings(actor: Actor, **_: object) -> Found:
    """What was opened in emergencies; the view says which rows it shows and logs those people."""
    audience = Audience.OFFICER if actor.has(Role.OFFICER) else Audience.COORDINATOR
    watched = Openings(frozenset(actor.programmes(*REVIEWERS)), audience)
    return Found(it=watched, basis="programme", kind="break_glass")


@dataclasses.dataclass(frozen=True)
class ToReview:
    """One opening, before whoever looks at why."""

    opening: BreakGlass
    own: bool


def opening_to_review(actor: Actor, uid: uuid.UUID) -> Found:
    """One opening with its reason."""
    watched: Openings = openings(actor).it
    opening = watched.rows().filter(uid=uid).first()
    if opening is None:
        raise NotFound
    return Found(
        it=ToReview(opening, own=opening.account_id == actor.account.pk),
        opens=tuple(watched.pairs([opening])),
        subjects=(opening.case.subject.uid,),
        basis="programme",
        kind="break_glass",
        uid=opening.uid,
        case=opening.case.uid,
    )
