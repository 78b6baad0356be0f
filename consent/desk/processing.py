"""Grounds of processing: on what legal ground each purpose stands, between which days; changed by new versions."""

import datetime
import uuid
from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import access_log, data_categories, grounds, record_of_processing, submissions
from consent.access import OFFICER, Oversight, ground_to_oversee, oversight
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.forms.grounds import EndForm, GroundForm, NewGroundForm, ReviseForm
from consent.models import LegalGround, Purpose
from consent.periods import today
from consent.wording import date_full


@page(may=OFFICER, about=oversight, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_processing(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Grounds purpose by purpose: those in force, those to come, those that were; two queries."""
    by_purpose: dict[tuple[int, int], list[LegalGround]] = defaultdict(list)
    for ground in found.grounds():
        by_purpose[ground.programme_id, ground.purpose_id].append(ground)
    rows = [_purpose(versions) for versions in by_purpose.values()]
    return TemplateResponse(request, "consent/desk/privacy_processing.html", {"rows": rows})


def _purpose(versions: list[LegalGround]) -> dict[str, Any]:
    now = [ground for ground in versions if state_of(ground) == "now"]
    return {
        "purpose": versions[0].purpose,
        "programme": versions[0].programme,
        "now": [_ground(ground) for ground in now],
        "others": [_ground(ground) for ground in versions if ground not in now],
        "warning": warning(now, versions),
    }


def warning(now: list[LegalGround], versions: list[LegalGround]) -> str:
    """What is wrong with the grounds of one purpose today, in a sentence; "" where nothing is."""
    if not now:
        return _("No ground is in force today.")
    last = today() + datetime.timedelta(days=grounds.ENDING_DAYS)
    ending = [ground for ground in now if ground.valid_until is not None and ground.valid_until <= last]
    followed = {ground.replaces_id for ground in versions}
    for ground in ending:
        if ground.pk not in followed and ground.valid_until is not None:
            return _("The ground ends on %(day)s, and none follows.") % {"day": date_full(ground.valid_until)}
    return ""


def state_of(ground: LegalGround) -> str:
    """Whether a version is in force ("now"), still to come ("ahead") or no longer in force ("over")."""
    day = today()
    if ground.valid_from > day:
        return "ahead"
    return "over" if ground.valid_until is not None and ground.valid_until < day else "now"


def _ground(ground: LegalGround) -> dict[str, Any]:
    return {
        "ground": ground,
        "categories": data_categories.in_words(ground.data_categories),
        "recipients": record_of_processing.recipients_in_words(ground),
        "state": state_of(ground),
    }


@page(may=OFFICER, about=ground_to_oversee, purpose="privacy", methods=("GET", "HEAD"))
def privacy_ground(request: PageRequest, ground: LegalGround) -> HttpResponseBase:
    """One version: its facts, what follows it, what may be done."""
    following = LegalGround.objects.filter(replaces=ground).first()
    context = _ground(ground) | {
        "following": following,
        "answers": grounds.answers_resting_on(ground),
        "changes": following is None and state_of(ground) != "over",
    }
    return TemplateResponse(request, "consent/desk/privacy_ground.html", context)


@page(may=OFFICER, about=ground_to_oversee, purpose="privacy", methods=("POST",))
def privacy_ground_confirm(request: PageRequest, ground: LegalGround) -> HttpResponseBase:
    """The controller has checked this version."""
    grounds.confirm(ground, by=request.actor.account)
    access_log.security("ground_confirmed", actor=request.actor, request=request)
    messages.success(request, _("The ground was confirmed."))
    return redirect("privacy-ground", ground.uid)


@page(may=OFFICER, about=ground_to_oversee, purpose="privacy")
def privacy_ground_revise(request: PageRequest, ground: LegalGround) -> HttpResponseBase:
    """A new version from a day on; the form begins with the facts of this one."""
    if request.method == "POST":
        form = ReviseForm(request.POST, ground=ground)
        if form.is_valid() and (done := _done(request, form, lambda: _revise(request, ground, form))):
            return done
    else:
        facts = {name: getattr(ground, name) for name in grounds.FACTS}
        form = ReviseForm(ground=ground, initial=facts | {"version": ground.version})
    answers = grounds.answers_resting_on(ground)
    return _form_page(request, form, _("New version of the ground"), ground, {"answers": answers})


def _revise(request: PageRequest, ground: LegalGround, form: GroundForm) -> str:
    typed = form.cleaned_data
    new = grounds.revise(ground, valid_from=typed["valid_from"], version=typed["version"] or 0, **form.facts())
    access_log.security("ground_revised", actor=request.actor, request=request)
    messages.success(request, _("The new version was saved. The controller confirms it."))
    return reverse("privacy-ground", args=[new.uid])


@page(may=OFFICER, about=oversight, purpose="privacy")
def privacy_ground_new(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """A ground for a purpose that has none of its kind, or for a new purpose."""
    form = NewGroundForm(
        request.POST if request.method == "POST" else None,
        programmes=record_of_processing.programmes_of(found),
        purposes=Purpose.objects.order_by("code"),
    )
    if form.is_valid() and (done := _done(request, form, lambda: _add(request, form))):
        return done
    return _form_page(request, form, _("New ground"), None, {})


def _add(request: PageRequest, form: NewGroundForm) -> str:
    typed = form.cleaned_data
    purpose = typed["purpose"] or grounds.add_purpose(code=form.code(), **form.names())
    ground = grounds.add(typed["programme"], purpose=purpose, valid_from=typed["valid_from"], **form.facts())
    access_log.security("ground_added", actor=request.actor, request=request)
    messages.success(request, _("The ground was saved. The controller confirms it."))
    return reverse("privacy-ground", args=[ground.uid])


@page(may=OFFICER, about=ground_to_oversee, purpose="privacy")
def privacy_ground_end(request: PageRequest, ground: LegalGround) -> HttpResponseBase:
    """The last day of a ground that nothing follows."""
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (done := _done(request, form, lambda: _end(request, ground, form))):
        return done
    answers = grounds.answers_resting_on(ground)
    return _form_page(request, form, _("End the ground"), ground, {"answers": answers})


def _end(request: PageRequest, ground: LegalGround, form: EndForm) -> str:
    grounds.end(ground, last_day=form.cleaned_data["last_day"])
    access_log.security("ground_ended", actor=request.actor, request=request)
    messages.success(request, _("The last day of the ground was saved."))
    return reverse("privacy-ground", args=[ground.uid])


def _done(request: PageRequest, form: forms.Form, act: Any) -> HttpResponseBase | None:
    """Where the deed leads, or None with what the verb refused said above the form."""
    try:
        return submissions.once(request, act)
    except NotNow as refused:
        form.add_error(None, str(refused.message))
        return None


def _form_page(
    request: PageRequest, form: forms.Form, title: str, ground: LegalGround | None, more: dict[str, Any]
) -> HttpResponseBase:
    context = {
        "form": form,
        "title": title,
        "ground": ground,
        "back": reverse("privacy-ground", args=[ground.uid]) if ground else reverse("privacy-processing"),
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }
    status = 400 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "consent/desk/privacy_ground_form.html", context | more, status=status)
