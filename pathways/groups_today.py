"""The groups that somebody runs, on the rail of their day."""

import datetime

from django.urls import reverse

from casework import day_items
from consent.actors import Actor
from pathways import meetings
from pathways.access import RUNS_GROUPS


def stops(actor: Actor, day: datetime.date) -> list[day_items.Stop]:
    """Today's meetings, cancelled ones too; about no person."""
    if not actor.has(*RUNS_GROUPS):
        return []
    rows = list(meetings.today_of(actor.account, day))
    numbers = meetings.numbers_of(rows) if rows else {}
    return [
        day_items.Stop(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            template="pathways/desk/_stop_group.html",
            content={"meeting": row, "number": numbers[row.pk], "href": reverse("attendance", args=[row.uid])},
            kind="group",
            title=lambda row=row: row.series.title,  # type: ignore[misc]
        )
        for row in rows
    ]


def register() -> None:
    """Make the rail's source known."""
    day_items.add_stops("groups", stops)
