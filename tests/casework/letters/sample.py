"""A letter with everything in it, and what tests ask of its paper."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from pypdf import PdfReader

from casework.letters.layout import Fact, Letter, OwnWords, Section

LETTER = Letter(
    language="fi",
    number="L-2026-0388",
    dated=date(2026, 11, 17),
    sender_organisation="Polku-hanke",
    sender_worker="Minna Lehtovaara",
    sender_title="palveluohjaaja",
    sender_phone="050 555 0142",
    recipient_organisation="Työllisyyspalvelut, Pori",
    recipient_person="Petri Laakso",
    secrecy_marking="Salassa pidettävä",
    heading="Lähete: alkuhaastattelu ja työkokeilu",
    request="Pyydän alkuhaastattelua ja selvitystä siitä, voiko Nasrin aloittaa työkokeilun.",
    sections=(
        Section(
            "Ketä lähete koskee",
            facts=(
                Fact("Nimi", "Nasrin Rahimi"),
                Fact("Syntymäaika", "14.3.1988"),
                Fact("Yhteydenotto", "050 555 0177, arkisin klo 12–15, ei ääniviestejä"),
            ),
        ),
        Section("Oma tavoite", own_words=(OwnWords("Haluan töihin keittiöön."),)),
        Section("Työ ja koulutus", ("Työttömänä 14 kuukautta.", "Hygieniapassi 27.10.2026.")),
    ),
    respond_by=date(2026, 12, 1),
    reply_url="https://polku.example/r/7F3K-Q2MD-9XWA",
    meanwhile="Tulen mielelläni mukaan ensimmäiseen tapaamiseen.",
    approval="Nasrin Rahimi on lukenut ja hyväksynyt lähetteen 17.11.2026.",
    ground="Suostumus 19.8.2026, voimassa 31.12.2026 asti.",
    attachments=("Hygieniapassi, kopio",),
)
SAFE_CONTACT = "050 555 0177, arkisin klo 12–15"
NAMES = ("Nasrin", "Rahimi", "Minna", "Lehtovaara", "Petri", "Laakso")


def a_letter(**changes: Any) -> Letter:
    """The sample with some of its fields changed."""
    return replace(LETTER, **changes)


def text_of(pdf: bytes) -> str:
    """What a reader that cannot see gets, with line ends as spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def everything_in(pdf: bytes) -> bytes:
    """Every object, every stream uncompressed, and the text of the pages, which is no text in the streams."""
    with pikepdf.open(BytesIO(pdf)) as document:
        parts = [document.trailer.unparse(resolved=True), text_of(pdf).encode()]
        for item in document.objects:
            is_stream = isinstance(item, pikepdf.Stream)
            parts += [item.stream_dict.unparse(), item.read_bytes()] if is_stream else [item.unparse(resolved=True)]
        return b"\n".join(parts)
