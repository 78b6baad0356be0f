"""The officer's proof of the log: until when it is sealed, when it was checked, a check of its newest part."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consent.access import OFFICER, Oversight, oversight
from consent.door import PageRequest, page
from consent.errors import NotFound
from consent.models import Checkpoint
from consent.proof import notes, record, verifying

NEWEST = 5_000  # events that a page checks: a third of a second


@page(may=OFFICER, about=oversight, purpose="privacy", action="list")
def privacy_proof(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Until when the log is sealed and when it was checked; POST checks its newest part."""
    if request.method == "POST":
        report = verifying.verify_newest(NEWEST)
        record.verified(report, by=request.actor, whole=False)
        if not report.bad():
            messages.success(request, _("The newest events are as they were sealed."))
        return redirect("privacy-proof")
    context = {
        "last": Checkpoint.objects.order_by("-size").first(),
        "checked": record.last(),
        "keys": notes.verifier_keys(notes.origin()),
        "newest": NEWEST,
    }
    return TemplateResponse(request, "consent/desk/privacy_proof.html", context)


@page(may=OFFICER, about=oversight, purpose="privacy", action="export", methods=("GET", "HEAD"))
def privacy_proof_checkpoint(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """The newest checkpoint as a file: a signed size and root, nobody's data."""
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        raise NotFound
    response = HttpResponse(last.note, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="polku-{last.size}.note"'
    return response
