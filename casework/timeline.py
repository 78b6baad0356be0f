"""The timeline of a case file: sources are declared here, filled by each app when it is loaded."""

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise

from casework.access import OpenCase


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing that happened. `template` shows it, with `content` as its context; newest first by `day`, `at`."""

    kind: str
    day: datetime.date
    at: datetime.datetime
    template: str
    content: dict[str, Any]
    locked: bool = False


@dataclasses.dataclass(frozen=True)
class Source:
    """`entries` gives at most `limit` newest entries that this reader may see, older than `before` when given.

    `offered` says whether the filter chip exists for this reader (the health chip only with the right).
    """

    kind: str
    label: str | Promise
    order: int
    entries: Callable[[OpenCase, int, datetime.date | None], list[Entry]]
    offered: Callable[[OpenCase], bool]


_sources: dict[str, Source] = {}


def add(
    kind: str,
    *,
    label: str | Promise,
    order: int,
    entries: Callable[[OpenCase, int, datetime.date | None], list[Entry]],
    offered: Callable[[OpenCase], bool] = lambda opened: True,
) -> None:
    """Register a source."""
    _sources[kind] = Source(kind, label, order, entries, offered)


def kinds(opened: OpenCase) -> list[Source]:
    """The kinds that this reader may filter by, in order."""
    return sorted((s for s in _sources.values() if s.offered(opened)), key=lambda source: source.order)


def newest(
    opened: OpenCase, *, kind: str = "", limit: int = 40, before: datetime.date | None = None
) -> tuple[list[Entry], bool]:
    """The newest entries of one kind or of all, newest first, and whether there are older ones."""
    chosen = [s for s in _sources.values() if not kind or s.kind == kind]
    entries = [entry for source in chosen for entry in source.entries(opened, limit + 1, before)]
    entries.sort(key=lambda entry: (entry.day, entry.at), reverse=True)
    return entries[:limit], len(entries) > limit
