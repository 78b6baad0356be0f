"""How often somebody came, and how Finnish says it."""

import datetime

import pytest
from django.utils import translation

from pathways import attendance, enrolments, meetings, turnout
from pathways.models import Enrolment
from tests.pathways.conftest import Group
from tests.people import Cast


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0:sta"),
        (1, "1:stä"),
        (2, "2:sta"),
        (3, "3:sta"),
        (4, "4:stä"),
        (5, "5:stä"),
        (6, "6:sta"),
        (7, "7:stä"),
        (8, "8:sta"),
        (9, "9:stä"),
        (10, "10:stä"),
        (11, "11:sta"),
        (14, "14:sta"),
        (16, "16:sta"),
        (19, "19:sta"),
        (20, "20:stä"),
        (21, "21:stä"),
        (22, "22:sta"),
        (100, "100:sta"),
        (101, "101:stä"),
        (110, "110:stä"),
        (111, "111:sta"),
    ],
)
def test_out_of__in_finnish__has_the_ending_of_the_number_word(number: int, words: str) -> None:
    with translation.override("fi"):
        assert turnout.out_of(number) == words
    with translation.override("sv"):
        assert turnout.out_of(number) == str(number)


def test_turnout__counts_held_meetings_while_in_the_group(group: Group, cast: Cast) -> None:
    row = Enrolment.objects.get(case=cast.case)
    days = [datetime.date(2026, 9, 15), datetime.date(2026, 9, 22), datetime.date(2026, 9, 29)]
    for day, status in zip(days, ("present", "absent_unnotified", "late"), strict=True):
        meeting = meetings.of(group.series).select_related("series").get(slot_on=day)
        attendance.mark(by=cast.raija, meeting=meeting, case=cast.case, status=status)
    unheld = meetings.of(group.series).select_related("series").get(slot_on=datetime.date(2026, 10, 6))
    attendance.mark(by=cast.raija, meeting=unheld, case=cast.case, status="absent_notified")
    assert turnout.of([row])[row.pk] == turnout.Turnout(present=2, held=3)
    enrolments.leave(row, by=cast.minna, on=datetime.date(2026, 9, 28))
    assert turnout.of([row])[row.pk] == turnout.Turnout(present=1, held=2)


def test_turnout__of_a_cancelled_meeting__is_not_counted(group: Group, cast: Cast) -> None:
    row = Enrolment.objects.get(case=cast.case)
    attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    meetings.cancel(group.meeting, by=cast.raija, reason="other")
    assert turnout.of([row])[row.pk] == turnout.Turnout(0, 0)
    assert turnout.of([row])[row.pk].words == ""


def test_turnout__of_the_queue__is_nothing(group: Group, cast: Cast) -> None:
    row = Enrolment(series=group.series, case=cast.case, state="waiting", starts_on=group.series.starts_on)
    attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    row.pk = 0
    assert turnout.of([row])[0] == turnout.Turnout(0, 0)
