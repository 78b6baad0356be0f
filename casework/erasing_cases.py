"""What erasing does to case files: anonymous facts are kept, the case is parted from the person, nothing stays open.

The rows of a case file stay where they are, because logs and counts name them and a long file must not cost more than
a short one; what they said is gone with the keys. The case itself is given to a subject of its own that stands for
nobody: its number says nothing, its days become months, in the row and in history.
"""

import os
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import anonymous_cases, assignments
from casework.models import (
    AgreedAction,
    Appointment,
    CaseFile,
    Participant,
    Referral,
    ReferralState,
)
from casework.models.anonymous import first_of_month
from consent import envelope, erasure, erasure_permit, retention
from consent.erasing_targets import Target
from consent.errors import NotNow
from consent.fields import Sealed
from consent.models import Disposal, Subject
from consent.periods import now, today

Ender = Callable[[CaseFile], None]
_enders: list[Ender] = []


class StillOpen(NotNow):
    message = _("The case file is still open. Close it first.")


def register() -> None:
    """Make it known to erasing."""
    erasure.add_cleaner(clean, ready=ready)


def add_ender(ender: Ender) -> None:
    """Register what the floor above ends when a case file is erased: places in groups."""
    _enders.append(ender)


def ready(target: Target) -> None:
    """Raise StillOpen or ErasedAlready; a health compartment may go while the case goes on."""
    cases = _cases(target)
    if not target.is_person and any(case.erased_on is not None for case in cases):
        raise erasure.ErasedAlready
    if not target.is_health and any(case.state == CaseFile.State.OPEN for case in cases):
        raise StillOpen


def _cases(target: Target) -> list[CaseFile]:
    rows = CaseFile.objects.filter(subject=target.subject)
    return list((rows if target.is_person else rows.filter(uid=target.case_uid)).order_by("pk"))


def clean(target: Target, disposal: Disposal | None) -> dict[str, int]:
    """Part every case file of the target from its person; how many."""
    if target.is_health:
        return {}
    cases = [case for case in _cases(target) if case.erased_on is None]
    anonymous_cases.add(anonymous_cases.facts_of(case) for case in cases)
    for case in cases:
        _end_what_is_open(case)
        retention.part_case(target.subject, case.uid)
        _give_to_nobody(case, disposal)
    return {"case": len(cases)} if cases else {}


def _end_what_is_open(case: CaseFile) -> None:
    for ender in _enders:
        ender(case)
    assignments.end_for_nobody(case)
    for action in AgreedAction.objects.filter(case=case, state=AgreedAction.State.OPEN).order_by("pk"):
        action.state, action.ended_at = AgreedAction.State.DROPPED, now()
        action.save(update_fields=["state", "ended_at"])
    for meeting in Appointment.objects.filter(case=case, state=Appointment.State.PLANNED).order_by("pk"):
        meeting.state = Appointment.State.CANCELLED
        meeting.save(update_fields=["state"])
    for referral in Referral.objects.filter(case=case, loop_closed_at__isnull=True).order_by("pk"):
        if referral.is_open or referral.state in {ReferralState.DRAFT, ReferralState.AWAITING}:
            referral.state = ReferralState.CANCELLED
        referral.loop_closed_at = now()
        referral.save(update_fields=["state", "loop_closed_at"])


def _give_to_nobody(case: CaseFile, disposal: Disposal | None) -> None:
    nobody = _nobody(case)
    opened, closed = first_of_month(case.opened_on), first_of_month(case.closed_on or today())
    case.state, case.closed_on, case.erased_on = CaseFile.State.CLOSED, closed, today()
    case.subject, case.opened_on, case.last_contact_on = nobody, opened, None
    case.save()
    erasure_permit.rewrite(case, disposal=disposal, subject=nobody, opened_on=opened, last_contact_on=None)
    erasure_permit.rewrite(case, disposal=disposal, where=Q(closed_on__isnull=False), closed_on=closed)
    for row in Disposal.objects.filter(case_uid=case.uid).order_by("pk"):
        erasure.empty(row, disposal=disposal, subject=nobody)


def _nobody(case: CaseFile) -> Subject:
    """A subject that is no person. Its scope is the case's, dead and in the ledger: its name reads as erased."""
    nobody = Subject(scope=case.scope, programme=case.programme, erased_on=today())
    nobody.save()
    blank = Participant(subject=nobody, scope=case.scope)
    thrown_away = os.urandom(32)
    for name in ("first_name", "roster_name"):
        field: Any = Participant._meta.get_field(name)
        binding = {"field_id": field.field_id, "scope": case.scope, "record": blank.uid}
        setattr(blank, name, Sealed(envelope.seal(b"", key=thrown_away, version=1, pad=32, **binding)))
    blank.save()
    return nobody
