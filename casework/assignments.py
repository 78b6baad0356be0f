"""Who works on a case file: assigning writes the grants in the same transaction, ending removes them."""

import datetime

from django.contrib.auth.models import Permission as AuthPermission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Assignment, CaseFile, CaseUserGrant, Permission
from consent.errors import NotNow
from consent.models import Account
from consent.periods import HELSINKI, today

GRANTS: dict[str, frozenset[str]] = {
    Assignment.Role.LEAD: frozenset({Permission.READ, Permission.WORK}),
    Assignment.Role.CO_WORKER: frozenset({Permission.READ, Permission.WORK}),
    Assignment.Role.HEALTH: frozenset({Permission.READ, Permission.WORK, Permission.HEALTH}),
    Assignment.Role.STUDENT: frozenset({Permission.READ}),
}


class AlreadyAssigned(NotNow):
    message = _("This person already works on the case file in this role.")


class LeadNeeded(NotNow):
    message = _("A case file always has a lead worker. Name the next one first.")


def in_force(case: CaseFile, on: datetime.date | None = None) -> list[Assignment]:
    """Assignments in force on a day, lead first."""
    on = on or today()
    rows = Assignment.objects.filter(case=case, ended_on__isnull=True, starts_on__lte=on)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("account").order_by("starts_on", "pk")
    return sorted(rows, key=lambda row: row.role != Assignment.Role.LEAD)


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
    """Let an account work on a case file; a new lead worker ends the former lead's lead. Raises AlreadyAssigned."""
    live = Assignment.objects.filter(case=case, ended_on__isnull=True)
    if live.filter(account=account, role=role).exists():
        raise AlreadyAssigned
    if role == Assignment.Role.LEAD:
        for former in live.filter(role=role).order_by("pk"):
            _end(former, by=by, why=Assignment.Why.HANDOVER)
    assignment = Assignment(
        case=case, account=account, role=role, why=why, starts_on=starts_on or today(), until=until, assigned_by=by
    )
    assignment.save()
    sync_grants(case)
    return assignment


@transaction.atomic
def end(assignment: Assignment, *, by: Account, why: str) -> None:
    """End an assignment; its grants go at once. Raises LeadNeeded for the only lead worker of an open file."""
    if assignment.role == Assignment.Role.LEAD and assignment.case.state == CaseFile.State.OPEN:
        raise LeadNeeded
    _end(assignment, by=by, why=why)
    sync_grants(assignment.case)


def _end(assignment: Assignment, *, by: Account, why: str) -> None:
    assignment.ended_on, assignment.ended_by, assignment.ended_why = today(), by, why
    assignment.save(update_fields=["ended_on", "ended_by", "ended_why"])


def sync_grants(case: CaseFile) -> None:
    """Make the grants of a case file those of its live assignments; the only writer of the grant table."""
    wanted: dict[tuple[int, str], datetime.datetime | None] = {}
    for assignment in Assignment.objects.filter(case=case, ended_on__isnull=True).order_by("pk"):
        until = _end_of_day(assignment.until)
        for codename in GRANTS[assignment.role]:
            key = (assignment.account_id, codename)
            wanted[key] = None if until is None or (key in wanted and wanted[key] is None) else until
    held = {(g.user_id, g.permission.codename): g for g in _grants_of(case)}
    CaseUserGrant.objects.filter(pk__in=[held[key].pk for key in held.keys() - wanted.keys()]).delete()
    ids = permission_ids()
    for key, until in wanted.items():
        grant = held.get(key)
        if grant is None:
            grant = CaseUserGrant(user_id=key[0], permission_id=ids[key[1]], content_object=case)
        if grant._state.adding or grant.until != until:
            grant.until = until
            grant.save()


def _grants_of(case: CaseFile) -> list[CaseUserGrant]:
    return list(CaseUserGrant.objects.filter(content_object=case).select_related("permission").order_by("pk"))


def permission_ids() -> dict[str, int]:
    """Ids of the case file permissions by codename."""
    rows = AuthPermission.objects.filter(content_type__app_label="casework", codename__in=list(Permission))
    return dict(rows.values_list("codename", "pk"))


def _end_of_day(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), HELSINKI)
