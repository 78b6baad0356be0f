"""The officer's log: what was done last, by day and account. No content, no participant's name."""

from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent.access import OFFICER, Oversight, oversight
from consent.door import PageRequest, page
from consent.forms.log import LogForm
from consent.log_in_words import lines

EVENTS = 50


@page(may=OFFICER, about=oversight, purpose="privacy", action="list")
def privacy_log(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """The newest fifty events, by day and account."""
    form = LogForm(request.POST if request.method == "POST" else None, actors=found.actors())
    events = found.events()
    if form.is_valid():
        events = events.filter(form.condition())
    context = {
        "form": form,
        "lines": [] if form.errors else lines(events[:EVENTS]),
        "narrowed": form.is_bound,
        "count": EVENTS,
    }
    return TemplateResponse(request, "consent/desk/privacy_log.html", context)
