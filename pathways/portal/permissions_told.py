"""A person's permissions in their own words: what was asked, what they said, until when, and what the law says."""

import dataclasses
import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.models import Referral
from consent import consents
from consent.models import Consent, LegalGround, Question
from consent.periods import day_in_finland, today
from pathways.own_access import OwnPages

State = Consent.State
Words = str | Promise
#: What the law says of a purpose, in easy words; never an article number.
LAW: dict[str, Words] = {
    "guidance": _("The law says that we may help you. The law says that we may write down your matters."),
    "groups": _("The law says that we may write down who comes to a group."),
    "esf": _("The law says that others check the work of the project."),
    "log": _("The law says that we must write down who has looked."),
    "health": _("The law says that we may write down matters of health."),
    "referral": _("The law says that we may send a letter about you."),
}
OTHER_LAW = _("The law says that we may do this.")


@dataclasses.dataclass(frozen=True)
class Permission:
    """The newest answer to one question. `words` is the version that was answered, in the language of the page

    where there is one; `again` is the version that is asked today, None when nobody asks any more.
    """

    consent: Consent
    words: Question
    again: Question | None

    @property
    def holds(self) -> bool:
        """Whether it is in force."""
        return consents.holds(self.consent)

    @property
    def state(self) -> str:
        """The state as it is, also where nobody has marked the end yet."""
        return State.EXPIRED if self.consent.state == State.GIVEN and not self.holds else self.consent.state

    @property
    def said_on(self) -> datetime.date:
        """The day of the answer."""
        return day_in_finland(self.consent.answered_at)

    @property
    def withdrawn_on(self) -> datetime.date | None:
        """The day on which it was taken back."""
        return day_in_finland(self.consent.withdrawn_at) if self.consent.withdrawn_at else None


@dataclasses.dataclass(frozen=True)
class Law:
    """One thing that is done because the law says so."""

    name: str
    words: Words


def language_of_page() -> str:
    """The code of the language that the page speaks."""
    return (get_language() or "fi").split("-")[0]


def of(own: OwnPages) -> list[Permission]:
    """Each question that the person has been asked, with the newest answer; three queries."""
    latest: dict[consents.Key, Consent] = {}
    for answer in consents.answers_of(own.subject, own.case.programme):
        latest.setdefault(consents.key_of(answer), answer)
    asked, translated = _asked(own), _translations(latest)
    found = [_permission(answer, asked, translated) for answer in latest.values()]
    return sorted(found, key=lambda each: (each.words.order, each.words.pk))


def one(own: OwnPages, consent: Consent) -> Permission:
    """The same for one answer; two queries."""
    return _permission(consent, _asked(own), _translations({consents.key_of(consent): consent}))


def newest(own: OwnPages, consent: Consent) -> Consent:
    """The newest answer to the same question: what was answered once more may have another row; one query."""
    key = consents.key_of(consent)
    answers = consents.answers_of(own.subject, own.case.programme)
    return next((row for row in answers if consents.key_of(row) == key), consent)


def _asked(own: OwnPages) -> dict[consents.Key, Question]:
    questions = consents.questions_for(own.case.programme, language_of_page())
    return {consents.key_of(question): question for question in questions}


def _translations(answers: dict[consents.Key, Consent]) -> dict[tuple[consents.Key, int], Question]:
    grounds = {ground for ground, _recipient in answers}
    rows = Question.objects.filter(ground__in=grounds, language=language_of_page()).order_by("pk")
    return {(consents.key_of(row), row.number): row for row in rows}


def _permission(
    answer: Consent, asked: dict[consents.Key, Question], translated: dict[tuple[consents.Key, int], Question]
) -> Permission:
    key = consents.key_of(answer)
    words = translated.get((key, answer.question.number), answer.question)
    return Permission(answer, words, asked.get(key))


def laws(own: OwnPages) -> list[Law]:
    """What nobody is asked about, because the law says it; one query."""
    return [_law(ground) for ground in consents.statutes_on(own.case.programme, today())]


def _law(ground: LegalGround) -> Law:
    return Law(ground.purpose.name, LAW.get(ground.purpose.code, OTHER_LAW))


def recipient_sees_nothing(own: OwnPages, consent: Consent) -> bool:
    """Whether the recipient whom it was about reads no letter about the person any more; one query."""
    if consent.recipient_id is None:
        return False
    letters = Referral.objects.filter(case__subject=own.subject, recipient=consent.recipient, sent_at__isnull=False)
    opens = list(letters.with_opening(today()).values_list("opens", flat=True).order_by("pk"))
    return bool(opens) and not any(opens)
