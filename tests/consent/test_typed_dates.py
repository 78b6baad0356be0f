from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from consent import typed_dates, wording
from consent.typed_dates import (
    DateRefused,
    ImpossibleDate,
    NotADate,
    ShortYear,
    TypedDateField,
    UnlikelyYear,
    WrongWeekday,
)
from consent.word_tables import TABLES

TODAY = date(2026, 11, 24)  # a Tuesday
LANGUAGES = ("fi", "sv", "en")
LIKELY = st.dates(min_value=date(1850, 1, 1), max_value=date(2199, 12, 31))


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def refusal(text: str, nearest: typed_dates.Nearest = "past", today: date = TODAY) -> DateRefused:
    with pytest.raises(DateRefused) as caught:
        typed_dates.parse(text, today=today, nearest=nearest)
    assert caught.value.args == ()
    return caught.value


@pytest.mark.parametrize(
    "typed",
    [
        "24.11.",
        "24.11",
        "24.11.2026",
        "24.11.2026.",
        "24.11. 2026",
        "24. 11. 2026",
        "24.11 2026",
        "24.11.26",
        " 24.11.\u00a02026\n",
        "ti 24.11.",
        "Ti 24.11.2026",
        "ti. 24.11.",
        "ti, 24.11.",
        "ti24.11.",
        "tiistai 24.11.2026",
        "TIISTAINA 24.11.",
        "tis 24.11.",
        "tisdag 24.11.2026",
        "på tisdag 24.11",
        "pa\u030a tisdag 24.11",
        "tue 24.11.",
        "Tuesday 24.11.2026",
        "on Tuesday 24 Nov 2026",
        "Tue 24 November",
        "tiistai 24. marraskuuta",
        "24. marraskuuta 2026",
        "24 november 2026",
        "2026-11-24",
        "tänään",
        "Tänään",
        "TÄNÄÄN",
        "tanaan",
        "ta\u0308na\u0308a\u0308n",
        "idag",
        "i dag",
        "today",
    ],
)
def test_typed_date__parse__ways_to_write_one_day(typed: str) -> None:
    assert typed_dates.parse(typed, today=TODAY) == TODAY
    assert typed_dates.parse(typed, today=TODAY, nearest="future") == TODAY


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("eilen", -1),
        ("i går", -1),
        ("igår", -1),
        ("yesterday", -1),
        ("huomenna", 1),
        ("i morgon", 1),
        ("imorgon", 1),
        ("tomorrow", 1),
        ("toissapäivänä", -2),
        ("i förrgår", -2),
        ("ylihuomenna", 2),
        ("i övermorgon", 2),
    ],
)
def test_typed_date__parse__words(typed: str, days: int) -> None:
    assert typed_dates.parse(typed, today=TODAY) == TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("words", "monday_first"),
    [
        ("ma ti ke to pe la su", date(2026, 11, 23)),
        ("må ti on to fr lö sö", date(2026, 11, 23)),
        ("mån tis ons tors fre lör sön", date(2026, 11, 23)),
        ("mon tues wed thurs fri sat sun", date(2026, 11, 23)),
    ],
)
def test_typed_date__parse__short_weekdays(words: str, monday_first: date) -> None:
    for offset, word in enumerate(words.split()):
        day = monday_first + timedelta(days=offset)
        assert typed_dates.parse(f"{word} {day.day}.11.2026", today=TODAY) == day


@pytest.mark.parametrize(
    ("typed", "past", "future"),
    [
        ("25.11.", date(2025, 11, 25), date(2026, 11, 25)),
        ("23.11.", date(2026, 11, 23), date(2027, 11, 23)),
        ("1.1.", date(2026, 1, 1), date(2027, 1, 1)),
        ("31.12.", date(2025, 12, 31), date(2026, 12, 31)),
        ("24 Nov", TODAY, TODAY),
    ],
)
def test_typed_date__parse__without_year(typed: str, past: date, future: date) -> None:
    assert typed_dates.parse(typed, today=TODAY, nearest="past") == past
    assert typed_dates.parse(typed, today=TODAY, nearest="future") == future


def test_typed_date__parse__without_year__leap_day() -> None:
    assert typed_dates.parse("29.2.", today=date(2028, 5, 1)) == date(2028, 2, 29)
    refused = refusal("29.2.", today=date(2027, 5, 1))
    assert isinstance(refused, ImpossibleDate)
    assert refused.message == "There is no such day: 29.2.2027."


@pytest.mark.parametrize("typed", ["1.1.27", "24.11.27", "24.11.25", "1.1.26"])
def test_typed_date__parse__short_year_near_today(typed: str) -> None:
    day, month, year = map(int, typed.split("."))
    assert typed_dates.parse(typed, today=TODAY) == date(2000 + year, month, day)


