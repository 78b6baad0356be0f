"""Versions of consent questions: which are asked on a day, and how a new notice or ground asks everybody anew.

GDPR Art. 7(1) and Recital 42: an answer is worth as much as what the person was told when they gave it.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q, QuerySet

from consent.models import LegalGround, Notice, Programme, Question
from consent.periods import today


def open_on(on: datetime.date) -> Q:
    """The condition that a version is asked on a day, as far as the question itself says."""
    begun = Q(asked_from__isnull=True) | Q(asked_from__lte=on)
    return begun & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on))


def not_superseded(on: datetime.date, prefix: str = "") -> Q:
    """The condition that no newer notice has taken the place of a version by a day; `prefix` is the path to it."""
    return Q(**{f"{prefix}superseded_on__isnull": True}) | Q(**{f"{prefix}superseded_on__gt": on})


def asked_in(programme: Programme, on: datetime.date) -> QuerySet[Question]:
    """What a programme asks on a day on grounds in force then, in every language."""
    begun = Q(ground__valid_from__lte=on) & (Q(ground__valid_until__isnull=True) | Q(ground__valid_until__gte=on))
    rows = Question.objects.filter(open_on(on), begun, ground__programme=programme)
    return rows.exclude(ground__kind=LegalGround.Kind.STATUTE).select_related("ground__purpose").order_by("pk")


def ask_anew(questions: Iterable[Question], on: datetime.date) -> None:
    """Ask these, all open on the day, in a next version with the same words from that day; old answers end then.

    Call within a transaction that holds the row of the programme or of the ground.
    """
    numbers: dict[tuple[int, int | None], int] = {}
    for question in questions:
        key = question.ground_id, question.recipient_id
        if key not in numbers:
            versions = Question.objects.filter(ground=key[0], recipient=key[1])
            numbers[key] = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
        following = Question(
            ground_id=question.ground_id,
            number=numbers[key],
            asked_from=on,
            withdrawn_on=question.withdrawn_on,
            superseded_on=question.superseded_on,
            **_lasting(question),
        )
        question.withdrawn_on = question.superseded_on = on
        question.save(update_fields=["withdrawn_on", "superseded_on"])
        following.save()


def carry_over(old: LegalGround, new: LegalGround) -> None:
    """Ask under a new ground what was asked under the one that it replaces; no answer goes with it."""
    for question in Question.objects.filter(open_on(new.valid_from), ground=old).order_by("order", "pk"):
        Question(ground=new, **_lasting(question)).save()
    for day in coming_notices(new):
        if day > new.valid_from:
            ask_anew(Question.objects.filter(open_on(day), ground=new).order_by("pk"), day)


def _lasting(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in ("title", "text", "language", "order", "months", "recipient_id")}


def coming_notices(ground: LegalGround) -> list[datetime.date]:
    """The first days of notices still to come that ask anew about a ground's purpose, the earliest first."""
    rows = Notice.objects.filter(programme=ground.programme_id, valid_from__gt=today()).order_by("number", "pk")
    return sorted({row.valid_from for row in rows if ground.purpose.code in row.asks_anew})
