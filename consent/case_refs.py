"""How the ground floor names a case file that it does not know: a registry of one, filled by the floor above."""

import dataclasses
import uuid
from collections.abc import Callable

from consent.models import Programme, Subject


@dataclasses.dataclass(frozen=True)
class CaseRef:
    """A case file by number and uids, without content; `scope` seals what the officer writes about it."""

    uid: uuid.UUID
    number: str
    subject: Subject
    programme: Programme
    scope: uuid.UUID
    is_open: bool


Finder = Callable[[str, set[int]], CaseRef | None]
_finders: list[Finder] = []


def set_finder(finder: Finder) -> None:
    """Register how a case file is found by its number (any case, spaces around) within programmes."""
    _finders[:] = [finder]


def by_number(number: str, programmes: set[int]) -> CaseRef | None:
    """The case file with this number in these programmes; None where there is none, or it was erased."""
    return next((found for finder in _finders if (found := finder(number, programmes)) is not None), None)
