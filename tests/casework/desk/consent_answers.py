"""Arranges the tests of consents: the grounds of the cast's programme, and answers of the cast's participant."""

from typing import Any

from django.urls import reverse

from consent import consents
from consent.models import Consent, Question
from tests.people import Cast

TELL = {
    "fi": ("Tiedot työllisyyspalveluille", "Saammeko kertoa tämän työllisyyspalveluille?"),
    "sv": ("Uppgifter till arbetskraftsservicen", "Får vi berätta det här för arbetskraftsservicen?"),
    "prs": ("معلومات", "آیا اجازه داریم؟"),
}


def address(cast: Cast, name: str = "case-consents", *more: Any) -> str:
    return reverse(name, args=[cast.case.uid, *more])


def asked(cast: Cast, purpose: str, language: str = "fi") -> Question:
    questions = consents.questions_for(cast.house.programme, language)
    return next(question for question in questions if question.ground.purpose.code == purpose)


def answer(cast: Cast, purpose: str = "referral", state: str = "given", **more: Any) -> Consent:
    given = {"by": cast.minna, "language": "fi", "channel": "in_person"} | more
    return consents.answer(subject=cast.case.subject, question=asked(cast, purpose), state=state, **given)
