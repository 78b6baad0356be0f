"""Whether participants read the names of workers in their list of looks: set for each programme, with the reason."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consent import access_log, log_names
from consent.access import SET_LOG_NAMES, programmes_of_log
from consent.door import PageRequest, page
from consent.forms.log_names import NamesForm
from consent.models import Programme, Role


@page(may=SET_LOG_NAMES, about=programmes_of_log, purpose="privacy")
def privacy_log_names(request: PageRequest, found: QuerySet[Programme]) -> HttpResponseBase:
    """One form for each programme; a post names its programme by uid."""
    rows: list[dict[str, Any]] = []
    for programme in found:
        sent = request.method == "POST" and request.POST.get("programme") == str(programme.uid)
        form = NamesForm(request.POST) if sent else NamesForm(initial=_initial(programme))
        if form.is_valid():
            log_names.decide(programme, by=request.actor.account, **form.decided())
            access_log.security("names_in_log_decided", actor=request.actor, request=request)
            messages.success(request, _("The setting was saved."))
            return redirect("privacy-log-names")
        rows.append({"programme": programme, "form": form})
    context = {"rows": rows, "officer": request.actor.has(Role.OFFICER)}
    return TemplateResponse(request, "consent/desk/privacy_log_names.html", context)


def _initial(programme: Programme) -> dict[str, Any]:
    shown = "yes" if programme.names_in_log else "no"
    return {"names": shown, "why": programme.names_in_log_why, "version": programme.version}
