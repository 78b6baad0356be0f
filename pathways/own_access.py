"""What a person may open of their own. No address carries a person's id: every loader starts from who signed in.

| page | opens for the participant |
|---|---|
| plan, calendar, permissions, details, notice, requests | person, and the current case file |
| messages, statement | the same, and the closed compartment: only what was written for the person reads |
| letters | person, and the referrals |
| who has looked | person, and all own case files (the reasons that were given) |

Anything that is not the person's own, known or unknown, is not found.
"""

import dataclasses
import datetime
import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from casework.models import (
    AgreedAction,
    CaseFile,
    GuidanceSession,
    Participant,
    Referral,
    ReferralApproval,
    ReferralMove,
    ReferralState,
)
from consent import languages
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound
from consent.fields import readable
from consent.keyring import Audience, Pair
from consent.languages import Language
from consent.models import Consent, ConsentReceipt, DataRequest, Role, Subject

OWN = frozenset({Role.PARTICIPANT})
BASIS = "own"
SENT = Q(sent_at__isnull=False)
BEGINNING = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # before any letter


@dataclasses.dataclass(frozen=True)
class OwnPages:
    """A person with their case files; `case` is the one that runs, else the last that did."""

    subject: Subject
    participant: Participant
    cases: tuple[CaseFile, ...]

    @property
    def case(self) -> CaseFile:
        return self.cases[0]

    @property
    def ended(self) -> bool:
        """Whether guidance has ended."""
        return self.case.state == CaseFile.State.CLOSED

    @property
    def first_name(self) -> str:
        """ "" when it can no longer be read."""
        name = self.participant.first_name
        return name if readable(name) else ""

    @property
    def language(self) -> Language:
        """The person's own language, Finnish when it is not known."""
        code = self.participant.language
        return languages.find(code if code in languages.CODES else "fi")

    @property
    def hidden(self) -> bool:
        """Whether no place may be printed (safety prohibition); also when nobody can tell."""
        return self.participant.safety_prohibition is not False


def _own(actor: Actor) -> OwnPages:
    cases = CaseFile.objects.filter(subject=actor.subject) if actor.subject else CaseFile.objects.none()
    rows = cases.select_related("subject__participant", "programme__controller").order_by("-state", "-opened_on", "-pk")
    found = tuple(rows)
    if not found or actor.subject is None:
        raise NotFound
    return OwnPages(actor.subject, found[0].subject.participant, found)


def _found(
    own: OwnPages, it: Any, opens: tuple[Pair, ...], *, kind: str = "own", uid: uuid.UUID | None = None
) -> Found:
    return Found(
        it=it,
        opens=((own.subject.scope, Audience.PARTICIPANT), *opens),
        subjects=(own.subject.uid,),
        basis=BASIS,
        kind=kind,
        uid=uid,
        case=own.case.uid,
    )


def _for_me(*scopes: uuid.UUID) -> tuple[Pair, ...]:
    return tuple((scope, Audience.PARTICIPANT) for scope in scopes)


def own_pages(actor: Actor) -> Found:
    """The person's own data with the current case file."""
    own = _own(actor)
    return _found(own, own, _for_me(own.case.scope))


def own_messages(actor: Actor) -> Found:
    """The same with everything that was written for the person, by the health counsellor too."""
    own = _own(actor)
    return _found(own, own, _for_me(*[scope for case in own.cases for scope in (case.scope, case.health_scope)]))


def own_log(actor: Actor) -> Found:
    """The same with the reasons for looking, which are sealed under the case files."""
    own = _own(actor)
    return _found(own, own, _for_me(*[case.scope for case in own.cases]))


def own_step(actor: Actor, uid: uuid.UUID) -> Found:
    """Something that the person promised to do: (own, action); what waits for a supervisor does not count yet."""
    own = _own(actor)
    rows = AgreedAction.objects.filter(uid=uid, case=own.case, owner=AgreedAction.Owner.PARTICIPANT)
    action = rows.exclude(session__state=GuidanceSession.State.WAITING).select_related("case").first()
    if action is None:
        raise NotFound
    return _found(own, (own, action), _for_me(own.case.scope), kind="agreed_action", uid=action.uid)


