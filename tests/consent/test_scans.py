"""Scans: three kinds, by what they are; what acts, hides or swells is refused; pictures say only what is seen."""

import io

import pytest
from PIL import Image

from consent import scan_reader, scans, uploads
from tests.consent import hostile_scans
from tests.consent.hostile_scans import CORPUS, archive, chunk, jpeg, pdf, png


@pytest.mark.parametrize("name", CORPUS)
def test_read__hostile_file__is_refused_with_the_reason(name: str) -> None:
    content, why = CORPUS[name]
    with pytest.raises(scans.ScanRefused) as refused:
        scans.read(content)
    assert refused.value.message == scans.REFUSALS[why]


@pytest.mark.parametrize(("content", "kind"), [(pdf(), "pdf"), (jpeg(), "jpeg"), (png(), "png")])
def test_read__honest_file__is_kept(content: bytes, kind: str) -> None:
    scan = scans.read(content)
    assert scan.kind == kind
    assert scan_reader.read(scan.content)[0] == kind


def test_read__pdf__is_kept_byte_for_byte() -> None:
    content = pdf(stream=b"0 0 100 100 re f", catalog=b"/OpenAction [3 0 R /Fit] ")
    assert scans.read(content).content == content


def test_read__picture_with_a_second_file__loses_it() -> None:
    script = b"<script>alert(1)</script>"
    for content in (jpeg() + archive(), png() + archive(), png(more=chunk(b"tEXt", b"a\x00" + script))):
        assert script in content or b"PK\x03\x04" in content
        kept = scans.read(content).content
        assert script not in kept
        assert b"PK" not in kept


def test_read__picture__loses_who_and_where() -> None:
    content = jpeg(place=True)
    assert b"Nasrin" in content
    kept = scans.read(content).content
    assert b"Nasrin" not in kept
    assert b"Exif" not in kept


def test_read__picture_on_its_side__stands_upright() -> None:
    kept = Image.open(io.BytesIO(scans.read(jpeg(40, 30, rotated=True)).content))
    assert kept.size == (30, 40)


def test_read__file_beyond_the_size__is_refused_unread() -> None:
    with pytest.raises(scans.ScanRefused) as refused:
        scans.read(b"%PDF-" + b"\x00" * uploads.MOST)
    assert refused.value.message == scans.REFUSALS["large"]


def test_corpus__is_of_files_that_would_pass_but_for_their_fault() -> None:
    """Each refusal is for its reason: the same file without the fault is kept."""
    assert scans.read(pdf(kind=b"/Type /ObjStm ", stream=b"5 0 << /Type /Action /S /GoTo >>")).kind == "pdf"
    assert scans.read(pdf(stream=b"\x00" * (90 * 1024 * 1024))).kind == "pdf"
    assert scans.read(png(4000, 3000)).kind == "png"
    assert len(hostile_scans.bomb()) < 100_000
