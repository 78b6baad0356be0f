"""That the log was verified or exported is an event of the security log, so that the officer's page can say when."""

import datetime

from consent.actors import Actor
from consent.models import SecurityEvent
from consent.proof.verifying import Report

WHOLE, NEWEST, DAMAGED, EXPORTED = "log_verified", "log_newest_verified", "log_found_damaged", "log_exported"


def verified(report: Report, *, by: Actor | None = None, whole: bool = True) -> None:
    """The log was verified: the whole of it, or its newest part."""
    kind = DAMAGED if report.bad() else WHOLE if whole else NEWEST
    SecurityEvent.objects.create(kind=kind, actor=by.account if by else None)


def exported() -> None:
    """The log was exported."""
    SecurityEvent.objects.create(kind=EXPORTED)


def last() -> tuple[str, datetime.datetime] | None:
    """What the last verification found, and when."""
    kinds = (WHOLE, NEWEST, DAMAGED)
    return SecurityEvent.objects.filter(kind__in=kinds).order_by("-at", "-pk").values_list("kind", "at").first()
