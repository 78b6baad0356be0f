"""Roles: which of them one administrator may give alone, and their beginning and end."""

import dataclasses
import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consent.errors import NotNow
from consent.models import Account, Membership, Organisation, Programme, Role
from consent.periods import today

#: Roles that open people's data, or could give such roles on: a second person confirms them. A facilitator, a student
#: and an auditor see nobody until somebody who works with people lets them.
NEEDS_SECOND_PERSON = frozenset(
    {Role.WORKER, Role.HEALTH, Role.COORDINATOR, Role.OFFICER, Role.PARTNER, Role.ADMINISTRATOR}
)
OF_ORGANISATION = frozenset({Role.PARTNER})  # every other role is held in a programme
GIVEN_BY_ADMINISTRATOR = tuple(role for role in Role if role != Role.PARTICIPANT)


class RoleHeldAlready(NotNow):
    message = _("The person already has this role.")


class SupervisorNeeded(NotNow):
    message = _("A student has a supervisor and a last day.")


class RoleDoesNotBelong(NotNow):
    message = _("A partner belongs to a recipient organisation, everybody else to a programme.")


@dataclasses.dataclass(frozen=True)
class RoleWanted:
    """A role as somebody asks for it, from the day on which it begins."""

    role: str
    organisation: Organisation
    programme: Programme | None
    until: datetime.date | None = None
    supervisor: Account | None = None

    def columns(self) -> dict[str, Any]:
        """As columns of a membership."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


def in_force(account: Account, role: str, on: datetime.date | None = None) -> QuerySet[Membership]:
    """The account's memberships of a role that hold on a day or begin later."""
    rows = Membership.objects.filter(account=account, role=role)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=on or today())).order_by("pk")


def check(account: Account, wanted: RoleWanted) -> None:
    """Raise RoleDoesNotBelong, SupervisorNeeded or RoleHeldAlready where the role cannot be given so."""
    of_organisation = wanted.role in OF_ORGANISATION
    if of_organisation != (wanted.programme is None) or (of_organisation and not wanted.organisation.profile):
        raise RoleDoesNotBelong
    if wanted.role == Role.STUDENT and (wanted.supervisor in {None, account} or wanted.until is None):
        raise SupervisorNeeded
    held = in_force(account, wanted.role).filter(organisation=wanted.organisation, programme=wanted.programme)
    if held.exists():
        raise RoleHeldAlready


@transaction.atomic
def begin(account: Account, wanted: RoleWanted) -> Membership:
    """Let a role hold from today. Whoever calls this has seen to a second person where one is needed.

    Raises as `check`.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    check(account, wanted)
    membership = Membership(account=account, starts_on=today(), **wanted.columns())
    membership.save()
    return membership
