"""What was told about a person to whom: the disclosure log in easy words (GDPR Art. 15(1)(c))."""

import dataclasses
import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from casework import letter_fields
from consent.data_categories import CATEGORIES
from consent.disclosed_items import BY_WORD
from consent.fields import readable
from consent.models import Disclosure
from consent.periods import day_in_finland
from pathways.own_access import OwnPages

SHOWN = 50
Words = str | Promise
#: Parts of a letter that are no field of the register.
PARTS: dict[str, Words] = {
    "request": pgettext_lazy("participant", "What we asked for you"),
    "meanwhile": pgettext_lazy("participant", "What we do meanwhile"),
    "answer": pgettext_lazy("participant", "An answer to their question"),
}
OTHER = pgettext_lazy("participant", "Another detail")


@dataclasses.dataclass(frozen=True)
class Told:
    """One time that something was told. `permission` is the title of the question that was answered, or ""."""

    at: datetime.datetime
    to: str
    what: list[Words]
    by_permission: bool
    permission: str
    permitted_on: datetime.date | None
    words: str


def about(own: OwnPages) -> list[Told]:
    """Everything that was told, the latest first; one query."""
    rows = Disclosure.objects.filter(subject=own.subject).select_related("recipient", "consent__question")
    return [_told(row) for row in rows.order_by("-at", "-pk")[:SHOWN]]


def _told(row: Disclosure) -> Told:
    consent = row.consent if row.by_consent else None
    return Told(
        at=row.at,
        to=row.recipient.name,
        what=_categories(row) if row.channel in BY_WORD else in_words(row.items),
        by_permission=row.by_consent,
        permission=consent.question.title if consent else "",
        permitted_on=day_in_finland(consent.answered_at) if consent else None,
        words=row.told if row.scope and readable(row.told) else "",
    )


def in_words(codes: list[str]) -> list[Words]:
    """The labels of what was told, in the order of the letter."""
    fields = [field for field in letter_fields.every() if field.code in codes]
    parts = [label for code, label in PARTS.items() if code in codes]
    known = {field.code for field in fields} | PARTS.keys()
    return [*(field.label for field in fields), *parts, *([OTHER] if set(codes) - known else [])]


def _categories(row: Disclosure) -> list[Words]:
    """What was told by word of mouth."""
    return [label for code, label in CATEGORIES.items() if code in row.items]
