"""Pages as any Django project would have them: same shell, sign-in, session and columns; no seal, grant or log."""

import dataclasses
import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from casework.desk.participant_list import PAGE
from casework.details_in_words import language_name
from casework.forms.sessions import SessionForm
from consent.periods import now
from tests.load.models import BareCase, BareSession

_OF_CASE = ("uid", "number", "last_contact_on")
_OF_PERSON = ("first_name", "last_name", "language", "neighbourhood", "safety_prohibition")


@dataclasses.dataclass(frozen=True)
class Row:
    """What the template asks of a row."""

    uid: uuid.UUID
    number: str
    name: str
    about: list[str]
    when: datetime.date | None
    when_label: str = "Viimeisin yhteys"


def bare_list(request: HttpRequest) -> HttpResponse:
    """Fifty case files of the worker by name: one query with one join."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    cases = BareCase.objects.filter(worker=request.user, state="open")
    columns = (*_OF_CASE, *(f"person__{name}" for name in _OF_PERSON))
    found = list(cases.order_by("person__last_name", "person__first_name", "pk").values_list(*columns)[: PAGE + 1])
    rows = [
        Row(uid, number, f"{first} {last}", [language_name(language), *([] if hidden else [place])], contact)
        for uid, number, contact, first, last, language, place, hidden in found[:PAGE]
    ]
    chips = [{"href": "?kind=open", "label": "Avoimet", "current": True}]
    context = {"rows": rows, "own": True, "closed": False, "creates": True, "chips": chips}
    pager = {"summary": f"1–{len(rows)}", "newer": "", "older": "?page=2" if len(found) > PAGE else ""}
    return TemplateResponse(request, "casework/desk/participant_list.html", context | pager)


def bare_session_new(request: HttpRequest) -> HttpResponse:
    """The same form, checked and saved with history."""
    form = SessionForm(request.POST)
    if not request.user.is_authenticated or not form.is_valid():
        return redirect("account_login")
    case = BareCase.objects.get(uid=request.POST["case"])
    by = request.user
    BareSession(case=case, author=by, confirmed_by=by, confirmed_at=now(), **form.cleaned_data).save()
    return redirect("bare-list")
