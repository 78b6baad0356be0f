from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import identity_codes
from consent.identity_codes import BornInFuture, IdentityCodeRefused, ImpossibleDate, WrongCheckCharacter, WrongForm

TODAY = date(2026, 11, 24)

# The Digital and Population Data Services Agency's published test codes for the century signs of 2023.
DVV_TEST_SET = {
    "010594Y9032": date(1994, 5, 1),
    "020594X903P": date(1994, 5, 2),
    "030594W903B": date(1994, 5, 3),
    "040594V902Y": date(1994, 5, 4),
    "050594U903M": date(1994, 5, 5),
    "010516B903X": date(2016, 5, 1),
    "020516C903K": date(2016, 5, 2),
    "030516D9037": date(2016, 5, 3),
    "010501E9032": date(2001, 5, 1),
    "020503F9037": date(2003, 5, 2),
    "020504A902E": date(2004, 5, 2),
    "100190-999P": date(1990, 1, 10),
}
BIRTH_DATES = st.dates(min_value=date(1860, 1, 1), max_value=TODAY)


def refusal(text: str, today: date = TODAY) -> type[IdentityCodeRefused]:
    with pytest.raises(IdentityCodeRefused) as caught:
        identity_codes.parse(text, today=today)
    return caught.type


@pytest.mark.parametrize(("code", "born"), DVV_TEST_SET.items())
def test_identity_code__parse__dvv_test_set(code: str, born: date) -> None:
    parsed = identity_codes.parse(code, today=TODAY)
    assert (parsed.text, parsed.birth_date) == (code, born)


@pytest.mark.parametrize("typed", [" 100190-999p", "100190-999P\n", "\t100190-999p "])
def test_identity_code__parse__normalised(typed: str) -> None:
    assert identity_codes.parse(typed, today=TODAY).text == "100190-999P"


def test_identity_code__parse__permanent_number() -> None:
    # The specimen person of Finnish documents, in the range 002–899.
    assert identity_codes.parse("131052-308T", today=TODAY).birth_date == date(1952, 10, 13)


def test_identity_code__parse__sign_is_kept() -> None:
    dash = identity_codes.parse("100190-999P", today=TODAY)
    letter = identity_codes.parse("100190Y999P", today=TODAY)
    assert dash.birth_date == letter.birth_date
    assert dash.text != letter.text


def test_identity_code__parse__nineteenth_century() -> None:
    assert identity_codes.parse("100190+999P", today=TODAY).birth_date == date(1890, 1, 10)


def test_identity_code__parse__leap_day() -> None:
    code = identity_codes.invented(date(2000, 2, 29), 901)
    assert identity_codes.parse(code, today=TODAY).birth_date == date(2000, 2, 29)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "100190",
        "100190999P",
        "100190-999",
        "100190-999PP",
        "100190-999P x",
        "100190 -999P",
        "100190-99 9P",
        "100190_999P",
        "100190G999P",  # a letter that is no century sign
        "100190-999I",  # a letter that is no check character
        "100190-999G",
        "100190-999O",
        "100190-999Q",
        "100190-999Z",
        "100190–999P",  # en dash
        "100190−999P",  # minus sign
        "100190-999Р",  # Cyrillic er
        "١٠٠١٩٠-٩٩٩P",  # Arabic-Indic digits
        "１００１９０-999P",  # full-width digits
        "100190-999P\u200f",
        "100190\u00ad-999P",
        "100190-999P\x00",
        "100190-999P\n100190-999P",
        "010594ı9032",
        "020504ſ902E",
        "000190-999P",
        "320190-999P",
        "100090-999P",
        "101390-999P",
        "100190-000P",
        "100190-001P",
        "9" * 5000,
    ],
)
def test_identity_code__parse__wrong_form(typed: str) -> None:
    assert refusal(typed) is WrongForm


def test_identity_code__parse__number_below_two_with_right_check() -> None:
    for number in (0, 1):
        check = identity_codes.CHECK_CHARACTERS[int(f"100190{number:03}") % 31]
        assert refusal(f"100190-{number:03}{check}") is WrongForm


def test_identity_code__parse__letter_that_upper_would_repair() -> None:
    # "ſ".upper() is "S", which is a check character.
    code = next(
        code for code in (identity_codes.invented(date(1990, 1, 10), n) for n in range(900, 1000)) if "S" in code
    )
    assert identity_codes.parse(code, today=TODAY).text == code
    assert refusal(code.replace("S", "ſ")) is WrongForm


@pytest.mark.parametrize("typed", ["310290-999P", "290290-999P", "310490-999P", "290200+999P"])
def test_identity_code__parse__impossible_date(typed: str) -> None:
    assert refusal(typed) is ImpossibleDate


def test_identity_code__parse__born_in_future() -> None:
    code = identity_codes.invented(date(2026, 11, 25), 900)
    assert refusal(code) is BornInFuture
    assert identity_codes.parse(code, today=date(2026, 11, 25)).birth_date == date(2026, 11, 25)
    assert refusal("100190A999P") is BornInFuture


@pytest.mark.parametrize("code", DVV_TEST_SET)
def test_identity_code__parse__each_wrong_check_character(code: str) -> None:
    for character in identity_codes.CHECK_CHARACTERS.replace(code[-1], ""):
        assert refusal(code[:-1] + character) is WrongCheckCharacter


def test_identity_code__masked() -> None:
    assert identity_codes.parse("100190-999P", today=TODAY).masked == "100190-***P"


def test_identity_code__nothing_leaks() -> None:
    parsed = identity_codes.parse("100190-999P", today=TODAY)
    for shown in (repr(parsed), str(parsed), f"{parsed}"):
        assert not any(character.isdigit() for character in shown)
    with pytest.raises(WrongCheckCharacter) as caught:
        identity_codes.parse("100190-999A", today=TODAY)
    assert caught.value.args == ()
    assert "0" not in repr(caught.value)


def test_identity_code__message__is_a_sentence() -> None:
    for kind in IdentityCodeRefused.__subclasses__():
        assert kind().message.endswith(".")
    assert len(IdentityCodeRefused.__subclasses__()) == 4


@given(BIRTH_DATES, st.integers(900, 999))
def test_identity_code__parse__reads_what_invented_wrote(born: date, number: int) -> None:
    code = identity_codes.invented(born, number)
    parsed = identity_codes.parse(code.lower(), today=TODAY)
    assert (parsed.text, parsed.birth_date) == (code, born)


@given(BIRTH_DATES, st.integers(900, 999), st.data())
def test_identity_code__parse__one_wrong_digit_is_noticed(born: date, number: int, data: st.DataObject) -> None:
    code = identity_codes.invented(born, number)
    place = data.draw(st.sampled_from([0, 1, 2, 3, 4, 5, 7, 8, 9]))
    digit = data.draw(st.sampled_from("0123456789".replace(code[place], "")))
    refusal(code[:place] + digit + code[place + 1 :])


@given(st.text(max_size=40))
def test_identity_code__parse__any_text_is_refused_by_name(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize("number", [-1, 2, 899, 1000])
def test_identity_code__invented__never_a_real_number(number: int) -> None:
    with pytest.raises(ValueError, match="900-999"):
        identity_codes.invented(date(1990, 1, 1), number)
