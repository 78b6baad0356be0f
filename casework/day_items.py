"""The registries of "my day": what stands on the day's rail, and the lists below; filled by each app."""

import dataclasses
import datetime
import uuid
from collections.abc import Callable
from typing import Any, Literal

from consent.actors import Actor
from consent.keyring import Pair


@dataclasses.dataclass(frozen=True)
class Stop:
    """One meeting or group of the day, with the pairs that it opens and the uids of the subjects that it shows.

    `template` is the inside of a `.stop-row`: it sees `stop` (this) with `stop.content`, and `csrf_token`; the rail
    makes the `<li>` and the clock. `title` names it in the line "Next: …" and is asked only when the pairs are open.
    """

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    template: str
    content: dict[str, Any]
    pairs: tuple[Pair, ...] = ()
    subjects: tuple[uuid.UUID, ...] = ()
    kind: Literal["meeting", "group"] = "meeting"
    title: Callable[[], str] = str


@dataclasses.dataclass(frozen=True)
class Section:
    """A list of things to do, in the "main" column under the rail or at the "side".

    `template` is a whole `<section class="sheet flush">`: it sees `section` (this) with `section.content`, and
    `csrf_token`.
    """

    place: Literal["main", "side"]
    order: int
    template: str
    content: dict[str, Any]
    pairs: tuple[Pair, ...] = ()
    subjects: tuple[uuid.UUID, ...] = ()


_stops: dict[str, Callable[[Actor, datetime.date], list[Stop]]] = {}
_sections: dict[str, Callable[[Actor, datetime.date], Section | None]] = {}


def add_stops(name: str, source: Callable[[Actor, datetime.date], list[Stop]]) -> None:
    """Register what stands on the rail of a day."""
    _stops[name] = source


def add_section(name: str, source: Callable[[Actor, datetime.date], Section | None]) -> None:
    """Register a list; None where the actor has no such list."""
    _sections[name] = source


def stops(actor: Actor, day: datetime.date) -> list[Stop]:
    """The day in the order of the clock."""
    return sorted((s for source in _stops.values() for s in source(actor, day)), key=lambda stop: stop.starts_at)


def sections(actor: Actor, day: datetime.date) -> list[Section]:
    """The lists in order."""
    found = [section for source in _sections.values() if (section := source(actor, day)) is not None]
    return sorted(found, key=lambda section: section.order)
