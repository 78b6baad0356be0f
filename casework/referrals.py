"""Referrals from the sender's side: begun, composed, approved, sent, helped on, closed (domain notes §3)."""

import datetime
import hashlib

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import assignments, letter_choices, numbers, referral_content, referral_letters, referral_mail
from casework.access import OpenCase
from casework.letters.layout import LETTER_LANGUAGES, Letter
from casework.models import (
    Assignment,
    CaseFile,
    MoveReason,
    Referral,
    ReferralApproval,
    ReferralState,
    Side,
)
from casework.recipient_profiles import COLUMNS
from casework.referral_content import Content
from casework.referral_letters import Printed
from casework.referral_moves import MoveNotAllowed, TextNeeded, check_side, locked, move, repeated
from consent import keyring
from consent.consents import GroundInForce, ground_for
from consent.disclosures import NoGround, disclose
from consent.errors import NotNow
from consent.keystore.models import ScopeKind
from consent.models import Account, Channel, Disclosure, Organisation
from consent.periods import next_working_day, now, today
from consent.records import StaleWrite

PURPOSE = letter_choices.PURPOSE
ANSWER_DAYS = 14
Answer = ReferralApproval.Answer
State = ReferralState
#: Where a letter that waits goes when the participant does not approve it.
AFTER_ANSWER: dict[str, tuple[str, str]] = {
    Answer.CHANGES: (State.DRAFT, MoveReason.CHANGES),
    Answer.REFUSED: (State.CANCELLED, MoveReason.PERSON),
}


class NotARecipient(NotNow):
    message = _("Referrals are not sent to this organisation.")


class CaseClosed(NotNow):
    message = _("The case file is closed. Open it again first.")


class NotADraft(NotNow):
    message = _("The referral is no longer a draft. Take it back to be able to change it.")


class ContentIncomplete(NotNow):
    message = _("Write the subject and the request, and give the day by which you ask for an answer.")


class NameMissing(NotNow):
    message = _("The participant's name cannot be read, so the letter cannot be written.")


class NotApproved(NotNow):
    message = _("The participant has not approved exactly this letter. Ask for approval.")


class ContentChanged(NotNow):
    message = _("The letter has changed since it was approved. Read it and ask for approval again.")


class NotTheLeadWorker(NotNow):
    message = _("Only the lead worker marks a referral as entered in error.")


class LoopStillOpen(NotNow):
    message = _("The referral is still open. It can be closed when it has been answered.")


def recipients() -> list[Organisation]:
    """The organisations to which referrals are sent, by name."""
    return list(Organisation.objects.filter(active=True, profile__in=COLUMNS).order_by("name", "pk"))


@transaction.atomic
def draft(*, by: Account, opened: OpenCase, recipient: Organisation, follows: Referral | None = None) -> Referral:
    """Begin a referral to a recipient, ticked as its profile requires; one that was begun and left empty is taken up.

    Raises NotARecipient, CaseClosed, NotTheSender.
    """
    if not recipient.active or recipient.profile not in COLUMNS:
        raise NotARecipient
    if opened.case.state != CaseFile.State.OPEN:
        raise CaseClosed
    referral = Referral(case=opened.case, sender=by, recipient=recipient, follows=follows)
    check_side(referral, Side.SENDER, by)
    untouched = Referral.objects.filter(case=opened.case, sender=by, recipient=recipient, follows=follows)
    untouched = untouched.filter(state=State.DRAFT, heading__isnull=True, request__isnull=True)
    offered = letter_choices.choices(opened, recipient, letter_choices.in_force_for(opened, recipient))
    at_first = Content(
        respond_by=next_working_day(today() + datetime.timedelta(days=ANSWER_DAYS)),
        language=recipient.language if recipient.language in LETTER_LANGUAGES else LETTER_LANGUAGES[0],
        codes=frozenset(choice.field.code for choice in offered if choice.at_first),
    )
    begun: Referral | None = untouched.order_by("pk").first()
    if begun is not None:
        return begun
    referral.number = numbers.following(numbers.REFERRAL, today().year)
    referral.scope = keyring.create(ScopeKind.REFERRAL)
    referral_content.apply(referral, at_first, opened, offered)
    referral.save()
    return referral


@transaction.atomic
def compose(*, by: Account, referral: Referral, opened: OpenCase, content: Content, version: int) -> Referral:
    """Save a draft over the version that was read; an approval of other content no longer counts.

    Raises NotADraft, MayNotTell, NotTheSender, StaleWrite.
    """
    referral = locked(referral)
    check_side(referral, Side.SENDER, by)
    if referral.state != State.DRAFT:
        raise NotADraft
    if referral.version != version:
        raise StaleWrite(referral)
    offered = letter_choices.choices(
        opened, referral.recipient, letter_choices.in_force_for(opened, referral.recipient)
    )
    letter_choices.refuse_others(content.codes, offered)
    referral_content.apply(referral, content, opened, offered)
    referral.save()
    return referral


