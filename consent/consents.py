"""Consents, waivers and agreements: asked one at a time, answered, withdrawn in one action, asked again at every use.

GDPR Art. 7 (proof, withdrawal as easy as giving); 812/2000 §16 and 621/1999 §26 (waiver of secrecy).
"""

import dataclasses
import datetime
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consent import endings, keyring, notices
from consent.endings import Ending
from consent.errors import NotNow
from consent.history import Reason
from consent.models import (
    Account,
    Consent,
    ConsentPaper,
    LegalGround,
    Organisation,
    Programme,
    Question,
    Subject,
)
from consent.periods import add_months, now, today
from consent.question_versions import not_superseded, open_on

LIVE = (Consent.State.GIVEN, Consent.State.LATER)
ENDING_DAYS = 30
URGENT_DAYS = 7
Key = tuple[int, int | None]


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


def in_force_on(on: datetime.date, prefix: str = "") -> Q:
    """The condition that a ground holds on a day; `prefix` is the path to it ("ground__")."""
    begun = Q(**{f"{prefix}valid_from__lte": on})
    return begun & (Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": on}))


def grounds_on(programme: Programme, purpose: str, on: datetime.date) -> Iterable[LegalGround]:
    """The grounds of a purpose that hold on a day."""
    return LegalGround.objects.filter(in_force_on(on), programme=programme, purpose__code=purpose).order_by("pk")


def statutes_on(programme: Programme, on: datetime.date) -> models.QuerySet[LegalGround]:
    """The statutory tasks of a programme on a day: nobody is asked about them."""
    rows = LegalGround.objects.filter(in_force_on(on), programme=programme, kind=LegalGround.Kind.STATUTE)
    return rows.select_related("purpose").order_by("pk")


def ground_for(
    subject: Subject,
    *,
    purpose: str,
    programme: Programme,
    recipient: Organisation | None = None,
    on: datetime.date | None = None,
) -> GroundInForce | None:
    """The ground for using a person's data for a purpose, towards a recipient where there is one, on a day.

    A statutory ground holds by itself; the others only with an answer "given" to this purpose and this recipient, and
    to the version of the question that is asked on that day: a new version never carries an old answer.
    """
    on = on or today()
    for ground in grounds_on(programme, purpose, on):
        if ground.kind == LegalGround.Kind.STATUTE:
            return GroundInForce(ground)
        given = given_on(subject, on).filter(asked_on(on), ground=ground, recipient=recipient)
        newest = given.order_by("-answered_at", "-pk").first()
        if newest is not None:
            return GroundInForce(ground, newest)
    return None


def given_on(subject: Subject, on: datetime.date) -> models.QuerySet[Consent]:
    """Answers "given" that hold on a day."""
    rows = Consent.objects.filter(carried_on(on), subject=subject, state=Consent.State.GIVEN, until__gte=on)
    return rows.select_related("ground__purpose", "question", "recipient", "heard_by")


def titled(rows: models.QuerySet[Consent]) -> models.QuerySet[Consent]:
    """Answers with the title of what was asked in the language of the page, else in Finnish: `consent.title`.

    Who works here need not read the language in which the person was asked.
    """
    language = (get_language() or "fi").split("-")[0]
    same = Question.objects.filter(
        ground=OuterRef("ground"), number=OuterRef("question__number"), language__in=[language, "fi"]
    )
    same = same.alias(to=Coalesce("recipient_id", 0)).filter(to=Coalesce(OuterRef("recipient_id"), 0))
    own_first = same.order_by(Case(When(language=language, then=0), default=1), "pk")
    return rows.annotate(shown_title=Subquery(own_first.values("title")[:1]))


def asked_on(on: datetime.date) -> Q:
    """The condition that an answer is to a version of its question that is still asked on a day."""
    return Q(question__withdrawn_on__isnull=True) | Q(question__withdrawn_on__gt=on)


def carried_on(on: datetime.date, prefix: str = "") -> Q:
    """The condition that what was asked still stands on a day: its ground, and the notice under which it was asked.

    A new notice that changes it, or a new version of its ground, carries no old answer: neither for a new use nor for
    what already rests on it. `prefix` is the path to the answer.
    """
    return in_force_on(on, f"{prefix}ground__") & not_superseded(on, f"{prefix}question__")


def _carried(consent: Consent, on: datetime.date) -> bool:
    ground_ends, superseded = consent.ground.valid_until, consent.question.superseded_on
    return (ground_ends is None or ground_ends >= on) and (superseded is None or superseded > on)


def still_asked(on: datetime.date) -> Exists:
    """The condition that what an answer is to is still asked on a day, in that version or a newer one."""
    same = Question.objects.filter(ground=OuterRef("ground")).alias(to=Coalesce("recipient_id", 0))
    same = same.filter(to=Coalesce(OuterRef("recipient_id"), 0))
    return Exists(same.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)))


