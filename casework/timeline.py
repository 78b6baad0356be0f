"""The timeline of a case file: sources are declared here, filled by each app when it is loaded."""

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise

from casework.access import OpenCase


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing that happened, newest first by `day`, then `at`.

    `template` is the inside of an `<article class="event">`: it sees `entry` (this) with `entry.content`. The list
    makes the `<li>`, the day and the article. Keep it small: 40 of them and the page's head fit in 40 kB.
    """

    kind: str
    day: datetime.date
    at: datetime.datetime
    template: str
    content: dict[str, Any]
    locked: bool = False


@dataclasses.dataclass(frozen=True)
class Source:
    """`entries` gives at most `limit` newest entries that this reader may see, of days before `before` when given.

    `offered` says whether the filter chip exists for this reader (the health chip only with the right). An unfiltered
    timeline asks every source, offered or not: what is closed shows that it exists, and the source knows to whom.
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
    """The newest entries of one kind or of all, newest first, and whether there are older ones.

    A page ends with a whole day, so that `before` (the last day shown) is where the next one goes on.
    """
    chosen = [source for source in kinds(opened) if source.kind == kind] if kind else list(_sources.values())
    entries = [entry for source in chosen for entry in source.entries(opened, limit + 1, before)]
    entries.sort(key=lambda entry: (entry.day, entry.at), reverse=True)
    if len(entries) <= limit:
        return entries, False
    whole = [entry for entry in entries[:limit] if entry.day != entries[limit].day]
    return whole or entries[:limit], True
