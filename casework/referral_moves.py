"""How a referral moves: one helper that checks the table and writes the move, and the recipient's answers on it."""

import dataclasses
import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import referral_mail
from casework.access import permissions_on
from casework.models import MoveReason, Permission, Referral, ReferralMove, ReferralState, Side
from casework.models.referral_states import MOVE_REASONS
from consent import restrictions
from consent.actors import memberships_in_force
from consent.disclosures import NoGround
from consent.errors import NotNow
from consent.models import Account, Role
from consent.periods import HELSINKI, now, today


class MoveNotAllowed(NotNow):
    message = _("The referral has moved on. This cannot be done any more.")


class ReasonNeeded(NotNow):
    message = _("Choose the reason.")


class TextNeeded(NotNow):
    message = _("Write it in one sentence.")


class AnswerIncomplete(NotNow):
    message = _("The answer is not complete. Fill in what it asks for.")


class NotTheRecipient(NotNow):
    message = _("Only the recipient answers a referral.")


class NotTheSender(NotNow):
    message = _("Only those who work on the case file can do this.")


class NotTheParticipant(NotNow):
    message = _("Only the participant can say this.")


@dataclasses.dataclass(frozen=True)
class Told:
    """Who of the recipient told the answer, how and on which day, when the sender records it on their behalf."""

    by: str
    how: str
    on: datetime.date


def locked(referral: Referral) -> Referral:
    """The referral as it stands in the database, held against others until the transaction ends."""
    rows = Referral.objects.select_related(
        "case__subject", "case__programme__controller", "recipient", "sender", "ground", "consent"
    )
    row: Referral = rows.select_for_update(of=("self",)).get(pk=referral.pk)
    return row


def repeated(referral: Referral, to: str, *, side: str, by: Account | None, reason: str = "") -> bool:
    """Whether this very move was the last one: the same post a second time."""
    if referral.state != to:
        return False
    last = referral.moves.order_by("-at", "-pk").first()
    wanted = (to, side, by.pk if by else None, reason)
    return last is not None and (last.to_state, last.side, last.by_id, last.reason) == wanted


def check_side(referral: Referral, side: str, by: Account | None, told: Told | None = None) -> None:
    """Raise unless the account stands on that side now; the sender may tell a recipient's or participant's word."""
    works = by is not None and Permission.WORK in permissions_on(by, referral.case)
    if side == Side.SENDER and not works:
        raise NotTheSender
    if side == Side.RECIPIENT:
        if told is not None and works and told.by and told.how:
            return
        if told is not None or by is None or not is_partner(by, referral):
            raise NotTheRecipient
    if side == Side.PARTICIPANT and not works and (by is None or referral.case.subject.account_id != by.pk):
        raise NotTheParticipant
    if side == Side.SYSTEM and by is not None:
        raise MoveNotAllowed


def is_partner(by: Account, referral: Referral) -> bool:
    """Whether the account answers for the recipient today."""
    held = memberships_in_force(by, today())
    return any(m.role == Role.PARTNER and m.organisation_id == referral.recipient_id for m in held)


@transaction.atomic
def move(
    referral: Referral,
    to: str,
    *,
    side: str,
    by: Account | None,
    reason: str = "",
    text: str = "",
    told: Told | None = None,
    **changes: Any,
) -> Referral:
    """Move a referral and write the move; `changes` are further fields of it. The one place where a state changes.

    The same post a second time changes nothing. Raises MoveNotAllowed, ReasonNeeded, TextNeeded, or who may not.
    """
    referral = locked(referral)
    if repeated(referral, to, side=side, by=by, reason=reason):
        return referral
    if to not in referral.may_move(side):
        raise MoveNotAllowed
    check_side(referral, side, by, told)
    allowed = MOVE_REASONS.get((to, side), ("",))
    if reason not in allowed:
        raise ReasonNeeded
    if not text.strip() and reason in {MoveReason.OTHER, MoveReason.MORE_NEEDED}:
        raise TextNeeded
    ReferralMove(
        referral=referral,
        scope=referral.scope,
        from_state=referral.state,
        to_state=to,
        at=now(),
        by=by,
        side=side,
        reason=reason,
        text=text.strip(),
        told_by=told.by if told else "",
        told_how=told.how if told else "",
        told_on=told.on if told else None,
    ).save()
    changes["held_from"] = referral.state if to == ReferralState.ON_HOLD else ""
    if side == Side.RECIPIENT and referral.answered_at is None:
        changes["answered_at"] = now()
    referral.state = to
    for name, value in changes.items():
        setattr(referral, name, value)
    referral.save(update_fields=["state", *changes])
    return referral


