"""How long a letter takes beside WeasyPrint alone: the budget of design.md §6 is 1.2 times.

"Alone" is the same HTML with the same stylesheet in one warm process, the fonts from their packages by @font-face as
WeasyPrint's manual says: no fork, no limits, no PDF/UA.
"""

from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from casework.letters.layout import Fact, Letter, OwnWords, Section, letter_html
from casework.letters.printing import print_pdf

ROUNDS: Final = 15
_STYLESHEET: Final = Path(__file__).with_name("print.css")

SAMPLE: Final = Letter(
    language="fi",
    number="L-2026-0001",
    dated=date(2026, 11, 17),
    sender_organisation="Polku-hanke",
    sender_worker="Mirja Mallikas",
    sender_title="palveluohjaaja",
    sender_phone="050 555 0100",
    recipient_organisation="Työllisyyspalvelut, Pori",
    recipient_person="Esko Esimerkki",
    secrecy_marking="Salassa pidettävä",
    heading="Lähete: alkuhaastattelu ja työkokeilu",
    request="Pyydän alkuhaastattelua ja selvitystä siitä, voiko osallistuja aloittaa työkokeilun tammikuussa.",
    sections=(
        Section(
            "Ketä lähete koskee",
            facts=(
                Fact("Nimi", "Maija Malli"),
                Fact("Syntymäaika", "14.3.1988"),
                Fact("Yhteydenotto", "050 555 0101, arkisin klo 12–15, ei ääniviestejä"),
                Fact("Kieli", "Dari, tulkki tarvitaan. Suomi A2.1."),
            ),
        ),
        Section("Oma tavoite", own_words=(OwnWords("Haluan töihin keittiöön. Osaan tehdä ruokaa isolle joukolle."),)),
        Section(
            "Työ ja koulutus", ("Työttömänä 14 kuukautta. Peruskoulu, 9 vuotta. Kuuden vuoden kokemus suurkeittiöstä.",)
        ),
        Section(
            "Miten työ sujuu parhaiten",
            ("Aamuvuorot sopivat. Kirjalliset ohjeet auttavat, puhelimessa tarvitaan tulkki.",),
        ),
        Section("Hankkeessa tähän asti", ("Osallistunut ryhmiin 15 kertaa 16:sta.",)),
    ),
    respond_by=date(2026, 12, 1),
    reply_url="https://polku.example/r/7F3K-Q2MD-9XWA",
    meanwhile="Tulen mielelläni mukaan ensimmäiseen tapaamiseen.",
    approval="Osallistuja on lukenut ja hyväksynyt lähetteen 17.11.2026.",
    ground="Suostumus salassa pidettävän tiedon antamiseen 19.8.2026, voimassa 31.12.2026 asti.",
)


def measure(rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of a warm letter, and of WeasyPrint alone, taken in turns in one run."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from casework.letters.typeface import ARABIC, VARIABLE

    html = letter_html(SAMPLE)
    fonts = FontConfiguration()
    faces = [("IBM Plex Sans", VARIABLE), *(("IBM Plex Sans Arabic", path) for path in ARABIC)]
    rules = "".join(f'@font-face {{ font-family: "{family}"; src: url("{path.as_uri()}") }}' for family, path in faces)
    stylesheet = CSS(string=rules + _STYLESHEET.read_text("utf-8"), font_config=fonts)

    def ours() -> None:
        print_pdf(html)

    def alone() -> None:
        HTML(string=html).write_pdf(font_config=fonts, stylesheets=[stylesheet], pdf_variant="pdf/a-3a")

    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for times, take in zip(taken, (ours, alone), strict=True):
            start = perf_counter()
            take()
            if number:  # the first of each warms up
                times.append(perf_counter() - start)
    return median(taken[0]), median(taken[1])
