"""By what relation somebody reads a case file: an assignment in force, or an emergency opening for an hour."""

import datetime
from typing import Any

from django.db.models import OuterRef, Q

from casework.models import Assignment, BreakGlass, CaseFile
from consent.actors import Actor
from consent.models import Account, Membership, Role
from consent.periods import now, today

BREAK_GLASS = "break_glass"  # the basis in the log of everything that an emergency opening opens
CASE_WORK = frozenset({Role.WORKER, Role.HEALTH})
NEW_FOR = datetime.timedelta(days=7)  # so long a new role opens nothing in an emergency


def basis_of(case: Any) -> tuple[str, datetime.datetime | None]:
    """By what relation an annotated case file is read, and until when if it is an emergency."""
    if case.basis or not case.glass_until:
        return case.basis or "", None
    return BREAK_GLASS, case.glass_until


def assigned(account: Account) -> Any:
    """The account's assignments in force on the case file at hand."""
    rows = Assignment.objects.filter(case=OuterRef("pk"), account=account, ended_on__isnull=True)
    return rows.filter(Q(until__isnull=True) | Q(until__gte=today())).order_by("pk")


def opened_in_emergency(account: Account) -> Any:
    """The account's emergency opening of the case file at hand."""
    rows = BreakGlass.objects.filter(case=OuterRef("pk"), account=account, until__gt=now())
    return rows.order_by("-until")


def breaks_glass(actor: Actor, case: CaseFile) -> Membership | None:
    """The role in the programme in which the actor may open a case file in an emergency: held for a week at least."""
    since = today() - NEW_FOR
    held = [m for m in actor.memberships if m.programme_id == case.programme_id and m.role in CASE_WORK]
    return next((membership for membership in held if membership.starts_on <= since), None)
