"""Reads one scan that somebody sent, in a process of its own: what it is told is hostile until it is read.

Run by consent.scans with the file on its standard input; it knows nothing of Django, a key or a database. Pictures are
decoded and written anew, so that nothing survives but what is seen: no place, no camera, no second file behind the
first. A PDF cannot be written anew here; one with anything that acts, hides or cannot be looked into is refused.
Writes one line, the kind or what is wrong, and the file.
"""

import io
import re
import resource
import sys
import zlib
from collections.abc import Iterator
from typing import Final

MOST_PIXELS: Final = 40_000_000  # A4 at 600 dpi is 35 million
LONGEST_SIDE: Final = 10_000
MOST_INFLATED: Final = 100 * 1024 * 1024
_MEMORY_BYTES: Final = 1 << 30
_CPU_SECONDS: Final = 20

_ACTS: Final = frozenset(
    b"/JavaScript /JS /Launch /EmbeddedFile /EmbeddedFiles /RichMedia /XFA /SubmitForm /ImportData /GoToE /GoToR "
    b"/Movie /Sound /Rendition /Encrypt".split()
)
_NAME: Final = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_ZIP_END: Final = b"PK\x05\x06"


class Refused(Exception):
    """What is wrong, in a word."""


def main() -> None:
    """Read, check, write."""
    for limit, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        kind, content = read(sys.stdin.buffer.read())
    except Refused as refused:
        kind, content = str(refused), b""
    sys.stdout.buffer.write(kind.encode() + b"\n" + content)


def read(content: bytes) -> tuple[str, bytes]:
    """The kind and the file as it may be kept. Raises Refused."""
    if content.startswith(b"%PDF-"):
        return "pdf", pdf(content)
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg", picture(content, "JPEG")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", picture(content, "PNG")
    raise Refused("other")


def picture(content: bytes, kind: str) -> bytes:
    """The first picture in the file, upright, without anything that came with it. Raises Refused."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(io.BytesIO(content), formats=[kind])
        if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
            raise Refused("large")
        image.load()
        upright = ImageOps.exif_transpose(image)
        plain = upright.convert("L" if upright.mode in {"1", "L", "LA"} else "RGB")
        if plain.width * plain.height > MOST_PIXELS:  # as it was decoded, not as it was announced
            raise Refused("large")
        bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
        written = io.BytesIO()
        bare.save(written, kind, **({"quality": 85} if kind == "JPEG" else {"optimize": False}))
    except Image.DecompressionBombError as bomb:
        raise Refused("large") from bomb
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, zlib.error) as broken:
        raise Refused("broken") from broken
    return written.getvalue()


def pdf(content: bytes) -> bytes:
    """The file itself, when it is one PDF, whole, with nothing in it that acts. Raises Refused."""
    end = content.rfind(b"%%EOF")
    if end == -1 or content[end + 5 :].strip(b"\r\n\t \x00") or b"startxref" not in content:
        raise Refused("broken")
    if _ZIP_END in content[-70_000:]:
        raise Refused("acts")
    pages = False
    for part in _parts(content):
        names = {_plain(name) for name in _NAME.findall(part)}
        if names & _ACTS:
            raise Refused("acts")
        pages = pages or b"/Page" in names
    if not pages:
        raise Refused("broken")
    return content


def _plain(name: bytes) -> bytes:
    """A name with its #-escapes resolved: /J#53 is /JS (ISO 32000-2, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), name)


def _parts(content: bytes) -> Iterator[bytes]:
    """What may hold objects: the file outside its streams, and every stream of objects, inflated. Raises Refused."""
    left, position = MOST_INFLATED, 0
    for start in _STREAM.finditer(content):
        if start.start() < position:
            continue
        end = content.find(b"endstream", start.end())
        end = len(content) if end == -1 else end
        before = content[position : start.start()]
        yield before
        names = {_plain(name) for name in _NAME.findall(before)}
        inflated, whole = _inflated(content[start.end() : end], left)
        if b"/ObjStm" in names and b"/Filter" in names and not whole:
            raise Refused("acts")  # packed in a way that is not looked into
        if b"/ObjStm" in names:
            yield inflated if b"/Filter" in names else content[start.end() : end]
        left = max(1, left - len(inflated))
        position = end
    yield content[position:]


def _inflated(data: bytes, most: int) -> tuple[bytes, bool]:
    """What a stream inflates to, and whether it is one that inflates; pictures are packed otherwise."""
    inflater = zlib.decompressobj()
    try:
        inflated = inflater.decompress(data, most)
    except zlib.error:
        return b"", False
    if inflater.unconsumed_tail:
        raise Refused("large")
    return inflated, inflater.eof


if __name__ == "__main__":
    main()
