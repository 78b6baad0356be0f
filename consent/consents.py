"""Consents, waivers and agreements: asked one at a time, answered, withdrawn in one action, asked again at every use.

GDPR Art. 7 (proof, withdrawal as easy as giving); 812/2000 §16 and 621/1999 §26 (waiver of secrecy).
"""

import dataclasses
import datetime
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent import keyring
from consent.errors import NotNow
from consent.history import Reason
from consent.models import (
    Account,
    Consent,
    LegalGround,
    Notice,
    NoticeGiven,
    Organisation,
    Programme,
    Question,
    Subject,
)
from consent.periods import add_months, now, today

LIVE = (Consent.State.GIVEN, Consent.State.LATER)


class NotInForce(NotNow):
    message = _("This permission is no longer in force.")


class QuestionClosed(NotNow):
    message = _("This question is no longer asked.")


@dataclasses.dataclass(frozen=True)
class GroundInForce:
    """What a use of data rests on at a moment: a ground and, where it needs one, the person's answer."""

    ground: LegalGround
    consent: Consent | None = None

    @property
    def until(self) -> datetime.date | None:
        """The last day on which it holds, as far as known."""
        ends = [day for day in (self.ground.valid_until, self.consent.until if self.consent else None) if day]
        return min(ends, default=None)


def grounds_on(programme: Programme, purpose: str, on: datetime.date) -> Iterable[LegalGround]:
    """The grounds of a purpose that hold on a day."""
    rows = LegalGround.objects.filter(programme=programme, purpose__code=purpose, valid_from__lte=on)
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on)).order_by("pk")


def ground_for(
    subject: Subject,
    *,
    purpose: str,
    programme: Programme,
    recipient: Organisation | None = None,
    on: datetime.date | None = None,
) -> GroundInForce | None:
    """The ground for using a person's data for a purpose, towards a recipient where there is one, on a day.

    A statutory ground holds by itself; the others only with an answer "given" to this purpose and this recipient.
    """
    on = on or today()
    for ground in grounds_on(programme, purpose, on):
        if ground.kind == LegalGround.Kind.STATUTE:
            return GroundInForce(ground)
        given = given_on(subject, on).filter(ground=ground, recipient=recipient).order_by("-answered_at").first()
        if given is not None:
            return GroundInForce(ground, given)
    return None


def given_on(subject: Subject, on: datetime.date) -> models.QuerySet[Consent]:
    """Answers "given" that hold on a day."""
    rows = Consent.objects.filter(subject=subject, state=Consent.State.GIVEN, until__gte=on)
    return rows.select_related("ground__purpose", "question", "recipient", "heard_by")


def holds(consent: Consent, on: datetime.date | None = None) -> bool:
    """Whether an answer still holds."""
    return consent.state == Consent.State.GIVEN and consent.until is not None and consent.until >= (on or today())


def questions_for(programme: Programme, language: str) -> list[Question]:
    """The questions asked today in a language, else in Finnish: the newest version of each, in order."""
    rows = Question.objects.filter(
        ground__programme=programme, withdrawn_on__isnull=True, language__in=[language, "fi"]
    )
    newest: dict[tuple[int, int | None], Question] = {}
    for question in rows.select_related("ground__purpose", "recipient").order_by("number", "pk"):
        key = (question.ground_id, question.recipient_id)
        held = newest.get(key)
        if held is None or question.language == language or held.language != language:
            newest[key] = question
    return sorted(newest.values(), key=lambda question: (question.order, question.pk))


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
    """Record an answer: given, refused or later. It replaces the live answer to the same ground and recipient;

    anything but a new "given" after a "given" withdraws that one. Raises QuestionClosed.
    """
    if question.withdrawn_on is not None or state not in {*LIVE, Consent.State.REFUSED}:
        raise QuestionClosed
    former = Consent.objects.filter(
        subject=subject, ground=question.ground, recipient=question.recipient, state__in=LIVE
    )
    for consent in former.order_by("pk"):
        if consent.state == Consent.State.GIVEN and state != Consent.State.GIVEN:
            _withdraw(consent, channel=channel)
        else:
            consent.state = Consent.State.REPLACED
            consent.save(update_fields=["state"])
    given = state == Consent.State.GIVEN
    consent = Consent(
        subject=subject,
        question=question,
        ground=question.ground,
        kind=question.ground.kind,
        recipient=question.recipient,
        state=state,
        language=language,
        channel=channel,
        heard_by=by,
        scope=subject.scope,
        interpreter=interpreter,
        answered_at=now(),
        until=add_months(today(), question.months) if given else None,
    )
    with keyring.also(sealing=[subject.scope]):
        consent.save()
    return consent


@transaction.atomic
def withdraw(consent: Consent, *, by: Account, channel: str) -> Consent:
    """Withdraw an answer in one action; it stays on record. The same a second time changes nothing.

    Raises NotInForce for an answer that was never given or has ended otherwise. `by` is whom history names.
    """
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.state == Consent.State.WITHDRAWN:
        return consent
    if consent.state != Consent.State.GIVEN:
        raise NotInForce
    _withdraw(consent, channel=channel)
    return consent


def _withdraw(consent: Consent, *, channel: str) -> None:
    consent.state, consent.withdrawn_at, consent.withdrawn_channel = Consent.State.WITHDRAWN, now(), channel
    consent._change_reason = Reason.WITHDRAWAL
    consent.save(update_fields=["state", "withdrawn_at", "withdrawn_channel"])


@transaction.atomic
def expire(on: datetime.date) -> int:
    """Mark answers whose last day has passed; returns how many. Uses ask `holds`, so nothing waits for this."""
    ended = Consent.objects.filter(state=Consent.State.GIVEN, until__lt=on).order_by("pk")
    for consent in ended:
        consent.state = Consent.State.EXPIRED
        consent._change_reason = Reason.EXPIRY
        consent.save(update_fields=["state"])
    return len(ended)


def notice_for(programme: Programme, language: str, on: datetime.date | None = None) -> Notice | None:
    """The notice in force in a language, else in Finnish."""
    rows = Notice.objects.filter(programme=programme, valid_from__lte=on or today(), language__in=[language, "fi"])
    found = list(rows.order_by("-number"))
    return next((n for n in found if n.language == language), found[0] if found else None)


@transaction.atomic
def give_notice(*, by: Account, subject: Subject, notice: Notice, channel: str) -> NoticeGiven:
    """Record that the notice was given."""
    given = NoticeGiven(subject=subject, notice=notice, channel=channel, given_by=by, given_at=now())
    given.save()
    return given
