"""Places: the lowest free number, the queue, and forty people at once for two places."""

import datetime
import threading

import pytest
from django.db import connections

from casework.models import CaseFile
from consent import keyring
from consent.actors import acting
from pathways import enrolments
from pathways.models import Enrolment, GroupSeries
from tests.pathways.conftest import Group, make_case, make_series
from tests.people import Cast

DAY = datetime.date(2026, 9, 15)


def small_group(cast: Cast, capacity: int = 2) -> tuple[GroupSeries, list[CaseFile]]:
    with acting(cast.minna):
        series = make_series(cast.raija, cast, capacity=capacity)
        people = [cast.case, *(make_case(cast.minna, cast, name) for name in ("Aino Ylinen", "Esko Peltola"))]
    return series, people


def test_enrol__takes_the_lowest_free_place_then_queues(cast: Cast) -> None:
    series, people = small_group(cast)
    rows = [enrolments.enrol(by=cast.minna, series=series, case=case, on=DAY) for case in people]
    assert [(row.state, row.place_no) for row in rows] == [("enrolled", 1), ("enrolled", 2), ("waiting", None)]


def test_enrol__behind_somebody_who_waits__queues_although_a_place_is_free(cast: Cast) -> None:
    series, people = small_group(cast, capacity=1)
    first = enrolments.enrol(by=cast.minna, series=series, case=people[0], on=DAY)
    waiting = enrolments.enrol(by=cast.minna, series=series, case=people[1], on=DAY)
    enrolments.leave(first, by=cast.minna, on=datetime.date(2026, 10, 1))
    assert enrolments.enrol(by=cast.minna, series=series, case=people[2], on=DAY).state == "waiting"
    enrolments.give_place(waiting, by=cast.minna)
    assert (waiting.state, waiting.place_no) == ("enrolled", 1)


def test_give_place__without_a_free_one__is_refused(cast: Cast) -> None:
    series, people = small_group(cast, capacity=1)
    enrolments.enrol(by=cast.minna, series=series, case=people[0], on=DAY)
    waiting = enrolments.enrol(by=cast.minna, series=series, case=people[1], on=DAY)
    with pytest.raises(enrolments.NoPlaceFree):
        enrolments.give_place(waiting, by=cast.minna)
    assert Enrolment.objects.get(pk=waiting.pk).state == "waiting"


def test_enrol__twice__is_refused_also_in_the_queue(cast: Cast) -> None:
    series, people = small_group(cast, capacity=1)
    for case in people[:2]:
        enrolments.enrol(by=cast.minna, series=series, case=case, on=DAY)
        with pytest.raises(enrolments.AlreadyEnrolled):
            enrolments.enrol(by=cast.minna, series=series, case=case, on=DAY)
    assert Enrolment.objects.count() == 2


def test_enrol__after_leaving__is_a_new_row(cast: Cast) -> None:
    series, people = small_group(cast)
    first = enrolments.enrol(by=cast.minna, series=series, case=people[0], on=DAY)
    enrolments.leave(first, by=cast.minna, on=datetime.date(2026, 10, 1))
    assert first.until == datetime.date(2026, 10, 1)
    again = enrolments.enrol(by=cast.minna, series=series, case=people[0], on=datetime.date(2026, 11, 1))
    assert again.pk != first.pk
    with pytest.raises(enrolments.NotInGroup):
        enrolments.leave(first, by=cast.minna)


def test_enrol__impossible__is_refused_by_name(cast: Cast) -> None:
    series, people = small_group(cast)
    with pytest.raises(enrolments.OutsideGroup):
        enrolments.enrol(by=cast.minna, series=series, case=people[0], on=datetime.date(2026, 12, 16))
    series.state = "ended"
    series.save(update_fields=["state"])
    with pytest.raises(enrolments.GroupEnded):
        enrolments.enrol(by=cast.minna, series=series, case=people[0], on=DAY)


def test_enrol__into_another_programme__is_refused(cast: Cast, ring: keyring.Keyring) -> None:
    from pathways import groups

    fields = {"title": "Ryhmä", "place": "Talo", "capacity": 5, "starts_on": DAY, "ends_on": None, "weekday": 1}
    other = groups.create(
        by=cast.outi,
        programme=cast.house.other_programme,
        starts_at=datetime.time(10),
        length_minutes=60,
        **fields,  # type: ignore[arg-type]
    )
    with pytest.raises(enrolments.OtherProgramme):
        enrolments.enrol(by=cast.minna, series=other, case=cast.case, on=DAY)


def test_roster__of_a_past_day__has_those_who_have_left_since(group: Group, cast: Cast) -> None:
    row = Enrolment.objects.get(case=cast.case)
    enrolments.leave(row, by=cast.minna, on=datetime.date(2026, 11, 24))
    assert cast.case in [each.case for each in enrolments.at_meeting(group.meeting)]
    later = group.meeting
    later.starts_at += datetime.timedelta(days=7)
    assert cast.case not in [each.case for each in enrolments.at_meeting(later)]


@pytest.mark.django_db(transaction=True)
def test_capacity__two_last_places_and_forty_at_once__exactly_two_get_in(transactional_db: None, cast: Cast) -> None:
    with acting(cast.minna):
        series = make_series(cast.raija, cast, capacity=3)
        people = [make_case(cast.minna, cast, f"Aino Num{number:02}") for number in range(40)]
    enrolments.enrol(by=cast.minna, series=series, case=cast.case, on=DAY)
    ready, faults = threading.Barrier(len(people)), []

    def enrol(case: CaseFile) -> None:
        try:
            ready.wait(timeout=30)
            enrolments.enrol(by=cast.minna, series=series, case=case, on=DAY)
        except Exception as fault:  # noqa: BLE001  (a thread's fault must reach the test)
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=enrol, args=(case,)) for case in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    states = list(Enrolment.objects.order_by("pk").values_list("state", "place_no"))
    assert sorted(place for state, place in states if state == "enrolled") == [1, 2, 3]
    assert sum(state == "waiting" for state, _place in states) == 38
