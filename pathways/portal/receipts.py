"""The person's own receipts: made of one answer, shown, printed, and given as a file that machines read."""

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from casework import consent_receipts
from casework.desk.consent_receipts import json_of, pdf_of, print_receipt
from consent import receipts, submissions
from consent.door import PageRequest, page
from consent.models import Consent, ConsentReceipt
from pathways.own_access import OWN, OwnPages, own_consent, own_receipt
from pathways.portal import permissions_told


@page(may=OWN, about=own_consent, purpose="own_data", methods=("POST",))
def me_consent_receipt(request: PageRequest, it: tuple[OwnPages, Consent]) -> HttpResponseBase:
    """Make the receipt of one answer, in the language of the page."""
    return submissions.once(request, lambda: _issue(request, it[1]))


def _issue(request: PageRequest, consent: Consent) -> str:
    receipt = receipts.issue(
        by=request.actor.account,
        subject=consent.subject,
        answers=[consent],
        language=permissions_told.language_of_page(),
    )
    return reverse("me-receipt", args=[receipt.uid])


@page(may=OWN, about=own_receipt, purpose="own_data", methods=("GET", "HEAD"))
def me_receipt(request: PageRequest, it: tuple[OwnPages, ConsentReceipt]) -> HttpResponseBase:
    """What the person answered, as it was on the day of the receipt."""
    return TemplateResponse(request, "pathways/portal/me_receipt.html", consent_receipts.made(it[1]))


@page(may=OWN, about=own_receipt, purpose="own_data", action="print", methods=("GET", "HEAD"), prepare=print_receipt)
def me_receipt_pdf(request: PageRequest, it: tuple[OwnPages, ConsentReceipt]) -> HttpResponseBase:
    """The receipt on one page."""
    return pdf_of(request, it[1])


@page(may=OWN, about=own_receipt, purpose="own_data", action="export", methods=("GET", "HEAD"))
def me_receipt_json(request: PageRequest, it: tuple[OwnPages, ConsentReceipt]) -> HttpResponseBase:
    """The receipt for machines."""
    return json_of(it[1])
