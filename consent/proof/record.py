"""That the log was verified or exported is an event of the security log, so that the officer's page can say when."""

import dataclasses
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


@dataclasses.dataclass(frozen=True)
class Checked:
    """What the last verification found, and when."""

    at: datetime.datetime
    damaged: bool
    whole: bool


def last() -> Checked | None:
    """The last verification. A fault stays until the whole log was found well: the newest part says nothing of it."""
    found = SecurityEvent.objects.order_by("-at", "-pk").values_list("kind", "at", "pk")
    newest = found.filter(kind__in=(WHOLE, NEWEST, DAMAGED)).first()
    if newest is None:
        return None
    decisive = found.filter(kind__in=(WHOLE, DAMAGED)).first()
    kind, at, _ = decisive if decisive is not None and decisive[0] == DAMAGED else newest
    return Checked(at, kind == DAMAGED, kind == WHOLE)
