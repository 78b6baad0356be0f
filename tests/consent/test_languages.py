import re
import unicodedata
from collections.abc import Iterator

import pytest
from babel import Locale, UnknownLocaleError
from django.utils.translation import override

from consent import folding, languages

RIGHT_TO_LEFT = {"ar", "ckb", "fa", "he", "prs", "ps", "ur"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def test_languages__codes__are_those_that_the_house_needs() -> None:
    needed = (
        "fi sv en ru uk et ar fa prs ckb kmr so ti vi th tr pl es fr zh sq ne bn ur ps am sw fse fss se smn sms rmf"
    )
    assert set(needed.split()) <= languages.CODES
    assert "fi-x-selko" not in languages.CODES


@pytest.mark.parametrize("code", sorted(languages.CODES))
def test_languages__find(code: str) -> None:
    found = languages.find(code)
    assert re.fullmatch(r"[a-z]{2,3}", found.code)
    assert found.code == code
    assert found.name == languages.name(code)
    assert found.name[0].isupper()
    assert found.rtl is (code in RIGHT_TO_LEFT)
    assert found.direction == ("rtl" if code in RIGHT_TO_LEFT else "ltr")
    assert bool(found.own_name) is (code != languages.OTHER)


@pytest.mark.parametrize("code", sorted(languages.CODES))
def test_languages__direction__is_that_of_the_script(code: str) -> None:
    strong = [unicodedata.bidirectional(letter) for letter in languages.find(code).own_name if letter.isalpha()]
    assert all((direction in ("R", "AL")) is languages.find(code).rtl for direction in strong)


@pytest.mark.parametrize("code", sorted(languages.CODES - {"fil", "id", "hi"}))
def test_languages__names__agree_with_cldr(code: str) -> None:
    # Where CLDR knows the language, its own name begins as ours does (an adjective in brackets is our addition).
    try:
        own = Locale(code).languages.get(code)
    except UnknownLocaleError:
        return
    if own and code not in {"ckb", "kmr"}:
        assert folding.folded(own) == folding.folded(languages.find(code).own_name)


def test_languages__names__are_told_apart() -> None:
    for attribute in ("name", "own_name"):
        shown = [getattr(languages.find(code), attribute) for code in languages.CODES]
        assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("code", ["", "xx", "FI", "fi-FI", "fi\x00", "<script>", "fi-x-selko"])
def test_languages__find__unknown(code: str) -> None:
    with pytest.raises(languages.UnknownLanguage) as caught:
        languages.find(code)
    assert caught.value.args == ()
    assert caught.value.message == "Choose a language from the list."


def test_languages__choices__order() -> None:
    codes = [code for code, _label in languages.choices()]
    assert codes[:3] == ["fi", "sv", "en"]
    assert codes[-1] == languages.OTHER
    assert set(codes) == languages.CODES
    assert len(codes) == len(languages.CODES)
    between = [label for _code, label in languages.choices()[3:-1]]
    assert between == sorted(between, key=folding.finnish_sort_key)


def test_languages__repr__shows_the_code_only() -> None:
    assert repr(languages.find("prs")) == "Language(code='prs')"
