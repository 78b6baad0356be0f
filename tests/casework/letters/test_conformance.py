"""One file is PDF/A-3a and PDF/UA-1, says every word that was written, and names nobody where nobody looks."""

import re
from io import BytesIO

import page
import pikepdf
import pydyf
import pytest
from pypdf import PdfReader

from casework.letters.conformance import _may_be_compressed
from casework.letters.layout import OwnWords, Section, letter_html
from casework.letters.printing import print_pdf
from tests.casework.letters.sample import NAMES, SAFE_CONTACT, a_letter, everything_in, text_of

PROFILES = ("3a", "ua1")
OWN_WORDS = (
    OwnWords("می‌خواهم در آشپزخانه کار کنم", "fa"),
    OwnWords("أريد أن أعمل بالعلاج في مطبخ كبير", "ar"),
    OwnWords("دەمەوێت لە چێشتخانە کار بکەم", "ckb"),
    OwnWords("Хочу працювати на кухні", "uk"),
    OwnWords("Ja ön žin šeđ Ŋuorra", "se"),
)


def faults(pdf: bytes) -> list[str]:
    """What breaks either standard."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
    return [str(report) for report in reports if not report.is_compliant]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_print_pdf__letter_in_each_language__keeps_both_standards(language: str) -> None:
    letter = a_letter(
        language=language,
        safety_prohibition=True,
        safe_contact=SAFE_CONTACT,
        sections=(Section("Oma tavoite", own_words=OWN_WORDS), *(Section(f"{n}", ("Ä " * 200,)) for n in range(12))),
    )
    pdf = print_pdf(letter_html(letter))
    assert faults(pdf) == []
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) > 1
    assert reader.trailer["/Root"]["/Lang"] == language


def test_print_pdf__table__tells_what_its_headings_head() -> None:
    pdf = print_pdf(
        '<html lang="fi"><title>T</title><h1>T</h1><table><thead><tr><th>Päivä<th>Pisteet</thead>'
        "<tbody><tr><th>3.11.<td>21<tr><th>19.8.<td>16</tbody></table></html>"
    )
    assert faults(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        headings = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
        ]
        assert [str(heading.A.Scope) for heading in headings] == ["/Column", "/Column", "/Row", "/Row"]


@pytest.mark.parametrize("own", OWN_WORDS, ids=[own.language for own in OWN_WORDS])
def test_print_pdf__own_words_in_any_script__can_be_read_out(own: OwnWords) -> None:
    pdf = print_pdf(letter_html(a_letter(sections=(Section("Oma tavoite", own_words=(own,)),))))
    text = text_of(pdf)
    assert [word for word in own.text.replace("\u200c", " ").split() if word not in text.replace("\u200c", " ")] == []


@pytest.mark.parametrize("lines", range(13, 18))
def test_print_pdf__end_of_a_page__keeps_each_heading_with_its_text(lines: int) -> None:
    sections = (
        Section("Alku", ("\n".join(["Rivi"] * lines),)),
        *(Section(f"Otsikko{number}", (f"Teksti{number} " + "sana " * 30,)) for number in range(4)),
    )
    pages = PdfReader(BytesIO(print_pdf(letter_html(a_letter(sections=sections))))).pages
    texts = [sheet.extract_text() for sheet in pages]
    assert len(texts) == 2
    pairs = [(f"Otsikko{number}", f"Teksti{number}") for number in range(4)] + [("Vastaus\n", "Vastausta pyydetään")]
    for heading, start in pairs:
        assert [heading in text for text in texts] == [start in text for text in texts]


@pytest.mark.parametrize(
    "text", ["Kiitos 🦄🏽!", "你好 สวัสดี", "a\x00b\x1bc\x7fd", "\ue000\U000f1234\ufdd0", "\u202egnitnirp"]
)
def test_print_pdf__characters_that_no_font_has__still_keep_both_standards(text: str) -> None:
    pdf = print_pdf(letter_html(a_letter(request=f"Alku {text} loppu")))
    assert faults(pdf) == []
    assert "Alku" in text_of(pdf)
    assert "loppu" in text_of(pdf)


def test_print_pdf__lone_surrogate__is_printed_as_something_else() -> None:
    assert "Alku ? loppu" in text_of(print_pdf(letter_html(a_letter(request="Alku \ud800 loppu"))))


def test_print_pdf__line_end_after_the_checksum__leaves_the_stream_uncompressed() -> None:
    # The last byte of the Adler checksum of this content is 13, a carriage return.
    assert not _may_be_compressed(pydyf.Stream([b"\x0c"]))
    assert _may_be_compressed(pydyf.Stream([b"\x0b"]))
    assert _may_be_compressed(pydyf.Stream([b"a"], {"Length1": 1}))


def test_print_pdf__metadata__names_nobody_and_no_program() -> None:
    pdf = print_pdf(letter_html(a_letter()))
    with pikepdf.open(BytesIO(pdf)) as document:
        assert {key: str(value) for key, value in document.docinfo.items()} == {
            "/Producer": "Polku",
            "/Title": "Lähete L-2026-0388",
        }
        xmp = document.Root.Metadata.read_raw_bytes().decode()
    assert 'pdf:Producer="Polku"' in xmp
    assert "WeasyPrint" not in pdf.decode("latin-1")
    assert [name for name in NAMES if name in xmp] == []


def test_print_pdf__anywhere_but_in_the_text__names_nobody() -> None:
    pdf = print_pdf(letter_html(a_letter()))
    text = text_of(pdf)
    assert [name for name in NAMES if name not in text] == []
    content = everything_in(pdf).replace(text.encode(), b"")
    assert b"/Producer" in content  # the search reaches the document information
    for name in NAMES:
        for encoded in (name.encode(), name.encode("utf-16-be"), name.encode().hex().encode()):
            assert encoded not in content, name


def test_print_pdf__dates_and_identifier__tell_nothing() -> None:
    pdf = print_pdf(letter_html(a_letter()))
    assert not re.search(rb"/(CreationDate|ModDate|Author|Subject|Keywords)", pdf)


def test_print_pdf__embedded_fonts__are_plex_alone() -> None:
    pdf = print_pdf(letter_html(a_letter(sections=(Section("Oma tavoite", own_words=OWN_WORDS),))))
    fonts = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([\w-]+)", pdf))
    assert fonts == {b"IBM-Plex-Sans", b"IBM-Plex-Sans-Semi-Bold", b"IBM-Plex-Sans-Arabic"}
