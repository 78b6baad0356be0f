"""Finnish personal identity codes (henkilötunnus), read strictly so that one person has one form of the code.

Source: act 661/2009 and decree 128/2010 with the century signs in use since 1.1.2023; python-stdnum has the last word.
Gender is never derived from the code.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumRefused
from stdnum.fi import hetu

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CENTURY_OF_SIGN = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"

# ASCII and fullmatch: \d and $ would take Arabic-Indic digits and a trailing line feed, and python-stdnum takes and
# returns foreign digits and repairs foreign dashes, which would give one person two lookup tokens.
_FORM = re.compile(
    r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])([0-9]{2})([-+YXWVUABCDEF])([0-9]{3})([0-9A-FHJ-NPR-Y])", re.ASCII
)


class IdentityCodeRefused(ValueError):
    """What was typed is not a personal identity code; `message` says why in words and repeats nothing typed."""

    words: ClassVar["StrPromise"]

    @property
    def message(self) -> str:
        return str(self.words)


class WrongForm(IdentityCodeRefused):
    words = _("Write the personal identity code like this: 100190-999P.")


class ImpossibleDate(IdentityCodeRefused):
    words = _("The first six digits are not a date. Check the personal identity code.")


class BornInFuture(IdentityCodeRefused):
    words = _("By this personal identity code the person is not born yet. Check the sign in the middle.")


class WrongCheckCharacter(IdentityCodeRefused):
    words = _("There is a typing error in the personal identity code: its last character does not match the rest.")


@dataclass(frozen=True, slots=True)
class IdentityCode:
    """A checked code; `repr` shows nothing of it, so that it cannot end up in a log or a traceback."""

    text: str = field(repr=False)
    birth_date: date = field(repr=False)

    @property
    def masked(self) -> str:
        """The form for the screen: `100190-***P`."""
        return f"{self.text[:7]}***{self.text[10]}"

    def __str__(self) -> str:
        return "IdentityCode"


def parse(text: str, *, today: date) -> IdentityCode:
    """Read a typed code; space around it and lower case are forgiven, nothing else is.

    900–999 (temporary and test codes) are accepted. Raises `WrongForm`, `ImpossibleDate`, `BornInFuture`,
    `WrongCheckCharacter`.
    """
    typed = text.strip()
    # Before upper(): it would turn ı into I and ſ into S.
    if not typed.isascii():
        raise WrongForm
    code = typed.upper()
    match = _FORM.fullmatch(code)
    if match is None:
        raise WrongForm
    day, month, year, sign, number, check = match.groups()
    if int(number) < 2:  # 000 and 001 were never given
        raise WrongForm
    try:
        birth_date = date(CENTURY_OF_SIGN[sign] + int(year), int(month), int(day))
    except ValueError:
        raise ImpossibleDate from None
    if birth_date > today:
        raise BornInFuture
    if check != _check_character(day + month + year + number):
        raise WrongCheckCharacter
    try:
        hetu.validate(code, allow_temporary=True)
    except StdnumRefused:
        raise WrongForm from None
    return IdentityCode(text=code, birth_date=birth_date)


def invented(birth_date: date, number: int) -> str:
    """Make a code for an invented person; only 900–999, which no living person has as a permanent code."""
    if not 900 <= number <= 999:
        raise ValueError("invented codes use 900-999")
    sign = {1800: "+", 1900: "-", 2000: "A"}[birth_date.year // 100 * 100]
    day = birth_date.strftime("%d%m%y")
    return f"{day}{sign}{number}{_check_character(f'{day}{number}')}"


def _check_character(digits: str) -> str:
    return CHECK_CHARACTERS[int(digits) % 31]
