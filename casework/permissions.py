"""What follows for referrals when a permission ends: withdrawn, answered otherwise, or past its last day.

Pages withdraw and answer through here, so that no open referral outlives what it rested on.
"""

import datetime

from django.db import transaction

from casework import referral_mail
from casework.models import MoveReason, Referral, ReferralState, Side
from casework.models.referrals import ReferralQuerySet
from casework.referral_moves import move
from consent import consents
from consent.models import Account, Consent, Question, Subject
from consent.periods import today


@transaction.atomic
def withdraw(consent: Consent, *, by: Account, channel: str) -> Consent:
    """Withdraw an answer; every open referral that rested on it is cancelled and its recipient told that it ended.

    Other referrals of the person go on. The same a second time changes nothing. Raises consents.NotInForce.
    """
    withdrawn = consents.withdraw(consent, by=by, channel=channel)
    end_groundless(withdrawn.subject, by=by)
    return withdrawn


@transaction.atomic
def answer(
    *,
    by: Account,
    subject: Subject,
    question: Question,
    state: str,
    language: str,
    channel: str,
    interpreter: str = "",
) -> Consent:
    """As `consents.answer`; a "no" after a "yes" ends referrals as a withdrawal does."""
    answered = consents.answer(
        by=by,
        subject=subject,
        question=question,
        state=state,
        language=language,
        channel=channel,
        interpreter=interpreter,
    )
    end_groundless(subject, by=by)
    return answered


@transaction.atomic
def end_groundless(subject: Subject, *, by: Account) -> int:
    """Cancel the person's open referrals whose ground no longer holds; returns how many."""
    return _end(Referral.objects.filter(case__subject=subject), side=Side.PARTICIPANT, by=by, on=today())


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
