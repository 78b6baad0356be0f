"""The one clock and the one calendar: moments are stored in UTC, days are days in Finland, periods run by law.

Two laws move a last day that is not a working day, over two calendars that differ by Christmas Eve:
a period set by the Union's law (data-protection requests) by Reg. (EEC, Euratom) No 1182/71 Art. 3(4), one set by a
national act by act 150/1930 § 5. Where the two are silent, the house uses the national calendar.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils import timezone

HELSINKI = ZoneInfo("Europe/Helsinki")

SATURDAY = 5


class Calendar(Enum):
    """Whose working days."""

    EU = "1182/71"
    NATIONAL = "150/1930"


EU = Calendar.EU
NATIONAL = Calendar.NATIONAL


_pretended: ContextVar[datetime | None] = ContextVar("pretended_now", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _pretended.get() or timezone.now().astimezone(UTC)


@contextmanager
def pretending(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment of the past: how the demo's invented project gets its nine months.

    Raises PermissionError anywhere but in the demo, whose database holds invented people only.
    """
    if not settings.POLKU_DEMO:
        raise PermissionError("only the demo may pretend what time it is")
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def today() -> date:
    """Return the day that it is in Finland."""
    return day_in_finland(now())


def day_in_finland(moment: datetime) -> date:
    """Return the day of a moment on a clock in Finland; the day of receipt of a request is this day.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day")
    return moment.astimezone(HELSINKI).date()


def add_months(day: date, months: int) -> date:
    """Return the same day number so many months later (or earlier), or the last day of a month that lacks it.

    Source: Reg. 1182/71 Art. 3(2)(c), act 150/1930 § 3. Add all months at once: 31.1. and three months is 30.4.,
    which a month added three times would not give.
    """
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def is_working_day(day: date, calendar: Calendar = NATIONAL) -> bool:
    """Say whether a period may end on the day."""
    return day.weekday() < SATURDAY and day not in _days_off(day.year, calendar)


def next_working_day(day: date, calendar: Calendar = NATIONAL) -> date:
    """Return the day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, calendar):
        day += timedelta(days=1)
    return day


def eu_deadline(received: date, months: int) -> date:
    """Return the last day of a period of months set by the Union's law, such as the month of GDPR Art. 12(3).

    An extension counts from receipt again: `eu_deadline(received, 3)`. Source: Reg. 1182/71 Art. 3.
    """
    return next_working_day(add_months(received, months), EU)


def national_deadline(received: date, months: int) -> date:
    """Return the last day of a period of months set by a national act; the unmoved day is `add_months`.

    Source: act 150/1930 §§ 2, 3 and 5.
    """
    return next_working_day(add_months(received, months), NATIONAL)


def working_days_after(day: date, working_days: int, calendar: Calendar = NATIONAL) -> date:
    """Return the so-manieth working day after the day, which itself is not counted. Raises ValueError below 1."""
    if working_days < 1:
        raise ValueError("count at least one working day")
    for _counted in range(working_days):
        day = next_working_day(day + timedelta(days=1), calendar)
    return day


@cache
def _days_off(year: int, calendar: Calendar) -> frozenset[date]:
    """The year's holidays besides Saturdays and Sundays.

    The library's list is that of act 150/1930: church holidays, 1.5., 6.12., Midsummer Eve and Christmas Eve. The
    Union's list for Finland (Art. 3(4) second paragraph, as the e-Justice portal publishes it) lacks Christmas Eve.
    """
    listed = frozenset(holidays.country_holidays("FI", years=year, expand=False))
    return listed if calendar is NATIONAL else listed - {date(year, 12, 24)}
