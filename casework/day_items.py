"""The registries of "my day": what stands on the day's rail, and the lists below; filled by each app."""

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

from consent.actors import Actor
from consent.keyring import Pair


@dataclasses.dataclass(frozen=True)
class Stop:
    """One meeting or group of the day. `people` are (person scope pair, subject uid) that it shows."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime
    template: str
    content: dict[str, Any]
    pairs: tuple[Pair, ...] = ()
    subjects: tuple[Any, ...] = ()


@dataclasses.dataclass(frozen=True)
class Section:
    """A list of things to do. `place` is "main" or "side"; `content` is the context of `template`."""

    place: str
    order: int
    template: str
    content: dict[str, Any]
    pairs: tuple[Pair, ...] = ()
    subjects: tuple[Any, ...] = ()


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
