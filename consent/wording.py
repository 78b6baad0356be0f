"""How the house writes days, clock times, numbers and quotes, in the language of the page.

Pure functions: they return plain text with non-breaking spaces where a line may not break, all in Europe/Helsinki.
A day is a `date` or a time-zone aware `datetime`; a clock time is a `time` or an aware `datetime`. A naive datetime
raises ValueError, because nobody can know which hour it means.
"""

import datetime as dt
from decimal import Decimal

import phonenumbers
from django.utils.translation import get_language

from consent import phones
from consent.periods import HELSINKI, today
from consent.word_tables import TABLES, Words

NBSP = "\N{NO-BREAK SPACE}"
_DASH = "\N{WORD JOINER}\N{EN DASH}\N{WORD JOINER}"

Day = dt.date | dt.datetime
Clock = dt.time | dt.datetime


def words() -> Words:
    """The tables of the active language; Finnish for a language that has none."""
    return TABLES.get((get_language() or "fi").split("-")[0], TABLES["fi"])


def local_day(value: Day) -> dt.date:
    """The day on a Finnish calendar."""
    return _local(value).date() if isinstance(value, dt.datetime) else value


def local_clock(value: Clock) -> dt.time:
    """The time on a Finnish clock."""
    return _local(value).time() if isinstance(value, dt.datetime) else value


# Days without a weekday


def date_full(value: Day) -> str:
    """24.11.2026 · 24.11.2026 · 24 Nov 2026."""
    return words().numeric(local_day(value), with_year=True)


def date_short(value: Day) -> str:
    """24.11. · 24.11 · 24 Nov; with the year when it is not this year."""
    day_ = local_day(value)
    return words().numeric(day_, with_year=day_.year != today().year)


# Days with a weekday


def day(value: Day) -> str:
    """ti 24.11. · ti 24.11 · Tue 24 Nov; with the year when it is not this year."""
    return f"{words().short[local_day(value).weekday()]}{NBSP}{date_short(value)}"


def day_full(value: Day) -> str:
    """ti 24.11.2026 · ti 24.11.2026 · Tue 24 Nov 2026."""
    return f"{words().short[local_day(value).weekday()]}{NBSP}{date_full(value)}"


def day_named(value: Day) -> str:
    """tiistai 24.11. · tisdag 24.11 · Tuesday 24 Nov; for participants and headings."""
    return f"{words().weekday[local_day(value).weekday()]}{NBSP}{date_short(value)}"


def day_on(value: Day) -> str:
    """tiistaina 24.11. · på tisdag 24.11 · on Tuesday 24 Nov; inside a sentence."""
    return f"{words().on[local_day(value).weekday()]}{NBSP}{date_short(value)}"


def day_by(value: Day) -> str:
    """tiistaihin 1.12.2026 mennessä · senast tisdag 1.12.2026 · by Tuesday 1 Dec 2026; for letters."""
    return words().by.format(day=words().into[local_day(value).weekday()], date=date_full(value))


def day_long(value: Day) -> str:
    """tiistai 24. marraskuuta · tisdag 24 november · Tuesday 24 November; for the heading of a day."""
    day_, table = local_day(value), words()
    return f"{table.weekday[day_.weekday()]} {day_.day}{table.ordinal}{NBSP}{table.month_of[day_.month - 1]}"


def day_near(value: Day) -> str:
    """tänään, huomenna, eilen, or else as `day`."""
    near = words().near.get((local_day(value) - today()).days)
    return near or day(value)


def day_near_named(value: Day) -> str:
    """tänään, tiistai 24.11. · huomenna, keskiviikko 25.11. · torstai 26.11.; for participants."""
    near = words().near.get((local_day(value) - today()).days)
    return f"{near}, {day_named(value)}" if near else day_named(value)


def month(value: Day) -> str:
    """marraskuu 2026 · november 2026 · November 2026."""
    day_ = local_day(value)
    return f"{words().month[day_.month - 1]}{NBSP}{day_.year}"


# Clock times


def clock_bare(value: Clock) -> str:
    """9.00 · 9.00 · 9:00."""
    time = local_clock(value)
    return f"{time.hour}{words().clock_mark}{time.minute:02}"


def clock(value: Clock, *, spoken: bool = False) -> str:
    """klo 9.00 · kl. 9.00 · at 9:00; spoken to participants: kello 9.00 · klockan 9.00 · at 9:00."""
    return f"{words().clock_spoken if spoken else words().clock}{NBSP}{clock_bare(value)}"


def clock_span(start: Clock, end: Clock, *, spoken: bool = False) -> str:
    """klo 13–15 when both are whole hours, else klo 13.00–14.30 · kl. 13–15 · 13:00–15:00."""
    table = words()
    times = [local_clock(start), local_clock(end)]
    if table.whole_hours and not any(time.minute for time in times):
        ends = [str(time.hour) for time in times]
    else:
        ends = [clock_bare(time) for time in times]
    before = table.span_spoken if spoken else table.span
    return (f"{before}{NBSP}" if before else "") + _DASH.join(ends)


def moment(value: dt.datetime, *, spoken: bool = False) -> str:
    """ti 24.11. klo 9.00; spoken: tiistai 24.11. kello 9.00."""
    return f"{day_named(value) if spoken else day(value)} {clock(value, spoken=spoken)}"


def meeting(start: dt.datetime, end: dt.datetime, *, spoken: bool = False) -> str:
    """ti 24.11. klo 13–15; spoken: tiistai 24.11. kello 13–15. Over midnight both days are said."""
    if local_day(start) != local_day(end):
        return f"{moment(start, spoken=spoken)} – {moment(end, spoken=spoken)}"
    return f"{day_named(start) if spoken else day(start)} {clock_span(start, end, spoken=spoken)}"


# Amounts


def minutes(value: int) -> str:
    """45 min in every language."""
    return f"{value}{NBSP}min"


def minutes_spoken(value: int) -> str:
    """45 minuuttia · 45 minuter · 45 minutes."""
    one, many = words().minutes
    return f"{value}{NBSP}{one if value == 1 else many}"


def hours(value_minutes: int) -> str:
    """Minutes as hours to a tenth: 2 h · 1,5 h · 1.5 h; rounded half up."""
    tenths = (Decimal(value_minutes) / 6).quantize(Decimal(1), rounding="ROUND_HALF_UP")
    whole, part = divmod(int(tenths), 10)
    return f"{number(whole)}{words().decimal_mark}{part}{NBSP}h" if part else f"{number(whole)}{NBSP}h"


def number(value: int) -> str:
    """1 284 507 · 1 284 507 · 1,284,507."""
    return f"{value:,}".replace(",", words().thousands)


def quote(text: str) -> str:
    """”näin” · ”så här” · “so”."""
    before, after = words().quotes
    return f"{before}{text}{after}"


def phone(value: str) -> str:
    """A stored number in the groups in which it is said: 050 555 0142; what is no number is shown as it is."""
    try:
        return phones.spoken(value).replace(" ", NBSP)
    except phonenumbers.NumberParseException:
        return value


def phone_link(value: str) -> str:
    """tel:+358505550142, or "" when the text is no number that can be called."""
    try:
        return f"tel:{phones.parse(value)}"
    except phones.PhoneRefused:
        return ""


def _local(value: dt.datetime) -> dt.datetime:
    if value.tzinfo is None:
        raise ValueError("A datetime without a time zone cannot be shown.")
    return value.astimezone(HELSINKI)
