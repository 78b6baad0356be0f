"""Who has looked at a person's data, in words for the person: worked out by the floor that knows who works with whom.

Declared here, filled when the app is loaded; the answer to a log request asks here (703/2023 § 11).
"""

import datetime
from collections.abc import Callable
from typing import Any

from consent.models import Subject

Looks = Callable[[Subject, datetime.date, datetime.date], list[dict[str, Any]]]
_source: list[Looks] = []


def register(source: Looks) -> None:
    """Say who knows; the last one counts."""
    _source[:] = [source]


def between(subject: Subject, since: datetime.date, until: datetime.date) -> list[dict[str, Any]]:
    """Rows of plain values, from a day until a day, both included, the latest day first.

    `day` a date, `first` a moment, `who`, `did`, `why` and `reasons` words in the language that is active.
    """
    return _source[0](subject, since, until) if _source else []
