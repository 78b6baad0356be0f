"""The pages of the service catalogue."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from consent.models import AccessEvent
from pathways import services
from pathways.models import Service
from tests.pathways.conftest import make_case
from tests.pathways.desk.conftest import Desk, text
from tests.people import Cast

SEES = ["minna", "eeva", "raija", "onni", "kaisa", "anna"]
NOT = ["petri", "nasrin", "kirsi", "arto"]


@pytest.fixture
def service(tuesday: None, cast: Cast) -> Service:
    return services.create(
        by=cast.anna,
        organisation=cast.house.school,
        kind="language",
        name="Kielikahvila",
        for_whom="Aikuisille, jotka opettelevat suomea.",
        checked_on=datetime.date(2026, 9, 3),
    )


def typed(cast: Cast, **more: str) -> dict[str, str]:
    fields = {"name": "Digitupa", "organisation": str(cast.house.own.pk), "kind": "digital", "for_whom": "Kaikille"}
    return {**fields, "description": "", "place": "", "languages": "", "contact": "", "active": "on", **more}


def test_services__for_staff_and_nobody_else__the_list_logs_nothing(desk: Desk, service: Service, cast: Cast) -> None:
    before = AccessEvent.objects.count()
    for who in SEES:
        page = text(desk.get(getattr(cast, who), "service-list"))
        assert "Kielikahvila" in page
        assert "3.9.2026" in page
    assert AccessEvent.objects.count() == before
    for who in SEES:
        assert desk.get(getattr(cast, who), "service-detail", service.uid).status_code == 200
    for who in NOT:
        for name, args in (("service-list", []), ("service-detail", [service.uid]), ("service-new", [])):
            assert desk.get(getattr(cast, who), name, *args).status_code == 404, (who, name)


def test_services__are_kept_by_coordinator_and_administrator_only(desk: Desk, service: Service, cast: Cast) -> None:
    for who in (*SEES[:4], *NOT):
        for name, args in (("service-new", []), ("service-edit", [service.uid])):
            assert desk.post(getattr(cast, who), name, *args, **typed(cast)).status_code == 404, (who, name)
        desk.post(getattr(cast, who), "service-detail", service.uid)
    assert Service.objects.get().checked_on == datetime.date(2026, 9, 3)


def test_list__overdue__asks_to_check_and_filters_by_link(desk: Desk, service: Service, cast: Cast) -> None:
    services.create(by=cast.anna, organisation=cast.house.own, kind="digital", name="Digitupa", checked_on=None)
    page = text(desk.get(cast.minna, "service-list"))
    assert page.count('class="tag wait"') == 1
    assert 'href="/services/?kind=digital"' in page
    assert "kind=green" not in page, "a kind without services is no filter"
    only = text(desk.get(cast.minna, "service-list", kind="digital"))
    assert ("Digitupa" in only, "Kielikahvila" in only) == (True, False)
    assert desk.get(cast.minna, "service-list", kind="nonsense", page="x").status_code == 200


def test_service__checked__today(desk: Desk, service: Service, cast: Cast) -> None:
    desk.post(cast.anna, "service-detail", service.uid)
    assert Service.objects.get().checked_on == datetime.date(2026, 11, 24)


def test_service_new__sent_twice__adds_one(desk: Desk, tuesday: None, cast: Cast) -> None:
    same = typed(cast, submission=str(uuid.uuid4()))
    for _twice in range(2):
        assert desk.post(cast.kaisa, "service-new", **same).status_code == 302
    assert Service.objects.count() == 1


def test_service_new__wrong__keeps_what_was_typed(desk: Desk, tuesday: None, cast: Cast) -> None:
    long = "å" * 501
    for field, wrong in (("name", ""), ("name", long), ("kind", "magic"), ("organisation", "0"), ("for_whom", long)):
        answer = desk.post(cast.anna, "service-new", **typed(cast, **{field: wrong}))
        assert f'id="id_{field}_error"' in text(answer), (field, wrong)
        assert "Kaikille" in text(answer) or field == "for_whom"
    assert not Service.objects.exists()


def test_service_edit__of_two_at_once__shows_both(desk: Desk, service: Service, cast: Cast) -> None:
    services.change(Service.objects.get(), by=cast.kaisa, version=1, name="Toisen nimi")
    page = text(desk.post(cast.anna, "service-edit", service.uid, version="1", **typed(cast)))
    assert "Toisen nimi" in page
    assert "Digitupa" in page
    assert Service.objects.get().name == "Toisen nimi"
    assert desk.post(cast.anna, "service-edit", service.uid, version="2", **typed(cast)).status_code == 302


def test_to_plan__lists_own_people_and_logs_those_shown(
    desk: Desk, service: Service, cast: Cast, logged: Callable[[], Any]
) -> None:
    make_case(cast.sari, cast, "Esko Peltola")
    own = make_case(cast.minna, cast, "Aino Ylinen")
    page = text(desk.get(cast.minna, "service-to-plan", service.uid))
    assert page.index("Aino Ylinen") < page.index("Nasrin Rahimi")
    assert "Peltola" not in page
    assert logged() == ("list", "service_to_plan", {cast.case.subject.uid, own.subject.uid})
    found = text(desk.post(cast.minna, "service-to-plan", service.uid, q="rah nas"))
    assert ("Rahimi" in found, "Ylinen" in found) == (True, False)
    assert logged()[2] == {cast.case.subject.uid}


def test_to_plan__of_somebody_else__leads_nowhere(desk: Desk, service: Service, cast: Cast) -> None:
    stranger = make_case(cast.sari, cast, "Esko Peltola")
    for chosen in (str(stranger.uid), str(uuid.uuid4()), "nonsense"):
        assert desk.post(cast.minna, "service-to-plan", service.uid, case=chosen).status_code == 200
    for who in (cast.raija, cast.onni, cast.kaisa, cast.petri):
        assert desk.get(who, "service-to-plan", service.uid).status_code == 404


def test_services__any_size__cost_the_same(desk: Desk, service: Service, cast: Cast) -> None:
    costs = []
    for rows in (1, 38):
        for number in range(rows):
            services.create(by=cast.anna, organisation=cast.house.own, kind="work", name=f"Työ {rows} {number}")
        costs.append(desk.cost(cast.minna, "service-list"))
    assert costs[0] == costs[1] <= 12
    assert len(desk.get(cast.minna, "service-list").content) < 40_000
