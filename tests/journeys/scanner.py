"""Finds words in bytes, however they are dressed: encodings, transport forms, what is packed inside."""

import base64
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pikepdf
import pypdf
from django.contrib.sessions.models import Session
from django.db import connections

_PACKED = re.compile(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")


def dressed(word: str) -> set[bytes]:
    """The forms in which a word may lie in bytes."""
    plain = {word, word.upper(), word.lower(), json.dumps(word)[1:-1], quote(word), quote_plus(word), ascii(word)[1:-1]}
    forms = {each.encode() for each in plain}
    forms |= {word.encode(code) for code in ("utf-16-le", "utf-16-be", "utf-32-le", "latin-1")}
    forms |= {
        each
        for text in (word.encode(), word.encode("utf-16-be"))
        for each in (text.hex().encode(), text.hex().upper().encode())
    }
    return forms | set(_in_base64(word.encode())) | set(_in_base64(word.encode("utf-16-le")))


def _in_base64(text: bytes) -> Iterator[bytes]:
    """Base64 depends on where the text begins: the part that is the same for each of three beginnings."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + text)
        part = encoded[-(-before * 8 // 6) : len(encoded) - 4]
        yield part
        yield part.translate(bytes.maketrans(b"+/", b"-_"))


def found(words: Iterable[str], blob: bytes) -> set[str]:
    """Those of the words that lie in the bytes, or in what is packed in them."""
    layers = list(_layers(blob))
    return {word for word in words if any(form in layer for form in dressed(word) for layer in layers)}


def _layers(blob: bytes, depth: int = 2) -> Iterator[bytes]:
    yield blob
    if depth and len(blob) < 50_000_000:
        for start in _PACKED.finditer(blob):
            window = 47 if blob[start.start()] == 0x1F else 15
            unpacker = zlib.decompressobj(window)
            try:
                inside = unpacker.decompress(blob[start.start() :], 2_000_000)
            except zlib.error:
                continue
            if len(inside) > 8:
                yield from _layers(inside, depth - 1)
        for match in _BASE64.finditer(blob):
            text = match[0].translate(bytes.maketrans(b"-_", b"+/"))
            inside = base64.b64decode(text + b"=" * (-len(text) % 4), validate=False) if len(text) % 4 != 1 else b""
            if _PACKED.match(inside):
                yield from _layers(inside, depth - 1)


def paper(pdf: bytes) -> tuple[bytes, bytes]:
    """A PDF's pages as text and unpacked streams, and beside it everything that says something about it."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = b"\n".join(
            each.read_bytes()
            for each in document.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Type") != "/Metadata" and "/Filter" in each
        )
        about = repr(dict(document.docinfo)).encode() + b"\n"
        metadata = document.Root.get("/Metadata")
        about += metadata.read_bytes() if metadata is not None else b""
        about += repr([str(name) for name in document.attachments]).encode()
    return pages.encode() + b"\n" + streams, about


def at_rest() -> dict[str, bytes]:
    """Every byte of both databases: on SQLite the files with what is not yet in them, on PostgreSQL every row."""
    lying: dict[str, bytes] = {}
    for alias in connections:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            for ending in ("", "-wal", "-journal"):
                file = Path(f"{connection.settings_dict['NAME']}{ending}")
                if file.exists():
                    lying[f"{alias}{ending}"] = file.read_bytes()
            continue
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
                lying[f"{alias}.{table}"] = "\n".join(row[0] for row in cursor.fetchall()).encode()
    lying["sessions, opened"] = repr([row.get_decoded() for row in Session.objects.order_by("pk")]).encode()
    return lying
