"""The press of letters, lent to the papers of the house about itself."""

from casework.letters.characters import NoGlyph
from casework.letters.printing import LetterFailed, LetterTooLong, print_pdf
from consent import papers


def register() -> None:
    """Give the press to the floor below."""
    papers.use(printed)


def printed(html: str) -> bytes | None:
    """The PDF, or None when it cannot be printed."""
    try:
        return print_pdf(html)
    except (LetterTooLong, LetterFailed, NoGlyph):
        return None
