"""Closing a case file, and opening it again with a reason: the lead worker's. What is still open is said and decided.

The day until which the file is kept is worked out at closing, and never stands in its way: what fails is worked out
later by `run_due`.
"""

import dataclasses
import logging
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import agreed_actions, appointments, assignments
from casework.models import AgreedAction, Appointment, Assignment, CaseFile, Referral
from consent import access_log, retention
from consent.actors import Actor
from consent.errors import NotNow
from consent.models import AccessEvent, Account, Disposal, RetentionDate
from consent.periods import now, today

log = logging.getLogger("polku.retention")


class AlreadyClosed(NotNow):
    message = _("The case file has already been closed.")


class NotClosed(NotNow):
    message = _("The case file is open.")


class LeadCloses(NotNow):
    message = _("Only the lead worker closes a case file or opens it again.")


class ReasonNeeded(NotNow):
    message = _("Write why the case file is opened again.")


class OtherFileOpen(NotNow):
    message = _("The person already has another open case file in this programme.")


class BeingErased(NotNow):
    message = _("The case file is being erased. It cannot be opened again.")


Ending = Callable[[CaseFile, Account], int]
Counting = Callable[[CaseFile], int]
_places: list[tuple[Counting, Ending]] = []


def add_places(*, count: Counting, leave: Ending) -> None:
    """Register the floor above: how many places in groups a case file has, and how they are given up."""
    _places.append((count, leave))


@dataclasses.dataclass(frozen=True)
class LooseEnds:
    """What is still open in a case file that is about to be closed."""

    actions: list[AgreedAction]
    referrals: list[Referral]
    meetings: int
    places: int


def loose_ends(case: CaseFile) -> LooseEnds:
    """What is said before closing."""
    referrals = Referral.objects.still_open().filter(case=case).select_related("recipient").order_by("pk")
    planned = Appointment.objects.filter(case=case, state=Appointment.State.PLANNED, starts_at__gt=now())
    return LooseEnds(
        agreed_actions.open_actions(case),
        list(referrals),
        planned.count(),
        sum(count(case) for count, _leave in _places),
    )


@transaction.atomic
def close(
    *,
    by: Account,
    case: CaseFile,
    outcome: str,
    drop_actions: bool = False,
    leave_places: bool = False,
    cancel_meetings: bool = False,
) -> CaseFile:
    """Close a case file today with its outcome; what is still open ends only where the worker says so.

    Open referrals run on: their answers come to the file. Raises LeadCloses, AlreadyClosed.
    """
    row = _led(case, by)
    if row.state == CaseFile.State.CLOSED:
        raise AlreadyClosed
    if drop_actions:
        for action in agreed_actions.open_actions(row):
            agreed_actions.drop(action, by=by)
    if cancel_meetings:
        planned = Appointment.objects.filter(case=row, state=Appointment.State.PLANNED, starts_at__gt=now())
        for meeting in planned.order_by("pk"):
            appointments.cancel(meeting, by=by)
    if leave_places:
        for _count, leave in _places:
            leave(row, by)
    row.state, row.closed_on, row.outcome = CaseFile.State.CLOSED, today(), outcome
    row.save(update_fields=["state", "closed_on", "outcome"])
    _try_to_work_out(row)
    return row


@transaction.atomic
def reopen(*, by: Actor, case: CaseFile, reason: str) -> CaseFile:
    """Open a closed case file again, against a reason that the log keeps sealed, for the person and the officer.

    Its last day goes, and the person's. Raises LeadCloses, NotClosed, ReasonNeeded, OtherFileOpen, BeingErased.
    """
    row = _led(case, by.account)
    if row.state != CaseFile.State.CLOSED:
        raise NotClosed
    if not reason.strip():
        raise ReasonNeeded
    others = CaseFile.objects.still_open().filter(subject=row.subject_id, programme=row.programme_id)
    if others.exists():
        raise OtherFileOpen
    _take_back_proposals(row, by.account)
    row.state, row.closed_on, row.outcome = CaseFile.State.OPEN, None, ""
    row.save(update_fields=["state", "closed_on", "outcome"])
    retention.forget(subject=row.subject, case_uid=row.uid)
    access_log.record(
        by,
        action=AccessEvent.Action.WRITE,
        page="case_reopen",
        purpose="guidance",
        subjects=[row.subject.uid],
        object_kind="case",
        object_uid=row.uid,
        case_uid=row.uid,
        scope=row.scope,
        reason=reason.strip(),
    )
    return row


def _led(case: CaseFile, by: Account) -> CaseFile:
    row: CaseFile = CaseFile.objects.select_for_update(of=("self",)).select_related("subject").get(pk=case.pk)
    lead = Assignment.objects.filter(case=row, account=by, role=Assignment.Role.LEAD, ended_on__isnull=True)
    if row.erased_on is not None or not lead.exists():
        raise LeadCloses
    return row


def _take_back_proposals(case: CaseFile, by: Account) -> None:
    """What waits to erase the file waits no more; what two people have approved cannot be overtaken."""
    rows = Disposal.objects.filter(case_uid=case.uid, kind=Disposal.Kind.CASE)
    if rows.filter(state=Disposal.State.APPROVED).exists():
        raise BeingErased
    for row in rows.filter(state=Disposal.State.PROPOSED).order_by("pk"):
        row.state, row.decided_by, row.decided_at = Disposal.State.REFUSED, by, now()
        row.save(update_fields=["state", "decided_by", "decided_at"])


def _try_to_work_out(case: CaseFile) -> bool:
    """The day until which it is kept; closing goes on whatever happens here."""
    try:
        with transaction.atomic():
            assert case.closed_on is not None
            retention.work_out(
                subject=case.subject, programme=case.programme_id, case_uid=case.uid, closed_on=case.closed_on
            )
    except Exception as fault:  # noqa: BLE001  (nothing about retention may keep a worker from closing)
        log.warning("retention date not worked out: %s", type(fault).__name__)
        return False
    return True


def work_out_days() -> int:
    """Work out, anew, until when each closed case file is kept; how many days changed. A job of `run_due`."""
    changed = 0
    closed = CaseFile.objects.known().filter(state=CaseFile.State.CLOSED).select_related("subject").order_by("pk")
    for case in closed.iterator(chunk_size=500):
        before = _day_of(case)
        if _try_to_work_out(case):
            changed += _day_of(case) != before
    return changed


def _day_of(case: CaseFile) -> object:
    rows = RetentionDate.objects.filter(case_uid=case.uid).order_by("pk")
    return rows.values_list("last_day", "retention_class_id").first()


def is_led_by(case: CaseFile, account: Account) -> bool:
    """Whether the account leads the case file now."""
    return any(row.account_id == account.pk for row in assignments.in_force(case) if row.role == Assignment.Role.LEAD)
