"""Marks on the list of a meeting."""

import datetime

import pytest

from pathways import attendance, enrolments, meetings
from pathways.models import Attendance, Enrolment, GroupSession
from tests.pathways.conftest import Group, make_case, make_series
from tests.people import Cast

NEXT = datetime.date(2026, 12, 1)


def statuses(group: Group) -> dict[str, str]:
    """Status by case number, of everybody on today's list."""
    return {row.case.number: row.status for row in attendance.roster(group.meeting)}


def test_attendance__mark__again_is_the_same_row_with_history(group: Group, cast: Cast) -> None:
    first = attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    attendance.unmark(by=cast.raija, meeting=group.meeting, case=cast.case)
    last = attendance.mark(by=cast.onni, meeting=group.meeting, case=cast.case, status="absent_notified")
    assert first.pk == last.pk
    assert [row.status for row in last.history.order_by("history_id")] == ["present", "", "absent_notified"]
    assert last.marked_by == cast.onni


def test_attendance__same_mark_again__writes_nothing(group: Group, cast: Cast) -> None:
    for _again in range(2):
        row = attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    assert row.history.count() == 1


def test_roster__at_first__nobody_is_marked(group: Group) -> None:
    assert set(statuses(group).values()) == {""}
    assert len(statuses(group)) == 7
    assert not Attendance.objects.exists()


def test_mark__of_presence__holds_the_meeting_and_of_a_told_absence_does_not(group: Group, cast: Cast) -> None:
    attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="absent_notified")
    assert group.meeting.state == GroupSession.State.PLANNED
    attendance.mark(by=cast.raija, meeting=group.meeting, case=group.people[1], status="late")
    assert (group.meeting.state, group.meeting.number) == (GroupSession.State.HELD, 11)


def test_mark__before_the_day__only_a_told_absence(group: Group, cast: Cast) -> None:
    coming = meetings.of(group.series).select_related("series").get(slot_on=NEXT)
    for status in ("present", "late", "left_early", "online", "absent_unnotified"):
        with pytest.raises(meetings.MeetingAhead):
            attendance.mark(by=cast.raija, meeting=coming, case=cast.case, status=status)
    attendance.mark(by=cast.raija, meeting=coming, case=cast.case, status="absent_notified")
    assert GroupSession.objects.get(pk=coming.pk).state == "planned"


def test_mark__refusals__leave_no_row(group: Group, cast: Cast) -> None:
    outside = make_case(cast.minna, cast, "Tapio Mäkelä")
    with pytest.raises(attendance.UnknownMark):
        attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="here")
    with pytest.raises(attendance.NotOnRoster):
        attendance.mark(by=cast.raija, meeting=group.meeting, case=outside, status="present")
    meeting = group.meeting
    meetings.cancel(meeting, by=cast.raija, reason="illness")
    with pytest.raises(meetings.MeetingClosed):
        attendance.mark(by=cast.raija, meeting=meeting, case=cast.case, status="absent_notified")
    assert not Attendance.objects.exists()


def test_mark__while_the_page_was_open_the_meeting_was_cancelled__is_refused(group: Group, cast: Cast) -> None:
    as_shown = group.meeting
    meetings.cancel(group.meeting, by=cast.raija, reason="illness")
    with pytest.raises(meetings.MeetingClosed):
        attendance.mark(by=cast.raija, meeting=as_shown, case=cast.case, status="present")


def test_mark__by_a_facilitator_who_takes_part__is_refused_and_the_row_is_their_own(group: Group, cast: Cast) -> None:
    subject = cast.case.subject
    subject.account = cast.raija
    subject.save(update_fields=["account"])
    own = Enrolment.objects.select_related("case__subject").get(case=cast.case).case
    for verb in (attendance.mark, attendance.unmark):
        more = {"status": "present"} if verb is attendance.mark else {}
        with pytest.raises(attendance.OwnMark):
            verb(by=cast.raija, meeting=group.meeting, case=own, **more)  # type: ignore[operator]
    assert [row.own for row in attendance.roster(group.meeting, cast.raija)].count(True) == 1
    attendance.rest_present(by=cast.raija, meeting=group.meeting)
    assert statuses(group)[own.number] == ""
    attendance.mark(by=cast.onni, meeting=group.meeting, case=own, status="present")


def test_rest__marks_only_the_unmarked_and_undo_takes_back_only_its_own(group: Group, cast: Cast) -> None:
    told, late = group.people[1], group.people[2]
    attendance.mark(by=cast.raija, meeting=group.meeting, case=told, status="absent_notified")
    at = attendance.rest_present(by=cast.raija, meeting=group.meeting)
    assert at is not None
    assert sorted(statuses(group).values()) == ["absent_notified", *["present"] * 6]
    attendance.mark(by=cast.onni, meeting=group.meeting, case=late, status="late")
    assert attendance.undo_rest(by=cast.raija, meeting=group.meeting, at=at) == 5
    assert statuses(group)[told.number] == "absent_notified"
    assert statuses(group)[late.number] == "late"
    assert list(statuses(group).values()).count("") == 5
    assert attendance.undo_rest(by=cast.raija, meeting=group.meeting, at=at) == 0


