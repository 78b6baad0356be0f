"""The auditor's and the coordinator's figures: what was done, month by month, without people."""

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent.door import PageRequest, page
from consent.models import Programme
from consent.periods import today
from pathways import monthly_figures
from pathways.access_to_reports import READS_FIGURES, programmes_to_report


@page(may=READS_FIGURES, about=programmes_to_report, purpose="administration", action="list", methods=("GET", "HEAD"))
def report_list(request: PageRequest, programmes: QuerySet[Programme]) -> HttpResponseBase:
    """Each programme's last ended months."""
    context = {"programmes": monthly_figures.of(programmes, today())}
    return TemplateResponse(request, "pathways/desk/report_list.html", context)
