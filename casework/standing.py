"""What a case file may be used for today: statutes, and the answers of the person, each as one row for a page.

Whoever may not work in the file (a student) learns nothing of what is asked about health.
"""

import dataclasses
import datetime

from casework.access import OpenCase
from casework.health_ground import HEALTH
from consent import consents, languages
from consent.fields import readable
from consent.models import Channel, Consent, LegalGround, Question
from consent.periods import today

ANSWERS = "answers"
UNASKED = "log"  # a statute about the house, not about the person's matter
ASKED_KINDS = (LegalGround.Kind.CONSENT, LegalGround.Kind.WAIVER, LegalGround.Kind.AGREEMENT)


@dataclasses.dataclass(frozen=True)
class Row:
    """One answer on a day. `now` is the version of its question that is asked today; None when nothing is asked."""

    consent: Consent
    on: datetime.date
    latest: bool
    now: Question | None

    @property
    def holds(self) -> bool:
        """Whether it is in force."""
        return consents.holds(self.consent, self.on)

    @property
    def ends_soon(self) -> bool:
        """Whether it is time to ask again."""
        return consents.ends_soon(self.consent, self.on)

    @property
    def is_outdated(self) -> bool:
        """Whether the question has a newer version: what was told stays told, new use needs a new answer."""
        return self.now is not None and self.now.number > self.consent.question.number

    @property
    def state(self) -> str:
        """The state as it is, also where nobody has marked the end yet."""
        ended = self.consent.state == Consent.State.GIVEN and not self.holds
        return Consent.State.EXPIRED if ended else self.consent.state

    @property
    def changes(self) -> bool:
        """Whether another answer may be given here: one place for each question, its newest answer."""
        return self.latest and self.now is not None

    @property
    def language(self) -> str:
        """The language of the conversation, by name."""
        code = self.consent.language
        return languages.name(code) if code in languages.CODES else code

    @property
    def heard_by(self) -> str:
        """Who heard it; "" where the person answered alone."""
        return "" if self.consent.channel == Channel.PORTAL else self.consent.heard_by.name

    @property
    def interpreter(self) -> str:
        """The interpreter, if there was one and it may be read."""
        return self.consent.interpreter if readable(self.consent.interpreter) else ""


@dataclasses.dataclass(frozen=True)
class Standing:
    """Everything about one person on a day."""

    statutes: tuple[LegalGround, ...]
    rows: tuple[Row, ...]
    questions: tuple[Question, ...]
    waiting: tuple[Question, ...]

    @property
    def in_force(self) -> list[Row]:
        """Answers that hold."""
        return [row for row in self.rows if row.holds]

    @property
    def others(self) -> list[Row]:
        """The last word on what is not permitted: no, later, taken back, ended."""
        return [row for row in self.rows if row.latest and not row.holds]

    @property
    def earlier(self) -> list[Row]:
        """Answers before the last word on the same."""
        return [row for row in self.rows if not row.latest and not row.holds]

    def by_kind(self) -> list[tuple[str, list[Row]]]:
        """What holds, the three kinds apart."""
        labels = [(kind, str(kind.label)) for kind in ASKED_KINDS]
        found = [(label, [row for row in self.in_force if row.consent.kind == kind]) for kind, label in labels]
        return [(label, rows) for label, rows in found if rows]


def of(opened: OpenCase) -> Standing:
    """The standing of a case file's person in its programme; three queries."""
    day, case = today(), opened.case
    questions = consents.questions_for(case.programme, "fi", day)
    answers = consents.answers_of(case.subject, case.programme)
    statutes = consents.statutes_on(case.programme, day).exclude(purpose__code=UNASKED)
    if not opened.works:
        questions = [question for question in questions if question.ground.purpose.code != HEALTH]
        answers = [answer for answer in answers if answer.ground.purpose.code != HEALTH]
    return Standing(
        statutes=tuple(statutes),
        rows=_rows(answers, questions, day),
        questions=tuple(questions),
        waiting=tuple(consents.still_to_ask(questions, answers, day)),
    )


def _rows(answers: list[Consent], questions: list[Question], day: datetime.date) -> tuple[Row, ...]:
    asked = {consents.key_of(question): question for question in questions}
    rows, seen = [], set()
    for answer in answers:
        key = consents.key_of(answer)
        rows.append(Row(answer, day, latest=key not in seen, now=asked.get(key)))
        seen.add(key)
    return tuple(rows)


def in_force(opened: OpenCase) -> tuple[list[LegalGround], list[Row]]:
    """What holds today, for a short list: statutes and answers; two queries, or one where the page has the answers."""
    day, case = today(), opened.case
    statutes = consents.statutes_on(case.programme, day).exclude(purpose__code=UNASKED)
    if ANSWERS in opened.shared:
        known = [each for each in opened.shared[ANSWERS] if consents.holds(each, day)]
        known.sort(key=lambda each: (each.until, each.pk))
        return list(statutes), [Row(each, day, latest=True, now=None) for each in known]
    given = consents.titled(consents.given_on(case.subject, day).filter(ground__programme=case.programme))
    if not opened.works:
        given = given.exclude(ground__purpose__code=HEALTH)
    return list(statutes), [Row(each, day, latest=True, now=None) for each in given.order_by("until", "pk")]
