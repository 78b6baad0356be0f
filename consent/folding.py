"""Normal forms of names and addresses, for exact lookup, for search as one types, and for sorting.

Two people who type one name differently (decomposed letters, capitals, an accent left out, a zero-width character
pasted along) must meet in one form. Source: Unicode UAX #15 and #44, CLDR's Finnish collation.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

# An apostrophe inside a name is typed in a dozen ways or left out: O'Brien, O’Brien and OBrien are one name.
_APOSTROPHES = dict.fromkeys((0x27, 0x60, 0xB4, 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2018, 0x2019, 0x201B, 0x2032))
# Besides the format characters (category Cf), what fonts show as nothing.
_INVISIBLE = dict.fromkeys(
    (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x180E), *range(0xFE00, 0xFE10))
)
_DOTTED_I = "i\u0307"  # what İ becomes by casefold

_ORDINARY = re.compile(r"[a-z0-9åäö]+( [a-z0-9åäö]+)*")

# Letters that no decomposition takes to the letter they are mistaken for; Nordic and Sámi, Turkic, Slavic, and the
# Persian yeh and kaf that an Arabic keyboard writes otherwise.
_FOLDED_LETTERS = str.maketrans(
    {
        "å": "a",
        "ä": "a",
        "ö": "o",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ð": "d",
        "đ": "d",
        "þ": "th",
        "ł": "l",
        "ŋ": "n",
        "ŧ": "t",
        "ħ": "h",
        "ǥ": "g",
        "ʒ": "z",
        "ə": "e",
        "ı": "i",
        "ی": "ي",
        "ى": "ي",
        "ک": "ك",
    }
)

# Finnish order: w among v and ü among y; å, ä and ö after z, where "{", "|" and "}" stand in ASCII.
_SORTED_LETTERS = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "w": "v", "ü": "y"}


def exact(text: str) -> str:
    """The form that keeps å, ä and ö: one case, words divided by single spaces, nothing invisible, no apostrophes."""
    return _until_stable(_exact_once, text)


def folded(text: str) -> str:
    """The exact form without diacritics (å, ä → a; ö → o; æ → ae …): the form of every lookup token."""
    return _until_stable(_folded_once, text)


def parts(text: str) -> tuple[str, ...]:
    """The folded words of a name, in order; a hyphen divides like a space."""
    return tuple(folded(text).split())


def finnish_sort_key(text: str) -> tuple[str, ...]:
    """Key for `sorted`, for the lists that the database cannot order because it holds ciphertext."""
    name = exact(text)
    return "".join(map(_sort_letter, name)), name, text


def mail(text: str) -> str:
    """The normal form of an e-mail address: lower case, no space or invisible character; not a check of its shape.

    Lower case and not casefold, which would make one mailbox of ß and ss.
    """
    return _until_stable(_mail_once, text)


def _until_stable(step: Callable[[str], str], text: str) -> str:
    # One pass can bring together what the next one composes; the forms must not change when formed again.
    while (formed := step(text)) != text:
        text = formed
    return text


def _exact_once(text: str) -> str:
    lowered = text.lower()
    if _ORDINARY.fullmatch(lowered):  # nearly every name here, five times faster
        return lowered
    text = unicodedata.normalize("NFKC", _visible(text).translate(_APOSTROPHES)).casefold().replace(_DOTTED_I, "i")
    words = (character if unicodedata.category(character)[0] in "LMN" else " " for character in text)
    return " ".join("".join(words).split())


def _folded_once(text: str) -> str:
    letters = exact(text).translate(_FOLDED_LETTERS)
    if letters.isascii():
        return letters
    letters = unicodedata.normalize("NFKD", letters)
    bare = "".join(character for character in letters if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare)


def _mail_once(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", _visible(text)).lower().split())


def _visible(text: str) -> str:
    return "".join(character for character in text.translate(_INVISIBLE) if unicodedata.category(character) != "Cf")


@cache
def _sort_letter(character: str) -> str:
    return _SORTED_LETTERS.get(character) or folded(character) or character
