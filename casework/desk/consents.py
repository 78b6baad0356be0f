"""Consents of a case file: what is in force and why, what was answered otherwise, and which notice was given."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import standing
from casework.access import CASE_READ, CASE_WORK, OpenCase, case_to_read, case_to_work
from casework.access_to_consents import consent_to_correct, consent_to_withdraw, leads
from casework.desk import case_head
from casework.forms.consents import HEARD, MistakeForm, NoticeForm
from casework.health_ground import HEALTH
from consent import consent_papers, consents, languages, notices, submissions
from consent.consents import NotInForce
from consent.door import PageRequest, page
from consent.errors import NotFound
from consent.fields import readable
from consent.models import Channel, Consent, Notice
from consent.periods import day_in_finland


@page(may=CASE_READ, about=case_to_read, purpose="guidance", methods=("GET", "HEAD"))
def case_consents(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Grounds in force, the three kinds apart; other answers below; the notice."""
    found = standing.of(opened)
    head = case_head.head(opened, "case-consents")
    if found.waiting and opened.works:  # one filled button on a view: here it is asking
        head["actions"] = [action | {"primary": False} for action in head["actions"]]
    context = {
        "opened": opened,
        "head": head,
        "standing": found,
        "notice": notice_line(opened),
        "receipt_day": _last_day(found),
        "channels": HEARD,
        "leads": opened.works and leads(request.actor, opened.case),
        "mistaken": mistaken(opened),
        "papers": consent_papers.of(opened.case.subject) if opened.works else (),
    }
    return TemplateResponse(request, "casework/desk/case_consents.html", context)


def mistaken(opened: OpenCase) -> list[Consent]:
    """What was entered in error, as far as the reader may know of it; one query."""
    rows = consents.mistaken_of(opened.case.subject, opened.case.programme)
    return [row for row in rows if opened.works or row.ground.purpose.code != HEALTH]


def notice_line(opened: OpenCase) -> dict[str, Any]:
    """Which notice was given last, and whether the one in force still has to be given; two queries."""
    now = notices.in_force(opened.case.programme)
    given = notices.given_to(opened.case.subject, opened.case.programme).first()
    number = now[0].number if now else 0
    return {
        "given": given,
        "language": _language_name(given.notice.language) if given else "",
        "number": number,
        "to_give": number > (given.notice.number if given else 0),
    }


def _last_day(found: standing.Standing) -> datetime.date | None:
    return max((day_in_finland(row.consent.answered_at) for row in found.rows), default=None)


def _language_name(code: str) -> str:
    return languages.name(code) if code in languages.CODES else code


@page(may=CASE_WORK, about=consent_to_withdraw, purpose="guidance", methods=("POST",))
def case_consent_withdraw(request: PageRequest, it: tuple[OpenCase, Consent]) -> HttpResponseBase:
    """Withdraw in one action; what rested on it ends in the same moment."""
    opened, consent = it
    channel = request.POST.get("channel", Channel.IN_PERSON.value)
    if channel not in dict(HEARD):
        raise NotFound
    try:
        consents.withdraw(consent, by=request.actor.account, channel=channel)
    except NotInForce as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, _("The consent was withdrawn. Nothing more is told or recorded because of it."))
    return redirect("case-consents", opened.case.uid)


@page(may=CASE_WORK, about=consent_to_correct, purpose="guidance")
def case_consent_error(request: PageRequest, it: tuple[OpenCase, Consent]) -> HttpResponseBase:
    """The decision that an answer was entered in error: a reason, and a word if one is needed; it has no way back."""
    opened, consent = it
    form = MistakeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        mistake, words = form.cleaned_data["mistake"], form.cleaned_data["words"]
        consents.enter_in_error(consent, by=request.actor.account, mistake=mistake, words=words)
        messages.success(request, _("The answer is marked as entered in error. Ask again if you need the permission."))
        return redirect("case-consents", opened.case.uid)
    context = {"opened": opened, "consent": consent, "form": form}
    return TemplateResponse(request, "casework/desk/consent_error.html", context)


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def case_notice(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Read the notice in a language, and record that it was given."""
    now = notices.in_force(opened.case.programme)
    form = NoticeForm(request.POST if request.method == "POST" else None, notices=now)
    if form.is_valid():
        notice, channel = form.given(), form.cleaned_data["channel"]
        return submissions.once(request, lambda: _give(request, opened, notice, channel))
    shown = _chosen(request, opened, now)
    context = {
        "opened": opened,
        "form": form if form.is_bound else NoticeForm(notices=now, initial=_initial(shown)),
        "notice": shown,
        "sections": notices.sections(shown.text) if shown else [],
        "languages": _languages(shown, now),
        "direction": languages.find(shown.language).direction if shown and shown.language in languages.CODES else "ltr",
        "controller": opened.case.programme.controller,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
        "safety_prohibition": opened.participant.safety_prohibition is True,
    }
    return TemplateResponse(request, "casework/desk/case_notice.html", context)


def _give(request: PageRequest, opened: OpenCase, notice: Notice, channel: str) -> str:
    notices.give_notice(by=request.actor.account, subject=opened.case.subject, notice=notice, channel=channel)
    messages.success(request, _("It is recorded that the notice was given."))
    return reverse("case-consents", args=[opened.case.uid])


def _chosen(request: PageRequest, opened: OpenCase, now: list[Notice]) -> Notice | None:
    spoken = opened.participant.language
    wanted = request.GET.get("language") or (spoken if readable(spoken) else "fi")
    return notices.choose(now, wanted)


def _initial(shown: Notice | None) -> dict[str, Any]:
    return {"notice": str(shown.uid) if shown else "", "channel": Channel.IN_PERSON.value}


def _languages(shown: Notice | None, now: list[Notice]) -> list[dict[str, Any]]:
    rows = [
        {"href": f"?language={n.language}", "label": _language_name(n.language), "current": n == shown} for n in now
    ]
    return rows if len(rows) > 1 else []
