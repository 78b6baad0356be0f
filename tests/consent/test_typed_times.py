from collections.abc import Iterator
from datetime import time

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from consent import typed_times, wording
from consent.typed_times import (
    MinutesField,
    MinutesOutOfRange,
    NoSuchTime,
    NotATime,
    NotMinutes,
    TimeRefused,
    TypedTimeField,
)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("9.00", time(9)),
        ("9:00", time(9)),
        ("09:00", time(9)),
        ("0900", time(9)),
        ("900", time(9)),
        ("930", time(9, 30)),
        ("klo 9.30", time(9, 30)),
        ("Klo 9", time(9)),
        ("KELLO 9.30", time(9, 30)),
        ("kl. 9.30", time(9, 30)),
        ("kl 9", time(9)),
        ("klockan 9", time(9)),
        ("klo\u00a013.05 ", time(13, 5)),
        ("at 9:30", time(9, 30)),
        ("0", time(0)),
        ("0000", time(0)),
        ("23.59", time(23, 59)),
        ("2359", time(23, 59)),
    ],
)
def test_typed_time__parse(typed: str, expected: time) -> None:
    assert typed_times.parse(typed) == expected


@pytest.mark.parametrize("typed", ["24", "24.00", "2400", "9.60", "0960", "99", "25:00"])
def test_typed_time__parse__no_such_time(typed: str) -> None:
    with pytest.raises(NoSuchTime):
        typed_times.parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "9.5",
        "9.5.",
        "9,30",
        "9.000",
        "09000",
        "yhdeksän",
        "9 am",
        "-9",
        "9-10",
        "٩.٠٠",
        "９",
        "9\x00",
        "1" * 200,
    ],
)
def test_typed_time__parse__not_a_time(typed: str) -> None:
    with pytest.raises(NotATime) as caught:
        typed_times.parse(typed)
    assert caught.value.message == "Write the time like this: 9.00 or 14.30."
    assert caught.value.args == ()


@given(st.times(), st.sampled_from(["fi", "sv", "en"]), st.booleans())
def test_typed_time__parse__reads_what_the_house_shows(moment: time, language: str, spoken: bool) -> None:
    minute = moment.replace(second=0, microsecond=0)
    with override(language):
        shown = [wording.clock_bare(minute), wording.clock(minute, spoken=spoken), f"{minute:%H%M}"]
    assert {typed_times.parse(text) for text in shown} == {minute}


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45min.", 45),
        ("45 minuuttia", 45),
        ("1 minuutti", 1),
        ("45 minuter", 45),
        ("45 minutes", 45),
        ("1 h", 60),
        ("1h", 60),
        ("1 t", 60),
        ("1 tunti", 60),
        ("2 tuntia", 120),
        ("1 timme", 60),
        ("2 timmar", 120),
        ("1,5 h", 90),
        ("1.5 h", 90),
        ("1,5 tuntia", 90),
        ("0,25 h", 15),
        ("1,33 h", 80),
        ("1 h 30 min", 90),
        ("1 h 30", 90),
        ("1h5min", 65),
        ("1:30", 90),
        ("0:45", 45),
        ("24 h", 1440),
        ("1440", 1440),
        ("1", 1),
        ("  45\u00a0MIN ", 45),
    ],
)
def test_typed_time__parse_minutes(typed: str, minutes: int) -> None:
    assert typed_times.parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["0", "0 h", "0,001 h", "1441", "24,1 h", "25 h", "24 h 1 min", "9" * 29])
def test_typed_time__parse_minutes__out_of_range(typed: str) -> None:
    with pytest.raises(MinutesOutOfRange):
        typed_times.parse_minutes(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "1,5", "1.5", "-5", "1 h 60 min", "1:60", "1,5 h 30 min", "tunti", "1 päivä", "٤٥", "4\x005", "5" * 200],
)
def test_typed_time__parse_minutes__not_understood(typed: str) -> None:
    with pytest.raises(NotMinutes) as caught:
        typed_times.parse_minutes(typed)
    assert caught.value.message == "Write the length like this: 45, 1 h or 1,5 h."


@given(st.integers(1, 1440))
def test_typed_time__parse_minutes__reads_what_the_house_shows(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    for language in ("fi", "sv", "en"):
        with override(language):
            for text in (wording.minutes(minutes), wording.minutes_spoken(minutes), f"{hours}:{rest:02}"):
                assert typed_times.parse_minutes(text) == minutes


@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789.,: hmintkloa", max_size=12)))
def test_typed_time__any_text_parses_or_is_refused_by_name(text: str) -> None:
    for read in (typed_times.parse, typed_times.parse_minutes):
        try:
            found = read(text)
        except TimeRefused:
            continue
        assert isinstance(found, time) or 1 <= found <= 1440


class MeetingForm(forms.Form):
    start = TypedTimeField()
    length = MinutesField(required=False)


def test_typed_time_field__clean() -> None:
    form = MeetingForm({"start": "klo 9.30", "length": "1,5 h"})
    assert form.is_valid()
    assert form.cleaned_data == {"start": time(9, 30), "length": 90}


def test_typed_time_field__clean__refused_in_words_and_kept() -> None:
    form = MeetingForm({"start": "25.00", "length": "pitkä"})
    assert form.errors == {
        "start": ["There is no such time. Hours are 0–23 and minutes 00–59."],
        "length": ["Write the length like this: 45, 1 h or 1,5 h."],
    }
    assert 'value="25.00"' in str(form["start"])
    assert 'value="pitkä"' in str(form["length"])


def test_typed_time_field__clean__empty() -> None:
    form = MeetingForm({"start": "  ", "length": "  "})
    assert form.errors == {"start": ["Write the time."]}
    assert form.cleaned_data["length"] is None
    assert MeetingForm({"start": "", "length": ""}).errors == {"start": ["Write the time."]}
    with pytest.raises(forms.ValidationError, match="Write the length"):
        MinutesField().clean("")


def test_typed_time_field__shows__house_form() -> None:
    with override("fi"):
        form = MeetingForm(initial={"start": time(9), "length": 45})
        assert 'value="9.00"' in str(form["start"])
        assert 'value="45"' in str(form["length"])
        assert 'inputmode="numeric"' in str(form["start"])


def test_typed_time_field__has_changed__compares_times_not_text() -> None:
    initial = {"start": time(9), "length": 90}
    assert not MeetingForm({"start": "0900", "length": "1,5 h"}, initial=initial).has_changed()
    assert MeetingForm({"start": "9.05", "length": "90"}, initial=initial).has_changed()
