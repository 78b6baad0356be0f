"""The page "More": what the thumb bar has no room for, the language, signing out."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from consent.access import HOUSE
from consent.door import EVERY_ROLE, PageRequest, nobody, page
from consent.models import Role


@page(may=EVERY_ROLE, about=nobody, purpose="none", methods=("GET", "HEAD"))
def more(request: PageRequest) -> HttpResponse:
    """Works without script, for every reader."""
    is_participant = request.actor.has(Role.PARTICIPANT)
    context = {
        "layout": "layouts/calm.html" if is_participant else "base.html",
        "audience": "portal" if is_participant else "desk",
        "reports": request.actor.has(*HOUSE),
    }
    return TemplateResponse(request, "consent/desk/more.html", context)
