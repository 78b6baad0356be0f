"""The words of days and clocks in the three languages, as a Finn, a Finland-Swede and an English reader write them.

Source: Kotimaisten kielten keskus (Kielitoimiston ohjepankki: päiväykset, kellonajat) and Institutet för de inhemska
språken (Finland-Swedish two-letter weekdays, "kl. 9.00", no point after the month).
"""

import datetime as dt
from dataclasses import dataclass

_NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language; the seven weekdays start on Monday, the twelve months in January."""

    short: tuple[str, ...]
    weekday: tuple[str, ...]
    on: tuple[str, ...]
    into: tuple[str, ...]
    month: tuple[str, ...]
    month_of: tuple[str, ...]
    month_short: tuple[str, ...] = ()
    near: dict[int, str]
    by: str
    ordinal: str
    day_end: str
    clock: str
    clock_spoken: str
    clock_mark: str
    span: str
    span_spoken: str
    whole_hours: bool
    thousands: str
    decimal_mark: str
    quotes: tuple[str, str]
    minutes: tuple[str, str]

    def numeric(self, day: dt.date, *, with_year: bool) -> str:
        """The day of the month, in figures (or with a short month's name where that is the custom)."""
        if self.month_short:
            text = f"{day.day}{_NBSP}{self.month_short[day.month - 1]}"
            return f"{text}{_NBSP}{day.year}" if with_year else text
        return f"{day.day}.{day.month}.{day.year}" if with_year else f"{day.day}.{day.month}{self.day_end}"


_FI = Words(
    short=("ma", "ti", "ke", "to", "pe", "la", "su"),
    weekday=("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"),
    on=("maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina"),
    into=("maanantaihin", "tiistaihin", "keskiviikkoon", "torstaihin", "perjantaihin", "lauantaihin", "sunnuntaihin"),
    month=(
        *("tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu"),
        *("heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"),
    ),
    month_of=(
        *("tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta"),
        *("heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"),
    ),
    near={-1: "eilen", 0: "tänään", 1: "huomenna"},
    by="{day}\N{NO-BREAK SPACE}{date} mennessä",
    ordinal=".",
    day_end=".",
    clock="klo",
    clock_spoken="kello",
    clock_mark=".",
    span="klo",
    span_spoken="kello",
    whole_hours=True,
    thousands=_NBSP,
    decimal_mark=",",
    quotes=("”", "”"),
    minutes=("minuutti", "minuuttia"),
)

_SV_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_SV_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_SV = Words(
    short=("må", "ti", "on", "to", "fr", "lö", "sö"),
    weekday=_SV_DAYS,
    on=tuple(f"på {day}" for day in _SV_DAYS),
    into=_SV_DAYS,
    month=_SV_MONTHS,
    month_of=_SV_MONTHS,
    near={-1: "i går", 0: "i dag", 1: "i morgon"},
    by="senast {day}\N{NO-BREAK SPACE}{date}",
    ordinal="",
    day_end="",
    clock="kl.",
    clock_spoken="klockan",
    clock_mark=".",
    span="kl.",
    span_spoken="klockan",
    whole_hours=True,
    thousands=_NBSP,
    decimal_mark=",",
    quotes=("”", "”"),
    minutes=("minut", "minuter"),
)

_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_EN = Words(
    short=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    weekday=_EN_DAYS,
    on=tuple(f"on {day}" for day in _EN_DAYS),
    into=_EN_DAYS,
    month=_EN_MONTHS,
    month_of=_EN_MONTHS,
    month_short=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    near={-1: "yesterday", 0: "today", 1: "tomorrow"},
    by="by {day}\N{NO-BREAK SPACE}{date}",
    ordinal="",
    day_end="",
    clock="at",
    clock_spoken="at",
    clock_mark=":",
    span="",
    span_spoken="",
    whole_hours=False,
    thousands=",",
    decimal_mark=".",
    quotes=("“", "”"),
    minutes=("minute", "minutes"),
)

TABLES = {"fi": _FI, "sv": _SV, "en": _EN}
