"""Who may what on the ground floor: accounts, organisations, proposals, notices, the log, breaches.

No page here opens the scope of a person.

| who | accounts, organisations, notices | proposals | grounds and log | breaches |
|---|---|---|---|---|
| administrator | of own programmes, partners, recipients | confirms others' | – | reports |
| coordinator | – | confirms | – | reports |
| officer | – | – | of own programmes, without content | of own programmes |
| everybody else of the house | – | – | – | reports |
"""

import dataclasses
import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound
from consent.keyring import Audience
from consent.models import (
    Account,
    Breach,
    LegalGround,
    Membership,
    Organisation,
    Programme,
    Proposal,
    Role,
)

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
OFFICER = frozenset({Role.OFFICER})
HOUSE = frozenset(Role) - {Role.PARTICIPANT, Role.PARTNER}
DECIDERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
SET_LOG_NAMES = OFFICER | ADMINISTRATOR


def accounts_to_manage(actor: Actor, **_: Any) -> Found:
    """Staff accounts that have, had or wait for a role in the administrator's programmes, and partners' accounts."""
    programmes = actor.programmes(Role.ADMINISTRATOR)
    here = Q(programme__in=programmes) | Q(programme__isnull=True)
    roles = Membership.objects.filter(here, account=OuterRef("pk"))
    waiting = Proposal.objects.filter(here, account=OuterRef("pk"), kind=Proposal.Kind.ROLE)
    accounts = Account.objects.filter(Exists(roles) | Exists(waiting), is_staff_member=True)
    return Found(it=accounts.order_by("name", "pk"), kind="accounts")


def account_to_manage(actor: Actor, uid: uuid.UUID) -> Found:
    """One of them."""
    account = accounts_to_manage(actor).it.filter(uid=uid).first()
    if account is None:
        raise NotFound
    return Found(it=account, kind="account", uid=uid)


def organisations_to_manage(actor: Actor, **_: Any) -> Found:
    """Recipients, and the controllers of the administrator's own programmes; no other controller."""
    own = Q(programmes__in=actor.programmes(Role.ADMINISTRATOR)) | Q(programmes__isnull=True)
    organisations = Organisation.objects.filter(pk__in=Organisation.objects.filter(own).values("pk"))
    return Found(it=organisations.order_by("name", "pk"), kind="organisations")


def organisation_to_manage(actor: Actor, uid: uuid.UUID) -> Found:
    """One of them."""
    organisation = organisations_to_manage(actor).it.filter(uid=uid).first()
    if organisation is None:
        raise NotFound
    return Found(it=organisation, kind="organisation", uid=uid)


def programmes_to_manage(actor: Actor, **_: Any) -> Found:
    """The administrator's programmes."""
    return Found(it=Programme.objects.filter(pk__in=actor.programmes(Role.ADMINISTRATOR)).order_by("name", "pk"))


def programmes_of_log(actor: Actor, **_: Any) -> Found:
    """Programmes for which the actor, as officer or administrator, sets what participants read in their log."""
    programmes = Programme.objects.filter(pk__in=actor.programmes(*SET_LOG_NAMES))
    return Found(it=programmes.order_by("name", "pk"), kind="programmes")


def proposals_to_decide(actor: Actor, **_: Any) -> Found:
    """What waits in the programmes where the actor decides: roles there, and partners and recipients, who have none."""
    programmes = actor.programmes(*DECIDERS)
    rows = Proposal.objects.filter(Q(programme__in=programmes) | Q(programme__isnull=True))
    rows = rows.filter(state=Proposal.State.WAITING) if programmes else Proposal.objects.none()
    rows = rows.select_related("account", "organisation", "programme", "proposed_by").order_by("proposed_at", "pk")
    return Found(it=rows, kind="proposals")


def proposal_to_decide(actor: Actor, uid: uuid.UUID) -> Found:
    """One of them."""
    proposal = proposals_to_decide(actor).it.filter(uid=uid).first()
    if proposal is None:
        raise NotFound
    return Found(it=proposal, kind="proposal", uid=uid)


@dataclasses.dataclass(frozen=True)
class Oversight:
    """What an officer looks after: grounds of their programmes, and the log of what happened in them

    (consent.log_queries).
    """

    programmes: frozenset[int]

    def grounds(self) -> QuerySet[LegalGround]:
        """Grounds with purpose and controller, purpose by purpose."""
        rows = LegalGround.objects.filter(programme__in=self.programmes)
        rows = rows.select_related("purpose", "programme__controller")
        return rows.order_by("programme__name", "purpose__code", "-valid_from", "pk")

    def actors(self) -> QuerySet[Account]:
        """Staff of these programmes, whom the log may be narrowed to."""
        by = Membership.objects.filter(account=OuterRef("pk"), programme__in=self.programmes)
        return Account.objects.filter(Exists(by), is_staff_member=True).order_by("name", "pk")


def breaches_to_handle(actor: Actor, **_: Any) -> Found:
    """The register of the officer's programmes: states, days and codes; no words."""
    rows = Breach.objects.filter(programme__in=actor.programmes(Role.OFFICER)).select_related("programme")
    return Found(it=rows, kind="breaches")


def breach_to_handle(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """One of them, with its words."""
    rows = breaches_to_handle(actor).it.select_related("reported_by", "assessed_by", "decided_by", "closed_by")
    breach = rows.filter(uid=uid).first()
    if breach is None:
        raise NotFound
    return Found(it=breach, opens=((breach.scope, Audience.OFFICER),), kind="breach", uid=uid)


def programmes_worked_in(actor: Actor, **_: Any) -> Found:
    """The programmes in which somebody works: where they may report a breach."""
    programmes = actor.programmes(*HOUSE)
    return Found(it=Programme.objects.filter(pk__in=programmes).order_by("name", "pk"), kind="breach")


def ground_to_oversee(actor: Actor, uid: uuid.UUID) -> Found:
    """One version of a ground in the officer's programmes."""
    rows = Oversight(frozenset(actor.programmes(Role.OFFICER))).grounds()
    ground = rows.select_related("purpose", "programme__controller", "confirmed_by", "replaces").filter(uid=uid).first()
    if ground is None:
        raise NotFound
    return Found(it=ground, kind="ground", uid=uid)


def oversight(actor: Actor, **_: Any) -> Found:
    """The officer's own programmes."""
    return Found(it=Oversight(frozenset(actor.programmes(Role.OFFICER))), kind="log")
