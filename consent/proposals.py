"""Two people for what opens people's data: one proposes, the owner is told, it rests a day, another confirms.

Roles and an organisation's contact (security decisions, point 16). Until it is confirmed nothing has changed: a
proposal is a row of its own, and nothing that asks for memberships or addresses reads it.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consent import account_mail, memberships
from consent.actors import Actor
from consent.errors import NotNow
from consent.memberships import RoleWanted
from consent.models import Account, Membership, Organisation, Proposal, Role
from consent.periods import now, today

REST = datetime.timedelta(hours=24)
DECIDERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


class AlreadyProposed(NotNow):
    message = _("This has already been proposed and waits for confirmation.")


class StillRests(NotNow):
    message = _("It can be confirmed when a day has passed, so that the person concerned has time to object.")


class NeedsAnother(NotNow):
    message = _("Somebody else must confirm it: not the one who proposed it, nor the one whom it concerns.")


class AlreadyDecided(NotNow):
    message = _("This has already been decided.")


class AccountHasEnded(NotNow):
    message = _("The account has ended. Nothing can be confirmed for it.")


@transaction.atomic
def propose_role(*, by: Account, account: Account, wanted: RoleWanted, tell: bool = True) -> Proposal:
    """Propose a role; its owner is told by mail unless an invitation tells it already.

    Raises AlreadyProposed, and as `memberships.check`.
    """
    memberships.check(account, wanted)
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING, kind=Proposal.Kind.ROLE, account=account)
    if waiting.filter(role=wanted.role, organisation=wanted.organisation, programme=wanted.programme).exists():
        raise AlreadyProposed
    at = now()
    proposal = Proposal(
        kind=Proposal.Kind.ROLE,
        proposed_by=by,
        proposed_at=at,
        rests_until=at + REST,
        account=account,
        role=wanted.role,
        organisation=wanted.organisation,
        programme=wanted.programme,
        until=wanted.until,
    )
    proposal.save()
    if tell:
        account_mail.tell_of_role(proposal)
    return proposal


@transaction.atomic
def propose_contact(*, by: Account, organisation: Organisation, mail: str, phone: str) -> Proposal:
    """Propose a new mail address and phone of an organisation; the address that it has now is told.

    A newer proposal takes the place of one that waits.
    """
    waiting = Proposal.objects.filter(
        state=Proposal.State.WAITING, kind=Proposal.Kind.CONTACT, organisation=organisation
    )
    at = now()
    for former in waiting.order_by("pk"):
        _decide(former, Proposal.State.REFUSED, by)
    proposal = Proposal(
        kind=Proposal.Kind.CONTACT,
        proposed_by=by,
        proposed_at=at,
        rests_until=at + REST,
        organisation=organisation,
        mail=mail,
        phone=phone,
    )
    proposal.save()
    account_mail.tell_of_contact(proposal)
    return proposal


def may_confirm(proposal: Proposal, actor: Actor) -> bool:
    """Whether the actor is another person than who proposed it and whom it concerns."""
    return actor.account.pk not in {proposal.proposed_by_id, proposal.account_id} and actor.has(*DECIDERS)


@transaction.atomic
def confirm(proposal: Proposal, *, by: Actor) -> Proposal:
    """Let it hold from now. Raises AlreadyDecided, NeedsAnother, StillRests, AccountHasEnded, RoleHeldAlready."""
    proposal = _locked(proposal)
    if not may_confirm(proposal, by):
        raise NeedsAnother
    if now() < proposal.rests_until:
        raise StillRests
    if proposal.kind == Proposal.Kind.ROLE:
        _begin(proposal)
    else:
        proposal.organisation.mail, proposal.organisation.phone = proposal.mail, proposal.phone
        proposal.organisation.save(update_fields=["mail", "phone"])
    return _decide(proposal, Proposal.State.CONFIRMED, by.account)


def _begin(proposal: Proposal) -> Membership:
    account = proposal.account
    assert account is not None  # proposal_of_role_names_it
    if account.ended(today()):
        raise AccountHasEnded
    wanted = RoleWanted(proposal.role, proposal.organisation, proposal.programme, proposal.until)
    return memberships.begin(account, wanted)


@transaction.atomic
def refuse(proposal: Proposal, *, by: Actor) -> Proposal:
    """Drop it; whoever proposed it may do so too. Raises AlreadyDecided."""
    return _decide(_locked(proposal), Proposal.State.REFUSED, by.account)


def _locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("account", "organisation", "programme")
    found: Proposal = rows.get(pk=proposal.pk)
    if found.state != Proposal.State.WAITING:
        raise AlreadyDecided
    return found


def _decide(proposal: Proposal, state: str, by: Account) -> Proposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    return proposal
