"""A canary in every sealed field: seen on the pages of those who may, and nowhere else, live, logged or at rest."""

import base64
import gzip
import io
import logging
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail

from consent import keyring
from consent.keystore import keys
from consent.keystore.models import WrappedKey
from consent.models import Organisation
from tests.environment import VAR
from tests.journeys.canaries import FORMS, plant
from tests.journeys.day_of_work import Day
from tests.journeys.scanner import at_rest, found, paper
from tests.matrix.world import make_world
from tests.pathways.conftest import HALF_PAST_ONE

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
        b"...." + gzip.compress(WORD.encode() * 3, mtime=0),
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


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What the server's own log says, in whatever way it is asked to."""
    stream, handlers = io.StringIO(), {*logging.getLogger("django").handlers, *logging.getLogger().handlers}
    ours = [h for h in handlers if isinstance(h, logging.StreamHandler) and h.get_name() == "stderr"]
    before = [handler.setStream(stream) for handler in ours]
    yield stream
    for handler, old in zip(ours, before, strict=True):
        handler.setStream(old or sys.stderr)


def outside(answers: list[Any]) -> bytes:
    """What of the answers leaves the page: addresses, headers, cookies."""
    lines = []
    for response in answers:
        asked = response.request
        lines += [
            asked["PATH_INFO"],
            asked.get("QUERY_STRING", ""),
            repr(dict(response.headers)),
            str(response.cookies),
        ]
    return "\n".join(lines).encode()


def posted(message: Any) -> tuple[bytes, bytes]:
    """A mail as it is sent, without the line that says to whom; and that line."""
    whole = message.message()
    parts = [part.get_payload(decode=True) or b"" for part in whole.walk()]
    heads = [f"{name}: {value}" for name, value in whole.items() if name != "To"]
    return b"\n".join([*parts, *(head.encode() for head in heads)]), str(whole["To"]).encode()


def test_canary__after_a_day_of_work__lies_nowhere(
    transactional_db: None, said: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with time_machine.travel(HALF_PAST_ONE):
        world = make_world()
        with keyring.fresh():
            cage = plant(world)
        day = Day(world, cage)
        day.live()
    words = set(cage.words)
    shown = b"\n".join(response.content for response in day.answers if response.status_code == 200)
    assert len({word for word in words if word.encode() in shown}) > len(words) / 3, "the canaries never sang"
    lying = at_rest() | {str(file): file.read_bytes() for file in files_of(tmp_path, VAR)}
    lying |= {"log": said.getvalue().encode(), "addresses and headers": outside(day.answers)}
    for number, message in enumerate(mail.outbox):
        lying[f"mail {number}"], addressed = posted(message)
        assert found(words, addressed) <= {*FORMS["person.mail"]}
    for response in day.answers:
        if response.headers.get("Content-Type") == "application/pdf" and len(response.content) > 5_000:
            lying[f"about paper {len(lying)}"] = paper(response.content)[1]
    assert any(name.startswith("about paper") for name in lying)
    faults = {f"{place}: {cage.words[w]} ({w})" for place, blob in lying.items() for w in found_at_all(words, blob)}
    assert not faults, "\n".join(sorted(faults))


def found_at_all(words: set[str], blob: bytes) -> set[str]:
    """As `found`, asking first for what most of the words begin with."""
    stem = "Kanaria"
    alike = {word for word in words if word.startswith(stem)}
    return found(words - alike, blob) | (found(alike, blob) if found([stem], blob) else set())


def files_of(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("test_"))


def test_destroyed_key__leaves_no_bytes_of_itself(transactional_db: None) -> None:
    """Not in the keystore's file, nor in what is not yet written into it (security review §1.7)."""
    (scope,) = keys.create("person")
    wrapped = bytes(WrappedKey.objects.get(scope=scope).wrapped)
    lies = [wrapped, wrapped.hex().encode()]
    before = at_rest()
    assert any(form in blob for form in lies for blob in before.values())
    keys.destroy([scope], by=None)
    after = at_rest()
    assert [place for place, blob in after.items() if any(form in blob for form in lies)] == []
