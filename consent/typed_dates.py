"""Days as people write them: 24.11., ti 24.11.2026, tänään.

Finnish, Swedish and English words are read whatever the language of the page, so that a shown day can be typed back.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consent import folding, periods, wording
from consent.word_tables import TABLES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Nearest = Literal["past", "future"]

LONGEST_TYPED = 40
LIKELY_YEARS = range(1850, 2200)

_TABLES = tuple(TABLES.values())
# Every word is compared folded, so that "tanaan" and "TÄNÄÄN" are read too.
_DAY_WORDS = (
    {folding.folded(word): days for table in _TABLES for days, word in table.near.items()}
    | {"igar": -1, "idag": 0, "imorgon": 1}
    | dict.fromkeys(("toissapaivana", "forrgar", "i forrgar"), -2)
    | dict.fromkeys(("ylihuomenna", "overmorgon", "i overmorgon"), 2)
)
_WEEKDAY_WORDS = {
    folding.folded(word): weekday
    for words in (
        *(words for table in _TABLES for words in (table.short, table.weekday, table.on)),
        ("mån", "tis", "ons", "tor", "fre", "lör", "sön"),
        ("mon", "tues", "weds", "thur", "fri", "sat", "sun"),
        ("mon", "tue", "wed", "thurs", "fri", "sat", "sun"),
        ("må", "ti", "on", "tors", "fr", "lö", "sö"),
    )
    for weekday, word in enumerate(words)
}
_MONTH_WORDS = {
    folding.folded(word): month
    for table in _TABLES
    for words in (table.month, table.month_of, table.month_short)
    for month, word in enumerate(words, start=1)
}
# ASCII digits only: who types Persian digits may mean the Persian calendar.
_WORD = r"[^\W\d_]+"
_WRITTEN = re.compile(
    rf"(?:(?P<weekday>(?:(?:på|on) )?{_WORD})[.,]? ?)?"
    rf"(?P<day>[0-9]{{1,2}})(?:\. ?(?P<month>[0-9]{{1,2}})|\.? (?P<month_word>{_WORD}))"
    r"(?:(?:\. ?| )(?P<year>[0-9]{4}|[0-9]{2}))?\.?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")

# Whole sentences, because a weekday put into a sentence would have to be inflected.
_IS_A_WEEKDAY = (
    _("%(date)s is a Monday."),
    _("%(date)s is a Tuesday."),
    _("%(date)s is a Wednesday."),
    _("%(date)s is a Thursday."),
    _("%(date)s is a Friday."),
    _("%(date)s is a Saturday."),
    _("%(date)s is a Sunday."),
)


class DateRefused(ValueError):
    """What was typed is no day; `message` says why in words, `args` holds nothing typed."""

    words: ClassVar["StrPromise"]

    def __init__(self, written: str = "") -> None:
        super().__init__()
        self.written = written

    @property
    def message(self) -> str:
        return self.words % {"date": self.written}


class NotADate(DateRefused):
    words = _("Write the day like this: 24.11. or 24.11.2026.")


class ImpossibleDate(DateRefused):
    words = _("There is no such day: %(date)s.")


class ShortYear(DateRefused):
    words = _("Write the year with four digits, like this: 24.11.2026.")


class UnlikelyYear(DateRefused):
    words = _("Check the year: %(date)s.")


class WrongWeekday(DateRefused):
    def __init__(self, day: date) -> None:
        super().__init__(wording.date_full(day))
        self.day = day

    @property
    def message(self) -> str:
        return _IS_A_WEEKDAY[self.day.weekday()] % {"date": self.written}


def parse(text: str, *, today: date, nearest: Nearest = "past") -> date:
    """Read a day; one without a year is the nearest past or future one, today included.

    A two-digit year is read only where it can mean one thing, within a year of today; a birth date needs all four.
    Raises `NotADate`, `ImpossibleDate`, `ShortYear`, `UnlikelyYear`, `WrongWeekday`.
    """
    if len(text) > LONGEST_TYPED:
        raise NotADate
    days = _DAY_WORDS.get(folding.folded(text))
    if days is not None:
        return today + timedelta(days=days)
    typed = " ".join(unicodedata.normalize("NFC", text).split())
    match = _ISO.fullmatch(typed) or _WRITTEN.fullmatch(typed)
    if match is None:
        raise NotADate
    found = match.groupdict()
    weekday = _word(found.get("weekday"), _WEEKDAY_WORDS)
    month = _word(found.get("month_word"), _MONTH_WORDS) or int(found["month"])
    day = _day(int(found["day"]), month, found["year"], today, nearest)
    if weekday is not None and weekday != day.weekday():
        raise WrongWeekday(day)
    return day


def shown(day: date) -> str:
    """Return the day as an input shows it (ti 24.11.2026, Tue 24 Nov 2026); `parse` reads it back."""
    return wording.day_full(day).replace(wording.NBSP, " ")


def _word(typed: str | None, table: dict[str, int]) -> int | None:
    if typed is None:
        return None
    number = table.get(folding.folded(typed))
    if number is None:
        raise NotADate
    return number


def _day(day: int, month: int, written_year: str | None, today: date, nearest: Nearest) -> date:
    if written_year is None:
        if _exists(day, month, 2000) is None:  # in no year at all
            raise ImpossibleDate(f"{day}.{month}")
        return _real(day, month, _nearest_year(day, month, today, nearest))
    if len(written_year) == 2:
        return _of_short_year(day, month, int(written_year), today)
    found = _real(day, month, int(written_year))
    if found.year not in LIKELY_YEARS:
        raise UnlikelyYear(wording.date_full(found))
    return found


def _nearest_year(day: int, month: int, today: date, nearest: Nearest) -> int:
    if nearest == "past":
        return today.year - ((month, day) > (today.month, today.day))
    return today.year + ((month, day) < (today.month, today.day))


def _of_short_year(day: int, month: int, short_year: int, today: date) -> date:
    for year in (today.year - 1, today.year, today.year + 1):
        if year % 100 == short_year:
            found = _real(day, month, year)
            if periods.add_months(today, -12) <= found <= periods.add_months(today, 12):
                return found
    raise ShortYear


def _real(day: int, month: int, year: int) -> date:
    found = _exists(day, month, year)
    if found is None:
        raise ImpossibleDate(f"{day}.{month}.{year}")
    return found


def _exists(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class TypedDateField(forms.Field):
    """A day in a text input, kept as typed when it is refused; cleans to a date or None.

    `nearest` says which year a day without one means; `min_days` and `max_days` bound it, counted in days from today
    (`max_days=0`: not in the future). Error codes: required, invalid, too_early, too_late.
    """

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Write the day."),
        "too_early": _("%(date)s is too long ago. The first possible day is %(limit)s."),
        "too_late": _("%(date)s is too far ahead. The last possible day is %(limit)s."),
    }

    def __init__(
        self, *, nearest: Nearest = "past", min_days: int | None = None, max_days: int | None = None, **field: Any
    ) -> None:
        own_words = field.pop("error_messages", None) or {}
        words: dict[str, Any] = {}
        if min_days == 0:
            words["too_early"] = _("%(date)s is already past.")
        if max_days == 0:
            words["too_late"] = _("%(date)s has not come yet.")
        super().__init__(error_messages=words | own_words, **field)
        self.nearest: Nearest = nearest
        self.min_days = min_days
        self.max_days = max_days

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        if value is None or not str(value).strip():
            return None
        try:
            return parse(str(value), today=periods.today(), nearest=self.nearest)
        except DateRefused as refused:
            raise ValidationError(refused.message, code="invalid") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        today = periods.today()
        if self.min_days is not None:
            first = today + timedelta(days=self.min_days)
            self._refuse(value < first, "too_early", value, first)
        if self.max_days is not None:
            last = today + timedelta(days=self.max_days)
            self._refuse(value > last, "too_late", value, last)

    def _refuse(self, outside: bool, code: str, day: date, limit: date) -> None:
        if outside:
            params = {"date": wording.date_full(day), "limit": wording.date_full(limit)}
            raise ValidationError(self.error_messages[code], code=code, params=params)

    def prepare_value(self, value: Any) -> Any:
        return shown(value) if isinstance(value, date) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
