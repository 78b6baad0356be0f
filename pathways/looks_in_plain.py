"""The looks at a person's data as plain rows: for the answer to a log request, which the ground floor writes."""

import datetime
from typing import Any

from consent import who_looked
from consent.models import Subject
from pathways.portal import looks


def register() -> None:
    """Make them known."""
    who_looked.register(looks_between)


def looks_between(subject: Subject, since: datetime.date, until: datetime.date) -> list[dict[str, Any]]:
    """See `consent.who_looked.between`."""
    return [
        {
            "day": look.day,
            "first": look.first,
            "who": look.who,
            "did": [str(words) for words in look.did],
            "why": [str(words) for words in look.why],
            "reasons": look.reasons,
        }
        for look in looks.between(subject, since, until)
    ]
