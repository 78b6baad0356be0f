"""How the log names an object of an upper floor, without content: a registry that each app fills when it is loaded."""

import uuid
from collections.abc import Callable, Iterable

Names = Callable[[set[uuid.UUID]], dict[uuid.UUID, str]]
People = Callable[[set[int]], dict[int, list[str]]]
Person = Callable[[str, frozenset[int]], int | None]
_names: dict[str, Names] = {}
_people: list[People] = []
_person: list[Person] = []


def add(kind: str, names: Names) -> None:
    """Register how objects of a kind are named by number; `names` gives them for many uids in one query."""
    _names[kind] = names


def named(kind: str, uids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Numbers by uid; those that no app knows are left out."""
    wanted = {uid for uid in uids if uid is not None}
    return _names[kind](wanted) if kind in _names and wanted else {}


def add_people(people: People, person: Person) -> None:
    """Register by which numbers people are known: numbers by the id of the subject, and the subject's id by a number
    within some programmes; one query each."""
    _people[:], _person[:] = [people], [person]


def numbers_of(subject_ids: Iterable[int]) -> dict[int, str]:
    """The numbers under which each person is known, joined; a person without any is left out."""
    wanted = set(subject_ids)
    return {key: ", ".join(numbers) for give in _people if wanted for key, numbers in give(wanted).items()}


def person_of(number: str, programmes: frozenset[int]) -> int | None:
    """The id of the subject known under a number in one of these programmes."""
    return next((found for give in _person if (found := give(number.strip().upper(), programmes))), None)
