"""The list of participants: one's own with language and last contact; a coordinator's with names, workers and days."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework import assignments, break_glass, register_rows
from casework.access import SEES_REGISTER, Register, register
from casework.desk.paging import page_number
from casework.details_in_words import language_name
from casework.models import CaseFile
from casework.models.cases import CaseFileQuerySet
from casework.register_rows import Listed
from consent import door, keyring
from consent.door import PageRequest, page
from consent.fields import readable
from consent.keyring import Audience
from consent.models import Role

PAGE = 50
SORTED_BY_NAME = 200  # more people than this are not opened just to be put in order: newest first then
OPEN, CLOSED, PROGRAMME, ENDED = "open", "closed", "programme", "ended"


@dataclasses.dataclass(frozen=True)
class Row:
    """One case file of the list: name, number, what is said `about` it, and one day with its label."""

    uid: uuid.UUID
    number: str
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
    rows, more = (_own_rows if own else _programme_rows)(request, cases, (number - 1) * PAGE)
    context = {
        "rows": rows,
        "own": own,
        "closed": kind in {CLOSED, ENDED},
        "creates": found.creates,
        "to_review": _to_review(request) if found.coordinates else 0,
        "chips": [{"href": f"?kind={code}", "label": label, "current": code == kind} for code, label in kinds.items()],
        "summary": f"{(number - 1) * PAGE + 1}–{(number - 1) * PAGE + len(rows)}",
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


def _to_review(request: PageRequest) -> int:
    """Emergency openings that wait for this coordinator, as far as a page of them goes; one query."""
    programmes = request.actor.programmes(Role.COORDINATOR)
    others = break_glass.to_review(programmes).exclude(account=request.actor.account)
    return len(others.values_list("pk", flat=True)[:PAGE])


def _state(kind: str) -> str:
    return CaseFile.State.OPEN if kind in {OPEN, PROGRAMME} else CaseFile.State.CLOSED


def _own_rows(request: PageRequest, cases: CaseFileQuerySet, first: int) -> tuple[list[Row], bool]:
    """By name, where that does not open too many people; else newest first."""
    me = request.actor.account
    found = register_rows.newest(cases, me=me, first=0, limit=SORTED_BY_NAME + 1)
    by_name = len(found) <= SORTED_BY_NAME
    if not by_name:
        found = register_rows.newest(cases, me=me, first=first, limit=PAGE + 1)
    pairs = [(row.binding.scope, Audience.WORKER) for row in found]
    with keyring.also(pairs):  # one statement for the keys of those put in order and of those shown
        here = sorted(found, key=lambda row: row.in_order)[first : first + PAGE + 1] if by_name else found
        shown = here[:PAGE]
        _show(request, [(row.binding.scope, row.subject) for row in shown], Audience.WORKER)
        return [_own_row(row) for row in shown], len(here) > PAGE


def _own_row(row: Listed) -> Row:
    """Language, neighbourhood and, where it is somebody else, the lead worker; no place under a safety prohibition."""
    language: Any = row.read("language")
    place: Any = "" if row.read("safety_prohibition") else row.read("neighbourhood")
    known = [said for said in (language and language_name(language), place) if said and readable(said)]
    lead = [_("Lead worker: %(name)s") % {"name": row.lead}] if row.lead else []
    return Row(row.case, row.number, row.name, known + lead, _("Last contact"), row.last_contact_on)


def _programme_rows(request: PageRequest, cases: CaseFileQuerySet, first: int) -> tuple[list[Row], bool]:
    """Newest first, with workers and days, nothing else."""
    newest = cases.order_by("-opened_on", "-pk").select_related("subject__participant")
    found = list(newest[first : first + PAGE + 1])
    shown = found[:PAGE]
    _show(request, [(case.subject.scope, case.subject.uid) for case in shown], Audience.COORDINATOR)
    workers = assignments.workers_of(shown)
    return [_programme_row(case, workers.get(case.pk, [])) for case in shown], len(found) > PAGE


def _programme_row(case: CaseFile, workers: list[str]) -> Row:
    about = [", ".join(workers)] if workers else []
    label, day = (
        (_("Opened"), case.opened_on) if case.closed_on is None else (pgettext("day", "Closed"), case.closed_on)
    )
    return Row(case.uid, case.number, case.subject.participant.name, about, label, day)


def _show(request: PageRequest, people: Sequence[tuple[uuid.UUID, uuid.UUID]], audience: Audience) -> None:
    """Open and log the people of the page: scope and subject of each."""
    pairs = [(scope, audience) for scope, _subject in people]
    door.show(request, pairs=pairs, subjects=[subject for _scope, subject in people])
