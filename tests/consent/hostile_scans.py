"""Files that are not what they say: made here, byte by byte, so that none lies in the repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def png(width: int = 40, height: int = 30, *, announced: tuple[int, int] | None = None, more: bytes = b"") -> bytes:
    """A PNG; `announced` puts another size into its header, `more` stands before its end."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), (200, 220, 210)).save(written, "PNG")
    content = written.getvalue()
    if announced:
        head = struct.pack(">II", *announced) + content[24:29]
        content = content[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + content[33:]
    return content[:-12] + more + content[-12:]


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg(width: int = 40, height: int = 30, *, rotated: bool = False, place: bool = False) -> bytes:
    """A JPEG, of which the camera may say that it lies on its side, and where it was."""
    image, written = Image.new("RGB", (width, height), (200, 220, 210)), io.BytesIO()
    exif = Image.Exif()
    if rotated:
        exif[0x0112] = 6
    if place:
        exif[0x010E] = "Nasrin Rahimi, Sampola"
        exif.get_ifd(0x8825)[1] = "N"
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


def pdf(
    *,
    catalog: bytes = b"",
    stream: bytes = b"",
    kind: bytes = b"",
    packing: bytes = b"/Filter /FlateDecode ",
    tail: bytes = b"",
) -> bytes:
    """A PDF of one page with one stream of a kind; `catalog` stands in its catalogue."""
    data = zlib.compress(stream, 1) if b"Flate" in packing else stream
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b">>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< " + kind + packing + b"/Length %d >>\nstream\n" % len(data) + data + b"\nendstream",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 5 /Root 1 0 R >>\n"
    return out + end + b"startxref\n%d\n%%%%EOF\n" % len(out) + tail


def archive() -> bytes:
    """A ZIP with a page that would run."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("index.html", "<script>alert(1)</script>")
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of 15,000 × 15,000 that weighs as little as a stamp."""
    width = height = 15_000
    rows = zlib.compress(b"\x00" * (height * (1 + width // 8)), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


EXE = b"MZ\x90\x00\x03" + b"\x00" * 400
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

PROGRAM = b"5 0 << /Type /Action /S /JavaScript /JS (x) >>"

#: name → (file, a word of why it is refused).
CORPUS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "other"),
    "program called pdf": (EXE, "other"),
    "svg": (SVG, "other"),
    "html": (HTML, "other"),
    "zip": (archive(), "other"),
    "gif": (b"GIF89a" + b"\x00" * 60, "other"),
    "tiff": (b"II*\x00" + b"\x00" * 60, "other"),
    "pdf after a word": (b"x" + pdf(), "other"),
    "only the name of a pdf": (b"%PDF-1.7\n", "broken"),
    "pdf cut short": (pdf()[:-9], "broken"),
    "pdf without a page": (pdf().replace(b"/Page ", b"/Side ").replace(b"/Pages", b"/Sidez"), "broken"),
    "pdf and a zip behind it": (pdf(tail=archive()), "broken"),
    "pdf and a zip with the end of a pdf": (pdf(tail=archive() + b"%%EOF"), "acts"),
    "pdf with a program": (pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >> "), "acts"),
    "pdf with a hidden program": (pdf(catalog=b"/OpenAction << /S /J#61vaScript /J#53 (x) >> "), "acts"),
    "pdf with a packed program": (pdf(kind=b"/Type /ObjStm ", stream=PROGRAM), "acts"),
    "pdf with a program in a plain stream": (pdf(kind=b"/Type /Obj#53tm ", stream=PROGRAM, packing=b""), "acts"),
    "pdf with a program packed otherwise": (
        pdf(kind=b"/Type /ObjStm ", stream=PROGRAM.hex().encode(), packing=b"/Filter /ASCIIHexDecode "),
        "acts",
    ),
    "pdf that starts something": (pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >> "), "acts"),
    "pdf with an attachment": (pdf(catalog=b"/Names << /EmbeddedFiles 5 0 R >> "), "acts"),
    "pdf with a password": (pdf().replace(b"/Size 5", b"/Size 5 /Encrypt 9 0 R"), "acts"),
    "pdf that swells": (pdf(stream=b"\x00" * (101 * 1024 * 1024)), "large"),
    "png that swells": (bomb(), "large"),
    "png that announces much": (png(announced=(60_000, 60_000)), "large"),
    "png that announces a long side": (png(announced=(10_001, 2)), "large"),
    "png cut short": (png()[:60], "broken"),
    "jpeg of noise": (b"\xff\xd8\xff\xe0" + b"\x5a" * 300, "broken"),
}
