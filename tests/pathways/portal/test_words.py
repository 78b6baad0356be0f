"""The words of the participant's pages are Easy Finnish: short sentences, no abbreviations."""

import re
from pathlib import Path

import pytest

from casework.config import catalogues

ROOT = Path(__file__).resolve().parent.parent.parent.parent
MOST_WORDS = 10
ABBREVIATIONS = re.compile(r"\b(klo|esim|mm|ym|jne|yms|min|puh|os|ma|ti|ke|to|pe|la|su)\b", re.IGNORECASE)


def is_ours(place: str) -> bool:
    """Whether a string is said by the participant's pages."""
    return place.startswith(("templates/pathways/portal/", "pathways/portal/"))


def finnish() -> list[str]:
    """What the pages say in Finnish; the English where nobody has translated it."""
    catalogue = catalogues.read(ROOT / "locale" / "fi" / "LC_MESSAGES" / "django.po", "fi")
    said: list[str] = []
    for message in catalogues.strings_of(ROOT):
        if message.id and any(is_ours(place) for place, _line in message.locations):
            known = catalogue.get(message.id, message.context)
            string = known.string if known and known.string else message.id
            said += [string] if isinstance(string, str) else list(string)
    return said


def sentences(text: str) -> list[str]:
    """The sentences of a text; what stands between marks of markup is one text, a placeholder is one word."""
    plain = re.sub(r"<[^>]+>", "", text)
    return [each.strip() for each in re.split(r"[.!?:](?:\s|$)", plain) if each.strip()]


def too_long(texts: list[str]) -> list[str]:
    return [each for text in texts for each in sentences(text) if len(each.split()) > MOST_WORDS]


def test_portal__finnish__has_short_sentences() -> None:
    said = finnish()
    assert len(said) > 100
    assert "Saat tiedon työntekijältä." in said
    assert too_long(said) == []


def test_portal__finnish__has_no_abbreviations() -> None:
    assert [text for text in finnish() if ABBREVIATIONS.search(text)] == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Voit aina soittaa. Työntekijä kertoo, kun paikka vapautuu.", 0),
        ("Yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen.", 0),
        ("Yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksitoista.", 1),
        ("Hei <bdi>%(name)s</bdi>! Sanoit kyllä %(day)s.", 0),
    ],
)
def test_too_long__a_sentence__is_counted(text: str, faults: int) -> None:
    assert len(too_long([text])) == faults


@pytest.mark.parametrize("text", ["Tule klo 9.", "Soita esim. Minnalle.", "Kysy, ym."])
def test_abbreviations__one__is_seen(text: str) -> None:
    assert ABBREVIATIONS.search(text)
