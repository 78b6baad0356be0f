"""A referral letter as plain values, and as the HTML that is both its preview and its paper."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import segno
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import override

from casework.letters.days import letter_day, until_day

#: A plain string, or one that is translated when the letter is laid out.
Words: TypeAlias = str | Promise

LETTER_LANGUAGES: Final = ("fi", "sv", "en")
_INK: Final = "#17211c"
_QUOTATION_MARKS: Final = "\"“”„«»‘’' \t\r\n"


class Fact(NamedTuple):
    """One labelled value, such as "Syntymäaika: 14.3.1988"."""

    label: Words
    value: Words


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the participant said, shown in quotation marks; `language` ("fa") is told when it is not the letter's."""

    text: str
    language: str = ""

    @property
    def words(self) -> str:
        """The text without the quotation marks that somebody may already have typed round it."""
        return self.text.strip(_QUOTATION_MARKS)

    @property
    def direction(self) -> str:
        """The direction of the first strong character (Unicode Standard Annex 9, rule P2)."""
        for character in self.text:
            kind = unicodedata.bidirectional(character)
            if kind in ("L", "R", "AL"):
                return "ltr" if kind == "L" else "rtl"
        return "ltr"


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the letter; one without content is left out."""

    heading: Words
    paragraphs: tuple[Words, ...] = ()
    facts: tuple[Fact, ...] = ()
    own_words: tuple[OwnWords, ...] = ()

    def filled(self) -> "Section | None":
        """The same section without its empty values, or none when nothing is left."""
        paragraphs = tuple(text for text in self.paragraphs if _said(text))
        facts = tuple(fact for fact in self.facts if _said(fact.value))
        own_words = tuple(own for own in self.own_words if own.words)
        if not (paragraphs or facts or own_words):
            return None
        return Section(self.heading, paragraphs, facts, own_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that stands in one referral letter, and nothing else.

    `ground` and `approval` are whole sentences; `reply_url` is an address that says nothing about the person.
    Raises ValueError when the language is not one that letters are written in.
    """

    language: str
    number: str
    dated: date
    sender_organisation: str
    sender_worker: str
    recipient_organisation: str
    heading: str
    request: str
    secrecy_marking: Words = ""
    sender_title: str = ""
    sender_phone: str = ""
    recipient_person: str = ""
    sections: tuple[Section, ...] = ()
    respond_by: date | None = None
    reply_url: str = ""
    meanwhile: str = ""
    ground: Words = ""
    approval: Words = ""
    attachments: tuple[str, ...] = ()
    copy_to_participant: bool = True
    safety_prohibition: bool = False
    safe_contact: str = ""

    def __post_init__(self) -> None:
        if self.language not in LETTER_LANGUAGES:
            raise ValueError("Letters are written in Finnish, Swedish or English.")


def letter_html(letter: Letter) -> str:
    """The whole document that is printed, in the letter's language; no name stands in its title."""
    with override(letter.language):
        return render_to_string("casework/letters/referral.html", {**_on_the_sheet(letter), "top": "h1", "part": "h2"})


def letter_sheet(letter: Letter) -> SafeString:
    """The inside of `<article class="letter">` on a page: the same fragment, two heading levels lower."""
    with override(letter.language):
        return render_to_string("casework/letters/_sheet.html", {**_on_the_sheet(letter), "top": "h3", "part": "h4"})


def _on_the_sheet(letter: Letter) -> dict[str, object]:
    return {
        "letter": letter,
        "sections": [filled for section in letter.sections if (filled := section.filled())],
        "dated": letter_day(letter.dated, letter.language),
        "respond_by": until_day(letter.respond_by, letter.language) if letter.respond_by else "",
        "reply_code": _reply_code(letter.reply_url) if letter.reply_url else "",
        "reply_address": letter.reply_url.removeprefix("https://").removeprefix("http://"),
    }


def _reply_code(url: str) -> str:
    """The address as a QR code, an SVG in a data URI; middle error correction, because paper is folded and copied."""
    return segno.make_qr(url, error="m").svg_data_uri(border=0, dark=_INK)


def _said(text: Words) -> bool:
    return bool(str(text).strip())
