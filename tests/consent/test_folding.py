import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consent import folding

FORMS = [folding.exact, folding.folded, folding.mail]
# Text as names are, with the characters that break normal forms mixed in.
NAMES = st.text(
    alphabet=st.one_of(
        st.sampled_from("aäåöÄÅÖzZwvIiİıßẞſØÆŉ'’ -\u0307\u0308\u030a\u200b\u200d\u00ad\u202e\u034f\ufeff\u0149ﬁＡ１"),
        st.characters(),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("Mäkinen", "mäkinen"),
        ("  MÄKINEN\u00a0 ", "mäkinen"),
        ("Ma\u0308kinen", "mäkinen"),
        ("Mä\u200bki\u00adnen\ufeff", "mäkinen"),
        ("Å", "å"),
        ("\u212b", "å"),  # the ångström sign
        ("Liisa-Maija  Öhman", "liisa maija öhman"),
        ("Müller-Weiß", "müller weiss"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("O\u02bcBrien", "obrien"),
        ("OBrien", "obrien"),
        ("Virtanen (os. Salo)", "virtanen os salo"),
        ("İbrahim", "ibrahim"),
        ("IBRAHIM", "ibrahim"),
        ("ﬁnn", "finn"),
        ("Ａｋｉ", "aki"),
        ("Ö", "ö"),
        ("_", ""),
        ("", ""),
        ("-\u200b'", ""),
        ("N\x00N", "n n"),
    ],
)
def test_folding__exact(typed: str, exact: str) -> None:
    assert folding.exact(typed) == exact


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Mäkinen", "makinen"),
        ("Åström", "astrom"),
        ("Æsa Søgård", "aesa sogard"),
        ("Þórður Guðmundsson", "thordur gudmundsson"),
        ("Łukasz Żółty", "lukasz zolty"),
        ("Strauß", "strauss"),
        ("STRAUẞ", "strauss"),
        ("Đoàn Nguyễn", "doan nguyen"),
        ("Şahin İnci Işık", "sahin inci isik"),
        ("Áŋŋel", "annel"),  # Northern Sámi
        ("Nəsimi", "nesimi"),
        ("Фёдор", "федор"),
        ("على", "علي"),
        ("علی", "علي"),
        ("أحمد", "احمد"),
        ("Ø", "o"),
        ("ñ", "n"),
    ],
)
def test_folding__folded(typed: str, folded: str) -> None:
    assert folding.folded(typed) == folded


def test_folding__exact__tells_apart_what_folded_joins() -> None:
    assert folding.exact("Mäkinen") != folding.exact("Makinen")
    assert folding.folded("Mäkinen") == folding.folded("Makinen")


def test_folding__folded__turkish_i_is_one_letter() -> None:
    assert {folding.folded(letter) for letter in "Iiİı"} == {"i"}
    assert folding.folded("ışıl") == folding.folded("IŞIL") == folding.folded("isil")


def test_folding__folded__scripts_with_vowel_signs_stay_words() -> None:
    # Thai, Bengali and Tamil vowels are combining characters; a name must not fall into pieces at them.
    for name in ("ศิริพร", "মোহাম্মদ", "கிருஷ்ணா"):
        assert len(folding.parts(name)) == 1


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Anna-Liisa", ("anna", "liisa")),
        ("Anna Liisa", ("anna", "liisa")),
        ("af Hällström–Öst", ("af", "hallstrom", "ost")),
        ("X", ("x",)),
        ("", ()),
        (" - ", ()),
    ],
)
def test_folding__parts(typed: str, parts: tuple[str, ...]) -> None:
    assert folding.parts(typed) == parts


@pytest.mark.parametrize(
    ("typed", "mail"),
    [
        (" Minna.Lehtovaara@Polku.Example ", "minna.lehtovaara@polku.example"),
        ("minna@polku.example\n", "minna@polku.example"),
        ("minna\u200b@polku.example", "minna@polku.example"),
        ("minna＠polku.example", "minna@polku.example"),
        ("Ma\u0308ki@polku.example", "mäki@polku.example"),
        ("", ""),
    ],
)
def test_folding__mail(typed: str, mail: str) -> None:
    assert folding.mail(typed) == mail


def test_folding__mail__joins_no_two_mailboxes() -> None:
    addresses = ["strasse@x.example", "straße@x.example", "o'brien@x.example", "obrien@x.example", "a.b@x.example"]
    assert len({folding.mail(address) for address in addresses}) == len(addresses)


def test_folding__finnish_sort_key__order_of_the_alphabet() -> None:
    ordered = "Aalto Aho Vaara Waara Vahl Wahlroos Valo Ylä Zetter Åberg Äijälä Öhman".split()
    shuffled = ordered[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=folding.finnish_sort_key) == ordered


@pytest.mark.parametrize(
    "ordered",
    [
        ["Laine", "Laine-Aho", "Laine Aila", "Lainela"],  # a word ends before a longer one goes on
        ["Müller", "Myllö"],
        ["Edén", "Edesto"],
        ["Andre", "André", "Andrea"],
        ["Nordström", "Nørgaard"],  # ø among ö
        ["Zz", "Å", "Ä", "Ö", "Жук", "علي"],
        ["Makinen", "Mattila", "Mäkinen"],
    ],
)
def test_folding__finnish_sort_key__neighbours(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=folding.finnish_sort_key) == ordered


@given(NAMES)
@example("\u0149")
@example("a\u200d\u0308")
@example("\u1e9b\u0323")
def test_folding__forms_are_stable(text: str) -> None:
    for form in FORMS:
        assert form(form(text)) == form(text)
    assert folding.folded(folding.exact(text)) == folding.folded(text)


@given(NAMES)
def test_folding__forms_do_not_see_composition(text: str) -> None:
    for form in FORMS:
        assert form(unicodedata.normalize("NFC", text)) == form(unicodedata.normalize("NFD", text))


@given(st.text(alphabet="abcåäöÅÄÖéüøæłŋİıß-' ", max_size=20))
def test_folding__names_do_not_see_case_or_zero_width(text: str) -> None:
    for form in (folding.exact, folding.folded):
        assert form("\u200b".join(text)) == form(text)
    assert folding.folded(text.upper()) == folding.folded(text) == folding.folded(text.lower())


@given(st.lists(st.text(max_size=12), max_size=6))
def test_folding__finnish_sort_key__never_ties(names: list[str]) -> None:
    assert len({folding.finnish_sort_key(name) for name in names}) == len(set(names))
