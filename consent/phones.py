"""Telephone numbers: read strictly into E.164, shown in the groups a Finn says aloud.

Source: ITU-T E.164; numbering plans by phonenumbers. A number without a country code is Finnish (+358).
"""

import re
import unicodedata
from typing import TYPE_CHECKING, ClassVar

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FINLAND = 358
LONGEST_TYPED = 40

_TYPED = re.compile(r"\+?[0-9 ().-]+", re.ASCII)
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")  # hyphens, dashes and the minus sign
# How the digits after the area or operator code are said: 555 0177, not 5550177.
_SPOKEN_GROUPS = {5: (3, 2), 6: (3, 3), 7: (3, 4), 8: (4, 4), 9: (3, 3, 3), 10: (3, 3, 4)}


class PhoneRefused(ValueError):
    """What was typed is not a telephone number; `message` says why in words and repeats nothing typed."""

    words: ClassVar["StrPromise"]

    @property
    def message(self) -> str:
        return str(self.words)


class PhoneHasLetters(PhoneRefused):
    words = _("There are letters in the phone number. Write only the digits, like this: 050 555 0177.")


class PhoneNotUnderstood(PhoneRefused):
    words = _("Write one phone number, like this: 050 555 0177. If it is foreign, begin with + and the country code.")


class NoSuchPhone(PhoneRefused):
    words = _("There is no such phone number. Check that no digit is missing or too many.")


def parse(text: str) -> str:
    """Return the number in E.164 ("+358505550177").

    Digits of other scripts and pasted invisible marks are turned into plain ones. Letters are refused before
    phonenumbers sees them: it would turn them into digits, and so into another person's number.
    Raises `PhoneHasLetters`, `PhoneNotUnderstood`, `NoSuchPhone`.
    """
    typed = _plain(text)
    if any(character.isalpha() for character in typed):
        raise PhoneHasLetters
    if len(typed) > LONGEST_TYPED or _TYPED.fullmatch(typed) is None:
        raise PhoneNotUnderstood
    try:
        number = phonenumbers.parse(typed, "FI")
    except NumberParseException:
        raise NoSuchPhone from None
    # Abroad only the length is asked: the plans of other countries change faster than the library is updated.
    is_finnish = number.country_code == FINLAND
    exists = phonenumbers.is_valid_number(number) if is_finnish else phonenumbers.is_possible_number(number)
    if not exists:
        raise NoSuchPhone
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def spoken(e164: str) -> str:
    """Return a stored number as it is said and dialled in Finland: "050 555 0177", "+46 70 123 45 67"."""
    number = phonenumbers.parse(e164, None)
    if number.country_code != FINLAND:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    code, _space, rest = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL).partition(" ")
    digits = rest.replace(" ", "")
    groups, start = [code], 0
    for length in _SPOKEN_GROUPS.get(len(digits), (len(digits),)):
        groups.append(digits[start : start + length])
        start += length
    return " ".join(group for group in groups if group)


def _plain(text: str) -> str:
    kept = []
    for character in unicodedata.normalize("NFKC", text).translate(_DASHES):
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category != "Cf":  # bidirectional marks round a number copied from a contact card
            kept.append(character)
    return " ".join("".join(kept).split())
