"""What the loaders of groups open: for those who run a group first names, the theme and nothing else."""

from typing import Any

import pytest

from consent import keyring
from consent.errors import NotFound, Refused
from consent.fields import readable
from consent.keyring import Audience
from pathways import access
from tests.pathways.conftest import Group
from tests.people import Cast, actor


@pytest.mark.parametrize("who", ["raija", "onni"])
def test_roster__opens__first_names_as_a_facilitator_alone(group: Group, cast: Cast, who: str) -> None:
    found = access.meeting_to_mark(actor(getattr(cast, who)), group.meeting.uid)
    assert {audience for _scope, audience in found.opens} == {Audience.FACILITATOR}
    assert {scope for scope, _ in found.opens} == {group.series.scope, *(case.subject.scope for case in group.people)}
    assert set(found.subjects) == {case.subject.uid for case in group.people}
    with keyring.fresh() as ring:
        ring.open(found.opens)
        person = found.it.rows[0].case.subject.participant
        assert readable(person.roster_name)
        assert not [
            name for name in ("first_name", "last_name", "phone", "language") if readable(getattr(person, name))
        ]


def test_group__opens__nothing_for_the_coordinator_and_the_worker_beside_it(group: Group, cast: Cast) -> None:
    for account in (cast.kaisa, cast.minna):
        assert access.group_to_see(actor(account), group.series.uid).opens == ()
    assert access.group_to_change(actor(cast.kaisa), group.series.uid).seals == (group.series.scope,)


@pytest.mark.parametrize(
    ("who", "error"), [("minna", Refused), ("kaisa", Refused), ("outi", NotFound), ("petri", NotFound)]
)
def test_roster__of_a_group_that_one_does_not_run__is_not_opened(
    group: Group, cast: Cast, who: str, error: Any
) -> None:
    with pytest.raises(error):
        access.meeting_to_mark(actor(getattr(cast, who)), group.meeting.uid)
