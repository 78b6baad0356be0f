"""What workers wrote for the person after meeting them; the narrative beside it is the workers' own."""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

from casework.models import GuidanceSession, HealthEntry
from casework.models.sessions import Entry
from pathways.own_access import OwnPages
from pathways.portal.own_words import Words, words

LATEST = 2
MOST = 50


@dataclasses.dataclass(frozen=True)
class Message:
    """One text for the person: of which day, by whom. It does not say what the meeting was about."""

    day: datetime.date
    by: str
    words: Words


def latest(own: OwnPages) -> list[Message]:
    """The last ones from guidance, for the first page; one query."""
    rows = GuidanceSession.objects.filter(case=own.case, for_participant__isnull=False)
    return _messages(own, _confirmed(rows)[:LATEST])


def every(own: OwnPages) -> list[Message]:
    """All of them, the health counsellor's too, the latest first; two queries."""
    sessions = GuidanceSession.objects.filter(case__in=own.cases, for_participant__isnull=False)
    entries = HealthEntry.objects.filter(case__in=own.cases, for_participant__isnull=False)
    found = _messages(own, [*_confirmed(sessions)[:MOST], *_confirmed(entries)[:MOST]])
    return sorted(found, key=lambda message: message.day, reverse=True)


def _confirmed(rows: Any) -> Any:
    return rows.filter(state=Entry.State.CONFIRMED).select_related("author").order_by("-held_on", "-pk")


def _messages(own: OwnPages, rows: Iterable[Any]) -> list[Message]:
    told = [(row, words(row.for_participant, own.language)) for row in rows]
    return [Message(row.held_on, row.author.name, text) for row, text in told if text is not None]
