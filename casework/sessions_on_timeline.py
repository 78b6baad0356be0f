"""Sessions and health entries on the timeline of a case file, each only as far as the reader may know of it."""

import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import timeline
from casework.access import OpenCase
from casework.models import GuidanceSession, HealthEntry, Present
from casework.timeline import Entry
from consent.fields import readable
from consent.periods import HELSINKI

SHOWN_LETTERS = 280
NOON = datetime.time(12)


def register() -> None:
    """Make the two sources known."""
    timeline.add("session", label=pgettext_lazy("guidance", "Meetings"), order=10, entries=session_entries)
    timeline.add(
        "health", label=_("Health"), order=60, entries=health_entries, offered=lambda opened: opened.opens_health
    )


def session_entries(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
    """Sessions with what was agreed in them."""
    rows = _newest(GuidanceSession.objects.filter(case=opened.case), limit, before)
    rows = rows.annotate(amended=Count("amendments")).prefetch_related("agreed_actions__worker")
    return [
        _entry("session", row, "casework/desk/_entry_on_timeline.html", agreed=row.agreed_actions.all()) for row in rows
    ]


def health_entries(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
    """Health entries for those with the right; that something is closed, and its day, for those who work here.

    Readers who do not work here (students) get nothing, not even a count (interface notes §3).
    """
    entries = HealthEntry.objects.filter(case=opened.case)
    if opened.opens_health:
        rows = _newest(entries, limit, before).annotate(amended=Count("amendments"))
        return [_entry("health", row, "casework/desk/_entry_on_timeline.html", agreed=()) for row in rows]
    if not opened.works:
        return []
    days = _newest(entries, limit, before).values_list("held_on", flat=True)
    return [
        Entry("health", day, _moment(day, None), "casework/desk/_closed_on_timeline.html", {}, locked=True)
        for day in days
    ]


def _newest(rows: "QuerySet[Any]", limit: int, before: datetime.date | None) -> "QuerySet[Any]":
    if before is not None:
        rows = rows.filter(held_on__lt=before)
    return rows.select_related("author", "confirmed_by").order_by("-held_on", "-pk")[:limit]


def _entry(kind: str, row: Any, template: str, *, agreed: Any) -> Entry:
    content = {
        "entry": row,
        "agreed": agreed,
        "text": Truncator(row.narrative).chars(SHOWN_LETTERS),
        "interpreter": readable(row.present) and Present.INTERPRETER in row.present,
    }
    return Entry(kind, row.held_on, _moment(row.held_on, row.started_at), template, content)


def _moment(day: datetime.date, clock: datetime.time | None) -> datetime.datetime:
    """When it was, so that a day keeps its order; noon where nobody wrote the time."""
    return datetime.datetime.combine(day, clock or NOON, HELSINKI)
