"""Groups are started with their meetings; facilitations write the grants."""

import datetime

import pytest

from consent import keyring
from consent.fields import readable
from consent.keyring import Audience
from pathways import groups, meetings
from pathways.models import GroupSeries, GroupSession, GroupUserGrant
from tests.pathways.conftest import Group, make_series
from tests.people import Cast


def runs(group: Group, account: object) -> bool:
    return bool(GroupSeries.objects.for_user(account).filter(pk=group.series.pk).exists())


def test_group__create__makes_weekly_meetings_until_the_last_day(cast: Cast) -> None:
    series = make_series(cast.raija, cast)
    days = [row.slot_on for row in meetings.of(series)]
    assert days[0] == datetime.date(2026, 9, 15)
    assert days[-1] == datetime.date(2026, 12, 15)
    assert len(days) == 14
    assert {day.weekday() for day in days} == {1}


def test_group__create__without_last_day__goes_26_weeks(cast: Cast) -> None:
    series = make_series(cast.raija, cast, starts_on=datetime.date(2026, 9, 16), ends_on=None)
    days = [row.slot_on for row in meetings.of(series)]
    assert days[0] == datetime.date(2026, 9, 22), "the first Tuesday from a Wednesday on"
    assert len(days) == 26


def test_group__create__meetings_on_holidays_are_cancelled_with_that_reason(cast: Cast) -> None:
    """6.12.2028 (Independence Day) is a Wednesday, 25.12.2026 a Friday; an ordinary Saturday is no holiday."""
    wednesdays = make_series(
        cast.raija, cast, starts_on=datetime.date(2028, 12, 1), ends_on=datetime.date(2028, 12, 31), weekday=2
    )
    off = [row.slot_on for row in meetings.of(wednesdays).filter(state="cancelled", cancel_reason="holiday")]
    assert off == [datetime.date(2028, 12, 6)]
    saturdays = make_series(cast.raija, cast, weekday=5, title="Lauantairyhmä")
    assert not meetings.of(saturdays).filter(state="cancelled").exists()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"ends_on": datetime.date(2026, 9, 14)}, groups.EndsBeforeStart),
        ({"ends_on": datetime.date(2026, 9, 15), "weekday": 3}, groups.NoMeetings),
        ({"title": "Päihderyhmä"}, groups.TellingTitle),
        ({"place": "Mielenterveystoimisto"}, groups.TellingTitle),
        ({"title": "Missbruksgruppen"}, groups.TellingTitle),
    ],
)
def test_group__create__with_impossible_details__leaves_nothing(
    cast: Cast, wrong: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make_series(cast.raija, cast, **wrong)
    assert not GroupSeries.objects.exists()
    assert not GroupSession.objects.exists()


def test_theme__sealed__opens_for_those_who_run_the_group_only(group: Group) -> None:
    for audience, opens in ((Audience.FACILITATOR, True), (Audience.COORDINATOR, False), (Audience.PARTICIPANT, False)):
        with keyring.fresh() as ring:
            ring.open([(group.series.scope, audience)])
            assert readable(GroupSeries.objects.get(pk=group.series.pk).theme) is opens


def test_facilitate__gives_the_group_and_ending_takes_it(group: Group, cast: Cast) -> None:
    assert runs(group, cast.raija)
    assert not runs(group, cast.jari)
    row = groups.facilitate(
        by=cast.raija, series=group.series, account=cast.jari, role="coach", starts_on=group.series.starts_on
    )
    assert runs(group, cast.jari)
    groups.end_facilitation(row, by=cast.raija)
    assert not runs(group, cast.jari)
    assert runs(group, cast.raija)


def test_facilitate__in_two_roles__the_longer_one_holds(group: Group, cast: Cast) -> None:
    first = group.series.starts_on
    until = datetime.date(2026, 11, 30)
    groups.facilitate(by=cast.raija, series=group.series, account=cast.jari, role="coach", starts_on=first, until=until)
    assert GroupUserGrant.objects.get(user=cast.jari).until is not None
    groups.facilitate(by=cast.raija, series=group.series, account=cast.jari, role="peer", starts_on=first)
    assert GroupUserGrant.objects.get(user=cast.jari).until is None


def test_facilitate__student__ends_with_the_training(group: Group, cast: Cast) -> None:
    grant = GroupUserGrant.objects.get(user=cast.onni)
    assert grant.until == datetime.datetime(2027, 12, 31, 22, tzinfo=datetime.UTC)


def test_facilitate__past_its_last_day__opens_nothing(group: Group, cast: Cast) -> None:
    yesterday = datetime.date(2026, 11, 23)
    groups.facilitate(
        by=cast.raija,
        series=group.series,
        account=cast.jari,
        role="coach",
        starts_on=group.series.starts_on,
        until=yesterday,
    )
    assert not runs(group, cast.jari)


def test_facilitate__somebody_of_another_programme__is_refused(group: Group, cast: Cast) -> None:
    for stranger in (cast.outi, cast.petri, cast.kaisa):
        with pytest.raises(groups.NotOfProgramme):
            groups.facilitate(
                by=cast.raija,
                series=group.series,
                account=stranger,
                role="facilitator",
                starts_on=group.series.starts_on,
            )
