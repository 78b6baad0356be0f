"""The service catalogue: what people are guided to. Nothing here is about a person."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from consent.models import Account, Organisation
from consent.periods import add_months, today
from pathways.models import Service

CHECK_MONTHS = 12


def in_use(kind: str = "") -> QuerySet[Service]:
    """Services that are offered now, by name; of one kind or of all."""
    rows = Service.objects.filter(active=True).select_related("organisation").order_by("name", "pk")
    return rows.filter(kind=kind) if kind else rows


def needs_check(service: Service, on: datetime.date | None = None) -> bool:
    """Whether nobody has checked the details for 12 months."""
    return service.checked_on is None or add_months(service.checked_on, CHECK_MONTHS) < (on or today())


@transaction.atomic
def create(*, by: Account, organisation: Organisation, kind: str, name: str, **details: Any) -> Service:
    """A new service; `details`: description, for_whom, place, languages, contact, checked_on (today unless given)."""
    service = Service(organisation=organisation, kind=kind, name=name, **{"checked_on": today(), **details})
    service.save()
    return service


@transaction.atomic
def change(service: Service, *, by: Account, version: int, **details: Any) -> None:
    """Save changed details, checked today, over the version that was read; raises StaleWrite."""
    for name, value in {"checked_on": today(), **details}.items():
        setattr(service, name, value)
    service.read_as(version).save()


@transaction.atomic
def check(service: Service, *, by: Account) -> None:
    """Somebody looked and the details hold today."""
    service.checked_on = today()
    service.save(update_fields=["checked_on"])
