"""How the log names an object of an upper floor, without content: a registry that each app fills when it is loaded."""

import uuid
from collections.abc import Callable, Iterable

Names = Callable[[set[uuid.UUID]], dict[uuid.UUID, str]]
_names: dict[str, Names] = {}


def add(kind: str, names: Names) -> None:
    """Register how objects of a kind are named by number; `names` gives them for many uids in one query."""
    _names[kind] = names


def named(kind: str, uids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Numbers by uid; those that no app knows are left out."""
    wanted = {uid for uid in uids if uid is not None}
    return _names[kind](wanted) if kind in _names and wanted else {}
