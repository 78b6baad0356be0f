from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from consent import periods
from consent.periods import EU, NATIONAL

YEARS = range(2000, 2051)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 12, 31))


def easter(year: int) -> date:
    """Easter Day by the anonymous Gregorian algorithm (Nature, 1876), independent of the library under test."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def first(weekday: int, start: date) -> date:
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def listed_holidays(year: int) -> set[date]:
    """The list of the e-Justice portal for Finland, written out by hand; Saturdays and Sundays apart."""
    easter_day = easter(year)
    midsummer_day = first(5, date(year, 6, 20))
    return {
        date(year, 1, 1),
        date(year, 1, 6),
        easter_day - timedelta(days=2),
        easter_day,
        easter_day + timedelta(days=1),
        date(year, 5, 1),
        easter_day + timedelta(days=39),
        easter_day + timedelta(days=49),
        midsummer_day - timedelta(days=1),
        midsummer_day,
        first(5, date(year, 10, 31)),
        date(year, 12, 6),
        date(year, 12, 25),
        date(year, 12, 26),
    }


@pytest.mark.parametrize("year", YEARS)
def test_periods__calendars__are_the_lists_of_the_law(year: int) -> None:
    holidays = listed_holidays(year)
    day = date(year, 1, 1)
    while day.year == year:
        works_eu = day.weekday() < 5 and day not in holidays
        works_nationally = works_eu and (day.month, day.day) != (12, 24)
        assert periods.is_working_day(day, EU) is works_eu, day
        assert periods.is_working_day(day, NATIONAL) is works_nationally, day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 14),  # Ascension Day
        date(2026, 6, 19),  # Midsummer Eve
        date(2027, 1, 6),  # Epiphany
        date(2027, 12, 6),  # Independence Day
        date(2026, 11, 28),  # a Saturday
        date(2026, 11, 29),
    ],
)
def test_periods__is_working_day__not(day: date) -> None:
    assert not periods.is_working_day(day, EU)
    assert not periods.is_working_day(day, NATIONAL)


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 4, 30), date(2026, 12, 31), date(2027, 1, 5)])
def test_periods__is_working_day__eve_that_is_one(day: date) -> None:
    # Maundy Thursday, the eves of May Day, New Year and Epiphany.
    assert periods.is_working_day(day, EU)
    assert periods.is_working_day(day, NATIONAL)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 11, 24), 14, date(2028, 1, 24)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_periods__add_months(day: date, months: int, expected: date) -> None:
    assert periods.add_months(day, months) == expected


def test_periods__add_months__beyond_the_calendar() -> None:
    with pytest.raises(ValueError, match="year"):
        periods.add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("received", "months", "limit"),
    [
        (date(2026, 10, 13), 1, date(2026, 11, 13)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),  # Christmas Eve works in the Union's calendar
        (date(2026, 11, 25), 1, date(2026, 12, 28)),  # Christmas Day, a Friday, then Boxing Day and Sunday
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28.2. is a Saturday
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 3, 3), 1, date(2026, 4, 7)),  # Good Friday to the Tuesday after Easter
        (date(2026, 5, 19), 1, date(2026, 6, 22)),  # Midsummer Eve
        (date(2026, 4, 1), 1, date(2026, 5, 4)),  # May Day
    ],
)
def test_periods__eu_deadline(received: date, months: int, limit: date) -> None:
    assert periods.eu_deadline(received, months) == limit


@pytest.mark.parametrize(
    ("received", "months", "limit"),
    [
        (date(2026, 11, 24), 1, date(2026, 12, 28)),  # Christmas Eve moves in the national calendar
        (date(2026, 11, 23), 1, date(2026, 12, 23)),
        (date(2026, 5, 19), 1, date(2026, 6, 22)),
        (date(2026, 1, 31), 1, date(2026, 3, 2)),
    ],
)
def test_periods__national_deadline(received: date, months: int, limit: date) -> None:
    assert periods.national_deadline(received, months) == limit


@pytest.mark.parametrize(
    ("day", "working_days", "expected"),
    [
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 24), 3, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 23), 3, date(2026, 12, 30)),
    ],
)
def test_periods__working_days_after(day: date, working_days: int, expected: date) -> None:
    assert periods.working_days_after(day, working_days) == expected


def test_periods__working_days_after__eu() -> None:
    assert periods.working_days_after(date(2026, 12, 23), 1, EU) == date(2026, 12, 24)


@pytest.mark.parametrize("working_days", [0, -1])
def test_periods__working_days_after__none(working_days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        periods.working_days_after(date(2026, 11, 24), working_days)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 21, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 22, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 6, 24, 20, 59, tzinfo=UTC), date(2026, 6, 24)),
        (datetime(2026, 6, 24, 21, 0, tzinfo=UTC), date(2026, 6, 25)),
        (datetime(2026, 11, 25, 3, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 11, 24)),
    ],
)
def test_periods__day_in_finland(moment: datetime, day: date) -> None:
    assert periods.day_in_finland(moment) == day


def test_periods__day_in_finland__naive() -> None:
    with pytest.raises(ValueError, match="time zone"):
        periods.day_in_finland(datetime(2026, 11, 24, 12, 0))  # noqa: DTZ001 (this is the fault)


def test_periods__clock__after_midnight_in_finland() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), tick=False):
        assert periods.now() == datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
        assert periods.now().tzinfo is UTC
        assert periods.today() == date(2026, 11, 25)


@given(DAYS, st.integers(-240, 240))
def test_periods__add_months__same_day_number_or_last(day: date, months: int) -> None:
    moved = periods.add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


@given(DAYS, st.integers(0, 36))
def test_periods__deadlines__never_before_the_unmoved_day(day: date, months: int) -> None:
    target = periods.add_months(day, months)
    for limit, calendar in ((periods.eu_deadline(day, months), EU), (periods.national_deadline(day, months), NATIONAL)):
        assert target <= limit <= target + timedelta(days=5)
        assert periods.is_working_day(limit, calendar)
        between = (target + timedelta(days=n) for n in range((limit - target).days))
        assert not any(periods.is_working_day(skipped, calendar) for skipped in between)
    assert periods.eu_deadline(day, months) <= periods.national_deadline(day, months)


@given(DAYS, st.integers(1, 40), st.sampled_from([EU, NATIONAL]))
def test_periods__working_days_after__counts_working_days(
    day: date, working_days: int, calendar: periods.Calendar
) -> None:
    last = periods.working_days_after(day, working_days, calendar)
    span = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(periods.is_working_day(each, calendar) for each in span) == working_days
    assert periods.is_working_day(last, calendar)


@given(st.lists(st.integers(946_684_800, 2_524_608_000), min_size=2, max_size=5))
def test_periods__day_in_finland__follows_time(seconds: list[int]) -> None:
    days = [periods.day_in_finland(datetime.fromtimestamp(second, UTC)) for second in sorted(seconds)]
    assert all(earlier <= later for earlier, later in pairwise(days))


def test_clock__pretending__is_for_the_demo_alone() -> None:
    with pytest.raises(PermissionError), periods.pretending(periods.now()):
        pass
