"""The groups of one participant, and what this floor adds to the case file, the day and the letter."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from casework import access, letter_fields, panels, timeline
from consent import keyring
from consent.keyring import Audience
from pathways import attendance, enrolments, goal_of_case, groups_of_case, groups_today, meetings, plans
from pathways.models import Enrolment, GroupSeries
from tests.pathways.conftest import TUESDAY, Group, make_series
from tests.pathways.desk.conftest import Desk, text
from tests.people import Cast, actor


def attend(group: Group, cast: Cast, *statuses: str) -> None:
    """Marks at the first meetings of the group."""
    first = list(meetings.of(group.series).select_related("series"))
    for meeting, status in zip(first, statuses, strict=False):
        attendance.mark(by=cast.raija, meeting=meeting, case=cast.case, status=status)


def enrol(desk: Desk, cast: Cast, series: GroupSeries, **more: str) -> Any:
    fields = {"group": str(series.uid), "on": "24.11.2026", "submission": str(uuid.uuid4()), **more}
    return desk.post(cast.minna, "case-enrol", cast.case.uid, **fields)


def test_case_groups__says_how_often_and_links_where_it_may(
    desk: Desk, group: Group, cast: Cast, logged: Callable[[], Any]
) -> None:
    attend(group, cast, "present", "absent_notified", "late", "absent_unnotified")
    page = text(desk.get(cast.minna, "case-groups", cast.case.uid))
    assert "2 kertaa 3:sta" in page, "a told absence alone does not say that the meeting was held"
    assert f"/groups/{group.series.uid}/" in page
    assert logged() == ("view", "case_groups", {cast.case.subject.uid})


def test_case_enrol__takes_a_place_or_a_turn(desk: Desk, group: Group, cast: Cast) -> None:
    other = make_series(cast.raija, cast, title="Digitupa", capacity=1, weekday=4)
    assert enrol(desk, cast, other).status_code == 302
    assert Enrolment.objects.get(series=other).state == "enrolled"
    full = make_series(cast.raija, cast, title="Kävely", capacity=1, weekday=3)
    enrolments.enrol(by=cast.sari, series=full, case=group.people[1], on=full.starts_on)
    enrol(desk, cast, full)
    assert Enrolment.objects.get(series=full, case=cast.case).state == "waiting"


def test_case_enrol__sent_twice__enrols_once(desk: Desk, group: Group, cast: Cast) -> None:
    other = make_series(cast.raija, cast, title="Digitupa", weekday=4)
    same = str(uuid.uuid4())
    answers = [enrol(desk, cast, other, submission=same) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Enrolment.objects.filter(series=other).count() == 1


@pytest.mark.parametrize("wrong", [{"group": str(uuid.uuid4())}, {"group": ""}, {"on": "31.2."}, {"on": "31.12.2026"}])
def test_case_enrol__wrong__says_so(desk: Desk, group: Group, cast: Cast, wrong: dict[str, str]) -> None:
    other = make_series(cast.raija, cast, title="Digitupa", weekday=4)
    answer = enrol(desk, cast, other, **wrong)
    assert answer.status_code == 200
    assert "error-summary" in text(answer)
    assert not Enrolment.objects.filter(series=other).exists()


def test_case_enrol__group_one_is_in_already__is_not_offered(desk: Desk, group: Group, cast: Cast) -> None:
    assert str(group.series.uid) not in text(desk.get(cast.minna, "case-enrol", cast.case.uid))
    assert enrol(desk, cast, group.series).status_code == 200


def test_case_leave__frees_the_place_and_keeps_what_was_attended(desk: Desk, group: Group, cast: Cast) -> None:
    attend(group, cast, "present")
    row = Enrolment.objects.get(case=cast.case)
    where = ("case-leave", cast.case.uid, row.uid)
    assert desk.post(cast.minna, *where, on="25.11.2026").status_code == 200, "not in the future"
    assert desk.post(cast.minna, *where, on="1.9.2026").status_code == 200, "not before it began"
    assert desk.post(cast.minna, *where, on="23.11.2026").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.until) == ("left", datetime.date(2026, 11, 23))
    assert "1 kerta 1:stä" in text(desk.get(cast.minna, "case-groups", cast.case.uid))
    assert desk.post(cast.minna, *where, on="23.11.2026").status_code == 200, "already left"


def test_case_leave__of_another_case__is_not_there(desk: Desk, group: Group, cast: Cast) -> None:
    theirs = Enrolment.objects.get(case=group.people[1])
    assert desk.get(cast.minna, "case-leave", cast.case.uid, theirs.uid).status_code == 404


def opened(cast: Cast, who: str = "minna") -> access.OpenCase:
    it: access.OpenCase = access.case_to_read(actor(getattr(cast, who)), cast.case.uid).it
    return it


def test_timeline__tells_attendance_once_it_has_been(group: Group, cast: Cast) -> None:
    attend(group, cast, "present", "absent_unnotified")
    coming = meetings.of(group.series).select_related("series").get(slot_on=datetime.date(2026, 12, 1))
    attendance.mark(by=cast.raija, meeting=coming, case=cast.case, status="absent_notified")
    attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
    attendance.unmark(by=cast.raija, meeting=group.meeting, case=cast.case)
    entries = groups_of_case.attended(opened(cast), 40, None)
    assert [(entry.day.day, entry.content["here"], entry.content["minutes"]) for entry in entries] == [
        (22, False, 0),
        (15, True, 120),
    ]
    before = groups_of_case.attended(opened(cast), 40, datetime.date(2026, 9, 22))
    assert [entry.day.day for entry in before] == [15]
    assert len(groups_of_case.attended(opened(cast), 1, None)) == 1


def test_case_page__shows_goal_groups_and_timeline(desk: Desk, group: Group, cast: Cast, ring: keyring.Keyring) -> None:
    ring.open([(cast.case.scope, Audience.WORKER)])
    plans.set_goal(by=cast.minna, case=cast.case, words="Haluan töihin keittiöön.", on=TUESDAY)
    attend(group, cast, "present")
    page = text(desk.get(cast.minna, "case-detail", cast.case.uid))
    assert page.count("Haluan töihin keittiöön.") == 2, "as a quote on top and on the timeline"
    assert "1 kerta 1:stä" in page
    only = text(desk.get(cast.minna, "case-detail", cast.case.uid, kind="group"))
    assert "Tiistairyhmä, 1." in only
    for name in ("plan-detail", "case-groups"):
        assert desk.get(cast.minna, name, cast.case.uid).status_code == 200


def test_panels__timeline_tabs_and_letter__are_registered() -> None:
    assert {"goal", "groups"} <= panels._panels.keys()
    assert {"group", "plan"} <= timeline._sources.keys()
    assert {"goal", "attendance"} <= {field.code for field in letter_fields.every()}


def test_letter__tells_the_goal_and_the_totals_only(group: Group, cast: Cast, ring: keyring.Keyring) -> None:
    it = opened(cast)
    assert (goal_of_case.in_letter(it), groups_of_case.totals(it)) == ("", "")
    ring.open([(cast.case.scope, Audience.WORKER)])
    plans.set_goal(by=cast.minna, case=cast.case, words="Haluan töihin keittiöön.", on=TUESDAY)
    attend(group, cast, "present", "absent_unnotified")
    assert goal_of_case.in_letter(it) == "Haluan töihin keittiöön."
    assert groups_of_case.totals(it).startswith("1 ")


@pytest.mark.parametrize(("who", "many"), [("raija", 1), ("onni", 1), ("minna", 0), ("kaisa", 0), ("petri", 0)])
def test_day__has_the_groups_that_one_runs(group: Group, cast: Cast, who: str, many: int) -> None:
    stops = groups_today.stops(actor(getattr(cast, who)), TUESDAY)
    assert len(stops) == many
    assert groups_today.stops(actor(getattr(cast, who)), TUESDAY + datetime.timedelta(days=1)) == []
    assert all(stop.content["number"] == 11 and not stop.subjects for stop in stops)


def test_day_page__leads_to_the_roll_call(desk: Desk, group: Group, cast: Cast) -> None:
    address = f"/group-sessions/{group.meeting.uid}/attendance/"
    assert address in text(desk.get(cast.raija, "home"))
    meetings.cancel(group.meeting, by=cast.raija, reason="illness")
    page = text(desk.get(cast.raija, "home"))
    assert f'class="btn" href="{address}"' not in page


def test_case_groups__any_size__cost_the_same(desk: Desk, group: Group, cast: Cast) -> None:
    costs = []
    for rows in (1, 12):
        for number in range(rows):
            series = make_series(cast.raija, cast, title=f"Ryhmä {rows} {number}", weekday=number % 5)
            enrolments.enrol(by=cast.minna, series=series, case=cast.case, on=series.starts_on)
        costs.append(desk.cost(cast.minna, "case-groups", cast.case.uid))
    assert costs[0] == costs[1] <= 20
