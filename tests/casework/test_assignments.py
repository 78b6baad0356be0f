"""Assigning and ending: the grants follow at once, and only who fits may come."""

import datetime

import pytest

from casework import assignments
from casework.models import Assignment, CaseFile, CaseUserGrant, Permission
from consent.periods import today
from tests.people import Cast

Role, Why = Assignment.Role, Assignment.Why


def held(account: object, case: CaseFile) -> set[str]:
    grants = CaseUserGrant.objects.filter(user=account, content_object=case)
    return set(grants.order_by("pk").values_list("permission__codename", flat=True))


def test_assign__co_worker__holds_read_and_work(cast: Cast) -> None:
    assignments.assign(by=cast.minna, case=cast.case, account=cast.sari, role=Role.CO_WORKER, why=Why.COVER)
    assert held(cast.sari, cast.case) == {Permission.READ, Permission.WORK}
    assert CaseFile.objects.for_user(cast.sari, Permission.READ).get() == cast.case


def test_assign__new_lead__ends_the_former(cast: Cast) -> None:
    assignments.assign(by=cast.minna, case=cast.case, account=cast.jari, role=Role.LEAD, why=Why.HANDOVER)
    former = Assignment.objects.get(account=cast.minna, role=Role.LEAD)
    assert (former.ended_on, former.ended_why, former.ended_by) == (today(), Why.HANDOVER, cast.minna)
    assert held(cast.minna, cast.case) == set()
    live = [row.role for row in assignments.in_force(cast.case) if row.account == cast.jari]
    assert live == [Role.LEAD]  # co-work has become lead


def test_assign__twice__is_refused(cast: Cast) -> None:
    with pytest.raises(assignments.AlreadyAssigned):
        assignments.assign(by=cast.minna, case=cast.case, account=cast.jari, role=Role.CO_WORKER, why=Why.TEAM)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("raija", Role.CO_WORKER),
        ("kaisa", Role.LEAD),
        ("petri", Role.CO_WORKER),
        ("outi", Role.CO_WORKER),
        ("onni", Role.CO_WORKER),
        ("sari", Role.HEALTH),
        ("sari", Role.STUDENT),
        ("nasrin", Role.CO_WORKER),
    ],
)
def test_assign__without_the_role__is_refused(cast: Cast, name: str, role: str) -> None:
    with pytest.raises(assignments.RoleDoesNotFit):
        assignments.assign(by=cast.minna, case=cast.case, account=getattr(cast, name), role=role, why=Why.TEAM)
    assert not CaseFile.objects.for_user(getattr(cast, name), Permission.WORK).exists()


def test_assign__from_a_later_day__is_refused(cast: Cast) -> None:
    tomorrow = today() + datetime.timedelta(days=1)
    with pytest.raises(assignments.StartsLater):
        assignments.assign(
            by=cast.minna, case=cast.case, account=cast.sari, role=Role.CO_WORKER, why=Why.TEAM, starts_on=tomorrow
        )


def test_assign__student__ends_with_the_training(cast: Cast) -> None:
    row = Assignment.objects.get(account=cast.onni)
    assert row.until == datetime.date(2027, 12, 31)
    assert CaseUserGrant.objects.get(user=cast.onni).until is not None


def test_assign__two_roles__the_longer_decides(cast: Cast) -> None:
    last_day = today() + datetime.timedelta(days=5)
    assignments.assign(
        by=cast.minna, case=cast.case, account=cast.eeva, role=Role.CO_WORKER, why=Why.COVER, until=last_day
    )
    untils = dict(
        CaseUserGrant.objects.filter(user=cast.eeva).order_by("pk").values_list("permission__codename", "until")
    )
    assert untils == {Permission.READ: None, Permission.WORK: None, Permission.HEALTH: None}
    health = Assignment.objects.get(account=cast.eeva, role=Role.HEALTH)
    assignments.end(health, by=cast.minna, why=Why.ENDED)
    assert held(cast.eeva, cast.case) == {Permission.READ, Permission.WORK}
    assert CaseUserGrant.objects.filter(user=cast.eeva, until=None).count() == 0


def test_end__takes_the_grants_at_once(cast: Cast) -> None:
    assignments.end(Assignment.objects.get(account=cast.jari), by=cast.minna, why=Why.ENDED)
    assert held(cast.jari, cast.case) == set()


def test_end__lead_of_an_open_file__is_refused(cast: Cast) -> None:
    with pytest.raises(assignments.LeadNeeded):
        assignments.end(Assignment.objects.get(account=cast.minna), by=cast.minna, why=Why.ENDED)


def test_end__twice__is_refused(cast: Cast) -> None:
    row = Assignment.objects.get(account=cast.jari)
    assignments.end(row, by=cast.minna, why=Why.ENDED)
    with pytest.raises(assignments.AlreadyEnded):
        assignments.end(row, by=cast.minna, why=Why.ENDED)


def test_workers_of__lead_first__each_once(cast: Cast) -> None:
    assert assignments.workers_of([cast.case]) == {cast.case.pk: ["Minna", "Jari", "Eeva", "Onni"]}
