"""The sealed archive: whole or not at all, and no chunk of it can be left out, moved, repeated or changed."""

import os
import struct
from pathlib import Path

import pytest

from consent.backups import archive, offline

LINES = [os.urandom(1500).hex().encode() for _ in range(200)]


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    offline.make_pair(tmp_path)
    return tmp_path


def write(safe: Path, lines: list[bytes]) -> Path:
    file = safe / "an.archive"
    with archive.Writer(file, to=offline.public_key(safe / offline.PUBLIC), holds=b"data") as out:
        for line in lines:
            out.line(line)
    return file


def read(file: Path) -> list[bytes]:
    return list(archive.lines(file, by=offline.private_key(file.parent / offline.PRIVATE), holds=b"data"))


def parts(content: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the chunks, and the chunks."""
    (length,) = struct.unpack(">H", content[16:18])
    head, rest, chunks = content[: 18 + length], content[18 + length :], list[bytes]()
    while rest:
        (size,) = struct.unpack(">I", rest[:4])
        chunks.append(rest[: 4 + size])
        rest = rest[4 + size :]
    return head, chunks


@pytest.mark.parametrize("lines", [LINES, [], [b""], [b"x" * 200_000]], ids=["many", "none", "empty", "long"])
def test_archive__what_was_written__is_read(safe: Path, lines: list[bytes]) -> None:
    assert read(write(safe, lines)) == lines


def test_archive__chunk_left_out_moved_repeated_or_changed__is_seen(safe: Path) -> None:
    file = write(safe, LINES)
    head, chunks = parts(file.read_bytes())
    assert len(chunks) > 3
    last = len(chunks) - 1
    harmed = {
        "first gone": chunks[1:],
        "middle gone": chunks[:1] + chunks[2:],
        "last gone": chunks[:last],
        "all gone": [],
        "moved": [chunks[1], chunks[0], *chunks[2:]],
        "repeated": [chunks[0], chunks[0], *chunks[1:]],
        "last repeated": [*chunks, chunks[last]],
        "changed": [*chunks[:last], chunks[last][:-1] + bytes([chunks[last][-1] ^ 1])],
    }
    for some in harmed.values():
        file.write_bytes(head + b"".join(some))
        with pytest.raises(archive.ArchiveDamaged):
            read(file)
    file.write_bytes(head + b"".join(chunks))
    assert read(file) == LINES


def test_archive__that_could_not_be_finished__is_not_there(safe: Path) -> None:
    before = sorted(safe.iterdir())

    def fail_in_the_middle() -> None:
        with archive.Writer(safe / "half", to=offline.public_key(safe / offline.PUBLIC), holds=b"data") as out:
            out.line(b"x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_in_the_middle()
    assert sorted(safe.iterdir()) == before
