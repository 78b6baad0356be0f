"""The letter as HTML: what stands in it, in which words, and what never does."""

import re
from datetime import date

import pytest

from casework.letters.layout import Fact, OwnWords, Section, letter_html, letter_sheet
from tests.casework.letters.sample import NAMES, SAFE_CONTACT, a_letter


def words_of(html: str) -> str:
    """The text of some HTML, without its elements."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def inside(html: str) -> str:
    """What is inside `<article>`."""
    return html.partition('<article class="letter">')[2].partition("</article>")[0]


@pytest.mark.parametrize(
    ("language", "title", "answer"),
    [
        ("fi", "Lähete L-2026-0388", "Vastausta pyydetään tiistaihin 1.12.2026 mennessä."),
        ("sv", "Remiss L-2026-0388", "Vi ber om svar senast tisdagen den 1 december 2026."),
        ("en", "Referral L-2026-0388", "Please answer by Tuesday 1 December 2026."),
    ],
)
def test_letter_html__each_language__speaks_it(language: str, title: str, answer: str) -> None:
    html = letter_html(a_letter(language=language))
    assert f'<html lang="{language}">' in html
    assert f"<title>{title}</title>" in html
    assert answer in html


def test_letter__unknown_language__is_refused() -> None:
    with pytest.raises(ValueError, match="Finnish, Swedish or English"):
        a_letter(language="so")


def test_letter_html__head__names_nobody() -> None:
    head = letter_html(a_letter()).split("<body>")[0]
    assert [name for name in NAMES if name in head] == []
    assert head.count("<meta") == 1  # the character set


def test_letter_html__everything_filled__is_all_there() -> None:
    text = words_of(letter_html(a_letter()))
    for part in (
        "Polku-hanke Minna Lehtovaara, palveluohjaaja 050 555 0142",
        "Lähete L-2026-0388 17.11.2026 Salassa pidettävä",
        "Työllisyyspalvelut, Pori Petri Laakso",
        "Ketä lähete koskee Nimi Nasrin Rahimi Syntymäaika 14.3.1988",
        "Oma tavoite ”Haluan töihin keittiöön.”",
        "polku.example/r/7F3K-Q2MD-9XWA",
        "Sillä välin Tulen mielelläni",
        "Liitteet Hygieniapassi, kopio",
        "Kopio Osallistujalle",
        "Nasrin Rahimi on lukenut ja hyväksynyt lähetteen 17.11.2026. Suostumus 19.8.2026, voimassa 31.12.2026 asti.",
    ):
        assert part in text


def test_letter_html__empty_parts__are_left_out() -> None:
    bare = a_letter(
        sections=(
            Section("Tyhjä", ("", "  "), (Fact("Osoite", ""),), (OwnWords("”  ”"),)),
            Section("Ketä lähete koskee", facts=(Fact("Nimi", "Nasrin Rahimi"), Fact("Osoite", " "))),
        ),
        respond_by=None,
        reply_url="",
        meanwhile="",
        approval="",
        ground="",
        attachments=(),
        copy_to_participant=False,
        secrecy_marking="",
        sender_title="",
        sender_phone="",
        recipient_person="",
    )
    html = letter_html(bare)
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["Ketä lähete koskee"]
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["Nimi"]
    assert "<img" not in html
    assert 'class="sign"' not in html
    assert 'class="secret"' not in html
    assert words_of(html).endswith("Ketä lähete koskee Nimi Nasrin Rahimi")


def test_letter_html__safety_prohibition__stands_first() -> None:
    text = words_of(inside(letter_html(a_letter(safety_prohibition=True, safe_contact=SAFE_CONTACT))))
    assert text.startswith(
        f"Turvakielto . Älä luovuta yhteystietoja. Ota yhteyttä vain näin: {SAFE_CONTACT} Polku-hanke"
    )


def test_letter_html__safety_prohibition_without_safe_contact__leads_to_the_sender() -> None:
    text = words_of(inside(letter_html(a_letter(safety_prohibition=True))))
    assert "Älä luovuta yhteystietoja. Ota yhteyttä vain tämän kirjeen lähettäjään." in text


def test_letter_html__no_safety_prohibition__says_nothing_of_it() -> None:
    assert "Turvakielto" not in letter_html(a_letter(safe_contact=SAFE_CONTACT))


@pytest.mark.parametrize(
    ("typed", "language", "shown"),
    [
        ("Haluan töihin.", "fi", "”Haluan töihin.”"),
        ("”Haluan töihin.”", "fi", "”Haluan töihin.”"),
        ('"Jag vill jobba"', "sv", "”Jag vill jobba”"),
        ("I want work.", "en", "“I want work.”"),
    ],
)
def test_letter_html__own_words__stand_in_quotation_marks_once(typed: str, language: str, shown: str) -> None:
    html = letter_html(a_letter(language=language, sections=(Section("Oma tavoite", own_words=(OwnWords(typed),)),)))
    assert f"<p>{shown}</p>" in html


@pytest.mark.parametrize(
    ("text", "direction"),
    [("Haluan", "ltr"), ("می‌خواهم", "rtl"), ("1. می‌خواهم", "rtl"), ("Хочу", "ltr"), ("שלום", "rtl"), ("14", "ltr")],
)
def test_own_words__first_strong_character__gives_the_direction(text: str, direction: str) -> None:
    assert OwnWords(text).direction == direction


def test_letter_html__own_words_in_dari__tell_language_and_direction() -> None:
    own = OwnWords("می‌خواهم در آشپزخانه کار کنم.", "prs")
    html = letter_html(a_letter(sections=(Section("Oma tavoite", own_words=(own,)),)))
    assert '<blockquote lang="prs" dir="rtl"><p>”می‌خواهم در آشپزخانه کار کنم.”</p></blockquote>' in html


def test_letter_html__line_ends_of_the_writer__are_kept() -> None:
    assert "<p>Eka<br>Toka</p>" in letter_html(a_letter(sections=(Section("Työ", ("Eka\nToka",)),)))


HOSTILE = "</p><script>x</script><a rel=attachment href=file:///etc/passwd>"


def test_letter_html__html_in_any_field__is_text() -> None:
    letter = a_letter(
        number=HOSTILE,
        sender_organisation=HOSTILE,
        sender_worker=HOSTILE,
        recipient_organisation=HOSTILE,
        heading=HOSTILE,
        request=HOSTILE,
        secrecy_marking=HOSTILE,
        meanwhile=HOSTILE,
        ground=HOSTILE,
        approval=HOSTILE,
        attachments=(HOSTILE,),
        safety_prohibition=True,
        safe_contact=HOSTILE,
        sections=(Section(HOSTILE, (HOSTILE,), (Fact(HOSTILE, HOSTILE),), (OwnWords(HOSTILE, '"><script>'),)),),
    )
    for html in (letter_html(letter), letter_sheet(letter)):
        assert "<script>" not in html
        assert "rel=attachment" in html
        assert re.findall(r"<a [^>]*>", html) == ['<a href="https://polku.example/r/7F3K-Q2MD-9XWA">']


def test_letter_html__reply_address__is_a_code_with_words() -> None:
    [image] = re.findall(r"<img[^>]*>", letter_html(a_letter()))
    assert 'src="data:image/svg+xml;' in image
    assert 'alt="QR-koodi, joka avaa vastauslomakkeen"' in image


def test_letter_sheet__preview__is_the_letter_but_for_its_headings() -> None:
    letter = a_letter(respond_by=date(2026, 12, 4), safety_prohibition=True)
    preview = letter_sheet(letter)
    for high, low in (("h1", "h3"), ("h2", "h4")):
        assert f"<{high}>" not in preview
        preview = preview.replace(f"<{low}>", f"<{high}>").replace(f"</{low}>", f"</{high}>")
    assert preview.strip() == inside(letter_html(letter)).strip()
