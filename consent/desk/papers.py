"""Papers that the officer reads and prints: the record of processing, the data dictionary, the impact assessment."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse

from consent import impact_assessment, papers, record_of_processing
from consent.access import OFFICER, Oversight, oversight
from consent.actors import Actor
from consent.door import Found, PageRequest, page
from consent.errors import NotFound
from consent.papers import Paper

PAPERS: dict[str, Callable[[Oversight], Paper]] = {
    "record": record_of_processing.record,
    "dictionary": record_of_processing.dictionary,
    "impact": impact_assessment.assessment,
}


@dataclasses.dataclass(frozen=True)
class Wanted:
    """One paper about the officer's own programmes."""

    oversight: Oversight
    name: str

    def made(self) -> Paper:
        """The paper as it stands now."""
        return PAPERS[self.name](self.oversight)


def paper_wanted(actor: Actor, name: str) -> Found:
    """One of the papers, by its name."""
    if name not in PAPERS:
        raise NotFound
    return Found(it=Wanted(oversight(actor).it, name), kind="paper")


def _print(request: PageRequest, wanted: Wanted) -> Callable[[], Any]:
    text = papers.html(wanted.made())
    return lambda: papers.printed(text)


@page(may=OFFICER, about=paper_wanted, purpose="privacy", methods=("GET", "HEAD"))
def privacy_paper(request: PageRequest, wanted: Wanted) -> HttpResponseBase:
    """The paper as a page."""
    return TemplateResponse(request, "consent/desk/privacy_paper.html", {"paper": wanted.made()})


@page(may=OFFICER, about=paper_wanted, purpose="privacy", action="print", methods=("GET", "HEAD"), prepare=_print)
def privacy_paper_pdf(request: PageRequest, wanted: Wanted) -> HttpResponseBase:
    """The paper as one PDF."""
    if not request.prepared:
        raise papers.NotPrinted
    response = HttpResponse(request.prepared, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{wanted.name}.pdf"'
    return response
