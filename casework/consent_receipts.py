"""The receipt in plain words: what was answered, for the person to keep. Categories only: no name, no health content.

The same lines stand on the page after a round, on the page of a receipt that was made, and on its paper.
"""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from casework import standing
from casework.access import OpenCase
from casework.health_ground import HEALTH
from casework.letters.printing import print_pdf
from casework.standing import Row
from consent import consents, data_categories, languages, receipts, wording
from consent.models import Consent, ConsentReceipt, Organisation
from consent.periods import day_in_finland
from consent.receipt_terms import STATUS

State = Consent.State
_INK = "#17211c"
_STATES = {term: State.GIVEN.value if state == "renewed" else str(state) for state, term in STATUS.items()}


@dataclasses.dataclass(frozen=True)
class Line:
    """One answer on a receipt; `language` is that of its title, `how` says how it was given."""

    title: str
    language: str
    state: str
    until: datetime.date | None
    recipient: str
    categories: tuple[str, ...]
    how: str

    @property
    def given(self) -> bool:
        """Whether the answer was yes and still is."""
        return self.state == State.GIVEN

    @property
    def answer(self) -> str:
        """The answer in a sentence, in the language of the receipt."""
        return {
            State.GIVEN.value: _("You said yes."),
            State.REFUSED.value: _("You said no."),
            State.LATER.value: _("We ask again later."),
            State.WITHDRAWN.value: _("You withdrew the permission."),
            State.ERROR.value: _("This was entered in error."),
        }.get(self.state) or _("The permission has ended.")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What a permission in force covers, and how an answer was given, each with its label."""
        found = []
        if self.given and self.until is not None:
            found.append((_("The permission is in force"), _("until %(day)s") % {"day": wording.date_full(self.until)}))
        if self.given and self.recipient:
            found.append((_("Recipient"), self.recipient))
        if self.given:
            found.append((_("What it is about"), ", ".join(self.categories)))
        if self.how:
            found.append((pgettext("receipt", "How you answered"), self.how))
        return found


def line_of(row: Row) -> Line:
    """The line of an answer as it stands."""
    consent = row.consent
    return Line(
        title=consent.question.title,
        language=consent.question.language,
        state=row.state,
        until=consent.until,
        recipient=consent.recipient.name if consent.recipient else "",
        categories=tuple(data_categories.in_words(consent.ground.data_categories)),
        how=receipts.method(consent),
    )


def lines_of(document: dict[str, Any]) -> list[Line]:
    """The lines of a receipt that was made, as they stood on that day."""
    return [_line(record) for record in document["dpv:hasRecordOfActivity"]]


def _line(record: dict[str, Any]) -> Line:
    (process,) = record["dpv:hasProcess"]
    controller = record["dpv:hasDataController"][0]["@id"]
    statuses = record["dpv:hasConsentStatus"]
    said = next(status for status in reversed(statuses) if _is_answer(status))
    recipients = [each["dpv:hasName"] for each in process["dpv:hasRecipient"] if each["@id"] != controller]
    valid = said.get("dct:valid")
    return Line(
        title=process["dct:title"]["@value"],
        language=process["dct:title"]["@language"],
        state=_STATES[statuses[-1]["@type"][0]],
        until=datetime.date.fromisoformat(valid["@value"]) if valid else None,
        recipient=", ".join(recipients),
        categories=tuple(each["dct:description"]["@value"] for each in process["dpv:hasPersonalData"]),
        how=said["dpv:hasIndicationMethod"]["@value"],
    )


def _is_answer(status: dict[str, Any]) -> bool:
    return _STATES[status["@type"][0]] in {State.GIVEN, State.REFUSED, State.LATER}


def page_language(code: str) -> str:
    """The language in which a page can speak to somebody: Finnish where the house has no words in theirs."""
    return code if code in dict(settings.LANGUAGES) else "fi"


def answers_on(opened: OpenCase, day: datetime.date) -> list[Consent]:
    """The answers of a day as they stand, in the order in which they were asked; one query."""
    answers = consents.answers_of(opened.case.subject, opened.case.programme)
    if not opened.works:
        answers = [answer for answer in answers if answer.ground.purpose.code != HEALTH]
    last_words: dict[consents.Key, Consent] = {}
    for answer in answers:
        if day_in_finland(answer.answered_at) == day:
            last_words.setdefault(consents.key_of(answer), answer)
    return list(reversed(last_words.values()))


def language_of(answers: Sequence[Consent]) -> str:
    """The language of a receipt: that of the last question, where the house has words in it."""
    return page_language(answers[-1].question.language if answers else "fi")


def receipt(opened: OpenCase, day: datetime.date) -> dict[str, Any]:
    """What was answered on a day, for a page; one query."""
    answers = answers_on(opened, day)
    code = language_of(answers)
    with override(code):
        lines = [line_of(standing.Row(answer, day, latest=True, now=None)) for answer in answers]
    return {
        "opened": opened,
        "day": day,
        "lines": lines,
        **_around(opened.case.programme.controller, code),
        "code": str(answers[-1].uid)[:8] if answers else "",
        "has_account": opened.case.subject.account_id is not None,
        "safety_prohibition": opened.participant.safety_prohibition is True,
    }


def made(row: ConsentReceipt) -> dict[str, Any]:
    """A receipt that was made, for its page and its paper. Raises receipts.ReceiptUnreadable."""
    document = receipts.read(row)
    code = str(document["dct:language"])
    return {
        "receipt": row,
        "day": day_in_finland(row.at),
        "lines": lines_of(document),
        **_around(row.subject.programme.controller, code),
        "has_account": row.subject.account_id is not None,
        "code": str(row.uid)[:8],
        "whole": receipts.is_whole(row),
        "same": receipts.recompute(row) == row.digest,
    }


def _around(controller: Organisation, code: str) -> dict[str, Any]:
    return {
        "words": code,
        "direction": languages.find(code).direction,
        "controller": controller,
        "phone": controller.phone or settings.POLKU_SUPPORT_PHONE,
    }


# On paper


def address(row: ConsentReceipt) -> str:
    """What the code on the paper says: where the receipt is found after signing in, and its digest.

    The address names nobody and opens nothing for whoever finds the paper. The digest comes after a #, which no
    browser sends: it is for comparing, on the paper itself.
    """
    return f"{settings.POLKU_ADDRESS}{reverse('receipt', args=[row.uid])}#{row.digest}"


@dataclasses.dataclass(frozen=True)
class Paper:
    """A receipt laid out: printed outside any transaction."""

    html: str

    def pdf(self) -> bytes:
        """One file that is PDF/A-3a and PDF/UA-1. Raises LetterTooLong, LetterFailed."""
        return print_pdf(self.html)


def paper(row: ConsentReceipt) -> Paper:
    """The page to be printed. Raises receipts.ReceiptUnreadable."""
    context = made(row)
    with override(context["words"]):
        code = segno.make_qr(address(row), error="m").svg_data_uri(border=0, dark=_INK)
        return Paper(render_to_string("casework/letters/receipt.html", {**context, "qr": code}))
