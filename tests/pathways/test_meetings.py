"""Meetings: rows that are moved, cancelled and held; clocks that stay when summer time comes and goes."""

import datetime
import itertools

import pytest

from consent import keyring
from consent.keyring import Audience
from consent.periods import HELSINKI
from consent.records import StaleWrite
from pathways import meetings
from pathways.models import MEETING_MOVES, GroupSession
from tests.pathways.conftest import Group, make_series
from tests.people import Cast

State = GroupSession.State
SPRING_SUNDAY = datetime.date(2027, 3, 28)
AUTUMN_SUNDAY = datetime.date(2026, 10, 25)


def clocks(rows: list[GroupSession]) -> set[datetime.time]:
    return {row.starts_at.astimezone(HELSINKI).time() for row in rows}


def test_series__across_summer_time__keeps_its_clock(cast: Cast) -> None:
    series = make_series(cast.raija, cast, starts_on=datetime.date(2027, 3, 1), ends_on=datetime.date(2027, 4, 30))
    rows = list(meetings.of(series))
    assert clocks(rows) == {datetime.time(13)}
    assert len({row.starts_at.time() for row in rows}) == 2, "in UTC the hour moves"
    assert {row.ends_at - row.starts_at for row in rows} == {datetime.timedelta(hours=2)}


def test_meeting__in_the_missing_hour__is_refused(cast: Cast) -> None:
    with pytest.raises(meetings.NoSuchTime):
        meetings.moment(SPRING_SUNDAY, datetime.time(3, 30))
    with pytest.raises(meetings.NoSuchTime):
        make_series(
            cast.raija,
            cast,
            starts_on=SPRING_SUNDAY,
            ends_on=SPRING_SUNDAY,
            weekday=6,
            starts_at=datetime.time(3),
        )
    assert not GroupSession.objects.exists()


def test_meeting__in_the_hour_that_comes_twice__is_the_first() -> None:
    first = meetings.moment(AUTUMN_SUNDAY, datetime.time(3, 30))
    assert first.astimezone(datetime.UTC).time() == datetime.time(0, 30)


def test_length__over_the_change__is_of_the_clock_on_the_wall_not_more(cast: Cast) -> None:
    series = make_series(cast.raija, cast)
    night = meetings.add(
        by=cast.raija, series=series, day=SPRING_SUNDAY, starts_at=datetime.time(2), length_minutes=120
    )
    assert night.ends_at - night.starts_at == datetime.timedelta(minutes=120)


def test_move__keeps_the_slot_and_the_series(group: Group, cast: Cast) -> None:
    before = meetings.of(group.series).count()
    meeting = group.meeting
    day = datetime.date(2026, 11, 26)
    meetings.move(meeting, by=cast.raija, day=day, starts_at=datetime.time(10), length_minutes=60, place="Kirjasto")
    fresh = GroupSession.objects.get(pk=meeting.pk)
    assert fresh.starts_at == datetime.datetime(2026, 11, 26, 10, tzinfo=HELSINKI)
    assert fresh.slot_on == datetime.date(2026, 11, 24)
    assert fresh.where == "Kirjasto"
    assert meetings.of(group.series).count() == before
    assert [row.starts_at.day for row in fresh.history.order_by("history_id")] == [24, 26]


def test_move__onto_another_meeting__is_refused(group: Group, cast: Cast) -> None:
    day = datetime.date(2026, 12, 1)
    with pytest.raises(meetings.MeetingsOverlap):
        meetings.move(group.meeting, by=cast.raija, day=day, starts_at=datetime.time(14), length_minutes=30)
    meetings.move(group.meeting, by=cast.raija, day=day, starts_at=datetime.time(15), length_minutes=30)


def test_move__over_a_newer_version__is_stale(group: Group, cast: Cast) -> None:
    meeting, again = group.meeting, group.meeting
    when = {"day": datetime.date(2026, 11, 26), "starts_at": datetime.time(10), "length_minutes": 60}
    meetings.move(meeting, by=cast.raija, **when, version=1)
    with pytest.raises(StaleWrite):
        meetings.move(again, by=cast.raija, **when, version=1)


def test_move__of_a_held_meeting__is_refused(group: Group, cast: Cast) -> None:
    meeting = group.meeting
    meetings.hold(meeting, by=cast.raija)
    with pytest.raises(meetings.MeetingClosed):
        meetings.move(
            meeting, by=cast.raija, day=datetime.date(2026, 11, 26), starts_at=datetime.time(10), length_minutes=60
        )