# The recipient's answers, or the sender's record of them


def _answer(referral: Referral, to: str, by: Account, told: Told | None, **more: Any) -> Referral:
    if not Referral.objects.with_opening(today()).filter(pk=referral.pk, opens=True).exists():
        raise NoGround
    return move(referral, to, side=Side.RECIPIENT, by=by, told=told, **more)


@transaction.atomic
def accept(
    *, by: Account, referral: Referral, contact_person: str, planned_on: datetime.date | None, told: Told | None = None
) -> Referral:
    """The recipient takes it on, with whom and when the person will meet. Raises AnswerIncomplete and as `move`."""
    if not contact_person.strip() or planned_on is None:
        raise AnswerIncomplete
    changes = {"contact_person": contact_person.strip(), "planned_on": planned_on}
    return _answer(referral, ReferralState.ACCEPTED, by, told, **changes)


def reject(*, by: Account, referral: Referral, reason: str, text: str = "", told: Told | None = None) -> Referral:
    """The recipient does not take it on."""
    return _answer(referral, ReferralState.REJECTED, by, told, reason=reason, text=text)


def hold(
    *,
    by: Account,
    referral: Referral,
    text: str,
    reason: str = MoveReason.MORE_NEEDED,
    told: Told | None = None,
) -> Referral:
    """The recipient asks for more before going on; `text` is the question."""
    return _answer(referral, ReferralState.ON_HOLD, by, told, reason=reason, text=text)


@transaction.atomic
def start(
    *, by: Account, referral: Referral, first_contact_on: datetime.date | None, told: Told | None = None
) -> Referral:
    """The recipient has met the person and goes on. Raises AnswerIncomplete for no day or one to come."""
    if first_contact_on is None or first_contact_on > today():
        raise AnswerIncomplete
    return _answer(referral, ReferralState.IN_PROGRESS, by, told, first_contact_on=first_contact_on)


def fail(*, by: Account, referral: Referral, reason: str, text: str = "", told: Told | None = None) -> Referral:
    """It was taken on and broke off."""
    return _answer(referral, ReferralState.FAILED, by, told, reason=reason, text=text)


@transaction.atomic
def complete(
    *,
    by: Account,
    referral: Referral,
    outcome: str,
    text: str,
    first_contact_on: datetime.date | None = None,
    told: Told | None = None,
) -> Referral:
    """It is done, with what came of it. Straight after acceptance the day of the one meeting is given too."""
    day = first_contact_on or locked(referral).first_contact_on
    if not outcome or not text.strip() or day is None or day > today():
        raise AnswerIncomplete
    changes = {"outcome": outcome, "outcome_text": text.strip(), "first_contact_on": day}
    return _answer(referral, ReferralState.COMPLETED, by, told, **changes)


# What nobody answered


@transaction.atomic
def expire_unanswered(on: datetime.date) -> int:
    """Cancel what was sent 30 days ago (a setting) and has no answer; returns how many. For `run_due`."""
    unanswered = _sent_at_least(settings.POLKU_REFERRAL_EXPIRY_DAYS, on)
    for referral in unanswered:
        expired = move(referral, ReferralState.CANCELLED, side=Side.SYSTEM, by=None, reason=MoveReason.EXPIRED)
        referral_mail.tell(referral_mail.ENDED, expired)
    return len(unanswered)


@transaction.atomic
def remind_unanswered(on: datetime.date) -> int:
    """Remind once the recipients of what was sent 10 days ago (a setting); returns how many. For `run_due`."""
    unanswered = [r for r in _sent_at_least(settings.POLKU_REFERRAL_REMINDER_DAYS, on) if r.reminded_at is None]
    for referral in unanswered:
        referral.reminded_at = now()
        referral.save(update_fields=["reminded_at"])
        referral_mail.tell(referral_mail.REMINDER, referral)
    return len(unanswered)


def _sent_at_least(days: int, on: datetime.date) -> list[Referral]:
    """Referrals without an answer whose day of sending lies at least so many calendar days back.

    Restricted people's are left as they are.
    """
    end_of_day = datetime.datetime.combine(on - datetime.timedelta(days=days - 1), datetime.time(), HELSINKI)
    rows = Referral.objects.filter(state=ReferralState.SENT, answered_at__isnull=True, sent_at__lt=end_of_day)
    rows = rows.exclude(restrictions.out_of_use("case__subject"))
    return list(rows.select_related("recipient").order_by("pk"))
