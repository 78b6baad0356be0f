"""The receipt: what was answered on a day, for the person to keep. Categories only: no name, no health content.

After ISO/IEC TS 27560 in plain words: what was asked, by which text, the answer, until when, who answers for the data,
how it is taken back.
"""

import dataclasses
import datetime
from typing import Any

from django.conf import settings

from casework import standing
from casework.access import OpenCase
from casework.health_ground import HEALTH
from casework.standing import Row
from consent import consents, data_categories, languages
from consent.models import Consent
from consent.periods import day_in_finland


@dataclasses.dataclass(frozen=True)
class Line:
    """One answer on a receipt."""

    row: Row

    @property
    def categories(self) -> list[str]:
        """What the answer is about, in the language of the receipt."""
        return data_categories.in_words(self.row.consent.ground.data_categories)

    @property
    def title(self) -> str:
        """The heading of the text that was asked, in its own language."""
        return self.row.consent.question.title

    @property
    def given(self) -> bool:
        """Whether the answer was yes and still is."""
        return self.row.state == Consent.State.GIVEN


def page_language(code: str) -> str:
    """The language in which a page can speak to somebody: Finnish where the house has no words in theirs."""
    return code if code in dict(settings.LANGUAGES) else "fi"


def receipt(opened: OpenCase, day: datetime.date) -> dict[str, Any]:
    """The answers of a day as they stand, in the order in which they were asked; one query."""
    answers = consents.answers_of(opened.case.subject, opened.case.programme)
    if not opened.works:
        answers = [answer for answer in answers if answer.ground.purpose.code != HEALTH]
    last_words: dict[consents.Key, Consent] = {}
    for answer in answers:
        if day_in_finland(answer.answered_at) == day:
            last_words.setdefault(consents.key_of(answer), answer)
    answers = list(last_words.values())
    rows = [standing.Row(answer, day, latest=True, now=None) for answer in answers]
    code = page_language(answers[0].question.language if answers else "fi")
    controller = opened.case.programme.controller
    return {
        "opened": opened,
        "day": day,
        "lines": [Line(row) for row in reversed(rows)],
        "words": code,
        "direction": languages.find(code).direction,
        "controller": controller,
        "phone": controller.phone or settings.POLKU_SUPPORT_PHONE,
        "has_account": opened.case.subject.account_id is not None,
        "code": str(answers[0].uid)[:8] if answers else "",
        "safety_prohibition": opened.participant.safety_prohibition is True,
    }