def holds(consent: Consent, on: datetime.date | None = None) -> bool:
    """Whether an answer still holds for what rests on it."""
    on = on or today()
    given = consent.state == Consent.State.GIVEN and consent.until is not None and consent.until >= on
    return given and _carried(consent, on)


def ends_soon(consent: Consent, on: datetime.date | None = None) -> bool:
    """Whether an answer that holds does so for 30 days more at most."""
    on = on or today()
    return holds(consent, on) and consent.until is not None and (consent.until - on).days <= ENDING_DAYS


def key_of(row: Consent | Question) -> Key:
    """What is asked: a ground, and the recipient where there is one; the same in every language and version."""
    return row.ground_id, row.recipient_id


def answers_of(subject: Subject, programme: Programme) -> list[Consent]:
    """Every answer of a person as it stands, newest first; replaced ones and those entered in error are left out."""
    rows = Consent.objects.filter(subject=subject, ground__programme=programme)
    rows = rows.exclude(state__in=[Consent.State.REPLACED, Consent.State.ERROR])
    rows = rows.select_related("ground__purpose", "question", "recipient", "heard_by")
    return list(titled(rows).order_by("-answered_at", "-pk"))


def mistaken_of(subject: Subject, programme: Programme) -> list[Consent]:
    """Answers of a person that were entered in error, newest first; they are on record and count for nothing."""
    rows = Consent.objects.filter(subject=subject, ground__programme=programme, state=Consent.State.ERROR)
    rows = rows.select_related("ground__purpose", "question", "recipient")
    return list(titled(rows).order_by("-mistaken_at", "-pk"))


def questions_for(programme: Programme, language: str, on: datetime.date | None = None) -> list[Question]:
    """The questions asked on a day, in order: the newest version of each, in a language, else in Finnish."""
    on = on or today()
    rows = Question.objects.filter(
        open_on(on),
        in_force_on(on, "ground__"),
        Q(recipient__isnull=True) | Q(recipient__active=True),
        ground__programme=programme,
        language__in=[language, "fi"],
    ).exclude(ground__kind=LegalGround.Kind.STATUTE)
    newest: dict[Key, Question] = {}
    for question in rows.select_related("ground__purpose", "recipient").order_by("pk"):
        held = newest.get(key_of(question))
        if held is None or _rank(question, language) >= _rank(held, language):
            newest[key_of(question)] = question
    return sorted(newest.values(), key=lambda question: (question.order, question.pk))


def _rank(question: Question, language: str) -> tuple[int, bool]:
    return question.number, question.language == language


def still_to_ask(questions: Iterable[Question], answers: Iterable[Consent], on: datetime.date) -> list[Question]:
    """Of these questions, those that wait for an answer: never asked, asked later, ended or ending, a new version.

    `answers` are newest first. Who said no, or took the permission back, is not asked again by itself.
    """
    latest: dict[Key, Consent] = {}
    for answer in answers:
        latest.setdefault(key_of(answer), answer)
    return [question for question in questions if _waits(question, latest.get(key_of(question)), on)]


def _waits(question: Question, latest: Consent | None, on: datetime.date) -> bool:
    if latest is None or latest.state == Consent.State.LATER:
        return True
    if latest.state in {Consent.State.REFUSED, Consent.State.WITHDRAWN}:
        return False
    return not holds(latest, on) or ends_soon(latest, on) or latest.question.number < question.number


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
    teach_back: bool = False,
    paper: ConsentPaper | None = None,
) -> Consent:
    """Record an answer: given, refused or later. It replaces the live answer to the same ground and recipient;

    anything but a new "given" after a "given" withdraws that one, and a new "given" renews it: the row names the one
    that it renews. Raises QuestionClosed.
    """
    if state not in {*LIVE, Consent.State.REFUSED} or not _is_asked(question):
        raise QuestionClosed
    Subject.objects.select_for_update().get(pk=subject.pk)  # two who hear answers at once come one after the other
    grounds = [question.ground, *question.ground.former()]
    former = Consent.objects.filter(subject=subject, ground__in=grounds, recipient=question.recipient, state__in=LIVE)
    given = state == Consent.State.GIVEN
    renews = _renewed_by(subject, question, grounds) if given else None
    ended = [_end_former(consent, state, channel) for consent in former.order_by("pk")]
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
        notice=notices.notice_for(question.ground.programme, language),
        scope=subject.scope,
        interpreter=interpreter,
        teach_back=teach_back,
        paper=paper,
        renews=renews,
        answered_at=now(),
        until=add_months(today(), question.months) if given else None,
    )
    with keyring.also(sealing=[subject.scope]):
        consent.save()
    for why in sorted({why for why in ended if why}):
        endings.follow(Ending(subject, why, by))
    return consent


