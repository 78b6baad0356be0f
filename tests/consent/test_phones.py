import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import phones
from consent.phones import NoSuchPhone, PhoneHasLetters, PhoneNotUnderstood, PhoneRefused


def refusal(text: str) -> type[PhoneRefused]:
    with pytest.raises(PhoneRefused) as caught:
        phones.parse(text)
    assert caught.value.args == ()
    return caught.type


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("050 555 0177", "+358505550177"),
        ("0505550177", "+358505550177"),
        ("050-555 0177", "+358505550177"),
        ("(050) 555.0177", "+358505550177"),
        ("+358 50 555 0177", "+358505550177"),
        ("+358 (0)50 555 0177", "+358505550177"),
        ("00358 50 555 0177", "+358505550177"),
        ("  050\u00a0555\u202f0177\n", "+358505550177"),
        ("\u202a+358505550177\u202c", "+358505550177"),  # as a phone's contact card pastes it
        ("050–555–0177", "+358505550177"),
        ("٠٥٠ ٥٥٥ ٠١٧٧", "+358505550177"),  # Arabic-Indic
        ("۰۵۰ ۵۵۵ ۰۱۷۷", "+358505550177"),  # Persian
        ("０５０５５５０１７７", "+358505550177"),  # full width
        ("02 621 1234", "+35826211234"),
        ("010 1234", "+358101234"),
        ("+46 70 123 45 67", "+46701234567"),
        ("0046 70 123 45 67", "+46701234567"),
        ("+372 5123 4567", "+37251234567"),
    ],
)
def test_phone__parse__one_form(typed: str, e164: str) -> None:
    assert phones.parse(typed) == e164


@pytest.mark.parametrize(
    "typed", ["050 CALL ME", "0800 APUA", "puh. 050 555 0177", "050 555 0177;ext=3", "050555O177", "٠٥٠ا", "😀a"]
)
def test_phone__parse__letters(typed: str) -> None:
    assert refusal(typed) is PhoneHasLetters


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "+",
        "050 555 0177 / 040 555 0142",
        "050 555 0177, 040 555 0142",
        "++358505550177",
        "050+5550177",
        "050 555 0177\x00",
        "050#5550177",
        "5" * 200,
        "☎0505550177",
    ],
)
def test_phone__parse__not_understood(typed: str) -> None:
    assert refusal(typed) is PhoneNotUnderstood


@pytest.mark.parametrize(
    "typed", ["050 555 0177 040 555 0142", "112", "0501", "050 555 0177 012345", "+999 123 4567", "0712345", "()", "-"]
)
def test_phone__parse__no_such_number(typed: str) -> None:
    assert refusal(typed) is NoSuchPhone


@pytest.mark.parametrize(
    ("e164", "spoken"),
    [
        ("+358505550177", "050 555 0177"),
        ("+35850555017", "050 555 017"),
        ("+3584573951234", "045 7395 1234"),
        ("+35826211234", "02 621 1234"),
        ("+358101234", "010 1234"),
        ("+358942300000", "09 4230 0000"),
        ("+46701234567", "+46 70 123 45 67"),
    ],
)
def test_phone__spoken(e164: str, spoken: str) -> None:
    assert phones.spoken(e164) == spoken


def test_phone__message__is_a_sentence() -> None:
    assert len(PhoneRefused.__subclasses__()) == 3
    for kind in PhoneRefused.__subclasses__():
        assert kind().message.endswith(".")


MOBILES = st.from_regex(r"\A(4[0-9]|50)[0-9]{7}\Z")


@given(MOBILES)
def test_phone__spoken__reads_back_as_the_same_number(national: str) -> None:
    e164 = "+358" + national
    if phonenumbers.is_valid_number(phonenumbers.parse(e164, None)):
        assert phones.parse(phones.spoken(e164)) == e164
        assert phones.parse(e164) == e164


@given(MOBILES, st.integers(0, 9), st.sampled_from(["a", "O", "l", "ä", "ж", "ب"]))
def test_phone__parse__never_a_digit_from_a_letter(national: str, place: int, letter: str) -> None:
    typed = "0" + national
    assert refusal(typed[:place] + letter + typed[place + 1 :]) is PhoneHasLetters


@given(st.text(max_size=60))
def test_phone__parse__any_text_parses_or_is_refused_by_name(text: str) -> None:
    try:
        e164 = phones.parse(text)
    except PhoneRefused:
        return
    assert phones.parse(phones.spoken(e164)) == e164


@given(st.text(alphabet="+0123456789 -()", max_size=16))
def test_phone__parse__number_like_text(text: str) -> None:
    try:
        e164 = phones.parse(text)
    except PhoneRefused:
        return
    assert phones.parse(e164) == e164
    typed = "".join(filter(str.isdigit, text))
    assert typed.endswith(e164[-5:])
