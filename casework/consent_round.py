"""A round of questions with one person: language, channel and interpreter are said once and hold for its answers.

Kept as a draft, sealed like the answers' own interpreter, for the day on which it was begun: going back and changing
an answer works until midnight, and the next day everything is said anew.
"""

import dataclasses
import datetime
import uuid
from collections.abc import Iterable

from casework.models import CaseFile
from consent import drafts
from consent.consents import key_of
from consent.fields import readable
from consent.models import Account, Question
from consent.periods import day_in_finland, today

FORM = "consents"


@dataclasses.dataclass(frozen=True)
class Round:
    """What was said at its beginning; `back` is the address that a single question returns to, `paper` the

    uid of the form on which the answers stand, "" without one.
    """

    language: str
    channel: str
    interpreter: str
    questions: tuple[uuid.UUID, ...]
    back: str = ""
    paper: str = ""


def begin(round_: Round, *, by: Account, case: CaseFile) -> None:
    """Keep a round; it takes the place of the worker's former one with this person."""
    content = dataclasses.asdict(round_) | {"questions": [str(uid) for uid in round_.questions]}
    drafts.save(author=by, form=FORM, about=case.uid, scope=case.subject.scope, content=content)


def current(*, by: Account, case: CaseFile) -> Round | None:
    """The round that the worker has begun today with this person."""
    draft = drafts.find(author=by, form=FORM, about=case.uid)
    if draft is None or day_in_finland(draft.saved_at) != today() or not readable(draft.content):
        return None
    content = dict(draft.content)
    return Round(**content | {"questions": tuple(uuid.UUID(uid) for uid in content["questions"])})


def asked_in(round_: Round) -> list[Question]:
    """The questions of a round, in its order."""
    rows = Question.objects.filter(uid__in=round_.questions).select_related("ground__purpose", "recipient")
    return sorted(rows.order_by("pk"), key=lambda question: round_.questions.index(question.uid))


def in_language(chosen: Iterable[Question], available: Iterable[Question]) -> tuple[uuid.UUID, ...]:
    """The same questions in the language of `available`, in its order."""
    keys = {key_of(question) for question in chosen}
    return tuple(question.uid for question in available if key_of(question) in keys)


def day_of(text: str, *, otherwise: datetime.date) -> datetime.date:
    """A day as an address carries it (2026-11-24)."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return otherwise
