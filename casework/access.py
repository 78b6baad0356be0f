"""Who may what on the middle floor. Loaders hand the door an object and the scopes that it opens.

| who | reads | works | health | list |
|---|---|---|---|---|
| lead, co-worker | assigned | assigned | – | own |
| health counsellor | assigned | assigned | assigned | own |
| student | assigned | – (writes what waits for the supervisor) | – | own |
| worker, health counsellor in an emergency | an hour | – (writes what waits for the lead worker) | health only | – |
| coordinator | – (assigns without content) | – | – | programme: name, number, workers, days |
| partner | referrals sent to the organisation, while the ground holds | | | inbox |
| everybody else | – | – | – | – |
"""

import dataclasses
import datetime
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from casework import relations
from casework.models import Assignment, CaseFile, CaseTeamGrant, CaseUserGrant, Participant, Permission, Referral
from casework.models.cases import CaseFileQuerySet
from consent import keyring, restrictions
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound, Refused
from consent.keyring import Audience, Pair
from consent.keystore import keys
from consent.models import AccessEventSubject, Account, Membership, Role
from consent.periods import now, today
from consent.restrictions import UseRestricted

T = TypeVar("T")
CASE_WORK = relations.CASE_WORK
CASE_READ = CASE_WORK | {Role.STUDENT}
KNOWS_OF_CASES = CASE_WORK | {Role.COORDINATOR}
SEES_REGISTER = CASE_READ | {Role.COORDINATOR}


@dataclasses.dataclass(frozen=True)
class OpenCase:
    """A case file that somebody may read, with what they may do in it.

    `shared` is the page's own: what one part of it has fetched, another need not fetch again (see `once`). `restricted`
    says that it is read and nothing else, whatever the grants give (GDPR Art. 18). `glass_until` is when an emergency
    opening ends, where nothing else gives the right.
    """

    case: CaseFile
    participant: Participant
    may: frozenset[str]
    basis: str
    restricted: bool = False
    glass_until: datetime.datetime | None = None
    shared: dict[str, Any] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, fetch: Callable[[], T]) -> T:
        """What `fetch` gives, fetched once for this page under this name."""
        if name not in self.shared:
            self.shared[name] = fetch()
        found: T = self.shared[name]
        return found

    @property
    def works(self) -> bool:
        return Permission.WORK in self.may

    @property
    def opens_health(self) -> bool:
        return Permission.HEALTH in self.may


def scopes_of(case: CaseFile, may: frozenset[str]) -> tuple[Pair, ...]:
    """What a right to a case file opens: person and case; with the health right also the health compartment."""
    pairs: list[Pair] = [(case.subject.scope, Audience.WORKER), (case.scope, Audience.WORKER)]
    if Permission.HEALTH in may:
        pairs += [(scope, Audience.HEALTH) for scope in (case.subject.scope, case.scope, case.health_scope)]
    return tuple(pairs)


def permissions_on(account: Account, case: CaseFile) -> frozenset[str]:
    """Codenames that grants in force give the account on a case file."""
    in_force = Q(until__isnull=True) | Q(until__gt=now())
    own = CaseUserGrant.objects.filter(in_force, user=account, content_object=case)
    team = CaseTeamGrant.objects.filter(in_force, group__user=account, content_object=case)
    return frozenset(
        own.values_list("permission__codename")
        .union(team.values_list("permission__codename"))
        .values_list("permission__codename", flat=True)
    )


def _open(actor: Actor, uid: uuid.UUID, permission: str, *, heeds: bool = False) -> OpenCase:
    """Raises UseRestricted for work on a restricted person's file, unless it `heeds` what the person wants as of right.

    This is where every right to write is handed out.
    """
    cases = CaseFile.objects.granted_to(actor.account, permission)
    cases = cases.annotate(
        basis=Subquery(relations.assigned(actor.account).values("role")[:1]),
        glass_until=Subquery(relations.opened_in_emergency(actor.account).values("until")[:1]),
        restricted=Exists(restrictions.live().filter(subject=OuterRef("subject"))),
        **{_flag(each): _granted(actor.account, each) for each in Permission if each != permission},
    )
    case = cases.select_related("subject__participant", "programme").filter(uid=uid).first()
    if case is None:
        raise _refusal(actor, uid)
    if case.restricted and permission == Permission.WORK and not heeds:
        raise UseRestricted
    may = frozenset(each.value for each in Permission if each == permission or getattr(case, _flag(each)))
    if case.restricted:
        may -= {Permission.WORK.value}
    basis, glass_until = relations.basis_of(case)
    return OpenCase(case, case.subject.participant, may, basis, case.restricted, glass_until)


def _flag(permission: Permission) -> str:
    return f"may_{permission.name.lower()}"


