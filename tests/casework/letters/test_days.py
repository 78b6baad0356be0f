"""The days of a letter stand in the case and the order that their language asks for."""

from datetime import date, timedelta

import pytest

from casework.letters.days import letter_day, until_day

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "tiistaihin 1.12.2026"),
        ("sv", "tisdagen den 1 december 2026"),
        ("en", "Tuesday 1 December 2026"),
    ],
)
def test_until_day__first_of_december__in_each_language(language: str, said: str) -> None:
    assert until_day(date(2026, 12, 1), language) == said


def test_until_day__every_weekday__finnish_illative() -> None:
    days = [until_day(MONDAY + timedelta(days=number), "fi").split()[0] for number in range(7)]
    assert days == [
        "maanantaihin", "tiistaihin", "keskiviikkoon", "torstaihin", "perjantaihin", "lauantaihin", "sunnuntaihin",
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [("fi", "17.3.2026"), ("sv", "17.3.2026"), ("en", "17 March 2026")])
def test_letter_day__dated__in_each_language(language: str, said: str) -> None:
    assert letter_day(date(2026, 3, 17), language) == said
