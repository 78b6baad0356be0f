"""What the officer's first page leads to: each part of data protection adds its card when it is loaded."""

import dataclasses
from collections.abc import Callable

from django.utils.functional import Promise

from consent.access import Oversight

Waiting = Callable[[Oversight], int]
Note = Callable[[Oversight], str]


@dataclasses.dataclass(frozen=True)
class Card:
    """One part: its page, its name, one line of what it is for, and how much waits, what presses (a query each)."""

    url_name: str
    label: str | Promise
    lede: str | Promise
    icon: str
    order: int
    waiting: Waiting | None = None
    note: Note | None = None


_cards: dict[str, Card] = {}


def add(
    url_name: str,
    *,
    label: str | Promise,
    lede: str | Promise,
    icon: str,
    order: int,
    waiting: Waiting | None = None,
    note: Note | None = None,
) -> None:
    """Register a part."""
    _cards[url_name] = Card(url_name, label, lede, icon, order, waiting, note)


def cards() -> list[Card]:
    """All parts, in order."""
    return sorted(_cards.values(), key=lambda card: card.order)
