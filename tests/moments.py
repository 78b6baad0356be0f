"""Moments for tests that travel: noon, so that no change of the clocks makes a day another."""

import datetime

from consent.periods import HELSINKI


def noon(day: datetime.date) -> datetime.datetime:
    """Noon in Finland."""
    return datetime.datetime.combine(day, datetime.time(12), HELSINKI)
