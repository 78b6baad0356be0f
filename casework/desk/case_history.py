"""The history of a case file: when, who, which field; values only where the reader's keyring opens them."""

from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from casework import case_changes
from casework.access import CASE_READ, OpenCase, case_to_read
from casework.desk import case_head
from casework.desk.paging import page_number
from consent.door import PageRequest, page

PAGE = 50


@page(may=CASE_READ, about=case_to_read, purpose="guidance")
def case_history(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Fifty changes, newest first."""
    number = page_number(request)
    changes, more = case_changes.page_of(opened, number, size=PAGE)
    context = {
        "head": case_head.head(opened, "case-history"),
        "opened": opened,
        "changes": changes,
        "summary": f"{(number - 1) * PAGE + 1}–{(number - 1) * PAGE + len(changes)}",
        "newer": f"?page={number - 1}" if number > 1 else "",
        "older": f"?page={number + 1}" if more else "",
    }
    return TemplateResponse(request, "casework/desk/case_history.html", context)
