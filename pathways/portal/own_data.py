"""The person's own details, who has looked at them, what was told to whom, and what workers wrote for them."""

from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse

from consent import languages, notices
from consent.door import PageRequest, page
from consent.errors import NotFound
from consent.fields import readable
from pathways.own_access import OWN, OwnPages, own_log, own_messages, own_pages
from pathways.portal import calling, looks, messages_to_me, permissions_told, told


@page(may=OWN, about=own_pages, purpose="own_data", methods=("GET", "HEAD"))
def me_data(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """What is written down of the person, who helps, and the ways to everything else."""
    person = own.participant
    context = {
        "own": own,
        "name": person.name,
        "phone": person.phone if readable(person.phone) else "",
        "mail": person.mail if readable(person.mail) else "",
        "language": languages.name(person.language) if person.language in languages.CODES else "",
        "interpreter": person.interpreter if readable(person.interpreter) else "",
        "safe_contact": person.safe_contact if readable(person.safe_contact) else "",
        "workers": calling.workers(own),
        "worker": calling.worker(own),
    }
    return TemplateResponse(request, "pathways/portal/me_data.html", context)


@page(may=OWN, about=own_log, purpose="own_data", methods=("GET", "HEAD"))
def me_access(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """Who has looked, a month a page; and what was told to whom."""
    month = looks.month_from(request.GET.get("month", ""))
    context = {
        "month": month,
        "days": looks.of_month(own, month),
        "around": looks.months_around(own, month),
        "told": told.about(own),
        "worker": calling.worker(own),
    }
    return TemplateResponse(request, "pathways/portal/me_access.html", context)


@page(may=OWN, about=own_messages, purpose="own_data", methods=("GET", "HEAD"))
def me_messages(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """What workers have written for the person."""
    context = {"messages_to_me": messages_to_me.every(own)}
    return TemplateResponse(request, "pathways/portal/me_messages.html", context)


@page(may=OWN, about=own_pages, purpose="own_data", methods=("GET", "HEAD"))
def me_notice(request: PageRequest, own: OwnPages) -> HttpResponseBase:
    """Why data is kept and what can be asked for: the notice in force, and when it was given."""
    programme = own.case.programme
    notice = notices.notice_for(programme, permissions_told.language_of_page())
    if notice is None:
        raise NotFound
    given = notices.given_to(own.subject, programme).first()
    context: dict[str, Any] = {"notice": notice, "given": given, "house": calling.house(own)}
    return TemplateResponse(request, "pathways/portal/me_notice.html", context)
