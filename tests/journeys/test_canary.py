"""A canary in every sealed field: seen on the pages of those who may, and nowhere else, live, logged or at rest."""

import base64
import gzip
import io
import sqlite3
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.contrib.sessions.backends.db import SessionStore

from consent.models import Organisation
from tests.journeys.scanner import at_rest, found, paper

WORD = "Kanaria999öljy"


@pytest.mark.parametrize(
    "blob",
    [
        WORD.encode(),
        WORD.encode("utf-16"),
        WORD.encode("utf-16-be"),
        *(base64.b64encode(b"x" * n + WORD.encode() + b"rest") for n in range(3)),
        *(base64.urlsafe_b64encode(b"\xff" * n + WORD.encode() + b"\xff\xfe") for n in range(3)),
        WORD.encode().hex().encode(),
        b"\\x" + WORD.encode().hex().encode(),
        b'{"name": "Kanaria999\\u00f6ljy"}',
        b"q=Kanaria999%C3%B6ljy",
        b"...." + zlib.compress(b"name: " + WORD.encode() * 3),
        b"...." + gzip.compress(WORD.encode() * 3),
        base64.urlsafe_b64encode(zlib.compress(b"session: " + WORD.encode() * 3)),
        WORD.upper().encode(),
    ],
)
def test_scanner__planted_word__is_found(blob: bytes) -> None:
    assert found([WORD, "Kanaria000öljy"], b"\0\xff before: " + blob + b"\0 after") == {WORD}


def test_scanner__sealed_bytes__hold_no_word() -> None:
    assert found([WORD], bytes(range(256)) * 100) == set()


def test_scanner__word_on_paper_and_about_it__is_found() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].Contents = document.make_stream(b"BT (Kanaria998) Tj ET " * 50)
    document.docinfo["/Title"] = WORD
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [WORD]
    out = io.BytesIO()
    document.save(out, compress_streams=True)
    assert b"Kanaria998" not in out.getvalue()
    pages, about = paper(out.getvalue())
    assert found(["Kanaria998"], pages) == {"Kanaria998"}
    assert found([WORD], about) == {WORD}


def test_scanner__word_in_what_is_not_yet_in_the_file__is_found(tmp_path: Path) -> None:
    """SQLite's newest pages lie in a second file beside the database."""
    file = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("CREATE TABLE t (x TEXT)")
    file.execute("INSERT INTO t VALUES (?)", [WORD])
    assert found([WORD], (tmp_path / "x.sqlite3").read_bytes()) == set()
    assert found([WORD], (tmp_path / "x.sqlite3-wal").read_bytes()) == {WORD}
    file.close()


def test_scanner__word_in_a_column_in_clear__is_found(transactional_db: None) -> None:
    """The same reading that must find nothing finds a name that somebody put where it does not belong."""
    Organisation(name=WORD, kind="public").save()
    store = SessionStore()
    store["name"] = "Kanaria998öljy"
    store.save()
    lying = at_rest()
    assert {word for blob in lying.values() for word in found([WORD, "Kanaria998öljy"], blob)} == {
        WORD,
        "Kanaria998öljy",
    }
    assert found(["Kanaria998öljy"], lying["sessions, opened"]) == {"Kanaria998öljy"}
