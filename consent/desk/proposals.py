"""What waits for a second person: the coordinator's and the other administrators' page."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consent import access_log, proposals
from consent.access import DECIDERS, proposal_to_decide, proposals_to_decide
from consent.actors import Actor
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.models import Proposal
from consent.periods import now

MOST_SHOWN = 50


@page(may=DECIDERS, about=proposals_to_decide, purpose="administration", action="list", methods=("GET", "HEAD"))
def proposal_list(request: PageRequest, found: QuerySet[Proposal]) -> HttpResponseBase:
    """Rows with what is proposed, by whom, since when; a button where the reader may decide."""
    rows = [_row(proposal, request.actor) for proposal in found[:MOST_SHOWN]]
    return TemplateResponse(request, "consent/desk/proposal_list.html", {"rows": rows})


def _row(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "confirms": proposals.may_confirm(proposal, actor),
        "rests": now() < proposal.rests_until,
    }


@page(may=DECIDERS, about=proposal_to_decide, purpose="administration", methods=("POST",))
def proposal_decide(request: PageRequest, proposal: Proposal) -> HttpResponseBase:
    """Confirm or refuse one."""
    confirms = request.POST.get("decision") == "confirm"
    try:
        with transaction.atomic():
            (proposals.confirm if confirms else proposals.refuse)(proposal, by=request.actor)
    except NotNow as refused:
        messages.warning(request, str(refused.message))
        return redirect("proposal-list")
    kind = "proposal_confirmed" if confirms else "proposal_refused"
    access_log.security(kind, actor=request.actor, request=request)
    messages.success(request, _("Confirmed. It holds from now.") if confirms else _("It was not confirmed."))
    return redirect("proposal-list")
