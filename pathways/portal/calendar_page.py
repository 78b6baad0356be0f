"""What lies ahead, day by day. Nobody is told anything from here: whoever cannot come calls."""

from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent.door import PageRequest, page
from pathways.own_access import OWN, OwnPages, own_pages
from pathways.portal import ahead, calling


@page(may=OWN, about=own_pages, purpose="own_data", methods=("GET", "HEAD"))
def me_calendar(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """Meetings and groups of the weeks to come; a cancelled one stays and says so."""
    groups = ahead.of_groups(ahead.places(own), calling.worker(own))
    of_groups = [meeting for each in groups.values() for meeting in each]
    context = {"own": own, "days": ahead.by_day([*ahead.with_workers(own), *of_groups]), "weeks": ahead.DAYS // 7}
    return TemplateResponse(request, "pathways/portal/me_calendar.html", context)
