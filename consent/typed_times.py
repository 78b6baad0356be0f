"""Clock times and lengths as people write them: 9, 9.00, klo 9.30, 0900; 45, 1 h, 1,5 h."""

import re
from collections.abc import Callable
from datetime import time
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consent import wording

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_TYPED = 30
MOST_MINUTES = 24 * 60

_CLOCK = re.compile(
    r"(?:(?:klo|kello|kl|klockan|at)\.? ?)?"
    r"(?:(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?|(?P<digits>[0-9]{3,4}))"
)
_HOUR_WORD = r"(?:hours?|tuntia?|timm(?:e|ar)|tim|t|h)\.?"
_MINUTE_WORD = r"(?:minuuttia?|minut(?:er|es?)?|min|m)\.?"
_MINUTES = re.compile(rf"(?P<minutes>[0-9]+)(?: ?{_MINUTE_WORD})?")
_HOURS = re.compile(rf"(?P<hours>[0-9]+(?:[.,][0-9]+)?) ?{_HOUR_WORD}")
_HOURS_AND_MINUTES = re.compile(
    rf"(?P<hours>[0-9]+)(?: ?{_HOUR_WORD} ?(?P<minutes>[0-9]{{1,2}})(?: ?{_MINUTE_WORD})?|:(?P<after_colon>[0-9]{{2}}))"
)


class TimeRefused(ValueError):
    """What was typed is no time or length; `message` says why in words and repeats nothing typed."""

    words: ClassVar["StrPromise"]

    @property
    def message(self) -> str:
        return str(self.words)


class NotATime(TimeRefused):
    words = _("Write the time like this: 9.00 or 14.30.")


class NoSuchTime(TimeRefused):
    words = _("There is no such time. Hours are 0–23 and minutes 00–59.")


class NotMinutes(TimeRefused):
    words = _("Write the length like this: 45, 1 h or 1,5 h.")


class MinutesOutOfRange(TimeRefused):
    words = _("The length must be between 1 minute and 24 hours.")


def parse(text: str) -> time:
    """Read a time of the 24-hour clock; `9` is nine in the morning. Raises `NotATime`, `NoSuchTime`."""
    match = _CLOCK.fullmatch(_plain(text, NotATime))
    if match is None:
        raise NotATime
    digits = match["digits"]
    hour, minute = (digits[:-2], digits[-2:]) if digits else (match["hour"], match["minute"] or "0")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise NoSuchTime from None


def parse_minutes(text: str) -> int:
    """Read a length in minutes, 1..1440; hours may have decimals, rounded half up to a minute.

    A decimal without a unit is refused: 1,5 could be hours or a slip. Raises `NotMinutes`, `MinutesOutOfRange`.
    """
    typed = _plain(text, NotMinutes)
    if match := _MINUTES.fullmatch(typed):
        minutes = int(match["minutes"])
    elif match := _HOURS.fullmatch(typed):
        minutes = int(Fraction(match["hours"].replace(",", ".")) * 60 + Fraction(1, 2))
    elif match := _HOURS_AND_MINUTES.fullmatch(typed):
        rest = int(match["minutes"] or match["after_colon"])
        if rest > 59:
            raise NotMinutes
        minutes = int(match["hours"]) * 60 + rest
    else:
        raise NotMinutes
    if not 1 <= minutes <= MOST_MINUTES:
        raise MinutesOutOfRange
    return minutes


def _plain(text: str, refused: type[TimeRefused]) -> str:
    if len(text) > LONGEST_TYPED:
        raise refused
    return " ".join(text.casefold().split())


class _TypedField(forms.Field):
    """A text input whose words are read by `read`, and which keeps what was typed when they are refused."""

    widget = forms.TextInput
    read: Callable[[str], Any]

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, time):
            return value
        if not str(value).strip():
            return None
        try:
            return type(self).read(str(value))
        except TimeRefused as refused:
            raise ValidationError(refused.message, code="invalid") from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"autocomplete": "off", "inputmode": "numeric"}


class TypedTimeField(_TypedField):
    """A time of day; cleans to a `time` or None."""

    read = staticmethod(parse)
    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Write the time.")}

    def prepare_value(self, value: Any) -> Any:
        return wording.clock_bare(value) if isinstance(value, time) else value


class MinutesField(_TypedField):
    """A length; cleans to whole minutes, 1..1440, or None."""

    read = staticmethod(parse_minutes)
    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Write the length.")}
