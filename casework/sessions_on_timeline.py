"""Sessions and health entries on the timeline of a case file, each only as far as the reader may know of it."""

import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import agreed_actions, timeline
from casework.access import OpenCase
from casework.models import AgreedAction, Amendment, GuidanceSession, HealthEntry, Present
from casework.timeline import Entry
from consent.fields import readable
from consent.periods import HELSINKI

SHOWN_LETTERS = 280
SHOWN = ("uid", "kind", "held_on", "started_at", "length_minutes", "state", "scope", "narrative", "present")
NOON = datetime.time(12)


def register() -> None:
    """Make the two sources known."""
    timeline.add("session", label=pgettext_lazy("guidance", "Meetings"), order=10, entries=session_entries)
    timeline.add(
        "health", label=_("Health"), order=60, entries=health_entries, offered=lambda opened: opened.opens_health
    )


def session_entries(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
    """Sessions with what was agreed in them."""
    rows = GuidanceSession.objects.filter(case=opened.case).annotate(amended=_amendments("session"))
    sessions = list(_shown(_newest(rows, limit, before)))
    agreed: dict[int, list[AgreedAction]] = {}
    for action in agreed_actions.of_page(opened, [session.pk for session in sessions]):
        if action.session_id is not None:
            agreed.setdefault(action.session_id, []).append(action)
    return [
        _entry("session", row, "casework/desk/_entry_on_timeline.html", agreed=agreed.get(row.pk, ()))
        for row in sessions
    ]


def health_entries(opened: OpenCase, limit: int, before: datetime.date | None) -> list[Entry]:
    """Health entries for those with the right; that something is closed, and its day, for those who work here.

    Readers who do not work here (students) get nothing, not even a count (interface notes §3).
    """
    entries = HealthEntry.objects.filter(case=opened.case)
    if opened.opens_health:
        rows = _shown(_newest(entries.annotate(amended=_amendments("health_entry")), limit, before))
        return [_entry("health", row, "casework/desk/_entry_on_timeline.html", agreed=()) for row in rows]
    if not opened.works:
        return []
    days = _newest(entries, limit, before).values_list("held_on", flat=True)
    return [
        Entry("health", day, _moment(day, None), "casework/desk/_closed_on_timeline.html", {}, locked=True)
        for day in days
    ]


def _amendments(of: str) -> Coalesce:
    """How many amendments an entry has; a subquery, because grouping by sealed columns costs more."""
    rows = Amendment.objects.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def _newest(rows: "QuerySet[Any]", limit: int, before: datetime.date | None) -> "QuerySet[Any]":
    if before is not None:
        rows = rows.filter(held_on__lt=before)
    return rows.order_by("-held_on", "-pk")[:limit]


def _shown(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """With who wrote it, and without the columns that the timeline does not show: half of the work of forty rows."""
    return rows.select_related("author").only(*SHOWN, "author__name")


def _entry(kind: str, row: Any, template: str, *, agreed: Any) -> Entry:
    content = {
        "entry": row,
        "agreed": agreed,
        "text": _beginning(row.narrative),
        "interpreter": readable(row.present) and Present.INTERPRETER in row.present,
    }
    return Entry(kind, row.held_on, _moment(row.held_on, row.started_at), template, content)


def _beginning(text: str) -> str:
    """What fits; most notes do, and the truncator goes through every letter of them."""
    return text if len(text) <= SHOWN_LETTERS else Truncator(text).chars(SHOWN_LETTERS)


def _moment(day: datetime.date, clock: datetime.time | None) -> datetime.datetime:
    """When it was, so that a day keeps its order; noon where nobody wrote the time."""
    return datetime.datetime.combine(day, clock or NOON, HELSINKI)
