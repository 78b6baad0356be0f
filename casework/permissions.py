"""What follows for referrals when a permission ends: withdrawn, answered otherwise, past its last day, or a mistake.

Every verb that ends an answer comes here through consent.endings, so that no open referral outlives what it rested on.
"""

import datetime

from django.db import transaction

from casework import referral_mail
from casework.models import MoveReason, Referral, ReferralState, Side
from casework.models.referrals import ReferralQuerySet
from casework.referral_moves import move
from consent import endings
from consent.endings import Ending
from consent.history import Reason
from consent.models import Account
from consent.periods import today


def register() -> None:
    """Fill the registry of what follows."""
    endings.add(end_groundless)


@transaction.atomic
def end_groundless(ending: Ending) -> int:
    """Cancel the person's open referrals whose ground no longer holds; each recipient is told that it ended.

    Other referrals of the person go on. Returns how many were cancelled.
    """
    side = Side.PARTICIPANT if ending.why == Reason.WITHDRAWAL else Side.SYSTEM
    by = ending.by if side == Side.PARTICIPANT else None
    return _end(Referral.objects.filter(case__subject=ending.subject), side=side, by=by, on=today())


@transaction.atomic
def end_lapsed(on: datetime.date) -> int:
    """Cancel every open referral whose ground has run out; for `run_due`, twice a day does no harm."""
    return _end(Referral.objects.all(), side=Side.SYSTEM, by=None, on=on)


def _end(referrals: ReferralQuerySet, *, side: str, by: Account | None, on: datetime.date) -> int:
    ended = list(referrals.still_open().with_opening(on).filter(opens=False).order_by("pk"))
    for referral in ended:
        cancelled = move(referral, ReferralState.CANCELLED, side=side, by=by, reason=MoveReason.GROUND_ENDED)
        referral_mail.tell(referral_mail.ENDED, cancelled)
    return len(ended)
