"""The officer's log: who used data, when and why; by person, account, time and kind. No content, no participant's name.

What is asked goes by POST, with the row where a page ended; only the views have addresses, which name nobody.
"""

from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import pgettext

from consent import log_queries, log_views, references
from consent.access import OFFICER, Oversight, oversight
from consent.door import PageRequest, page
from consent.forms.log import LogForm
from consent.log_in_words import lines
from consent.log_queries import PAGE, WINDOW, Asked
from consent.log_views import View

MOST_NAMED = 200  # case numbers in the answer to "what did this account see"


@page(may=OFFICER, about=oversight, purpose="privacy", action="list")
def privacy_log(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Fifty events, newest first."""
    form = LogForm(request.POST if request.method == "POST" else None, found=found)
    asked, before, code = Asked(), "", request.GET.get("view", "")
    if form.is_valid():
        asked, before, code = form.asked(), form.cleaned_data["before"], form.cleaned_data["view"]
    view = log_views.find(code)
    context: dict[str, Any] = {
        "form": form,
        "view": view,
        "views": _links(view),
        "lines": [],
        "older": "",
        "newest": bool(before),
        "seen": None,
        "days": WINDOW.days if asked.by_default and not form.errors else 0,
    }
    if not form.errors:
        rows = log_queries.events(found, asked)
        if view is not None:
            rows = view.narrow(rows, found, request.actor)
        shown = list(log_queries.after(rows, before)[: PAGE + 1])
        context |= {
            "lines": lines(shown[:PAGE], found.programmes),
            "older": str(shown[PAGE - 1].pk) if len(shown) > PAGE else "",
            "seen": _seen(found, asked) if asked.actor and not view and not asked.subject else None,
        }
    return TemplateResponse(request, "consent/desk/privacy_log.html", context)


def _seen(found: Oversight, asked: Asked) -> dict[str, Any]:
    """What the account saw in this time: how many people, and by which numbers their files are known."""
    people = log_queries.seen(found, asked)
    numbers = sorted(references.named("subject", people, found.programmes).values())
    return {"count": len(people), "numbers": numbers[:MOST_NAMED], "more": max(0, len(numbers) - MOST_NAMED)}


def _links(view: View | None) -> list[dict[str, Any]]:
    """The kept questions as chips, with everything in front."""
    everything = {"href": "?", "label": pgettext("log", "Everything"), "current": view is None}
    return [
        everything,
        *({"href": f"?view={v.code}", "label": v.label, "current": v is view} for v in log_views.every()),
    ]
