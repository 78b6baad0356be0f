"""The first page of a case file: what a colleague understands in thirty seconds, and below it all that happened."""

import contextlib
import datetime
from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from casework import panels, timeline
from casework.access import CASE_READ, OpenCase
from casework.access_to_entries import case_to_look_through
from casework.desk import undoing
from casework.desk.case_head import facts, head, next_meeting
from consent.door import PageRequest, page

SHOWN = 40
COLUMNS = ("steps", "contacts", "grounds")


@page(may=CASE_READ, about=case_to_look_through, purpose="guidance", methods=("GET", "HEAD"))
def case_detail(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Summary and timeline, filtered by `?kind=`, paged by `?before=` (a day)."""
    kinds = timeline.kinds(opened)
    kind = request.GET.get("kind", "")
    kind = kind if kind in {source.kind for source in kinds} else ""
    before = _day(request.GET.get("before", ""))
    entries, older = timeline.newest(opened, kind=kind, limit=SHOWN, before=before)
    here = reverse("case-detail", args=[opened.case.uid])
    upcoming = next_meeting(opened)
    context = {
        "opened": opened,
        "head": head(opened, "case-detail", facts=facts(opened, upcoming)),
        "upcoming": upcoming,
        "head_panels": panels.shown(opened, request.actor, place="head"),
        "columns": [panels.shown(opened, request.actor, place=place) for place in COLUMNS],
        "entries": entries,
        "filters": _filters(here, kinds, kind),
        "older": _older(here, kind, entries[-1].day) if older else "",
        "newest_href": here if before else "",
        "log_here": reverse("session-new", args=[opened.case.uid]),
        "undo": undoing.pop(request, opened.case),
        "show_find": True,
    }
    return TemplateResponse(request, "casework/desk/case_detail.html", context)


def _filters(here: str, kinds: list[timeline.Source], kind: str) -> list[dict[str, Any]]:
    links = [{"href": f"{here}#events", "label": _("All"), "current": not kind}]
    return links + [
        {
            "href": f"{here}?{urlencode({'kind': source.kind})}#events",
            "label": source.label,
            "current": source.kind == kind,
        }
        for source in kinds
    ]


def _older(here: str, kind: str, last: datetime.date) -> str:
    query = {"before": last.isoformat()} | ({"kind": kind} if kind else {})
    return f"{here}?{urlencode(query)}#events"


def _day(text: str) -> datetime.date | None:
    """The day of an address; anything else is no day, nor one at the ends of the calendar."""
    with contextlib.suppress(ValueError):
        day = datetime.date.fromisoformat(text) if len(text) == 10 else None
        return day if day is not None and 1900 < day.year < 9999 else None
    return None