def test_rest__by_another__is_not_undone(group: Group, cast: Cast) -> None:
    at = attendance.rest_present(by=cast.raija, meeting=group.meeting)
    assert at is not None
    assert attendance.undo_rest(by=cast.onni, meeting=group.meeting, at=at) == 0
    assert attendance.rest_present(by=cast.raija, meeting=group.meeting) is None, "nobody is left to mark"


def test_walk_in__is_on_this_list_alone_and_unmarked(group: Group, cast: Cast) -> None:
    guest = make_case(cast.minna, cast, "Tapio Mäkelä")
    row = attendance.add_walk_in(by=cast.raija, meeting=group.meeting, case=guest)
    again = attendance.add_walk_in(by=cast.raija, meeting=group.meeting, case=guest)
    assert row.pk == again.pk
    assert (row.walk_in, row.status) == (True, "")
    assert statuses(group)[guest.number] == ""
    coming = meetings.of(group.series).get(slot_on=NEXT)
    assert guest.pk not in {each.case.pk for each in attendance.roster(coming)}
    attendance.remove_walk_in(by=cast.raija, meeting=group.meeting, case=guest)
    assert guest.number not in statuses(group)


def test_walk_in__once_marked__cannot_be_taken_off(group: Group, cast: Cast) -> None:
    guest = make_case(cast.minna, cast, "Tapio Mäkelä")
    attendance.add_walk_in(by=cast.raija, meeting=group.meeting, case=guest)
    attendance.mark(by=cast.raija, meeting=group.meeting, case=guest, status="present")
    attendance.remove_walk_in(by=cast.raija, meeting=group.meeting, case=guest)
    assert statuses(group)[guest.number] == "present"


def test_walk_in__who_has_a_place__is_no_walk_in(group: Group, cast: Cast) -> None:
    assert not attendance.add_walk_in(by=cast.raija, meeting=group.meeting, case=cast.case).walk_in


def test_walk_in__of_another_programme__is_refused(group: Group, cast: Cast) -> None:
    guest = make_case(cast.minna, cast, "Tapio Mäkelä")
    guest.programme = cast.house.other_programme
    with pytest.raises(enrolments.OtherProgramme):
        attendance.add_walk_in(by=cast.raija, meeting=group.meeting, case=guest)


def test_copy__brings_walk_ins_of_the_last_held_meeting_unmarked_and_no_presence(group: Group, cast: Cast) -> None:
    guest = make_case(cast.minna, cast, "Tapio Mäkelä")
    last = meetings.of(group.series).select_related("series").get(slot_on=datetime.date(2026, 11, 17))
    attendance.add_walk_in(by=cast.raija, meeting=last, case=guest)
    for case in (guest, cast.case):
        attendance.mark(by=cast.raija, meeting=last, case=case, status="present")
    assert attendance.copy_walk_ins(by=cast.raija, meeting=group.meeting) == 1
    assert statuses(group)[guest.number] == ""
    assert set(statuses(group).values()) == {""}
    assert attendance.copy_walk_ins(by=cast.raija, meeting=group.meeting) == 0


def test_counts__of_twelve(group: Group, cast: Cast) -> None:
    for case, status in zip(group.people, ("present", "late", "absent_unnotified"), strict=False):
        attendance.mark(by=cast.raija, meeting=group.meeting, case=case, status=status)
    assert attendance.counts(attendance.roster(group.meeting)) == {"all": 7, "marked": 3, "here": 2}


def test_roster__any_size__takes_the_same_queries(
    group: Group, cast: Cast, django_assert_max_num_queries: object
) -> None:
    for number in range(33):
        case = make_case(cast.sari, cast, f"Aino N{number}")
        enrolments.enrol(by=cast.sari, series=_room(group), case=case, on=group.series.starts_on)
    meeting = group.meeting
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert len(attendance.roster(meeting)) == 40


def _room(group: Group) -> object:
    group.series.capacity = 60
    return group.series


def test_series__twice__keeps_marks_apart(group: Group, cast: Cast) -> None:
    other = make_series(cast.raija, cast, title="Toinen")
    enrolments.enrol(by=cast.sari, series=other, case=cast.case, on=other.starts_on)
    attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    theirs = meetings.of(other).get(slot_on=datetime.date(2026, 11, 24))
    assert [row.status for row in attendance.roster(theirs)] == [""]