@pytest.mark.parametrize("typed", ["1.2.35", "23.11.25", "25.11.27", "1.1.00", "24.11.99"])
def test_typed_date__parse__short_year_that_could_be_another_century(typed: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, ShortYear)
    assert refused.message == "Write the year with four digits, like this: 24.11.2026."


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31.2.2026", "There is no such day: 31.2.2026."),
        ("31.2.", "There is no such day: 31.2."),
        ("29.2.2026", "There is no such day: 29.2.2026."),
        ("31.11.26", "There is no such day: 31.11.2026."),
        ("0.1.2026", "There is no such day: 0.1.2026."),
        ("24.13.2026", "There is no such day: 24.13.2026."),
        ("24.0.2026", "There is no such day: 24.0.2026."),
        ("2026-02-31", "There is no such day: 31.2.2026."),
        ("31 November 2026", "There is no such day: 31.11.2026."),
        ("0000-01-01", "There is no such day: 1.1.0."),
    ],
)
def test_typed_date__parse__impossible(typed: str, message: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, ImpossibleDate)
    assert refused.message == message


@pytest.mark.parametrize("typed", ["24.11.1026", "24.11.9999", "0026-11-24", "24.11.2206"])
def test_typed_date__parse__unlikely_year(typed: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, UnlikelyYear)
    assert refused.message.startswith("Check the year:")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("ma 24.11.2026", "24 Nov 2026 is a Tuesday."),
        ("tiistai 25.11.2026", "25 Nov 2026 is a Wednesday."),
        ("ke 25.11.", "25 Nov 2025 is a Tuesday."),  # last year's is the nearest past one
    ],
)
def test_typed_date__parse__wrong_weekday(typed: str, message: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, WrongWeekday)
    assert refused.message.replace("\xa0", " ") == message


@given(LIKELY, st.integers(1, 6))
def test_typed_date__parse__wrong_weekday_is_always_said(day: date, off: int) -> None:
    word = TABLES["fi"].short[(day.weekday() + off) % 7]
    refused = refusal(f"{word} {day.day}.{day.month}.{day.year}")
    assert isinstance(refused, WrongWeekday)
    with override("en"):
        assert f"a {day:%A}." in refused.message


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "24",
        "24.",
        "24.11.2",
        "24.11.202",
        "24.11.20266",
        "24..11.2026",
        "24/11/2026",
        "11-24-2026",
        "2026-11-24T10:00",
        "2026-1-4",
        "24.11.2026 klo 9",
        "xx 24.11.",
        "24 xx 2026",
        "ti",
        "-1.11.2026",
        "24.11.2026\x00",
        "\x00",
        "٢٤.١١.٢٠٢٦",
        "۲۴.۱۱.۲۰۲۶",
        "２４.１１.",
        "²4.11.",
        "24.11.2026 24.11.2026",
        "1" * 200,
        "tänään " * 40,
        "<script>alert(1)</script>",
    ],
)
def test_typed_date__parse__not_a_date(typed: str) -> None:
    refused = refusal(typed)
    assert isinstance(refused, NotADate)
    assert refused.message == "Write the day like this: 24.11. or 24.11.2026."


@given(LIKELY, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_typed_date__shown__is_read_back_in_any_language(day: date, shown_in: str, read_in: str) -> None:
    with override(shown_in):
        texts = [
            typed_dates.shown(day),
            wording.day_full(day),
            wording.date_full(day),
            f"{wording.day_long(day)} {day.year}",
        ]
    with override(read_in):
        for text in texts:
            assert typed_dates.parse(text, today=TODAY) == day


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1)), LIKELY)
def test_typed_date__parse__without_year_is_the_nearest(today: date, day: date) -> None:
    text = f"{day.day}.{day.month}."
    try:
        past = typed_dates.parse(text, today=today, nearest="past")
        future = typed_dates.parse(text, today=today, nearest="future")
    except ImpossibleDate:
        assert text == "29.2."
        return
    assert today - timedelta(days=366) < past <= today <= future < today + timedelta(days=366)
    assert (past.day, past.month) == (future.day, future.month) == (day.day, day.month)


@given(st.one_of(st.text(max_size=60), st.text(alphabet="0123456789. -titotänpåonNov", max_size=24)))
def test_typed_date__parse__any_text_parses_or_is_refused_by_name(text: str) -> None:
    try:
        day = typed_dates.parse(text, today=TODAY)
    except DateRefused:
        return
    assert day.year in typed_dates.LIKELY_YEARS


