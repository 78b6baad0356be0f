"""The page on which a worker opens a person's own pages and gives a code by hand."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import own_pages
from casework.access import CASE_WORK, OpenCase, case_to_work
from casework.desk import case_head
from consent.door import PageRequest, page


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def case_own_pages(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Whether the own pages are open; open, close, give a code. A code is shown once and written nowhere."""
    by, case, given = request.actor.account, opened.case, {}
    act = request.POST.get("act") if request.method == "POST" else None
    if act == "open":
        own_pages.open_for(case, by=by)
        messages.success(request, _("The own pages are open."))
    elif act == "close":
        own_pages.close_for(case, by=by)
        messages.success(request, _("The own pages are closed."))
    elif act == "code":
        uid, code = own_pages.code_for(case, by=by)
        given = {
            "code": f"{code[:3]} {code[3:]}",
            "address": request.build_absolute_uri(reverse("code-enter", args=[uid])),
        }
    if act in {"open", "close"}:
        return redirect("case-own-pages", uid=case.uid)
    context = {
        "case": case,
        "head": case_head.head(opened, "case-own-pages"),
        "safety_prohibition": opened.participant.safety_prohibition is True,
        "is_open": own_pages.account_of(case.subject) is not None,
        "has_mail": bool(opened.participant.mail),
        "given": given,
    }
    return TemplateResponse(request, "casework/desk/case_own_pages.html", context)
