"""Who works on a case file: assigning writes the grants in the same transaction, ending removes them."""

import datetime
from collections.abc import Iterator

from django.contrib.auth.models import Permission as AuthPermission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.models import Assignment, BreakGlass, CaseFile, CaseTeamGrant, CaseUserGrant, Permission
from consent.errors import NotNow
from consent.models import Account, Membership, Role
from consent.periods import HELSINKI, now, today

GRANTS: dict[str, frozenset[str]] = {
    Assignment.Role.LEAD: frozenset({Permission.READ, Permission.WORK}),
    Assignment.Role.CO_WORKER: frozenset({Permission.READ, Permission.WORK}),
    Assignment.Role.HEALTH: frozenset({Permission.READ, Permission.WORK, Permission.HEALTH}),
    Assignment.Role.STUDENT: frozenset({Permission.READ}),
}

# What an emergency opening gives: to look, for an hour. The health compartment opens for a health counsellor alone.
EMERGENCY_GRANTS: dict[str, frozenset[str]] = {
    Role.WORKER: frozenset({Permission.READ}),
    Role.HEALTH: frozenset({Permission.READ, Permission.HEALTH}),
}

# Which role in the programme a role on the case file asks for.
ASKS_FOR: dict[str, frozenset[str]] = {
    Assignment.Role.LEAD: frozenset({Role.WORKER, Role.HEALTH}),
    Assignment.Role.CO_WORKER: frozenset({Role.WORKER, Role.HEALTH}),
    Assignment.Role.HEALTH: frozenset({Role.HEALTH}),
    Assignment.Role.STUDENT: frozenset({Role.STUDENT}),
}
CASE_ROLES = frozenset({Role.WORKER, Role.HEALTH, Role.STUDENT})


class AlreadyAssigned(NotNow):
    message = _("This person already works on the case file in this role.")


class LeadNeeded(NotNow):
    message = _("A case file always has a lead worker. Name the next one first.")


class RoleDoesNotFit(NotNow):
    message = _("This person does not have that role in the programme.")


class StartsLater(NotNow):
    message = _("Assign on the first day: an assignment gives the right to read at once.")


class AlreadyEnded(NotNow):
    message = _("The assignment has already ended.")


def in_force(case: CaseFile, on: datetime.date | None = None) -> list[Assignment]:
    """Assignments in force on a day, lead first."""
    on = on or today()
    rows = Assignment.objects.filter(case=case, ended_on__isnull=True, starts_on__lte=on)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("account").order_by("starts_on", "pk")
    return sorted(rows, key=lambda row: row.role != Assignment.Role.LEAD)


def workers_of(cases: list[CaseFile]) -> dict[int, list[str]]:
    """Names of everybody who works on each case by its id, lead first, in one query."""
    rows = Assignment.objects.filter(case__in=cases, ended_on__isnull=True).order_by("starts_on", "pk")
    names: dict[int, list[str]] = {}
    for case_id, role, name in rows.values_list("case_id", "role", "account__name"):
        here = names.setdefault(case_id, [])
        if role == Assignment.Role.LEAD:
            here.insert(0, name)
        else:
            here.append(name)
    return {case_id: list(dict.fromkeys(each)) for case_id, each in names.items()}


def memberships_for(case: CaseFile, role: str | None = None) -> QuerySet[Membership]:
    """Memberships in the programme, in force today, of people who could take a role (or any) on the case file."""
    asked = ASKS_FOR[role] if role else CASE_ROLES
    day = today()
    rows = Membership.objects.filter(programme_id=case.programme_id, role__in=asked, starts_on__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day), account__is_active=True)
    return rows.select_related("account").order_by("account__name", "pk")