class SessionForm(forms.Form):
    day = TypedDateField(label="Day", nearest="past", min_days=-400, max_days=0)
    due = TypedDateField(label="Due", nearest="future", min_days=0, max_days=365, required=False)


@pytest.fixture
def _tuesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), tick=False):
        yield


def errors(**typed: str) -> dict[str, str]:
    form = SessionForm({"day": "24.11.", **typed})
    form.full_clean()
    return {name: " ".join(map(str, found)).replace("\xa0", " ") for name, found in form.errors.items()}


@pytest.mark.usefixtures("_tuesday")
def test_typed_date_field__clean() -> None:
    form = SessionForm({"day": "23.11.", "due": "ti 1.12."})
    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2026, 11, 23), "due": date(2026, 12, 1)}


@pytest.mark.usefixtures("_tuesday")
@pytest.mark.parametrize("empty", ["", "   "])
def test_typed_date_field__clean__empty(empty: str) -> None:
    assert errors(day=empty) == {"day": "Write the day."}
    assert errors(due=empty) == {}
    form = SessionForm({"day": "24.11.", "due": empty})
    form.full_clean()
    assert form.cleaned_data["due"] is None


@pytest.mark.usefixtures("_tuesday")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"day": "25.11.2026"}, {"day": "25 Nov 2026 has not come yet."}),
        ({"day": "1.1.2025"}, {"day": "1 Jan 2025 is too long ago. The first possible day is 20 Oct 2025."}),
        ({"due": "23.11.2026"}, {"due": "23 Nov 2026 is already past."}),
        ({"due": "25.11.2027"}, {"due": "25 Nov 2027 is too far ahead. The last possible day is 24 Nov 2027."}),
        ({"day": "31.2.2026"}, {"day": "There is no such day: 31.2.2026."}),
        ({"day": "ke 24.11.2026"}, {"day": "24 Nov 2026 is a Tuesday."}),
        ({"day": "%s %(x)s"}, {"day": "Write the day like this: 24.11. or 24.11.2026."}),
        ({"day": "\x00"}, {"day": "Write the day like this: 24.11. or 24.11.2026."}),
    ],
)
def test_typed_date_field__clean__refused_in_words(typed: dict[str, str], expected: dict[str, str]) -> None:
    assert errors(**typed) == expected


@pytest.mark.usefixtures("_tuesday")
@pytest.mark.parametrize("typed", [{"day": "20.10.2025"}, {"due": "24.11.2026"}, {"due": "24.11.2027"}])
def test_typed_date_field__clean__limits_are_allowed(typed: dict[str, str]) -> None:
    assert errors(**typed) == {}


@pytest.mark.usefixtures("_tuesday")
def test_typed_date_field__clean__own_words() -> None:
    field = TypedDateField(max_days=0, error_messages={"too_late": "Log it when it has happened."})
    with pytest.raises(ValidationError, match=r"Log it when it has happened\."):
        field.clean("25.11.2026")


@pytest.mark.usefixtures("_tuesday")
def test_typed_date_field__shows__house_form_and_keeps_what_was_typed() -> None:
    with override("fi"):
        unbound = str(SessionForm(initial={"day": TODAY})["day"])
        assert 'value="ti 24.11.2026"' in unbound
        assert 'type="text"' in unbound
        assert 'autocomplete="off"' in unbound
        assert 'value="31.2.2026"' in str(SessionForm({"day": "31.2.2026"})["day"])
        assert "&lt;b&gt;" in str(SessionForm({"day": "<b>"})["day"])


@pytest.mark.usefixtures("_tuesday")
def test_typed_date_field__has_changed__compares_days_not_text() -> None:
    assert not SessionForm({"day": "24.11."}, initial={"day": TODAY}).has_changed()
    assert SessionForm({"day": "23.11."}, initial={"day": TODAY}).has_changed()
    assert SessionForm({"day": "nonsense"}, initial={"day": TODAY}).has_changed()


@pytest.mark.usefixtures("_tuesday")
def test_typed_date_field__nearest_is_the_day_in_finland() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), tick=False):
        assert TypedDateField(max_days=0).clean("tänään") == date(2026, 11, 25)


def test_typed_date__words__mean_one_day_each() -> None:
    # A word shared by two languages must mean the same day in both.
    for rows in ("short", "weekday", "on"):
        for table in TABLES.values():
            for weekday, word in enumerate(getattr(table, rows)):
                day = date(2026, 11, 23) + timedelta(days=weekday)
                assert typed_dates.parse(f"{word} {day.day}.11.2026", today=TODAY) == day
    for table in TABLES.values():
        for month, word in enumerate(table.month_of, start=1):
            assert typed_dates.parse(f"15. {word} 2026", today=TODAY) == date(2026, month, 15)
