"""Days, clocks and numbers as each language writes them. `_` stands for a non-breaking space in what is expected."""

import datetime as dt

import pytest
import time_machine
from django.utils.translation import override

from consent import wording

TUESDAY = dt.date(2026, 11, 24)
NOON_UTC = dt.datetime(2026, 11, 24, 11, 0, tzinfo=dt.UTC)  # 13.00 in Pori


@pytest.fixture(autouse=True)
def tuesday_morning() -> object:
    with time_machine.travel(dt.datetime(2026, 11, 24, 7, 30, tzinfo=dt.UTC), tick=False):
        yield


def said(text: str) -> str:
    """The text with its invisible marks made visible or taken out."""
    return text.replace(wording.NBSP, "_").replace("\N{WORD JOINER}", "")


@pytest.mark.parametrize(
    ("name", "fi", "sv", "en"),
    [
        ("day", "ti_24.11.", "ti_24.11", "Tue_24_Nov"),
        ("day_full", "ti_24.11.2026", "ti_24.11.2026", "Tue_24_Nov_2026"),
        ("date_short", "24.11.", "24.11", "24_Nov"),
        ("date_full", "24.11.2026", "24.11.2026", "24_Nov_2026"),
        ("day_named", "tiistai_24.11.", "tisdag_24.11", "Tuesday_24_Nov"),
        ("day_on", "tiistaina_24.11.", "på tisdag_24.11", "on Tuesday_24_Nov"),
        ("day_by", "tiistaihin_24.11.2026 mennessä", "senast tisdag_24.11.2026", "by Tuesday_24_Nov_2026"),
        ("day_long", "tiistai 24._marraskuuta", "tisdag 24_november", "Tuesday 24_November"),
        ("day_near", "tänään", "i dag", "today"),
        ("day_near_named", "tänään, tiistai_24.11.", "i dag, tisdag_24.11", "today, Tuesday_24_Nov"),
        ("month", "marraskuu_2026", "november_2026", "November_2026"),
    ],
)
def test_day__each_language(name: str, fi: str, sv: str, en: str) -> None:
    for language, expected in (("fi", fi), ("sv", sv), ("en", en)):
        with override(language):
            assert said(getattr(wording, name)(TUESDAY)) == expected


@pytest.mark.parametrize(
    ("name", "fi", "sv", "en"),
    [
        ("clock", "klo_13.00", "kl._13.00", "at_13:00"),
        ("clock_bare", "13.00", "13.00", "13:00"),
        ("moment", "ti_24.11. klo_13.00", "ti_24.11 kl._13.00", "Tue_24_Nov at_13:00"),
    ],
)
def test_clock__each_language(name: str, fi: str, sv: str, en: str) -> None:
    for language, expected in (("fi", fi), ("sv", sv), ("en", en)):
        with override(language):
            assert said(getattr(wording, name)(NOON_UTC)) == expected


def test_clock__morning__without_leading_zero() -> None:
    assert said(wording.clock(dt.time(9, 5))) == "klo_9.05"


@pytest.mark.parametrize(
    ("start", "end", "fi", "sv", "en"),
    [
        (dt.time(13), dt.time(15), "klo_13–15", "kl._13–15", "13:00–15:00"),
        (dt.time(13), dt.time(14, 30), "klo_13.00–14.30", "kl._13.00–14.30", "13:00–14:30"),
    ],
)
def test_span__each_language(start: dt.time, end: dt.time, fi: str, sv: str, en: str) -> None:
    for language, expected in (("fi", fi), ("sv", sv), ("en", en)):
        with override(language):
            assert said(wording.clock_span(start, end)) == expected


def test_span__cannot_break_at_its_dash() -> None:
    assert "13\N{WORD JOINER}–\N{WORD JOINER}15" in wording.clock_span(dt.time(13), dt.time(15))


def test_participant__hears_kello() -> None:
    end = NOON_UTC + dt.timedelta(hours=2)
    assert said(wording.meeting(NOON_UTC, end, spoken=True)) == "tiistai_24.11. kello_13–15"
    with override("sv"):
        assert said(wording.moment(NOON_UTC, spoken=True)) == "tisdag_24.11 klockan_13.00"


def test_meeting__over_midnight__says_both_days() -> None:
    end = dt.datetime(2026, 11, 24, 23, 0, tzinfo=dt.UTC)
    assert said(wording.meeting(NOON_UTC, end)) == "ti_24.11. klo_13.00 – ke_25.11. klo_1.00"


def test_day__evening_in_utc__is_the_finnish_day() -> None:
    assert said(wording.day(dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC))) == "ke_25.11."


def test_clock__summer__follows_helsinki() -> None:
    assert said(wording.clock(dt.datetime(2026, 6, 1, 6, 0, tzinfo=dt.UTC))) == "klo_9.00"


def test_day__another_year__says_the_year() -> None:
    assert said(wording.day(dt.date(2027, 1, 15))) == "pe_15.1.2027"
    assert said(wording.date_short(dt.date(2025, 12, 31))) == "31.12.2025"


def test_day_near__beyond_tomorrow__is_the_day() -> None:
    assert wording.day_near(dt.date(2026, 11, 25)) == "huomenna"
    assert wording.day_near(dt.date(2026, 11, 23)) == "eilen"
    assert said(wording.day_near(dt.date(2026, 11, 26))) == "to_26.11."


def test_datetime__without_zone__is_refused() -> None:
    naive = dt.datetime(2026, 11, 24, 13, 0)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        wording.clock(naive)


def test_weekday__every_day_of_the_week__has_its_own_words() -> None:
    week = [dt.date(2026, 11, 23) + dt.timedelta(days=n) for n in range(7)]
    assert [said(wording.day_on(day)).partition("_")[0] for day in week] == [
        *("maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina")
    ]
    assert [said(wording.day(day)).partition("_")[0] for day in week] == ["ma", "ti", "ke", "to", "pe", "la", "su"]
    with override("sv"):
        assert [said(wording.day(day)).partition("_")[0] for day in week] == ["må", "ti", "on", "to", "fr", "lö", "sö"]


def test_number__thousands() -> None:
    assert said(wording.number(1_284_507)) == "1_284_507"
    with override("en"):
        assert wording.number(1_284_507) == "1,284,507"


def test_hours__from_minutes() -> None:
    assert [said(wording.hours(minutes)) for minutes in (0, 30, 90, 100, 120, 66_000)] == [
        *("0_h", "0,5_h", "1,5_h", "1,7_h", "2_h", "1_100_h")
    ]
    with override("en"):
        assert said(wording.hours(90)) == "1.5_h"


def test_minutes__one_and_many() -> None:
    assert said(wording.minutes(45)) == "45_min"
    assert [said(wording.minutes_spoken(n)) for n in (1, 45)] == ["1_minuutti", "45_minuuttia"]


def test_quote__each_language() -> None:
    assert wording.quote("näin") == "”näin”"
    with override("en"):
        assert wording.quote("so") == "“so”"


def test_phone__grouped_and_linked() -> None:
    assert said(wording.phone("+358505550142")) == "050_555_0142"
    assert wording.phone_link("+358505550142") == "tel:+358505550142"
    assert wording.phone("no number") == "no number"
    assert wording.phone_link("050 KOTI") == ""


def test_language__without_table__is_finnish() -> None:
    with override("de"):
        assert said(wording.day(TUESDAY)) == "ti_24.11."
