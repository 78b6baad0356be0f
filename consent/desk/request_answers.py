"""The answer to a request for data, made under the request's own ground: read through, then taken as PDF or JSON.

Each download is logged as an export with the basis "request"; nothing of it stays on the server.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from consent import access_answers, answer_paper, exports, references, requests
from consent.access import OFFICER
from consent.access_answers import Answer
from consent.access_to_requests import request_to_answer
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.models import DataRequest

Kind, State = DataRequest.Kind, DataRequest.State
MOST_PAPERS = 999


class NotPrinted(NotNow):
    message = _lazy("The answer could not be printed now. Try again, or take it as JSON.")


def _composed(it: DataRequest) -> Answer:
    number = references.number_of(it.subject)
    return access_answers.compose(it, number=number)


@page(may=OFFICER, about=request_to_answer, purpose="privacy", action="view")
def privacy_request_content(request: PageRequest, it: DataRequest) -> HttpResponseBase:
    """What workers wrote freely, to be looked through: what is about somebody else stays out of the answer."""
    if it.kind != Kind.ACCESS:
        raise Http404
    written = [entry for entry in exports.entries(it.subject) if entry.free]
    if request.method == "POST":
        known = {entry.key for entry in written}
        requests.leave_out(it, by=request.actor.account, entries=[k for k in request.POST.getlist("out") if k in known])
        messages.success(request, _("It is recorded what stays out of the answer."))
        return redirect("privacy-request", uid=it.uid)
    context: dict[str, Any] = {
        "it": it,
        "rows": [{"entry": entry, "out": entry.key in it.left_out} for entry in written],
        "papers": range(1, answer_paper.how_many(_composed(it)) + 1),
    }
    return TemplateResponse(request, "consent/desk/privacy_request_content.html", context)


def _number_of_paper(request: PageRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PAPERS else 1


def _paper(request: PageRequest, it: DataRequest) -> Callable[[], bytes | None]:
    """The press works between two transactions, on text that holds everything already."""
    papers = answer_paper.papers(_composed(it))
    place = _number_of_paper(request)
    if place > len(papers):
        raise Http404
    html = papers[place - 1]
    return lambda: answer_paper.printed(html)


@page(may=OFFICER, about=request_to_answer, purpose="privacy", action="export", methods=("GET", "HEAD"), prepare=_paper)
def privacy_request_pdf(request: PageRequest, it: DataRequest) -> HttpResponseBase:
    """One paper of the answer. Raises NotPrinted."""
    if not request.prepared:
        raise NotPrinted
    return _download(request.prepared, "application/pdf", "pdf")


@page(may=OFFICER, about=request_to_answer, purpose="privacy", action="export", methods=("GET", "HEAD"))
def privacy_request_json(request: PageRequest, it: DataRequest) -> HttpResponseBase:
    """The answer for machines."""
    return _download(access_answers.as_json(_composed(it)).encode(), "application/json", "json")


def _download(body: bytes, kind: str, ending: str) -> HttpResponse:
    """A file whose name says nothing about the person."""
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="polku.{ending}"'
    return response
