"""What the desk puts on my day: meetings on the rail; below it what is due, what waits for me, what is half written."""

import datetime
from collections.abc import Iterable
from typing import Any, Literal

from casework import agreed_actions, appointments, day_items, session_drafts, sessions
from casework.day_items import Section, Stop
from casework.models import Appointment, CaseFile, HealthEntry, Permission, SessionKind
from consent.actors import Actor
from consent.keyring import Audience, Pair
from consent.models import Role
from consent.periods import today

DAYS_AHEAD = 6
DAYS_BACK = 7
SHOWN = 12


def register() -> None:
    """Make the sources known."""
    day_items.add_stops("meetings", meetings)
    day_items.add_section("tasks", tasks)
    day_items.add_section("to-confirm", to_confirm)
    day_items.add_section("half-written", half_written)
    day_items.add_section("health-messages", health_messages)


def meetings(actor: Actor, day: datetime.date) -> list[Stop]:
    """The actor's appointments of the day, each with the state of its record."""
    rows = appointments.of_day(actor.account, day, cases=_readable(actor))
    drafts = session_drafts.saved_moments(actor.account) if rows else {}
    return [_stop(row, drafts.get(row.case.uid)) for row in rows]


def _stop(row: Appointment, draft_at: datetime.datetime | None) -> Stop:
    planned = row.state == Appointment.State.PLANNED
    person = row.case.subject.participant
    return Stop(
        row.starts_at,
        appointments.end_of(row),
        "casework/desk/_meeting_of_day.html",
        {"appointment": row, "person": person, "planned": planned, "draft_at": draft_at if planned else None},
        pairs=(*_names([row.case]), (row.case.scope, Audience.WORKER)),
        subjects=(row.case.subject.uid,),
        title=lambda: person.name,
    )


def tasks(actor: Actor, day: datetime.date) -> Section | None:
    """What the actor promised to do, due within a week; late things first, in the same colour."""
    if not actor.has(Role.WORKER, Role.HEALTH):
        return None
    rows = agreed_actions.due_for(actor.account, day + datetime.timedelta(days=DAYS_AHEAD))[:SHOWN]
    cases = [row.case for row in rows]
    pairs = (*_names(cases), *((case.scope, Audience.WORKER) for case in cases))
    return _section("main", 10, "casework/desk/_tasks_of_day.html", rows, cases, pairs)


def to_confirm(actor: Actor, day: datetime.date) -> Section | None:
    """What students wrote and this supervisor has to read and confirm."""
    if not actor.has(Role.WORKER, Role.HEALTH):
        return None
    rows = sessions.waiting_for(actor.account, _readable(actor))[:SHOWN]
    cases = [row.case for row in rows]
    return _section("main", 20, "casework/desk/_to_confirm_of_day.html", rows, cases, _names(cases)) if rows else None


def half_written(actor: Actor, day: datetime.date) -> Section | None:
    """Drafts of other than today's meetings."""
    moments = session_drafts.saved_moments(actor.account)
    if not moments:
        return None
    own = _readable(actor).filter(uid__in=list(moments))
    todays = appointments.of_day(actor.account, day, cases=own)
    shown_above = {row.case_id for row in todays if row.state == Appointment.State.PLANNED}
    cases = list(own.exclude(pk__in=shown_above).select_related("subject__participant").order_by("pk"))
    rows = sorted(
        ({"case": case, "saved_at": moments[case.uid]} for case in cases), key=lambda row: row["saved_at"], reverse=True
    )[:SHOWN]
    cases = [row["case"] for row in rows]
    return _section("main", 30, "casework/desk/_drafts_of_day.html", rows, cases, _names(cases)) if rows else None


def health_messages(actor: Actor, day: datetime.date) -> Section | None:
    """Messages of the last week into the health compartments that the actor opens; their text is on their own page."""
    if not actor.has(Role.HEALTH):
        return None
    own = CaseFile.objects.for_user(actor.account, Permission.HEALTH)
    since = today() - datetime.timedelta(days=DAYS_BACK)
    found = HealthEntry.objects.filter(case__in=own, kind=SessionKind.MESSAGE, held_on__gte=since)
    found = found.exclude(author=actor.account).select_related("author", "case__subject__participant")
    rows = list(found.order_by("-held_on", "-pk")[:SHOWN])
    cases = [row.case for row in rows]
    template = "casework/desk/_health_messages_of_day.html"
    return _section("side", 10, template, rows, cases, _names(cases)) if rows else None


def _section(
    place: Literal["main", "side"],
    order: int,
    template: str,
    rows: list[Any],
    cases: list[CaseFile],
    pairs: tuple[Pair, ...],
) -> Section:
    subjects = tuple(case.subject.uid for case in cases)
    return Section(place, order, template, {"rows": rows}, pairs=pairs, subjects=subjects)


def _readable(actor: Actor) -> Any:
    return CaseFile.objects.for_user(actor.account, Permission.READ)


def _names(cases: Iterable[CaseFile]) -> tuple[Pair, ...]:
    return tuple((case.subject.scope, Audience.WORKER) for case in cases)
