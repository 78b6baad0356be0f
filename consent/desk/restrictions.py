"""The officer's restrictions of use, and the notices that recipients are owed (GDPR Art. 18 and 19)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consent import door, keyring, recipient_notices, references, restrictions
from consent.access import OFFICER, Oversight, oversight
from consent.access_to_requests import notice_to_settle, restriction_to_lift
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.forms.requests import ChannelForm, RestrictForm, SettleForm
from consent.models import RecipientNotice, Restriction, Subject

MOST_SHOWN = 100


@page(may=OFFICER, about=oversight, purpose="privacy", action="list")
def privacy_restrictions(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Whose use is restricted, since when and why; and the form that restricts one."""
    form = RestrictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        uid = references.found("subject", form.cleaned_data["number"], found.programmes)
        subject = Subject.objects.filter(uid=uid).first() if uid else None
        if subject is None:
            form.add_error("number", _("There is no case file with this number."))
        else:
            door.show(request, pairs=(), subjects=[subject.uid])
            why, reason = form.cleaned_data["why"], form.cleaned_data["reason"]
            try:
                with transaction.atomic(), keyring.also(sealing=[subject.scope]):
                    row = restrictions.place(by=request.actor.account, subject=subject, why=why, reason=reason)
                messages.success(request, _("The use is restricted. It is read-only and out of lists from now."))
                return redirect("privacy-restriction", uid=row.uid)
            except NotNow as refused:
                form.add_error(None, str(refused.message))
    rows = Restriction.objects.filter(subject__programme__in=found.programmes).select_related("subject")
    shown = list(rows.order_by("-lifted_at", "-placed_at", "-pk")[:MOST_SHOWN])
    shown.sort(key=lambda row: row.lifted_at is not None)
    numbers = references.named("subject", [row.subject.uid for row in shown], found.programmes)
    context = {"form": form, "rows": [{"it": row, "number": numbers.get(row.subject.uid, "")} for row in shown]}
    return TemplateResponse(request, "consent/desk/privacy_restrictions.html", context)


@page(may=OFFICER, about=restriction_to_lift, purpose="privacy")
def privacy_restriction(request: PageRequest, it: Restriction) -> HttpResponseBase:
    """One restriction: the person is told, and only then it is lifted."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = ChannelForm(request.POST if act == "tell" else None)
    by = request.actor.account
    if act == "tell" and form.is_valid():
        restrictions.tell(it, by=by, channel=form.cleaned_data["channel"])
        messages.success(request, _("It is recorded that the person was told."))
        return redirect("privacy-restriction", uid=it.uid)
    if act == "lift":
        restrictions.lift(it, by=by)
        messages.success(request, _("The restriction is lifted."))
        return redirect("privacy-restriction", uid=it.uid)
    number = references.number_of(it.subject)
    context = {"it": it, "number": number, "form": form}
    return TemplateResponse(request, "consent/desk/privacy_restriction.html", context)


@page(may=OFFICER, about=oversight, purpose="privacy", action="list", methods=("GET", "HEAD"))
def privacy_notices(request: PageRequest, found: Oversight) -> HttpResponseBase:
    """Recipients who wait to be told, and who told the others."""
    shown = list(recipient_notices.of_programmes(found.programmes)[:MOST_SHOWN])
    numbers = references.named("subject", [row.subject.uid for row in shown], found.programmes)
    rows = [{"it": row, "number": numbers.get(row.subject.uid, "")} for row in shown]
    return TemplateResponse(request, "consent/desk/privacy_notices.html", {"rows": rows})


@page(may=OFFICER, about=notice_to_settle, purpose="privacy")
def privacy_notice(request: PageRequest, it: RecipientNotice) -> HttpResponseBase:
    """One notice: that the recipient was told and how, or that it was impossible."""
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        state, channel = form.cleaned_data["state"], form.cleaned_data["channel"]
        try:
            with transaction.atomic():
                recipient_notices.settle(it, by=request.actor.account, state=state, channel=channel)
            messages.success(request, _("It is recorded."))
            return redirect("privacy-notices")
        except NotNow as refused:
            form.add_error(None, str(refused.message))
    number = references.number_of(it.subject)
    return TemplateResponse(request, "consent/desk/privacy_notice.html", {"it": it, "number": number, "form": form})