@transaction.atomic
def ask_approval(*, by: Account, referral: Referral, opened: OpenCase) -> Referral:
    """Ask the participant to approve the letter with the values of this moment; it cannot be changed meanwhile.

    Raises NoGround, MayNotTell, ContentIncomplete, NameMissing, and as `move`.
    """
    referral = locked(referral)
    if repeated(referral, State.AWAITING, side=Side.SENDER, by=by):
        return referral
    if referral.state != State.DRAFT:
        raise MoveNotAllowed
    content = referral_content.content_of(referral)
    offered = _check_tellable(referral, opened)
    referral_content.apply(referral, content, opened, offered)
    referral_content.drop_empty(referral)
    _check_complete(referral)
    referral.save()
    return move(referral, State.AWAITING, side=Side.SENDER, by=by)


def take_back(*, by: Account, referral: Referral) -> Referral:
    """Back to a draft, to be changed; an approval that was given falls."""
    return move(referral, State.DRAFT, side=Side.SENDER, by=by)


@transaction.atomic
def record_approval(*, by: Account, referral: Referral, answer: str, channel: str) -> Referral:
    """Record what the participant said of exactly this content: on paper also of a draft.

    "Changes" takes a letter that waits back to a draft, "refused" cancels it. Approving is not sending. `by` is the
    participant, or who heard it. Raises MoveNotAllowed, NotTheParticipant.
    """
    referral = locked(referral)
    to, reason = AFTER_ANSWER.get(answer, ("", ""))
    if to and repeated(referral, to, side=Side.PARTICIPANT, by=by, reason=reason):
        return referral
    if referral.state not in {State.DRAFT, State.AWAITING}:
        raise MoveNotAllowed
    check_side(referral, Side.PARTICIPANT, by)
    last = approval_of(referral)
    if last is not None and (last.answer, last.channel, last.recorded_by_id) == (answer, channel, by.pk):
        return referral
    ReferralApproval(
        referral=referral,
        content_hash=referral.content_hash,
        answer=answer,
        channel=channel,
        at=now(),
        recorded_by=by,
    ).save()
    if to and referral.state == State.AWAITING:
        return move(referral, to, side=Side.PARTICIPANT, by=by, reason=reason)
    return referral


def approval_of(referral: Referral) -> ReferralApproval | None:
    """What the participant last said of exactly this content, if it has not been taken back since."""
    since = referral.moves.filter(to_state=State.DRAFT).order_by("-at", "-pk").values_list("at", flat=True).first()
    answers = referral.approvals.filter(content_hash=referral.content_hash)
    answers = answers.filter(at__gt=since) if since else answers
    return answers.select_related("recorded_by").order_by("-at", "-pk").first()


def is_approved(referral: Referral) -> bool:
    """Whether the participant's last word on exactly this content is yes."""
    last = approval_of(referral)
    return last is not None and last.answer == Answer.APPROVED


def letter_to_send(referral: Referral, opened: OpenCase) -> tuple[Letter, GroundInForce]:
    """The letter as it would go out now; every condition of sending is asked here, and again when it is sent.

    Raises NoGround, MayNotTell, ContentIncomplete, NameMissing, NotApproved, ContentChanged.
    """
    _check_tellable(referral, opened)
    _check_complete(referral)
    kept = referral.slice
    if referral_content.hash_of(referral) != referral.content_hash:
        raise ContentChanged
    if kept[referral_content.SAFETY] != (opened.participant.safety_prohibition is True):
        raise ContentChanged
    approval, in_force = approval_of(referral), letter_choices.in_force_for(opened, referral.recipient)
    if approval is None or approval.answer != Answer.APPROVED:
        raise NotApproved
    if in_force is None:
        raise NoGround
    return referral_letters.letter_of(referral, in_force=in_force, approval=approval), in_force


def printed(referral: Referral, opened: OpenCase, pdf: bytes = b"") -> Printed:
    """The letter to be sent with its paper, or still without; raises as `letter_to_send`."""
    letter, in_force = letter_to_send(referral, opened)
    consent = in_force.consent.pk if in_force.consent else None
    return Printed(letter, pdf, referral.version, in_force.ground.pk, consent)


@transaction.atomic
def send(*, by: Account, referral: Referral, opened: OpenCase, paper: Printed, version: int) -> Referral:
    """Send the printed letter: freeze slice and bytes, record the disclosure, tell the recipient that something came.

    Approval, ground, profile and version are asked again under a lock. Sent a second time, nothing happens. Raises
    StaleWrite, ContentChanged, and as `letter_to_send` and `move`.
    """
    referral = locked(referral)
    if repeated(referral, State.SENT, side=Side.SENDER, by=by):
        return referral
    if State.SENT not in referral.may_move(Side.SENDER):
        raise MoveNotAllowed
    if referral.version != version:
        raise StaleWrite(referral)
    due = printed(referral, opened, paper.pdf)
    if due != paper or not paper.pdf:
        raise ContentChanged
    in_force = letter_choices.in_force_for(opened, referral.recipient)
    digest = hashlib.sha256(paper.pdf).hexdigest()
    referral_content.drop_aside(referral)
    referral.slice = {**referral.slice, referral_content.LETTER: referral_letters.frozen(paper.letter)}
    referral.letter, referral.letter_hash = paper.pdf, digest
    items = [*referral_content.codes_of(referral), "request", *(["meanwhile"] if referral.meanwhile else [])]
    _disclose(referral, by=by, in_force=in_force, items=items, digest=digest)
    assert in_force is not None
    referral.ground, referral.consent, referral.sent_at = in_force.ground, in_force.consent, now()
    referral.save()
    sent = move(referral, State.SENT, side=Side.SENDER, by=by)
    referral_mail.tell(referral_mail.ARRIVED, sent)
    return sent