def _granted(account: Account, permission: Permission) -> Q:
    """Whether a grant in force, the account's own or its team's, gives the permission on the row at hand."""
    in_force = Q(until__isnull=True) | Q(until__gt=now())
    in_force = Q(in_force, permission__codename=permission, content_object=OuterRef("pk"))
    own = CaseUserGrant.objects.filter(in_force, user=account)
    team = CaseTeamGrant.objects.filter(in_force, group__user=account)
    return Q(Exists(own)) | Q(Exists(team))


def _refusal(actor: Actor, uid: uuid.UUID) -> NotFound | Refused:
    """403 with whom to ask for colleagues of the programme; for all others, and under safety prohibition, 404.

    Hit and miss run the same statements, so that the time tells nothing.
    """
    programmes = actor.programmes(*KNOWS_OF_CASES)
    case = (
        CaseFile.objects.known()
        .filter(uid=uid, programme__in=programmes)
        .select_related("subject__participant")
        .first()
    )
    coordinator = coordinator_of(case.programme_id if case else 0)
    if case is None:
        as_for_somebody(uid)
        return NotFound()
    with keyring.also([(case.subject.scope, Audience.LOOKUP)]):
        hidden = bool(case.subject.participant.safety_prohibition)
    details: dict[str, Any] = {"subjects": [case.subject.uid], "case": case.uid}
    if hidden:
        return NotFound(**details)
    emergency = reverse("break-glass", args=[uid]) if relations.breaks_glass(actor, case) else ""
    return Refused(coordinator, emergency=emergency, **details)


def as_for_somebody(uid: uuid.UUID) -> None:
    """Run, for nobody, the two statements that a hidden person would have cost: a key, and a subject of the log."""
    keys.load([uid])
    AccessEventSubject.objects.filter(subject_uid=uid).exists()


def coordinator_of(programme_id: int) -> str:
    """The name of the programme's coordinator, whom colleagues ask."""
    rows = Membership.objects.filter(programme_id=programme_id, role=Role.COORDINATOR, starts_on__lte=today())
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=today())).order_by("pk")
    return rows.values_list("account__name", flat=True).first() or ""


def _found(opened: OpenCase, **more: Any) -> Found:
    case = opened.case
    return Found(
        it=opened,
        opens=scopes_of(case, opened.may),
        subjects=(case.subject.uid,),
        basis=opened.basis,
        kind="case",
        uid=case.uid,
        case=case.uid,
        until=opened.glass_until,
        **more,
    )