def bring_to(meeting: GroupSession, cast: Cast, state: str) -> None:
    if state == State.HELD:
        meetings.hold(meeting, by=cast.raija)
    elif state == State.CANCELLED:
        meetings.cancel(meeting, by=cast.raija, reason="illness")


VERBS = {
    State.HELD: lambda meeting, by: meetings.hold(meeting, by=by),
    State.CANCELLED: lambda meeting, by: meetings.cancel(meeting, by=by, reason="other"),
    State.PLANNED: lambda meeting, by: meetings.restore(meeting, by=by),
}


def test_moves__every_pair__as_the_table_says(group: Group, cast: Cast) -> None:
    days = iter(range(1, 20))
    for before, after in itertools.product(State.values, State.values):
        day = datetime.date(2026, 11, next(days))
        clock = datetime.time(18)
        meeting = meetings.add(by=cast.raija, series=group.series, day=day, starts_at=clock, length_minutes=30)
        check_move(cast, meeting, before, after)


def check_move(cast: Cast, meeting: GroupSession, before: str, after: str) -> None:
    bring_to(meeting, cast, before)
    allowed = after in MEETING_MOVES[before] or before == after == State.HELD
    if allowed:
        VERBS[State(after)](meeting, cast.raija)
        assert GroupSession.objects.get(pk=meeting.pk).state == after
    else:
        with pytest.raises(meetings.MeetingClosed):
            VERBS[State(after)](meeting, cast.raija)


def test_hold__before_its_day__is_refused(group: Group, cast: Cast) -> None:
    coming = meetings.of(group.series).get(slot_on=datetime.date(2026, 12, 1))
    with pytest.raises(meetings.MeetingAhead):
        meetings.hold(coming, by=cast.raija)


def test_number__frozen_when_held__does_not_change_when_an_earlier_one_is_cancelled(group: Group, cast: Cast) -> None:
    first, second = list(meetings.of(group.series).exclude(state=State.CANCELLED)[:2])
    meetings.hold(second, by=cast.raija)
    assert second.number == 2
    meetings.cancel(first, by=cast.raija, reason="illness")
    third = meetings.of(group.series).exclude(state=State.CANCELLED)[1]
    assert meetings.number_of(GroupSession.objects.get(pk=second.pk)) == 2
    assert meetings.number_of(third) == 3


def test_numbers__of_two_groups__take_one_query(group: Group, cast: Cast, django_assert_num_queries: object) -> None:
    other = make_series(cast.raija, cast, title="Kielikahvila", weekday=3)
    rows = [group.meeting, meetings.of(other).first()]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert meetings.numbers_of(rows) == {rows[0].pk: 11, rows[1].pk: 1}  # type: ignore[union-attr]


def test_note__over_another_note__is_refused_with_both_kept(group: Group, cast: Cast) -> None:
    with keyring.fresh() as ring:
        ring.open([(group.series.scope, Audience.FACILITATOR)])
        meeting, other = group.meeting, group.meeting
        empty = meetings.note_digest("")
        meetings.hold(meeting, "Kävelimme torille.", by=cast.raija, note_read=empty)
        other = group.meeting
        with pytest.raises(meetings.NoteChanged):
            meetings.hold(other, "Teimme ruokaa.", by=cast.minna, note_read=empty)
        assert group.meeting.note == "Kävelimme torille."
        meetings.hold(other, "Kumpikin.", by=cast.minna, note_read=meetings.note_digest("Kävelimme torille."))
        assert group.meeting.note == "Kumpikin."


def test_restore__of_a_holiday__makes_a_meeting_of_it(cast: Cast) -> None:
    series = make_series(
        cast.raija, cast, starts_on=datetime.date(2026, 12, 20), ends_on=datetime.date(2026, 12, 31), weekday=4
    )
    christmas = meetings.of(series).first()
    assert christmas is not None
    assert (christmas.state, christmas.cancel_reason) == ("cancelled", "holiday")
    meetings.restore(christmas, by=cast.raija)
    fresh = GroupSession.objects.get(pk=christmas.pk)
    assert (fresh.state, fresh.cancel_reason) == ("planned", "")
