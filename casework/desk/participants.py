"""Searching, creating and changing participants, and looking at an identity code for a reason."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import finding, participants
from casework.access import CASE_WORK, SEES_REGISTER, OpenCase, Register, case_to_work, register
from casework.desk import case_head
from casework.desk.conflicts import Conflict, conflict_of
from casework.finding import Answer
from casework.forms.participants import (
    NewParticipantForm,
    ParticipantForm,
    ReasonForm,
    SearchForm,
    initial_from,
    initial_of,
)
from consent import door, submissions
from consent.door import PageRequest, page
from consent.fields import readable
from consent.models import AccessEventSubject
from consent.records import StaleWrite

FOUND_ROWS = "casework/desk/_found_rows.html"
SHORTEST = 2  # letters, before rows appear while somebody is typing


class MayExist(Exception):
    """Somebody like this is already here; `answer` says what the creator may know of it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__()


@page(may=SEES_REGISTER, about=register, purpose="guidance", action="search")
def participant_search(request: PageRequest, found: Register) -> HttpResponseBase:
    """Search by POST, so that no name stands in an address; a script that types along is answered with rows alone."""
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    typing = request.headers.get("X-Requested-With") == "fetch"
    if not form.is_valid():
        return _rows(request, Answer()) if typing else _search_page(request, found, form)
    asked = finding.understand(form.cleaned_data["q"])
    if typing:
        return _rows(request, _as_typed(request, found, asked))
    answer = finding.search(request.actor, found, asked)
    _log(request, answer)
    return _search_page(request, found, form, answer=answer, asked=asked)


@page(may=SEES_REGISTER, about=register, purpose="guidance", action="search", methods=("POST",))
def participant_pick(request: PageRequest, found: Register) -> HttpResponseBase:
    """Rows of own people to choose one from in another form: each a button "case" with the file's uid."""
    asked = finding.understand(request.POST.get("q", ""))
    return _rows(request, _as_typed(request, found, asked), template="casework/desk/_pick_rows.html")


def _as_typed(request: PageRequest, found: Register, asked: finding.Asked) -> Answer:
    if len(asked.text) < SHORTEST:
        return Answer()
    answer = finding.as_typed(found, asked)
    _log(request, answer)
    return answer


def _log(request: PageRequest, answer: Answer) -> None:
    """Name everybody whom the search touched; for nobody as many statements, so that the time tells nothing."""
    if answer.subjects:
        door.show(request, pairs=(), subjects=sorted(answer.subjects))
    else:
        AccessEventSubject.objects.filter(subject_uid=uuid.uuid4()).exists()


def _rows(request: PageRequest, answer: Answer, *, template: str = FOUND_ROWS) -> TemplateResponse:
    return TemplateResponse(request, template, {"answer": answer})


def _search_page(
    request: PageRequest, found: Register, form: SearchForm, *, starts_new: bool = False, **more: Any
) -> TemplateResponse:
    form.fields["q"].widget.attrs["data-typeahead-url"] = reverse("participant-search")
    context = {"form": form, "creates": found.creates, "starts_new": starts_new, "answer": None, "show_find": False}
    return TemplateResponse(request, "casework/desk/participant_search.html", context | more)


@page(may=CASE_WORK, about=register, purpose="guidance")
def participant_new(request: PageRequest, found: Register) -> HttpResponseBase:
    """A new participant with a case file. Searching comes first: the form is reached from its results."""
    if request.method != "POST":
        return _search_page(request, found, SearchForm(), starts_new=True)
    if submissions.FIELD not in request.POST:
        asked = finding.understand(request.POST.get("searched", ""))
        if not asked.text:
            return _search_page(request, found, SearchForm(), starts_new=True)
        form = NewParticipantForm(initial=initial_from(asked), programmes=found.creates_in)
        return _new_page(request, form)
    form = NewParticipantForm(request.POST, programmes=found.creates_in)
    if not form.is_valid():
        return _new_page(request, form)
    try:
        with transaction.atomic():  # a form that was stopped has not been carried out: its id stays unused
            return submissions.once(request, lambda: _create(request, found, form))
    except MayExist as stop:
        _log(request, stop.answer)
        return _new_page(request, form, answer=stop.answer)
    except participants.ContactNeeded as refusal:
        form.add_error("phone", str(refusal.message))
        return _new_page(request, form)


def _create(request: PageRequest, found: Register, form: NewParticipantForm) -> str:
    details = form.details()
    if "anyway" not in request.POST:
        answer = finding.duplicates(request.actor, found, details.search_keys())
        if answer.hits or answer.ask:
            raise MayExist(answer)
        _log(request, answer)
    case = participants.create(by=request.actor.account, programme=form.chosen_programme(), details=details)
    door.show(request, pairs=(), subjects=[case.subject.uid])
    messages.success(request, _("The participant has been created."))
    return reverse("session-new" if request.POST.get("then") == "record" else "case-detail", args=[case.uid])


def _new_page(request: PageRequest, form: NewParticipantForm, *, answer: Answer | None = None) -> TemplateResponse:
    context = {"form": form, "answer": answer, "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4())}
    return TemplateResponse(request, "casework/desk/participant_new.html", context)


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def participant_edit(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """What is known of the person, changed over the version that was read."""
    person = opened.participant
    if not readable(person.first_name):
        raise participants.Gone
    current = participants.details_of(person)
    if request.method != "POST":
        form = ParticipantForm(initial=initial_of(current) | {"version": person.version}, current=current)
        return _edit_page(request, opened, form)
    form = ParticipantForm(request.POST, current=current)
    if not form.is_valid():
        return _edit_page(request, opened, form)
    try:
        participants.change(person, details=form.details(), version=form.cleaned_data["version"])
    except StaleWrite:
        conflict = conflict_of(opened.participant, form)
        return _edit_page(request, opened, conflict.form, conflict)
    except participants.ContactNeeded as refusal:
        form.add_error("phone", str(refusal.message))
        return _edit_page(request, opened, form)
    messages.success(request, _("The details have been saved."))
    return redirect("case-detail", opened.case.uid)


def _edit_page(
    request: PageRequest, opened: OpenCase, form: ParticipantForm, conflict: Conflict | None = None
) -> TemplateResponse:
    context = {
        "head": case_head.head(opened, "participant-edit") | {"actions": []},
        "form": form,
        "opened": opened,
        "identity_code": participants.masked_identity_code(opened.participant.identity_code),
        "conflict": conflict,
        "taken": conflict.taken if conflict else frozenset(),
    }
    status = 409 if conflict else 200
    return TemplateResponse(request, "casework/desk/participant_edit.html", context, status=status)


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def participant_identity_code(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Ask for a reason, then show the whole code once.

    The door logs that the page was used; the look itself is an event of its own, because only it carries the reason.
    """
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    masked = participants.masked_identity_code(opened.participant.identity_code)
    revealed = ""
    if masked and form.is_valid():
        revealed = participants.reveal_identity_code(
            opened.participant,
            by=request.actor,
            case=opened.case,
            reason=form.cleaned_data["reason"],
            page="participant_identity_code",
        )
    context = {
        "head": case_head.head(opened, "participant-edit") | {"actions": []},
        "form": form,
        "opened": opened,
        "masked": masked,
        "revealed": revealed,
    }
    return TemplateResponse(request, "casework/desk/participant_identity_code.html", context)
