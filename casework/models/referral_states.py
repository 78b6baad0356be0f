"""The states of a referral, and its moves as a table beside them (HL7 FHIR Task, domain notes §3.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReferralState(models.TextChoices):
    """One word, one meaning."""

    DRAFT = "draft", _("Draft")
    AWAITING = "awaiting", _("Waits for the participant's approval")
    SENT = "requested", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    ON_HOLD = "on-hold", _("Waits for more information")
    REJECTED = "rejected", _("Not accepted")
    IN_PROGRESS = "in-progress", _("In progress")
    FAILED = "failed", _("Interrupted")
    CANCELLED = "cancelled", pgettext_lazy("referral", "Cancelled")
    COMPLETED = "completed", _("Completed")
    ERROR = "entered-in-error", _("Entered in error")


class Side(models.TextChoices):
    """Who makes a move."""

    SENDER = "sender", _("Sender")
    RECIPIENT = "recipient", _("Recipient")
    PARTICIPANT = "participant", _("Participant")
    SYSTEM = "system", _("Polku")


_S = ReferralState

#: The recipient has it and the loop is running.
OPEN_STATES = frozenset({_S.SENT, _S.ACCEPTED, _S.ON_HOLD, _S.IN_PROGRESS})
#: Nothing follows but closing the loop, or a new referral that names this one.
FINAL_STATES = frozenset({_S.REJECTED, _S.FAILED, _S.CANCELLED, _S.COMPLETED})

#: from → side → to. Nothing else moves (domain notes §3.3). Polku moves what nobody answered, or whose ground ended.
#: "Read" is no state: it is the recipient's first opening in the access log.
REFERRAL_MOVES: dict[str, dict[str, frozenset[str]]] = {
    _S.DRAFT: {
        Side.SENDER: frozenset({_S.AWAITING, _S.SENT, _S.CANCELLED}),
    },
    _S.AWAITING: {
        Side.SENDER: frozenset({_S.DRAFT, _S.SENT, _S.CANCELLED, _S.ERROR}),
        Side.PARTICIPANT: frozenset({_S.DRAFT, _S.CANCELLED}),
    },
    _S.SENT: {
        Side.SENDER: frozenset({_S.CANCELLED, _S.ERROR}),
        Side.RECIPIENT: frozenset({_S.ACCEPTED, _S.ON_HOLD, _S.REJECTED}),
        Side.PARTICIPANT: frozenset({_S.CANCELLED}),
        Side.SYSTEM: frozenset({_S.CANCELLED}),
    },
    _S.ACCEPTED: {
        Side.SENDER: frozenset({_S.CANCELLED, _S.ERROR}),
        Side.RECIPIENT: frozenset({_S.IN_PROGRESS, _S.ON_HOLD, _S.FAILED, _S.COMPLETED}),
        Side.PARTICIPANT: frozenset({_S.CANCELLED}),
        Side.SYSTEM: frozenset({_S.CANCELLED}),
    },
    _S.ON_HOLD: {  # and the moves of HELD_MOVES, by where it was held from
        Side.SENDER: frozenset({_S.CANCELLED, _S.ERROR}),
        Side.PARTICIPANT: frozenset({_S.CANCELLED}),
        Side.SYSTEM: frozenset({_S.CANCELLED}),
    },
    _S.IN_PROGRESS: {
        Side.SENDER: frozenset({_S.CANCELLED, _S.ERROR}),
        Side.RECIPIENT: frozenset({_S.ON_HOLD, _S.FAILED, _S.COMPLETED}),
        Side.PARTICIPANT: frozenset({_S.CANCELLED}),
        Side.SYSTEM: frozenset({_S.CANCELLED}),
    },
    _S.REJECTED: {Side.SENDER: frozenset({_S.ERROR})},
    _S.FAILED: {Side.SENDER: frozenset({_S.ERROR})},
    _S.CANCELLED: {Side.SENDER: frozenset({_S.ERROR})},
    _S.COMPLETED: {Side.SENDER: frozenset({_S.ERROR})},
    _S.ERROR: {},
}

#: What else moves a referral on hold: held from → side → to. The sender gives more and it goes back whence it came.
HELD_MOVES: dict[str, dict[str, frozenset[str]]] = {
    _S.SENT: {
        Side.SENDER: frozenset({_S.SENT}),
        Side.RECIPIENT: frozenset({_S.ACCEPTED, _S.REJECTED}),
    },
    _S.ACCEPTED: {
        Side.SENDER: frozenset({_S.ACCEPTED}),
        Side.RECIPIENT: frozenset({_S.IN_PROGRESS, _S.FAILED}),
    },
    _S.IN_PROGRESS: {
        Side.SENDER: frozenset({_S.IN_PROGRESS}),
        Side.RECIPIENT: frozenset({_S.IN_PROGRESS, _S.FAILED}),
    },
}


def legal_moves(state: str, side: str, held_from: str = "") -> frozenset[str]:
    """The states to which a side may move a referral."""
    plain = REFERRAL_MOVES[state].get(side, frozenset())
    return plain | HELD_MOVES.get(held_from, {}).get(side, frozenset()) if state == _S.ON_HOLD else plain


class MoveReason(models.TextChoices):
    """Why a referral moved, coded."""

    NO_CAPACITY = "no_capacity", _("No room now")
    WRONG_UNIT = "wrong_unit", _("Belongs to another unit")
    CRITERIA = "criteria", _("Does not meet the conditions")
    NOT_REACHED = "not_reached", _("Could not be reached")
    MORE_NEEDED = "more_needed", _("More information is needed")
    NOT_STARTED = "not_started", _("Did not come")
    STOPPED = "stopped", _("Stopped before the end")
    NO_LONGER = "no_longer", _("No longer needed")
    GROUND_ENDED = "ground_ended", _("The permission ended")
    EXPIRED = "expired", _("No answer in 30 days")
    CHANGES = "changes", _("The participant wants changes")
    PERSON = "person", _("The participant does not want it")
    MISTAKE = "mistake", _("Made by mistake")
    OTHER = "other", _("Another reason")


#: The reasons that a side may give for moving there; a move that is not here needs none. OTHER needs a text.
MOVE_REASONS: dict[tuple[str, str], tuple[str, ...]] = {
    (_S.DRAFT, Side.PARTICIPANT): (MoveReason.CHANGES,),
    (_S.ON_HOLD, Side.RECIPIENT): (MoveReason.MORE_NEEDED,),
    (_S.REJECTED, Side.RECIPIENT): (
        MoveReason.NO_CAPACITY,
        MoveReason.WRONG_UNIT,
        MoveReason.CRITERIA,
        MoveReason.NOT_REACHED,
        MoveReason.OTHER,
    ),
    (_S.FAILED, Side.RECIPIENT): (
        MoveReason.NOT_STARTED,
        MoveReason.STOPPED,
        MoveReason.NOT_REACHED,
        MoveReason.OTHER,
    ),
    (_S.CANCELLED, Side.SENDER): (MoveReason.NO_LONGER, MoveReason.PERSON, MoveReason.MISTAKE, MoveReason.OTHER),
    (_S.CANCELLED, Side.PARTICIPANT): (MoveReason.PERSON, MoveReason.GROUND_ENDED),
    (_S.CANCELLED, Side.SYSTEM): (MoveReason.EXPIRED, MoveReason.GROUND_ENDED),
    (_S.ERROR, Side.SENDER): (MoveReason.MISTAKE, MoveReason.OTHER),
}


class Outcome(models.TextChoices):
    """How a referral was completed."""

    STARTED_SERVICE = "started_service", _("Started in the service")
    STARTED_WORK = "started_work", _("Started in work or a work trial")
    STARTED_STUDIES = "started_studies", _("Started in studies or training")
    ONE_MEETING = "one_meeting", _("One meeting was enough")
    REFERRED_ON = "referred_on", _("Was guided to another service")
    NO_NEED = "no_need", _("No need for the service")
