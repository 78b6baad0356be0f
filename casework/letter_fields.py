"""The registry of fields that a letter may carry: declared here, filled by each app; profiles choose among them."""

import dataclasses
import enum
from collections.abc import Callable

from django.utils.functional import Promise

from casework.access import OpenCase

Words = str | Promise
Value = Callable[[OpenCase], str]


def _nothing(opened: OpenCase) -> str:
    return ""


class Place(enum.StrEnum):
    """Where a field stands in the letter."""

    PERSON = "person"  # a labelled value under "Whom the referral is about"
    OWN_WORDS = "own_words"  # a section with what the person said, in quotation marks
    SECTION = "section"  # a section of its own


@dataclasses.dataclass(frozen=True)
class Part:
    """A second labelled value that goes with a field under one tick, such as the way of contact with the phone."""

    label: Words
    value: Value


@dataclasses.dataclass(frozen=True)
class LetterField:
    """One field of a letter. `value` reads it from the case in words of the letter's language ("" when unknown);

    `typed` fields are written by the worker in the composer instead. `order` is the order in the letter; `heading` that
    of its section, if not the label. `category` is the category of data as legal grounds name it.
    """

    code: str
    label: Words
    order: int
    value: Value = _nothing
    typed: bool = False
    hint: Words = ""
    category: str = "situation"
    place: Place = Place.SECTION
    heading: Words = ""
    beside: tuple[Part, ...] = ()


_fields: dict[str, LetterField] = {}


def add(field: LetterField) -> None:
    """Register a field; the profiles name its code (casework.recipient_profiles)."""
    _fields[field.code] = field


def every() -> list[LetterField]:
    """All fields in the order of the letter."""
    return sorted(_fields.values(), key=lambda field: field.order)


def find(code: str) -> LetterField | None:
    """The field of a code, if an app has registered it."""
    return _fields.get(code)
