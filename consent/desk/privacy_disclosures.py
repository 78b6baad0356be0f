"""The officer's disclosure log: what was told to whom, when, how and on what ground. No content, no participant's name.

Content as 703/2023 §11 and domain notes §2.3: kinds of data, never what they said.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent import disclosed_items, log_queries, references
from consent.access import OFFICER, Oversight, oversight
from consent.door import PageRequest, page
from consent.forms.log import DisclosureForm
from consent.log_queries import PAGE
from consent.models import Disclosure, Organisation


@page(may=OFFICER, about=oversight, purpose="privacy", action="list")
def privacy_disclosures(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Fifty disclosures, newest first."""
    recipients = Organisation.objects.exclude(profile="").order_by("name", "pk")
    form = DisclosureForm(request.POST if request.method == "POST" else None, found=found, recipients=recipients)
    rows, before = _rows(found), ""
    if form.is_valid():
        rows, before = _narrowed(rows, form), form.cleaned_data["before"]
    shown = [] if form.errors else list(log_queries.after(rows, before)[: PAGE + 1])
    numbers = references.named("case", [row.case_uid for row in shown], found.programmes)
    context = {
        "form": form,
        "rows": [_in_words(row, numbers.get(row.case_uid, "") if row.case_uid else "") for row in shown[:PAGE]],
        "older": str(shown[PAGE - 1].pk) if len(shown) > PAGE else "",
        "newest": bool(before),
    }
    return TemplateResponse(request, "consent/desk/privacy_disclosures.html", context)


def _rows(found: Oversight) -> QuerySet[Disclosure]:
    rows = Disclosure.objects.filter(subject__programme__in=found.programmes)
    return rows.select_related("recipient", "by", "ground__purpose", "consent").order_by("-at", "-pk")


def _narrowed(rows: QuerySet[Disclosure], form: DisclosureForm) -> QuerySet[Disclosure]:
    since, until = form.moments()
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    if form.cleaned_data["number"]:
        rows = rows.filter(subject__uid=form.cleaned_data["number"])
    if form.cleaned_data["recipient"]:
        rows = rows.filter(recipient=form.cleaned_data["recipient"])
    return rows


def _in_words(row: Disclosure, number: str) -> dict[str, Any]:
    return {"row": row, "number": number, "items": disclosed_items.of(row), "digest": row.document_hash[:12]}
