"""Whatever somebody writes, a letter fetches nothing: from disk, from the network, from another data URI."""

import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest

from casework.letters.layout import Fact, OwnWords, Section, letter_html
from casework.letters.printing import LetterFailed, print_pdf
from tests.casework.letters.sample import SAFE_CONTACT, a_letter, everything_in, text_of

CANARY = "Kanarialintu-7391"
NESTED = quote(
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{url}' width='9' height='9'/></svg>"
)
FETCHES = {
    "image": '<img alt="a" src="{url}">',
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "attachment in the head": '<link rel="attachment" href="{url}">',
    "attachment in the text": '<a rel="attachment" href="{url}">a</a>',
    "css import": '<style>@import "{url}";</style>',
    "css import with url": "<style>@import url({url});</style>",
    "css background": '<style>p {{ background: url("{url}") }}</style><p>a</p>',
    "css content": '<style>p::before {{ content: url("{url}") }}</style><p>a</p>',
    "css list style": '<style>li {{ list-style-image: url("{url}") }}</style><ul><li>a</li></ul>',
    "font face": '<style>@font-face {{ font-family: f; src: url("{url}") }} p {{ font-family: f }}</style><p>a</p>',
    "inline style": '<p style="background: url({url})">a</p>',
    "object": '<object data="{url}">a</object>',
    "embed": '<embed src="{url}" type="image/png">',
    "iframe": '<iframe src="{url}"></iframe>',
    "svg image": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{url}#a"/></svg>',
    "svg in a data uri": '<img alt="a" src="data:image/svg+xml;charset=utf-8,' + NESTED + '">',
    "base": '<base href="{url}"><img alt="a" src="a.png">',
    "input image": '<input type="image" src="{url}">',
    "colour profile": '<style>@color-profile --p {{ src: url("{url}") }}</style><p>a</p>',
}


@pytest.fixture
def trap() -> Iterator[socket.socket]:
    """A port of this machine where nobody should knock."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def tried(html: str) -> bytes:
    """The PDF, or nothing when the letter was refused, which is as good."""
    try:
        return print_pdf(html)
    except LetterFailed:
        return b""


@pytest.mark.parametrize("payload", FETCHES.values(), ids=FETCHES)
def test_print_pdf__html_that_fetches__gets_nothing(payload: str, tmp_path: Path, trap: socket.socket) -> None:
    secret = tmp_path / "secret"
    secret.write_text(CANARY)
    for url in (secret.as_uri(), f"http://127.0.0.1:{trap.getsockname()[1]}/"):
        pdf = tried(f'<html lang="fi"><title>T</title>{payload.format(url=url)}</html>')
        if pdf:
            assert CANARY.encode() not in everything_in(pdf)
            with pikepdf.open(BytesIO(pdf)) as document:
                assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
                assert "/AF" not in document.Root
    with pytest.raises(BlockingIOError):
        trap.accept()


def test_print_pdf__other_data_uri__is_refused() -> None:
    with pytest.raises(LetterFailed, match="FatalURLFetchingError"):
        print_pdf('<html lang="fi"><title>T</title><link rel="attachment" href="data:text/plain,a"></html>')


def test_letter__hostile_words__are_printed_as_words(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(CANARY)
    words = tuple(payload.format(url=secret.as_uri()) for payload in FETCHES.values())
    letter = a_letter(
        request="\n".join(words),
        safety_prohibition=True,
        safe_contact=SAFE_CONTACT + words[3],
        sections=(Section(words[0], words, tuple(Fact("Nimi", word) for word in words[:4]), (OwnWords(words[5]),)),),
    )
    pdf = print_pdf(letter_html(letter))
    text = "".join(text_of(pdf).split())
    assert [word for word in words if "".join(word.split()) not in text] == []
    assert CANARY.encode() not in everything_in(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        links = {str(note.A.URI) for sheet in document.pages for note in sheet.get("/Annots", [])}
        assert links == {"https://polku.example/r/7F3K-Q2MD-9XWA"}
        assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
