"""The officer's first page: the parts of data protection, and what waits in each. No content, no participant's name."""

from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent import privacy_cards
from consent.access import OFFICER, Oversight, oversight
from consent.door import PageRequest, page


@page(may=OFFICER, about=oversight, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Every part with what waits for the officer."""
    rows = [
        {
            "card": card,
            "waiting": card.waiting(found) if card.waiting else 0,
            "note": card.note(found) if card.note else "",
        }
        for card in privacy_cards.cards()
    ]
    return TemplateResponse(request, "consent/desk/privacy.html", {"rows": rows})
