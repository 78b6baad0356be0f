"""The registry of fields that a letter may carry: declared here, filled by each app; profiles choose among them."""

import dataclasses
from collections.abc import Callable

from django.utils.functional import Promise

from casework.access import OpenCase


@dataclasses.dataclass(frozen=True)
class LetterField:
    """One field of a letter. `value` reads it from the case in words of the letter's language ("" when unknown);

    `typed` fields are written by the worker in the composer instead. `order` is the order in the letter.
    """

    code: str
    label: str | Promise
    order: int
    value: Callable[[OpenCase], str]
    typed: bool = False
    hint: str | Promise = ""


_fields: dict[str, LetterField] = {}


def add(field: LetterField) -> None:
    """Register a field."""
    _fields[field.code] = field


def every() -> list[LetterField]:
    """All fields in the order of the letter."""
    return sorted(_fields.values(), key=lambda field: field.order)
