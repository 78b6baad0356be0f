"""A referral as the person is told of it: what has happened or is confirmed, in easy words, and what comes next."""

import dataclasses
import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.models import MoveReason, Outcome, Referral, ReferralApproval, ReferralMove, ReferralState, Side
from consent.fields import readable

State, Answer = ReferralState, ReferralApproval.Answer
Words = str | Promise

WAIT = (_("Wait for an answer."), _("Your worker tells you."))
AFTER: dict[str, tuple[Words, ...]] = {
    State.DRAFT: (_("You wanted changes."), _("Your worker changes the letter.")),
    State.SENT: WAIT,
    State.ACCEPTED: (_("They said yes."),),
    State.ON_HOLD: (_("They asked for more information."), _("Your worker answers them.")),
    State.IN_PROGRESS: (_("Your matter is moving on."),),
    State.REJECTED: (_("They said no this time."), _("That is all right. Call your worker.")),
    State.FAILED: (_("It stopped before the end."), _("That is all right. Call your worker.")),
    State.COMPLETED: (_("This matter is ready."),),
    State.ERROR: (_("There was a mistake in the letter."), _("We do not use it.")),
}
REASONS: dict[str, Words] = {
    MoveReason.NO_CAPACITY: _("They have no room now."),
    MoveReason.WRONG_UNIT: _("The matter belongs to another place."),
    MoveReason.CRITERIA: _("Their conditions were not met."),
    MoveReason.NOT_REACHED: _("They did not reach you."),
}
OUTCOMES: dict[str, Words] = {
    Outcome.STARTED_SERVICE: _("You started in the service."),
    Outcome.STARTED_WORK: _("You started in work or a work trial."),
    Outcome.STARTED_STUDIES: _("You started your studies."),
    Outcome.ONE_MEETING: _("One meeting was enough."),
    Outcome.REFERRED_ON: _("You were guided to another service."),
    Outcome.NO_NEED: _("You did not need the service."),
}
REFUSED = (_("You did not approve the letter."), _("We did not send it."))
ENDED: dict[str, tuple[Words, ...]] = {
    MoveReason.GROUND_ENDED: (_("The permission ended."), _("They cannot see the letter any more.")),
    MoveReason.EXPIRED: (_("They did not answer in 30 days."), _("Call your worker.")),
}
TAKEN_BACK = (_("Your worker took the letter back."),)
ASKED = (_("A letter about you is ready."), _("Read it and answer."))
APPROVED = (_("You approved the letter."), _("Your worker sends it."))


def of_open(referral: Referral) -> tuple[Words, ...]:
    """The words of a letter that runs, without what was written in answer."""
    return AFTER[referral.state]


@dataclasses.dataclass(frozen=True)
class Told:
    """How a letter stands. `quote` is what the recipient wrote; `person` and `on` are whom and when one meets."""

    words: tuple[Words, ...]
    waits_for_you: bool = False
    person: str = ""
    on: datetime.date | None = None
    quote: str = ""


def waits_for_answer(referral: Referral) -> bool:
    """Whether the person has yet to say something; needs the referral as pathways.own_access finds it."""
    said: str = vars(referral)["said"]
    return referral.state == State.AWAITING and said != Answer.APPROVED


def told(referral: Referral) -> Told:
    """A referral in words; needs it as pathways.own_access finds it, with `moves`."""
    if referral.state == State.AWAITING:
        waits = waits_for_answer(referral)
        return Told(ASKED if waits else APPROVED, waits_for_you=waits)
    last = max(referral.moves.all(), key=lambda move: (move.at, move.pk), default=None)
    if referral.state == State.CANCELLED:
        return Told(_cancelled(referral, last))
    words = list(AFTER[referral.state])
    if last is not None and last.reason in REASONS:
        words.insert(1, REASONS[last.reason])
    if referral.state == State.COMPLETED and referral.outcome in OUTCOMES:
        words.append(OUTCOMES[referral.outcome])
    meets = referral.state == State.ACCEPTED
    return Told(
        tuple(words),
        person=_read(referral.contact_person) if meets else "",
        on=referral.planned_on if meets else None,
        quote=_quote(referral, last),
    )


def _cancelled(referral: Referral, last: ReferralMove | None) -> tuple[Words, ...]:
    if last is None:
        return TAKEN_BACK
    if last.side == Side.PARTICIPANT and last.reason == MoveReason.PERSON:
        return REFUSED if referral.sent_at is None else TAKEN_BACK
    return ENDED.get(last.reason, TAKEN_BACK)


def _quote(referral: Referral, last: ReferralMove | None) -> str:
    """What the recipient wrote with its answer."""
    if referral.state == State.COMPLETED:
        return _read(referral.outcome_text)
    return _read(last.text) if last is not None and last.side == Side.RECIPIENT else ""


def _read(text: str) -> str:
    return text if readable(text) else ""