def _renewed_by(subject: Subject, question: Question, grounds: list[LegalGround]) -> Consent | None:
    """The yes that a new yes renews: the last word on the same, unless it was taken back or was no."""
    words = Consent.objects.filter(subject=subject, ground__in=grounds, recipient=question.recipient)
    said = words.exclude(state=Consent.State.ERROR).exclude(until=None, state__in=[*LIVE, Consent.State.REPLACED])
    last = said.order_by("-answered_at", "-pk").first()
    return last if last is not None and last.until and last.state != Consent.State.WITHDRAWN else None


def _is_asked(question: Question) -> bool:
    ground, day = question.ground, today()
    within = ground.valid_from <= day and (ground.valid_until is None or ground.valid_until >= day)
    closed = question.withdrawn_on is not None and question.withdrawn_on <= day
    closed = closed or (question.asked_from is not None and question.asked_from > day)
    return within and not closed and ground.kind != LegalGround.Kind.STATUTE


def _end_former(consent: Consent, state: str, channel: str) -> Reason | None:
    """End what a new answer takes the place of; why what rested on it ends too, None where it goes on."""
    if consent.state == Consent.State.GIVEN and not holds(consent):
        _expire(consent)
        return Reason.EXPIRY
    if consent.state == Consent.State.GIVEN and state != Consent.State.GIVEN:
        _withdraw(consent, channel=channel)
        return Reason.WITHDRAWAL
    consent.state = Consent.State.REPLACED
    consent.save(update_fields=["state"])
    return None


@transaction.atomic
def withdraw(consent: Consent, *, by: Account, channel: str) -> Consent:
    """Withdraw an answer in one action; it stays on record, and what rested on it ends. A second time changes nothing.

    Raises NotInForce for an answer that was never given or has ended otherwise. `by` is whom history names.
    """
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.state == Consent.State.WITHDRAWN:
        return consent
    if not holds(consent):
        raise NotInForce
    _withdraw(consent, channel=channel)
    endings.follow(Ending(consent.subject, Reason.WITHDRAWAL, by))
    return consent


@transaction.atomic
def enter_in_error(consent: Consent, *, by: Account, mistake: str, words: str = "") -> Consent:
    """Mark an answer that should never have been; it stays on record, for ever so, and what rested on it ends.

    What it had replaced does not come back: the person is asked again. A second time changes nothing.
    """
    consent = Consent.objects.select_for_update(of=("self",)).select_related("subject").get(pk=consent.pk)
    if consent.state == Consent.State.ERROR:
        return consent
    consent.mistaken_from, consent.state, consent.mistaken_at = consent.state, Consent.State.ERROR, now()
    consent.mistake, consent.mistake_words = Consent.Mistake(mistake), words
    consent._change_reason = Reason.ERROR
    with keyring.also(sealing=[consent.scope]):
        consent.save(update_fields=["state", "mistaken_from", "mistaken_at", "mistake", "mistake_words"])
    endings.follow(Ending(consent.subject, Reason.ERROR, by))
    return consent


def _withdraw(consent: Consent, *, channel: str) -> None:
    consent.state, consent.withdrawn_at, consent.withdrawn_channel = Consent.State.WITHDRAWN, now(), channel
    consent._change_reason = Reason.WITHDRAWAL
    consent.save(update_fields=["state", "withdrawn_at", "withdrawn_channel"])


@transaction.atomic
def expire(on: datetime.date) -> int:
    """Mark answers whose last day has passed; returns how many. Uses ask `holds`, so nothing waits for this."""
    ended = list(
        Consent.objects.filter(state=Consent.State.GIVEN, until__lt=on).select_related("subject").order_by("pk")
    )
    for consent in ended:
        _expire(consent)
    for subject in {consent.subject_id: consent.subject for consent in ended}.values():
        endings.follow(Ending(subject, Reason.EXPIRY))
    return len(ended)


def _expire(consent: Consent) -> None:
    consent.state = Consent.State.EXPIRED
    consent._change_reason = Reason.EXPIRY
    consent.save(update_fields=["state"])