def own_consent(actor: Actor, uid: uuid.UUID) -> Found:
    """An answer that the person gave: (own, consent); one entered in error was never theirs."""
    own = _own(actor)
    rows = Consent.objects.filter(uid=uid, subject=own.subject).exclude(state=Consent.State.ERROR)
    consent = rows.select_related("ground__purpose", "question", "recipient").first()
    if consent is None:
        raise NotFound
    return _found(own, (own, consent), (), kind="consent", uid=consent.uid)


def own_receipt(actor: Actor, uid: uuid.UUID) -> Found:
    """A receipt of the person's own answers: (own, receipt)."""
    own = _own(actor)
    rows = ConsentReceipt.objects.select_related("subject__programme__controller")
    receipt = rows.filter(uid=uid, subject=own.subject).first()
    if receipt is None:
        raise NotFound
    return _found(own, (own, receipt), (), kind="receipt", uid=receipt.uid)


def own_request(actor: Actor, uid: uuid.UUID) -> Found:
    """A request that the person made, or that was written down for them: (own, request)."""
    own = _own(actor)
    request = DataRequest.objects.filter(uid=uid, subject=own.subject).select_related("subject").first()
    if request is None:
        raise NotFound
    return _found(own, (own, request), (), kind="request", uid=request.uid)


# Letters


@dataclasses.dataclass(frozen=True)
class OwnLetters:
    """The referrals that the person has been shown, newest first."""

    own: OwnPages
    referrals: tuple[Referral, ...]


@dataclasses.dataclass(frozen=True)
class OwnLetter:
    """One letter that waits for the person's answer, or that was sent."""

    own: OwnPages
    referral: Referral


def _with_answers(own: OwnPages) -> Any:
    """The person's referrals with `said`, their last word on exactly this letter, and `answered`, whether ever a word.

    A word counts until the letter is taken back to be changed (as `casework.referrals.approval_of`).
    """
    moves = ReferralMove.objects.filter(referral=OuterRef("pk"), to_state=ReferralState.DRAFT).order_by("-at", "-pk")
    answers = ReferralApproval.objects.filter(referral=OuterRef("pk")).order_by("-at", "-pk")
    since = Coalesce(OuterRef("taken_back_at"), Value(BEGINNING))
    standing = answers.filter(content_hash=OuterRef("content_hash"), at__gt=since)
    rows = Referral.objects.filter(case__in=own.cases).annotate(taken_back_at=Subquery(moves.values("at")[:1]))
    rows = rows.annotate(said=Coalesce(Subquery(standing.values("answer")[:1]), Value("")), answered=Exists(answers))
    return rows.filter(SENT | Q(state=ReferralState.AWAITING) | Q(answered=True)).select_related("recipient", "sender")


def known_referrals(own: OwnPages) -> list[Referral]:
    """Referrals that the person knows of, newest first: sent, waiting for an answer, or answered; one query.

    A draft is not known before it was asked about.
    """
    return list(_with_answers(own).order_by("-created_at", "-pk"))


def own_letters(actor: Actor) -> Found:
    """All letters of the person."""
    own = _own(actor)
    rows = list(_with_answers(own).prefetch_related("moves").order_by("-created_at", "-pk"))
    shown = [row.scope for row in rows if may_be_read(row)]
    return _found(own, OwnLetters(own, tuple(rows)), _for_me(*shown), kind="letters")


def may_be_read(referral: Referral) -> bool:
    """Whether the letter is before the person: it was sent, or waits for their answer. A draft is the worker's."""
    return referral.sent_at is not None or referral.state == ReferralState.AWAITING


def own_letter(actor: Actor, uid: uuid.UUID) -> Found:
    """A letter that the person knows of; it opens only while it may be read."""
    own = _own(actor)
    referral = _with_answers(own).filter(uid=uid).prefetch_related("moves").first()
    if referral is None:
        raise NotFound
    referral.case = next(case for case in own.cases if case.pk == referral.case_id)
    opens = _for_me(referral.scope) if may_be_read(referral) else ()
    return _found(own, OwnLetter(own, referral), opens, kind="referral", uid=referral.uid)


def own_sent_letter(actor: Actor, uid: uuid.UUID) -> Found:
    """The paper of a letter that was sent."""
    found = own_letter(actor, uid)
    if found.it.referral.sent_at is None:
        raise NotFound
    return found
