"""Receipts for the person to keep: what was answered on a day, made into a document, printed, and given as a file."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework import consent_receipts, consent_round
from casework.access import CASE_READ, CASE_WORK, OpenCase, case_to_read
from casework.access_to_consents import receipt_anywhere, receipt_to_open
from casework.letters.characters import NoGlyph
from casework.letters.printing import LetterFailed, LetterTooLong
from consent import receipts, submissions
from consent.door import PageRequest, page
from consent.errors import NotFound, NotNow
from consent.models import ConsentReceipt, Role
from consent.periods import today


class ReceiptNotPrinted(NotNow):
    message = _("The receipt could not be printed. Try again in a moment.")


@page(may=CASE_READ, about=case_to_read, purpose="guidance")
def case_consents_receipt(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """What was answered on a day (`?day=`, today without it): categories, no name. A post makes it a document."""
    day = consent_round.day_of(request.GET.get("day", ""), otherwise=today())
    if request.method == "POST":
        return submissions.once(request, lambda: _issue(request, opened, day))
    context = consent_receipts.receipt(opened, day) | {"submission": uuid.uuid4(), "works": opened.works}
    return TemplateResponse(request, "casework/desk/consent_receipt.html", context)


def _issue(request: PageRequest, opened: OpenCase, day: Any) -> str:
    answers = consent_receipts.answers_on(opened, day)
    if not answers or not opened.works:
        raise NotFound
    receipt = receipts.issue(
        by=request.actor.account,
        subject=opened.case.subject,
        answers=answers,
        language=consent_receipts.language_of(answers),
    )
    return reverse("case-receipt", args=[opened.case.uid, receipt.uid])


@page(may=CASE_WORK, about=receipt_to_open, purpose="guidance", methods=("GET", "HEAD"))
def case_receipt(request: PageRequest, it: tuple[OpenCase, ConsentReceipt]) -> HttpResponseBase:
    """A receipt that was made, as it was, and whether the records still say the same."""
    opened, row = it
    context = consent_receipts.made(row) | {
        "opened": opened,
        "safety_prohibition": opened.participant.safety_prohibition is True,
    }
    return TemplateResponse(request, "casework/desk/case_receipt.html", context)


def print_receipt(request: PageRequest, it: tuple[Any, ConsentReceipt]) -> Callable[[], Any]:
    """Laid out inside a transaction, printed outside it."""
    laid_out = consent_receipts.paper(it[1])
    return lambda: _printed(laid_out)


def _printed(laid_out: consent_receipts.Paper) -> bytes | None:
    try:
        return laid_out.pdf()
    except (LetterTooLong, LetterFailed, NoGlyph):
        return None


@page(
    may=CASE_WORK,
    about=receipt_to_open,
    purpose="guidance",
    action="print",
    methods=("GET", "HEAD"),
    prepare=print_receipt,
)
def case_receipt_pdf(request: PageRequest, it: tuple[OpenCase, ConsentReceipt]) -> HttpResponseBase:
    """The receipt on one page, to be handed over."""
    return pdf_of(request, it[1])


@page(may=CASE_WORK, about=receipt_to_open, purpose="guidance", action="export", methods=("GET", "HEAD"))
def case_receipt_json(request: PageRequest, it: tuple[OpenCase, ConsentReceipt]) -> HttpResponseBase:
    """The receipt for machines, byte for byte as its digest has it."""
    return json_of(it[1])


def pdf_of(request: PageRequest, row: ConsentReceipt) -> HttpResponse:
    """What `print_receipt` printed. Raises ReceiptNotPrinted."""
    if request.prepared is None:
        raise ReceiptNotPrinted
    response = HttpResponse(request.prepared, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{str(row.uid)[:8]}.pdf"'
    return response


def json_of(row: ConsentReceipt) -> HttpResponse:
    """The canonical document as a file. Raises receipts.ReceiptUnreadable."""
    text = receipts.canonical(receipts.read(row))
    response = HttpResponse(text, content_type="application/ld+json")
    response.headers["Content-Disposition"] = f'attachment; filename="{str(row.uid)[:8]}.jsonld"'
    return response


@page(may=CASE_WORK | {Role.PARTICIPANT}, about=receipt_anywhere, purpose="none", methods=("GET", "HEAD"))
def receipt(request: PageRequest, address: str) -> HttpResponseBase:
    """Where the code on a paper leads: on to the reader's own page of it, which is where anything is shown."""
    return redirect(address)
