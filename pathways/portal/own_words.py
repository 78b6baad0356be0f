"""What somebody typed, shown in its own direction: the page is Finnish, Swedish or English, the words may not be."""

import dataclasses

from casework.letters.layout import OwnWords
from consent.fields import readable
from consent.languages import Language


@dataclasses.dataclass(frozen=True)
class Words:
    """A text with its `dir`, and its `lang` where the letters tell which one it is ("" otherwise)."""

    text: str
    direction: str
    language: str


def words(text: str, language: Language) -> Words | None:
    """The text for the page; None when there is none, or it can no longer be read.

    Only a right-to-left text is surely not of the page's language: then it is taken for the person's own.
    """
    if not text or not readable(text):
        return None
    own = OwnWords(text)
    return Words(own.words, own.direction, language.code if own.direction == "rtl" and language.rtl else "")
