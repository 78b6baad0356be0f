"""The list of participants: one's own with language and last contact; a coordinator's with names, workers and days."""

import dataclasses
import datetime
import uuid
from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework import assignments, finding
from casework.access import SEES_REGISTER, Register, register
from casework.desk.paging import page_number
from casework.details_in_words import language_name
from casework.models import CaseFile
from casework.models.cases import CaseFileQuerySet
from consent import door
from consent.door import PageRequest, page
from consent.fields import readable
from consent.keyring import Audience

PAGE = 50
SORTED_BY_NAME = 200  # more people than this are not opened just to be put in order: newest first then
OPEN, CLOSED, PROGRAMME, ENDED = "open", "closed", "programme", "ended"


@dataclasses.dataclass(frozen=True)
class Row:
    """One case file of the list: name, number, what is said `about` it, and one day with its label."""

    case: CaseFile
    name: str
    about: list[str]
    when_label: str
    when: datetime.date | None


@page(may=SEES_REGISTER, about=register, purpose="guidance", action="list")
def participant_list(request: PageRequest, found: Register) -> HttpResponseBase:
    """Case files by kind, fifty on a page; never counted."""
    kinds = _kinds(found, request.actor.roles)
    asked = request.GET.get("kind", "")
    kind = asked if asked in kinds else next(iter(kinds))
    number = page_number(request)
    own = kind in {OPEN, CLOSED}
    cases = (found.own if own else found.programme).filter(state=_state(kind))
    chosen, more = _page_by_name(cases, number) if own else (None, False)
    if chosen is None:
        chosen, more = _page_newest(cases, number)
    context = {
        "rows": _own_rows(request, chosen) if own else _programme_rows(request, chosen),
        "own": own,
        "closed": kind in {CLOSED, ENDED},
        "creates": found.creates,
        "chips": [{"href": f"?kind={code}", "label": label, "current": code == kind} for code, label in kinds.items()],
        "summary": f"{(number - 1) * PAGE + 1}–{(number - 1) * PAGE + len(chosen)}",
        "newer": f"?kind={kind}&page={number - 1}" if number > 1 else "",
        "older": f"?kind={kind}&page={number + 1}" if more else "",
    }
    return TemplateResponse(request, "casework/desk/participant_list.html", context)


def _kinds(found: Register, roles: frozenset[str]) -> dict[str, str]:
    """The chips that this reader has: own ones for those who work with people, the programme's for a coordinator."""
    own = {OPEN: pgettext("case files", "Open"), CLOSED: pgettext("case files", "Closed")}
    if not found.coordinates:
        return own
    if not roles & {"worker", "health", "student"}:
        return {PROGRAMME: own[OPEN], ENDED: own[CLOSED]}
    return own | {PROGRAMME: _("Whole programme, open"), ENDED: _("Whole programme, closed")}


def _state(kind: str) -> str:
    return CaseFile.State.OPEN if kind in {OPEN, PROGRAMME} else CaseFile.State.CLOSED


def _page_newest(cases: CaseFileQuerySet, number: int) -> tuple[list[CaseFile], bool]:
    first = (number - 1) * PAGE
    newest = cases.order_by("-opened_on", "-pk").select_related("subject__participant")
    rows = list(newest[first : first + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def _page_by_name(cases: CaseFileQuerySet, number: int) -> tuple[list[CaseFile] | None, bool]:
    uids = finding.by_name(cases, limit=SORTED_BY_NAME)
    if uids is None:
        return None, False
    first = (number - 1) * PAGE
    shown = uids[first : first + PAGE]
    rows = CaseFile.objects.filter(uid__in=shown or [uuid.uuid4()]).select_related("subject__participant")
    by_uid = {case.uid: case for case in rows.order_by("pk")}
    return [by_uid[uid] for uid in shown if uid in by_uid], len(uids) > first + PAGE


def _own_rows(request: PageRequest, cases: list[CaseFile]) -> list[Row]:
    """Language, neighbourhood and, where it is somebody else, the lead worker; no place under a safety prohibition."""
    _show(request, cases, Audience.WORKER)
    leads, me = assignments.leads_of(cases), request.actor.account.pk
    return [_own_row(case, [lead.name for lead in leads.get(case.pk, []) if lead.pk != me]) for case in cases]


def _own_row(case: CaseFile, others: list[str]) -> Row:
    person = case.subject.participant
    place: Any = "" if person.safety_prohibition else person.neighbourhood
    known = [said for said in (person.language and language_name(person.language), place) if said and readable(said)]
    lead = [_("Lead worker: %(name)s") % {"name": name} for name in others]
    return Row(case, person.name, known + lead, _("Last contact"), case.last_contact_on)


def _programme_rows(request: PageRequest, cases: list[CaseFile]) -> list[Row]:
    """Workers and days, nothing else."""
    _show(request, cases, Audience.COORDINATOR)
    workers = assignments.workers_of(cases)
    return [_programme_row(case, workers.get(case.pk, [])) for case in cases]


def _programme_row(case: CaseFile, workers: list[str]) -> Row:
    about = [", ".join(workers)] if workers else []
    label, day = (
        (_("Opened"), case.opened_on) if case.closed_on is None else (pgettext("day", "Closed"), case.closed_on)
    )
    return Row(case, case.subject.participant.name, about, label, day)


def _show(request: PageRequest, cases: list[CaseFile], audience: Audience) -> None:
    pairs = [(case.subject.scope, audience) for case in cases]
    door.show(request, pairs=pairs, subjects=[case.subject.uid for case in cases])