@transaction.atomic
def assign(
    *,
    by: Account,
    case: CaseFile,
    account: Account,
    role: str,
    why: str,
    starts_on: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Assignment:
    """Let an account work on a case file, at once.

    A new lead worker ends the former lead's lead and takes the place of their own co-work. A student's assignment
    ends with the training at the latest. Raises AlreadyAssigned, RoleDoesNotFit, StartsLater.
    """
    CaseFile.objects.select_for_update().get(pk=case.pk)  # two who name a lead at once come one after the other
    live = Assignment.objects.filter(case=case, ended_on__isnull=True)
    if live.filter(account=account, role=role).exists():
        raise AlreadyAssigned
    membership = memberships_for(case, role).filter(account=account).first()
    if membership is None:
        raise RoleDoesNotFit
    starts_on = starts_on or today()
    if starts_on > today():
        raise StartsLater
    if membership.role == Role.STUDENT and membership.until is not None:
        until = min(until or membership.until, membership.until)
    if role == Assignment.Role.LEAD:
        replaced = Q(role=role) | Q(role=Assignment.Role.CO_WORKER, account=account)
        for former in live.filter(replaced).order_by("pk"):
            _end(former, by=by, why=Assignment.Why.HANDOVER)
    assignment = Assignment(
        case=case, account=account, role=role, why=why, starts_on=starts_on, until=until, assigned_by=by
    )
    assignment.save()
    sync_grants(case)
    return assignment


@transaction.atomic
def end(assignment: Assignment, *, by: Account, why: str) -> None:
    """End an assignment; its grants go at once. Raises AlreadyEnded, and LeadNeeded for the lead of an open file."""
    if assignment.ended_on is not None:
        raise AlreadyEnded
    if assignment.role == Assignment.Role.LEAD and assignment.case.state == CaseFile.State.OPEN:
        raise LeadNeeded
    _end(assignment, by=by, why=why)
    sync_grants(assignment.case)


def _end(assignment: Assignment, *, by: Account, why: str) -> None:
    assignment.ended_on, assignment.ended_by, assignment.ended_why = today(), by, why
    assignment.save(update_fields=["ended_on", "ended_by", "ended_why"])


def end_for_nobody(case: CaseFile) -> None:
    """The case file is erased: all work on it ends today, by nobody, and every grant goes, a team's too."""
    for assignment in Assignment.objects.filter(case=case, ended_on__isnull=True).order_by("pk"):
        assignment.ended_on, assignment.ended_why = today(), Assignment.Why.ENDED
        assignment.save(update_fields=["ended_on", "ended_why"])
    sync_grants(case)
    CaseTeamGrant.objects.filter(content_object=case).delete()


def sync_grants(case: CaseFile) -> None:
    """Make the grants of a case file those of its live assignments and emergency openings; their only writer.

    Where two give one person the same right, the one that lasts longer decides.
    """
    wanted: dict[tuple[int, str], datetime.datetime | None] = {}
    for account, until, rights in _rights_on(case):
        for codename in rights:
            key = (account, codename)
            wanted[key] = _later(wanted[key], until) if key in wanted else until
    held = {(g.user_id, g.permission.codename): g for g in _grants_of(case)}
    CaseUserGrant.objects.filter(pk__in=[held[key].pk for key in held.keys() - wanted.keys()]).delete()
    permissions = case_permissions() if wanted.keys() - held.keys() else {}
    for key, until in wanted.items():
        grant = held.get(key)
        if grant is None:
            grant = CaseUserGrant(user_id=key[0], permission=permissions[key[1]], content_object=case)
        elif grant.until == until:
            continue
        grant.until = until
        grant.save()


def _rights_on(case: CaseFile) -> Iterator[tuple[int, datetime.datetime | None, frozenset[str]]]:
    """Account, until when, and what: of everything that gives a right to a case file now."""
    for assignment in Assignment.objects.filter(case=case, ended_on__isnull=True).order_by("pk"):
        yield assignment.account_id, _end_of_day(assignment.until), GRANTS[assignment.role]
    for opening in BreakGlass.objects.filter(case=case, until__gt=now()).order_by("pk"):
        yield opening.account_id, opening.until, EMERGENCY_GRANTS[opening.role]


def _later(one: datetime.datetime | None, other: datetime.datetime | None) -> datetime.datetime | None:
    return max(one, other) if one and other else None


def _grants_of(case: CaseFile) -> list[CaseUserGrant]:
    return list(CaseUserGrant.objects.filter(content_object=case).select_related("permission").order_by("pk"))


def case_permissions() -> dict[str, AuthPermission]:
    """The case file permissions by codename, with the content type that guardian compares at every grant."""
    rows = AuthPermission.objects.filter(content_type__app_label="casework", codename__in=list(Permission))
    return {row.codename: row for row in rows.select_related("content_type")}


def _end_of_day(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), HELSINKI)