def case_to_read(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file that the actor may read."""
    return _found(_open(actor, uid, Permission.READ))


def case_to_work(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file in which the actor may record, plan and refer."""
    return _found(_open(actor, uid, Permission.WORK))


def case_to_heed(actor: Actor, uid: uuid.UUID) -> Found:
    """The same for what the person may always want: a request, a statement, a withdrawal; also while restricted."""
    return _found(_open(actor, uid, Permission.WORK, heeds=True), heeds=True)


def case_to_record(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file in which the actor may write an entry: a student's waits for the supervisor, and what somebody

    writes who opened it in an emergency, for the lead worker: what was done then belongs into the file.
    The health compartment may be written by everybody who may work here, and read only with its right.
    """
    opened = _open(actor, uid, Permission.READ)
    if opened.restricted:
        raise UseRestricted
    if not opened.works and not actor.has(Role.STUDENT) and not opened.glass_until:
        raise NotFound
    return _found(opened, seals=(opened.case.health_scope,))


# Lists and search


def own_cases(actor: Actor, **_: Any) -> Found:
    """The actor's own case files: a queryset; the view says which page of it is shown and logs those people."""
    return Found(it=CaseFile.objects.for_user(actor.account, Permission.READ), basis="own", kind="cases")


def people_on_page(actor: Actor, cases: list[CaseFile]) -> tuple[Pair, ...]:
    """What a list of the actor's own cases opens: the names."""
    return tuple((case.subject.scope, Audience.WORKER) for case in cases)


@dataclasses.dataclass(frozen=True)
class Register:
    """The case files that somebody may list and search: their own, and as coordinator by name those of a programme."""

    own: CaseFileQuerySet
    programme: CaseFileQuerySet
    coordinates: bool
    creates_in: frozenset[int]

    @property
    def creates(self) -> bool:
        """Whether the actor may open a case file for somebody new."""
        return bool(self.creates_in)


def register(actor: Actor, **_: Any) -> Found:
    """What the actor may list and search; the view says who is shown and logs those people."""
    programmes = actor.programmes(Role.COORDINATOR)
    whole = CaseFile.objects.known().filter(programme__in=programmes).in_use()
    reads = CaseFile.objects.for_user(actor.account, Permission.READ)
    found = Register(reads, whole, bool(programmes), frozenset(actor.programmes(*CASE_WORK)))
    return Found(it=found, basis="own", kind="cases")


# Who works on a case file


@dataclasses.dataclass(frozen=True)
class Staffing:
    """A case file with the people who work on it; a coordinator sees the name and no content."""

    opened: OpenCase
    assigns: bool
    safety_prohibition: bool

    @property
    def case(self) -> CaseFile:
        return self.opened.case

    @property
    def reads(self) -> bool:
        """Whether the file itself may be opened."""
        return Permission.READ in self.opened.may

    @property
    def knows_of_health(self) -> bool:
        """Whether it may be seen that a health counsellor works here: not by those who only learn."""
        return self.assigns or self.opened.works


def people_of_case(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """Who works on a case file: for those who read it, and for the programme's coordinator."""
    coordinated = actor.programmes(Role.COORDINATOR)
    own = CaseFile.objects.granted_to(actor.account, Permission.READ)
    known = CaseFile.objects.known().filter(Q(pk__in=own.values("pk")) | Q(programme__in=coordinated), uid=uid)
    known = known.annotate(
        basis=Subquery(relations.assigned(actor.account).values("role")[:1]),
        glass_until=Subquery(relations.opened_in_emergency(actor.account).values("until")[:1]),
    )
    case = known.select_related("subject__participant", "programme").first()
    if case is None:
        raise _refusal(actor, uid)
    may, coordinates = permissions_on(actor.account, case), case.programme_id in coordinated
    lead = Assignment.objects.filter(case=case, account=actor.account, role=Assignment.Role.LEAD, ended_on=None)
    leads = Permission.WORK in may and lead.exists()
    pair = (case.subject.scope, Audience.WORKER if Permission.READ in may else Audience.COORDINATOR)
    with keyring.also([(case.subject.scope, Audience.LOOKUP)]):
        hidden = bool(case.subject.participant.safety_prohibition)
    _basis, glass_until = relations.basis_of(case)
    basis = relations.BREAK_GLASS if may and glass_until else "assigned" if may else Role.COORDINATOR.value
    opened = OpenCase(case, case.subject.participant, may, basis, glass_until=glass_until if may else None)
    return Found(
        it=Staffing(opened, assigns=leads or coordinates, safety_prohibition=hidden),
        opens=(pair,),
        subjects=(case.subject.uid,),
        basis=basis,
        kind="case",
        uid=case.uid,
        case=case.uid,
        until=opened.glass_until,
    )


def people_to_assign(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """The same for those who may assign: the lead worker and the coordinator; other readers are told whom to ask."""
    found = people_of_case(actor, uid)
    if not found.it.assigns:
        raise Refused(coordinator_of(found.it.case.programme_id), subjects=found.subjects, case=uid)
    restrictions.refuse_writing(found.subjects)
    return found


# Referrals


@dataclasses.dataclass(frozen=True)
class OpenReferral:
    """A referral with the case file that it belongs to, as somebody of the sending side may open it."""

    referral: Referral
    opened: OpenCase


def _open_referral(actor: Actor, uid: uuid.UUID, permission: str) -> Found:
    row = Referral.objects.filter(uid=uid).values_list("case__uid", flat=True).order_by("pk").first()
    opened = _open(actor, row or uid, permission)
    rows = Referral.objects.select_related("recipient", "sender", "ground", "consent")
    referral = rows.filter(uid=uid, case=opened.case).first()
    if referral is None:  # the uid of the case file itself leads here too
        raise NotFound
    referral.case = opened.case
    return Found(
        it=OpenReferral(referral, opened),
        opens=(*scopes_of(opened.case, opened.may), (referral.scope, Audience.WORKER)),
        subjects=(opened.case.subject.uid,),
        basis=opened.basis,
        kind="referral",
        uid=referral.uid,
        case=opened.case.uid,
        until=opened.glass_until,
    )


def referral_to_read(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """A referral of a case file that the actor may read."""
    return _open_referral(actor, uid, Permission.READ)


def referral_to_work(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """A referral of a case file in which the actor may refer."""
    return _open_referral(actor, uid, Permission.WORK)


def assignment_to_end(actor: Actor, uid: uuid.UUID, assignment: uuid.UUID) -> Found:
    """One assignment in force with its case file, for those who may end it."""
    found = people_to_assign(actor, uid)
    row = Assignment.objects.filter(uid=assignment, case=found.it.case, ended_on=None).select_related("account", "case")
    chosen = row.first()
    if chosen is None:
        raise NotFound
    return dataclasses.replace(found, it=(found.it, chosen))
