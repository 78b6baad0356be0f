"""The officer's first page: on what grounds data is used, and what was done last. No content, no participant's name."""

from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent import data_categories
from consent.access import OFFICER, Oversight, oversight
from consent.door import PageRequest, page
from consent.forms.log import LogForm
from consent.log_in_words import lines
from consent.models import LegalGround
from consent.periods import today

EVENTS = 50


@page(may=OFFICER, about=oversight, purpose="privacy", action="list")
def privacy(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Grounds per purpose, and the newest fifty events, by day and account."""
    form = LogForm(request.POST if request.method == "POST" else None, actors=found.actors())
    events = found.events()
    if form.is_valid():
        events = events.filter(form.condition())
    context = {
        "grounds": [_ground(ground) for ground in found.grounds()],
        "form": form,
        "lines": [] if form.errors else lines(events[:EVENTS]),
        "narrowed": form.is_bound,
        "count": EVENTS,
    }
    return TemplateResponse(request, "consent/desk/privacy.html", context)


def _ground(ground: LegalGround) -> dict[str, Any]:
    return {
        "ground": ground,
        "categories": data_categories.in_words(ground.data_categories),
        "over": ground.valid_until is not None and ground.valid_until < today(),
    }
