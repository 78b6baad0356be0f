"""How the log names an object of an upper floor, without content: a registry that each app fills when it is loaded."""

import uuid
from collections.abc import Callable, Collection, Iterable

from consent.models import Subject

Names = Callable[[set[uuid.UUID], Collection[int]], dict[uuid.UUID, str]]
Finds = Callable[[str, Collection[int]], uuid.UUID | None]
_names: dict[str, Names] = {}
_finds: dict[str, Finds] = {}


def add(kind: str, names: Names, finds: Finds | None = None) -> None:
    """Register how objects of a kind in some programmes are named by number, many in one query; and found by it."""
    _names[kind] = names
    if finds is not None:
        _finds[kind] = finds


def named(kind: str, uids: Iterable[uuid.UUID | None], programmes: Collection[int]) -> dict[uuid.UUID, str]:
    """Numbers by uid; those that no app knows, or that belong to other programmes, are left out."""
    wanted = {uid for uid in uids if uid is not None}
    return _names[kind](wanted, programmes) if kind in _names and wanted else {}


def found(kind: str, number: str, programmes: Collection[int]) -> uuid.UUID | None:
    """What a typed number names in these programmes."""
    return _finds[kind](number, programmes) if kind in _finds and number else None


def number_of(subject: Subject) -> str:
    """The number under which a person is known in their programme; "" where they have no case file."""
    return named("subject", [subject.uid], [subject.programme_id]).get(subject.uid, "")
