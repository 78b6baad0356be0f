"""The administrator's organisations: recipients and controllers, and the question asked about each recipient."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import access_log, organisations, submissions
from consent.access import ADMINISTRATOR, organisation_to_manage, organisations_to_manage
from consent.door import PageRequest, page
from consent.forms.organisations import OrganisationForm, initial_of
from consent.models import Account, LegalGround, Organisation, Proposal, Role
from consent.records import StaleWrite

ROWS = 100


@page(
    may=ADMINISTRATOR, about=organisations_to_manage, purpose="administration", action="list", methods=("GET", "HEAD")
)
def organisation_list(request: PageRequest, found: QuerySet[Organisation]) -> HttpResponseBase:
    """Organisations by name."""
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING, kind=Proposal.Kind.CONTACT)
    context = {
        "rows": list(found[:ROWS]),
        "waiting": set(waiting.order_by("pk").values_list("organisation_id", flat=True)),
    }
    return TemplateResponse(request, "consent/desk/organisation_list.html", context)


def _grounds(request: PageRequest) -> list[LegalGround]:
    return organisations.referral_grounds(request.actor.programmes(Role.ADMINISTRATOR))


@page(may=ADMINISTRATOR, about=organisations_to_manage, purpose="administration")
def organisation_new(request: PageRequest, found: QuerySet[Organisation]) -> HttpResponseBase:
    """A new organisation."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return submissions.once(request, lambda: _create(request, form))
    return _page(request, form)


def _create(request: PageRequest, form: OrganisationForm) -> str:
    organisations.create(details=form.details(), texts=form.texts(), grounds=_grounds(request))
    access_log.security("organisation_made", actor=request.actor, request=request)
    messages.success(request, _("The organisation was saved."))
    return reverse("organisation-list")


@page(may=ADMINISTRATOR, about=organisation_to_manage, purpose="administration")
def organisation_edit(request: PageRequest, organisation: Organisation) -> HttpResponseBase:
    """Change an organisation; new contact details wait for a second person."""
    grounds = _grounds(request)
    if request.method != "POST":
        asked = organisations.texts_of(organisation, grounds)
        return _page(request, OrganisationForm(initial=initial_of(organisation, asked)), organisation)
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _page(request, form, organisation)
    try:
        waits = organisations.change(
            organisation,
            by=request.actor.account,
            details=form.details(),
            version=form.cleaned_data["version"] or 0,
            texts=form.texts(),
            grounds=grounds,
        )
    except StaleWrite:
        return _conflict(request, organisation, form)
    access_log.security("organisation_changed", actor=request.actor, request=request)
    messages.success(request, _("The organisation was saved."))
    if waits:
        messages.warning(request, _("The new contact details wait until a second person has confirmed them."))
    return redirect("organisation-list")


def _page(
    request: PageRequest, form: OrganisationForm, organisation: Organisation | None = None, **more: Any
) -> HttpResponseBase:
    context = {
        "form": form,
        "organisation": organisation,
        "conflict": None,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }
    status = 409 if more else 200
    return TemplateResponse(request, "consent/desk/organisation_edit.html", context | more, status=status)


def _conflict(request: PageRequest, organisation: Organisation, typed: OrganisationForm) -> HttpResponseBase:
    """What both changed stands side by side; what was typed stays in the form, over the version that holds now."""
    stored = Organisation.objects.get(pk=organisation.pk)
    base = stored.history.filter(version=typed.cleaned_data["version"] or 0).order_by("history_id").first() or stored
    data = request.POST.copy()
    data["version"] = str(stored.version)
    form = OrganisationForm(data)
    form.is_valid()
    rows = []
    for name in ("name", "name_to", "kind", "profile", "language", "active"):
        mine, theirs = form.cleaned_data[name], getattr(stored, name)
        if theirs not in (getattr(base, name), mine):
            words = {"base": getattr(base, name), "theirs": theirs, "mine": mine}
            rows.append({"label": form[name].label, "edit": None, **words})
    last = stored.history.order_by("-history_id").first()
    who = Account.objects.filter(pk=last.history_user_id).values_list("name", flat=True).first() or ""
    conflict = {"rows": rows, "who": who, "when": last.history_date}
    return _page(request, form, stored, conflict=conflict)
