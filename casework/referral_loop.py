"""The loop of a referral as it is told: approved, sent, read, answered, closed; each with its moment and who."""

import dataclasses
import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Min
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casework.access_to_inbox import RECIPIENT
from casework.models import MoveReason, Referral, ReferralApproval, ReferralMove, ReferralState, Side
from consent import wording
from consent.models import AccessEvent

Words = str | Promise

MOVE_WORDS: dict[str, Words] = {
    ReferralState.DRAFT: _("Taken back to a draft"),
    ReferralState.AWAITING: _("Approval asked"),
    ReferralState.SENT: _("Sent"),
    ReferralState.ACCEPTED: _("Accepted"),
    ReferralState.ON_HOLD: _("More information asked"),
    ReferralState.REJECTED: _("Not accepted"),
    ReferralState.IN_PROGRESS: _("Started"),
    ReferralState.FAILED: _("Interrupted"),
    ReferralState.CANCELLED: pgettext_lazy("referral", "Cancelled"),
    ReferralState.COMPLETED: _("Completed"),
    ReferralState.ERROR: _("Entered in error"),
}
APPROVAL_WORDS: dict[str, Words] = {
    ReferralApproval.Answer.APPROVED: _("The participant approved"),
    ReferralApproval.Answer.CHANGES: _("The participant wanted changes"),
    ReferralApproval.Answer.REFUSED: _("The participant did not approve"),
}
#: Where a row has little room.
SHORT_WORDS: dict[str, Words] = {
    ReferralState.AWAITING: _("To be approved"),
    ReferralState.ON_HOLD: _("Asked"),
}
#: How a state looks as a tag.
TAG_KINDS: dict[str, str] = {
    ReferralState.DRAFT: "off",
    ReferralState.AWAITING: "wait",
    ReferralState.SENT: "wait",
    ReferralState.ON_HOLD: "wait",
    ReferralState.ACCEPTED: "go",
    ReferralState.IN_PROGRESS: "go",
    ReferralState.COMPLETED: "go",
    ReferralState.REJECTED: "",
    ReferralState.FAILED: "",
    ReferralState.CANCELLED: "off",
    ReferralState.ERROR: "off",
}


@dataclasses.dataclass(frozen=True)
class Step:
    """One step of the loop. Without `at` it is still awaited."""

    words: Words
    at: datetime.datetime | None = None
    who: Words = ""
    note: str = ""
    text: str = ""
    told: str = ""

    @property
    def waits(self) -> bool:
        return self.at is None


def steps(
    referral: Referral,
    *,
    moves: Iterable[ReferralMove],
    approvals: Iterable[ReferralApproval] = (),
    read_at: datetime.datetime | None = None,
) -> list[Step]:
    """The steps in order; the recipient's side gives no approvals and only the moves since it was sent."""
    told = [Step(APPROVAL_WORDS[a.answer], a.at, _heard_by(a)) for a in approvals]
    # A "no" or "change this" is told once: as what the participant said, not also as the move that followed.
    told += [_moved(move) for move in moves if not (approvals and _follows_answer(move))]
    if read_at is not None:
        told.append(Step(_("Read by the recipient"), read_at))
    if referral.loop_closed_at is not None:
        told.append(Step(_("Closed by the sender"), referral.loop_closed_at))
    told.sort(key=lambda step: step.at or datetime.datetime.max.replace(tzinfo=datetime.UTC))
    if referral.state == ReferralState.SENT and referral.respond_by:
        told.append(Step(_("Answer by %(day)s") % {"day": wording.day(referral.respond_by)}))
    return told


def _follows_answer(move: ReferralMove) -> bool:
    return move.side == Side.PARTICIPANT and move.from_state == ReferralState.AWAITING


def _heard_by(approval: ReferralApproval) -> str:
    by = approval.recorded_by
    return ", ".join([str(approval.get_channel_display()), *([by.name] if by.name else [])])


def _moved(move: ReferralMove) -> Step:
    words = MOVE_WORDS[move.to_state]
    if move.from_state == ReferralState.ON_HOLD and move.side == Side.SENDER and move.to_state in HELD_BACK:
        words = _("More information given")
    who: Words = move.by.name if move.by else ""
    if move.side == Side.PARTICIPANT:
        who = _("Participant")
    told = ""
    if move.told_by and move.told_on:
        bits = {"how": move.get_told_how_display(), "day": wording.day(move.told_on), "name": who}
        told, who = _("%(how)s, %(day)s. Recorded by: %(name)s") % bits, move.told_by
    note = str(move.get_reason_display()) if move.reason and move.reason != MoveReason.MORE_NEEDED else ""
    return Step(words, move.at, who, note, move.text, told)


HELD_BACK = frozenset({ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.IN_PROGRESS})


def first_openings(referrals: Iterable[Referral]) -> dict[uuid.UUID, datetime.datetime]:
    """When each was first opened by its recipient, by its uid: the access log knows, no state of its own does.

    Needs `case__subject` selected: the log is asked by person, which has an index.
    """
    rows = list(referrals)
    if not rows:
        return {}
    events = AccessEvent.objects.filter(
        subjects__subject_uid__in={row.case.subject.uid for row in rows},
        object_uid__in=[row.uid for row in rows],
        object_kind="referral",
        basis=RECIPIENT,
    )
    return dict(
        events.exclude(action=AccessEvent.Action.DENIED).order_by().values_list("object_uid").annotate(Min("at"))
    )


def title(referral: Referral) -> str:
    """ "Lähete työllisyyspalveluille"; the form after "to" is typed in Finnish alone, so elsewhere the name stands."""
    recipient = referral.recipient
    if recipient.name_to and (get_language() or "").startswith("fi"):
        return _("Referral to %(name_to)s") % {"name_to": recipient.name_to}
    return _("Referral. Recipient: %(name)s") % {"name": recipient.name}


def row(referral: Referral, read_at: datetime.datetime | None) -> dict[str, Any]:
    """A referral as a row of a list: its state as a tag, and a line of when."""
    return {
        "referral": referral,
        "tag_kind": TAG_KINDS[referral.state],
        "tag_text": referral.get_state_display(),
        "tag_short": SHORT_WORDS.get(referral.state) or referral.get_state_display(),
        "line": _when(referral, read_at),
    }


def _when(referral: Referral, read_at: datetime.datetime | None) -> str:
    if referral.sent_at is None:
        return _("Begun %(day)s") % {"day": wording.day(referral.created_at)}
    days = {"sent": wording.day(referral.sent_at), "read": wording.day(read_at) if read_at else ""}
    return (_("Sent %(sent)s, read %(read)s") if read_at else _("Sent %(sent)s")) % days
