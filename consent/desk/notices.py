"""The administrator's privacy notices: versions, and publishing the next one."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import access_log, languages, notices, submissions
from consent.access import ADMINISTRATOR, programmes_to_manage
from consent.door import PageRequest, page
from consent.forms.notices import NoticeForm
from consent.models import Notice, Programme
from consent.periods import today

MOST_SHOWN = 60  # texts; a version has at most three


@page(may=ADMINISTRATOR, about=programmes_to_manage, purpose="administration", action="list", methods=("GET", "HEAD"))
def notice_list(request: PageRequest, programmes: QuerySet[Programme]) -> HttpResponseBase:
    """Versions, newest first, each with its languages and its first day."""
    texts = Notice.objects.filter(programme__in=programmes).select_related("programme")
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    for notice in texts.order_by("programme__name", "-number", "pk")[:MOST_SHOWN]:
        row = rows.setdefault((notice.programme_id, notice.number), {"notice": notice, "languages": []})
        row["languages"].append(languages.name(notice.language))
    day, in_force = today(), set[int]()
    for row in rows.values():
        notice = row["notice"]
        begun = notice.valid_from <= day
        row["state"] = "ahead" if not begun else "over" if notice.programme_id in in_force else "now"
        in_force |= {notice.programme_id} if begun else set()
    return TemplateResponse(request, "consent/desk/notice_list.html", {"rows": list(rows.values())})


@page(may=ADMINISTRATOR, about=programmes_to_manage, purpose="administration")
def notice_new(request: PageRequest, programmes: QuerySet[Programme]) -> HttpResponseBase:
    """Publish the next version; it begins with the text in force."""
    asked = {each.pk: each for programme in programmes for each in notices.asked_purposes(programme, today())}
    form = NoticeForm(
        request.POST if request.method == "POST" else None,
        programmes=programmes,
        asked=asked.values(),
        initial=_initial(programmes),
    )
    if form.is_valid():
        try:
            return submissions.once(request, lambda: _publish(request, form))
        except notices.TooEarly as refused:
            form.add_error("valid_from", str(refused.message))
    context = {"form": form, "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4())}
    return TemplateResponse(request, "consent/desk/notice_new.html", context)


def _initial(programmes: QuerySet[Programme]) -> dict[str, Any]:
    first = programmes.first()
    now = {notice.language: notice.text for notice in notices.in_force(first)} if first else {}
    return {f"text_{code}": now.get(code, "") for code, _name in settings.LANGUAGES}


def _publish(request: PageRequest, form: NoticeForm) -> str:
    typed = form.cleaned_data
    notices.publish(typed["programme"], form.texts(), valid_from=typed["valid_from"], unchanged=form.unchanged())
    access_log.security("notice_published", actor=request.actor, request=request)
    messages.success(request, _("The notice was published."))
    return reverse("notice-list")
