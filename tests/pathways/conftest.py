"""Groups and people of the tests of the top floor."""

import dataclasses
import datetime
from collections.abc import Iterator

import pytest
import time_machine

from casework import participants
from casework.models import CaseFile
from consent import keyring
from consent.actors import acting
from consent.models import Account
from consent.periods import HELSINKI
from pathways import enrolments, groups, meetings
from pathways.models import GroupSeries, GroupSession
from tests.kept_rows import made_again
from tests.people import Cast

TUESDAY = datetime.date(2026, 11, 24)
HALF_PAST_ONE = datetime.datetime(2026, 11, 24, 13, 30, tzinfo=HELSINKI)
NAMES = ["Aino Ylinen", "Amina Hassan", "Esko Peltola", "Irma Lehto", "Jorma Kangas", "Olavi Tamminen"]


@pytest.fixture
def tuesday() -> Iterator[None]:
    """It is Tuesday 24.11.2026, half past one in Finland: the group is meeting."""
    with time_machine.travel(HALF_PAST_ONE, tick=False):
        yield


@dataclasses.dataclass
class Group:
    """A Tuesday group that raija runs and onni learns in; Nasrin and six others have a place."""

    series: GroupSeries
    people: list[CaseFile]

    @property
    def meeting(self) -> GroupSession:
        """Today's meeting, read anew."""
        return meetings.of(self.series).select_related("series").get(slot_on=TUESDAY)


def make_series(by: Account, cast: Cast, **more: object) -> GroupSeries:
    """A Tuesday group from 15.9. to 15.12., seven meetings to twelve, as given otherwise."""
    fields: dict[str, object] = {
        "title": "Tiistairyhmä",
        "theme": "Päihteetön arki",
        "place": "Sampolan lähiötupa",
        "capacity": 12,
        "starts_on": datetime.date(2026, 9, 15),
        "ends_on": datetime.date(2026, 12, 15),
        "weekday": 1,
        "starts_at": datetime.time(13),
        "length_minutes": 120,
    }
    return groups.create(by=by, programme=cast.house.programme, **{**fields, **more})  # type: ignore[arg-type]


def make_case(by: Account, cast: Cast, name: str) -> CaseFile:
    """A participant whose case file `by` leads."""
    first, last = name.split()
    details = participants.Details(first_name=first, last_name=last, phone="+358505550142")
    return participants.create(by=by, programme=cast.house.programme, details=details)


@pytest.fixture
def group(tuesday: None, cast: Cast, ring: keyring.Keyring) -> Group:
    """The Tuesday group; the others' case files are led by sari, Nasrin's by minna."""
    made = made_again("group", lambda: _make_group(cast), upon=cast.case.uid)
    made.people[0] = cast.case
    return made


def _make_group(cast: Cast) -> Group:
    with acting(cast.raija):
        series = make_series(cast.raija, cast)
        groups.facilitate(
            by=cast.kaisa, series=series, account=cast.raija, role="facilitator", starts_on=series.starts_on
        )
        groups.facilitate(by=cast.kaisa, series=series, account=cast.onni, role="student", starts_on=series.starts_on)
        people = [cast.case, *(make_case(cast.sari, cast, name) for name in NAMES)]
        for case in people:
            enrolments.enrol(by=cast.sari, series=series, case=case, on=series.starts_on)
    return Group(series, people)