@transaction.atomic
def give_more(*, by: Account, referral: Referral, answer: str, approved_by: str) -> Referral:
    """Answer the recipient's question; the referral goes back whence it was held.

    What is added is approved and rests on a ground like the letter: `approved_by` is the channel of the approval.
    Raises TextNeeded, NotApproved, NoGround, and as `move`.
    """
    referral, answer = locked(referral), answer.strip()
    back = referral.held_from or referral.state
    if repeated(referral, back, side=Side.SENDER, by=by):
        return referral
    if referral.state != State.ON_HOLD:
        raise MoveNotAllowed
    check_side(referral, Side.SENDER, by)
    if not answer:
        raise TextNeeded
    if approved_by not in Channel.values:
        raise NotApproved
    in_force = ground_for(
        referral.case.subject, purpose=PURPOSE, programme=referral.case.programme, recipient=referral.recipient
    )
    digest = referral_content.hash_of_answer(referral, answer)
    ReferralApproval(
        referral=referral,
        content_hash=digest,
        answer=Answer.APPROVED,
        channel=approved_by,
        at=now(),
        recorded_by=by,
    ).save()
    _disclose(referral, by=by, in_force=in_force, items=["answer"], digest="")
    moved = move(referral, back, side=Side.SENDER, by=by, text=answer)
    referral_mail.tell(referral_mail.ANSWER, moved)
    return moved


@transaction.atomic
def cancel(*, by: Account, referral: Referral, reason: str, text: str = "", side: str = Side.SENDER) -> Referral:
    """The sender or the participant cancels; a recipient who had it is told that it ended, and reads it no more."""
    was_sent = locked(referral).is_open
    cancelled = move(referral, State.CANCELLED, side=side, by=by, reason=reason, text=text)
    if was_sent:
        referral_mail.tell(referral_mail.ENDED, cancelled)
    return cancelled


@transaction.atomic
def entered_in_error(*, by: Account, referral: Referral, reason: str, text: str = "") -> Referral:
    """The lead worker marks it as entered in error; the recipient reads it no more. Raises NotTheLeadWorker."""
    referral = locked(referral)
    lead = [a.account_id for a in assignments.in_force(referral.case) if a.role == Assignment.Role.LEAD]
    if by.pk not in lead:
        raise NotTheLeadWorker
    was_sent = referral.is_open
    marked = move(referral, State.ERROR, side=Side.SENDER, by=by, reason=reason, text=text)
    if was_sent:
        referral_mail.tell(referral_mail.ENDED, marked)
    return marked


@transaction.atomic
def close_loop(*, by: Account, referral: Referral) -> Referral:
    """The sender has read how it ended. Raises LoopStillOpen, NotTheSender."""
    referral = locked(referral)
    check_side(referral, Side.SENDER, by)
    if not referral.ended:
        raise LoopStillOpen
    if referral.loop_closed_at is None:
        referral.loop_closed_at = now()
        referral.save(update_fields=["loop_closed_at"])
    return referral


def same_as_last(*, by: Account, recipient: Organisation) -> frozenset[str]:
    """The fields that this worker last told this recipient, of whomever; those that need a tick every time are not."""
    told = Disclosure.objects.filter(by=by, recipient=recipient, purpose=PURPOSE, document_hash__gt="")
    items = told.order_by("-at", "-pk").values_list("items", flat=True).first() or []
    return frozenset(items)


def _check_tellable(referral: Referral, opened: OpenCase) -> list[letter_choices.Choice]:
    """The choices as they stand now; raises NoGround, MayNotTell for what is in the referral."""
    in_force = letter_choices.in_force_for(opened, referral.recipient)
    if in_force is None:
        raise NoGround
    offered = letter_choices.choices(opened, referral.recipient, in_force)
    letter_choices.refuse_others(referral_content.codes_of(referral), offered)
    return offered


def _check_complete(referral: Referral) -> None:
    if not (referral.heading.strip() and referral.request.strip() and referral.respond_by):
        raise ContentIncomplete
    if not referral_content.name_in(referral):
        raise NameMissing


def _disclose(
    referral: Referral, *, by: Account, in_force: GroundInForce | None, items: list[str], digest: str
) -> Disclosure:
    return disclose(
        by=by,
        subject=referral.case.subject,
        case_uid=referral.case.uid,
        recipient=referral.recipient,
        items=items,
        in_force=in_force,
        channel=Disclosure.Channel.PORTAL,
        purpose=PURPOSE,
        document_hash=digest,
        object_uid=referral.uid,
    )
