"""The service catalogue."""

import datetime

import pytest

from consent.records import StaleWrite
from pathways import services
from pathways.models import Service
from tests.people import Cast


def make_service(cast: Cast, **more: object) -> Service:
    fields: dict[str, object] = {"kind": "language", "name": "Kielikahvila", **more}
    return services.create(by=cast.anna, organisation=cast.house.school, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("checked_on", "overdue"),
    [
        (datetime.date(2025, 11, 24), False),
        (datetime.date(2025, 11, 23), True),
        (datetime.date(2026, 11, 24), False),
        (None, True),
    ],
)
def test_service__needs_check__after_twelve_months(cast: Cast, checked_on: datetime.date | None, overdue: bool) -> None:
    service = make_service(cast, checked_on=checked_on)
    assert services.needs_check(service, on=datetime.date(2026, 11, 24)) is overdue


def test_service__change__over_a_newer_version__is_stale(cast: Cast) -> None:
    service = make_service(cast)
    again = Service.objects.get(pk=service.pk)
    services.change(service, by=cast.anna, version=1, name="Kielikahvila 2")
    with pytest.raises(StaleWrite):
        services.change(again, by=cast.anna, version=1, name="Kielikahvila 3")


def test_service__not_in_use__is_not_listed(cast: Cast) -> None:
    make_service(cast, active=False)
    kept = make_service(cast, name="Digitupa", kind="digital")
    assert list(services.in_use()) == [kept]
    assert list(services.in_use("language")) == []
