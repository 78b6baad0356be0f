"""With whom? The shortest way from anywhere to the page on which a meeting is recorded."""

import uuid

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import appointments, finding
from casework.access import CASE_READ, Register, register
from casework.models import Appointment
from consent.door import PageRequest, page, show
from consent.keyring import Audience
from consent.periods import today


@page(may=CASE_READ, about=register, purpose="guidance", action="list")
def session_start(request: PageRequest, people: Register) -> HttpResponseBase:
    """Today's people as a choice, and a search among one's own people; a row that is found is a button of its own."""
    asked, chosen = request.POST.get("q", "").strip(), request.POST.get("case", "")
    if chosen and "find" not in request.POST:
        return _go(people, chosen)
    todays = appointments.of_day(request.actor.account, today(), cases=people.own)
    answer = finding.as_typed(people, finding.understand(asked)) if asked else finding.Answer()
    show(
        request,
        pairs=[(row.case.subject.scope, Audience.WORKER) for row in todays],
        subjects=[*(row.case.subject.uid for row in todays), *answer.subjects],
    )
    missing = request.method == "POST" and not asked
    context = {
        "todays": _once_each(todays),
        "asked": asked,
        "answer": answer,
        "nothing": bool(asked) and not any(hit.reads and hit.is_open for hit in answer.hits),
        "missing": _("Choose a person or write a name.") if missing else "",
    }
    return TemplateResponse(request, "casework/desk/session_start.html", context)


def _go(people: Register, chosen: str) -> HttpResponseBase:
    """To the page of the chosen case file; with the appointment where one was chosen ("case appointment")."""
    case, _space, appointment = chosen.partition(" ")
    try:
        uids = [uuid.UUID(part) for part in (case, appointment) if part]
    except ValueError:
        return redirect("session-start")
    if not uids or not people.own.filter(uid=uids[0]).exists():
        return redirect("session-start")
    query = f"?appointment={uids[1]}" if len(uids) > 1 else ""
    return redirect(reverse("session-new", args=[uids[0]]) + query)


def _once_each(rows: list[Appointment]) -> list[Appointment]:
    """Today's meetings that are still to be recorded, each person once."""
    planned = [row for row in rows if row.state == Appointment.State.PLANNED]
    return list({row.case_id: row for row in reversed(planned)}.values())[::-1]
