"""The form for answers on paper: the same whole texts, three boxes each, lines to sign on; it names nobody."""

from typing import Any, Final

import segno
from django.template.loader import render_to_string
from django.utils.translation import override

from casework.consent_receipts import page_language
from casework.letters.printing import print_pdf
from consent import consent_papers, languages
from consent.models import ConsentPaper, Organisation

_INK: Final = "#17211c"
_BOX: Final = (
    "data:image/svg+xml;utf8,"
    "%3Csvg xmlns='http://www.w3.org/2000/svg' width='14' height='14'%3E"
    "%3Crect x='1' y='1' width='12' height='12' fill='none' stroke='%2317211c'/%3E%3C/svg%3E"
)


def html(paper: ConsentPaper, controller: Organisation) -> str:
    """The form as it is printed, in its language; what stands in no other than Finnish is in Finnish."""
    words = page_language(paper.language)
    context: dict[str, Any] = {
        "paper": paper,
        "controller": controller,
        "words": words,
        "questions": [(question, _direction(question.language)) for question in consent_papers.asked_in(paper)],
        "box": _BOX,
        "qr": segno.make_qr(f"polku:form:{paper.number}", error="m").svg_data_uri(border=0, dark=_INK),
    }
    with override(words):
        return render_to_string("casework/letters/consent_form.html", context)


def pdf(text: str) -> bytes:
    """One file that is PDF/A-3a and PDF/UA-1; outside any transaction. Raises LetterTooLong, LetterFailed."""
    return print_pdf(text)


def _direction(code: str) -> str:
    return languages.find(code).direction if code in languages.CODES else "ltr"
