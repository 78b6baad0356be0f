"""A sealed archive: lines of text, packed, in authenticated chunks, to an offline public key, in constant memory.

Layout: "polku-archive-1" NL; uint16 BE length and the content key sealed by HPKE, bound to what the archive holds; then
chunks, each uint32 BE length and AES-256-GCM of up to 64 KiB of the zlib stream. The nonce is the chunk's number and
whether it is the last (STREAM, Hoang and others 2015), so none can be cut off, moved or left out.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from consent.backups import offline

MAGIC = b"polku-archive-1\n"
CHUNK = 64 * 1024


class ArchiveDamaged(Exception):
    """The archive was changed, cut off, or is none; the message says where."""


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">7xIB", number, last)


class Writer:
    """Writes `file` whole or not at all: `with Writer(path, to=key, holds=b"data") as archive: archive.line(…)`."""

    def __init__(self, file: Path, *, to: X25519PublicKey, holds: bytes) -> None:
        self._file, self._half = file, file.with_name(f".{file.name}.part")
        self._holds = MAGIC + holds
        key = AESGCM.generate_key(256)
        self._cipher, self._sealed = AESGCM(key), offline.seal(key, to=to, info=self._holds)
        self._packing, self._number, self._waiting = zlib.compressobj(6), 0, bytearray()

    def __enter__(self) -> Self:
        handle = os.open(self._half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._out: BinaryIO = os.fdopen(handle, "wb")
        self._out.write(MAGIC + struct.pack(">H", len(self._sealed)) + self._sealed)
        return self

    def line(self, text: bytes) -> None:
        """One line, which holds no line break."""
        self._waiting += self._packing.compress(text + b"\n")
        while len(self._waiting) > CHUNK:
            self._chunk(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def _chunk(self, text: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), text, self._holds)
        self._out.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._out:
            if kind is None:
                self._waiting += self._packing.flush()
                while len(self._waiting) > CHUNK:
                    self._chunk(bytes(self._waiting[:CHUNK]), last=False)
                    del self._waiting[:CHUNK]
                self._chunk(bytes(self._waiting), last=True)
                self._out.flush()
                os.fsync(self._out.fileno())
        if kind is None:
            self._half.replace(self._file)
        else:
            self._half.unlink(missing_ok=True)


def lines(file: Path, *, by: X25519PrivateKey, holds: bytes) -> Iterator[bytes]:
    """The lines of an archive; raises ArchiveDamaged, offline.KeyUnfit. What came before a fault must be undone."""
    with file.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            raise ArchiveDamaged(f"{file.name} is no archive of Polku.")
        (length,) = struct.unpack(">H", _exactly(source, 2))
        key = offline.unseal(_exactly(source, length), by=by, info=MAGIC + holds)
        unpacking, rest = zlib.decompressobj(), b""
        for text in _chunks(source, AESGCM(key), MAGIC + holds):
            *whole, rest = (rest + unpacking.decompress(text)).split(b"\n")
            yield from whole
        if rest or not unpacking.eof:
            raise ArchiveDamaged("The archive ends in the middle of a line.")


def _chunks(source: BinaryIO, cipher: AESGCM, holds: bytes) -> Iterator[bytes]:
    """Only the last chunk opens as the last one, and nothing follows it."""
    number, sealed = 0, _chunk(source)
    while sealed is not None:
        following = _chunk(source)
        try:
            yield cipher.decrypt(_nonce(number, last=following is None), sealed, holds)
        except InvalidTag:
            raise ArchiveDamaged(f"Chunk {number} of the archive was changed, or what followed it is gone.") from None
        number, sealed = number + 1, following


def _chunk(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    if not head:
        return None
    if len(head) < 4:
        raise ArchiveDamaged("The archive is cut off.")
    (length,) = struct.unpack(">I", head)
    if not 16 <= length <= CHUNK + 16:
        raise ArchiveDamaged("A chunk of the archive has an impossible length.")
    return _exactly(source, length)


def _exactly(source: BinaryIO, length: int) -> bytes:
    text = source.read(length)
    if len(text) != length:
        raise ArchiveDamaged("The archive is cut off.")
    return text
