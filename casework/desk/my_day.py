"""My day: what is today and what is due, nothing else; the first page of all who work with participants."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casework import day_items
from casework.access import CASE_READ
from casework.access_to_entries import own_day
from casework.day_items import Section, Stop
from casework.desk import undoing
from consent import homes
from consent.door import EVERY_ROLE, PageRequest, page, show
from consent.models import Role
from consent.periods import now, today

HAVE_A_DAY = CASE_READ | {Role.FACILITATOR}


@page(may=EVERY_ROLE, about=own_day, purpose="guidance", action="list", methods=("GET", "HEAD"))
def home(request: PageRequest, cases: Any) -> HttpResponseBase:
    """The day of who works with participants; everybody else goes to the first page of their role."""
    if not request.actor.has(*HAVE_A_DAY):
        address = homes.address(request.actor.roles)
        return redirect(address) if address else redirect("more")
    day = today()
    stops, sections = day_items.stops(request.actor, day), day_items.sections(request.actor, day)
    shown: list[Stop | Section] = [*stops, *sections]
    show(
        request,
        pairs=[pair for item in shown for pair in item.pairs],
        subjects=[uid for item in shown for uid in item.subjects],
    )
    following = next((stop for stop in stops if stop.ends_at > now()), None)
    context = {
        "day": day,
        "rail": [{"stop": stop, "state": _state(stop, following)} for stop in stops],
        "meetings": sum(stop.kind == "meeting" for stop in stops),
        "groups": sum(stop.kind == "group" for stop in stops),
        "following": following,
        "following_title": following.title() if following else "",
        "main_sections": [section for section in sections if section.place == "main"],
        "side_sections": [section for section in sections if section.place == "side"],
        "records": request.actor.has(*CASE_READ),
        "undo": undoing.pop(request),
        "show_find": request.actor.has(*CASE_READ),
    }
    return TemplateResponse(request, "casework/desk/my_day.html", context)


def _state(stop: Stop, following: Stop | None) -> str:
    """Where a stop stands on the rail: behind, now or ahead."""
    if following is None or stop.starts_at < following.starts_at:
        return ""
    return "now" if stop is following else "ahead"
