"""The administrator's accounts: who signs in, in which role, until when. No page here shows a participant."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from consent import access_log, account_mail, accounts, submissions
from consent.access import ADMINISTRATOR, account_to_manage, accounts_to_manage
from consent.accounts import AddressTaken
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.forms.accounts import AccountForm, EndForm, RoleForm
from consent.models import Account, Membership, Organisation, Programme, Proposal, Role
from consent.periods import today

ROWS = 50
SUPERVISORS = frozenset({Role.WORKER, Role.HEALTH, Role.COORDINATOR})


@page(may=ADMINISTRATOR, about=accounts_to_manage, purpose="administration", action="list", methods=("GET", "HEAD"))
def account_list(request: PageRequest, found: QuerySet[Account]) -> HttpResponseBase:
    """Accounts by name: roles, until when, and what is still to happen."""
    number = _page_number(request)
    begin = (number - 1) * ROWS
    rows = list(_with_roles(found)[begin : begin + ROWS + 1])
    context = {
        "rows": [_row(account) for account in rows[:ROWS]],
        "newer": f"?page={number - 1}" if number > 1 else "",
        "older": f"?page={number + 1}" if len(rows) > ROWS else "",
    }
    return TemplateResponse(request, "consent/desk/account_list.html", context)


@page(may=ADMINISTRATOR, about=account_to_manage, purpose="administration", methods=("GET", "HEAD"))
def account_detail(request: PageRequest, account: Account) -> HttpResponseBase:
    """One account: its roles, what waits, and what may be done."""
    (shown,) = _with_roles(Account.objects.filter(pk=account.pk).order_by("pk"))
    context = {"row": _row(shown), "mine": account == request.actor.account}
    return TemplateResponse(request, "consent/desk/account_detail.html", context)


def _with_roles(accounts: QuerySet[Account]) -> QuerySet[Account]:
    memberships = Membership.objects.select_related("organisation", "programme", "supervisor")
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING).select_related("organisation", "programme")
    return accounts.prefetch_related(
        Prefetch("memberships", memberships.order_by("-starts_on", "pk"), to_attr="roles"),
        Prefetch("proposals", waiting.order_by("pk"), to_attr="waiting"),
    )


def _row(account: Any) -> dict[str, Any]:
    """An account with its roles; `state` is "ended", "invited", "waiting" or "" (in use)."""
    day = today()
    roles = [role for role in account.roles if role.until is None or role.until >= day]
    ended = account.ended(day)
    state = "ended" if ended else "invited" if account.last_login is None else "" if roles else "waiting"
    return {"account": account, "roles": roles, "waiting": [] if ended else account.waiting, "state": state}


def _page_number(request: PageRequest) -> int:
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 and int(typed) else 1


def _choices(request: PageRequest) -> dict[str, Any]:
    """What the role of an account may be chosen from, in the administrator's programmes."""
    programmes = Programme.objects.filter(pk__in=request.actor.programmes(Role.ADMINISTRATOR)).order_by("name", "pk")
    working = Membership.objects.filter(programme__in=programmes, role__in=SUPERVISORS, account__is_active=True)
    return {
        "programmes": programmes,
        "recipients": Organisation.objects.filter(active=True).exclude(profile="").order_by("name", "pk"),
        "supervisors": Account.objects.filter(pk__in=working.values("account")).order_by("name", "pk"),
    }


@page(may=ADMINISTRATOR, about=accounts_to_manage, purpose="administration")
def account_new(request: PageRequest, found: QuerySet[Account]) -> HttpResponseBase:
    """A new colleague: an account, a role, an invitation by mail."""
    form = AccountForm(request.POST if request.method == "POST" else None, **_choices(request))
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _invite(request, form))
        except AddressTaken as refused:
            form.add_error("email", str(refused.message))
        except NotNow as refused:
            form.add_error("role", str(refused.message))
    context = {"form": form, "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4())}
    return TemplateResponse(request, "consent/desk/account_new.html", context)


def _invite(request: PageRequest, form: AccountForm) -> str:
    typed = {name: form.cleaned_data[name] for name in ("email", "name", "title", "phone", "language")}
    account = accounts.invite(by=request.actor.account, wanted=form.wanted(), **typed)
    access_log.security("account_made", actor=request.actor, request=request)
    messages.success(request, _("The invitation was sent.") + " " + _then(account))
    return reverse("account-list")


def _then(account: Account) -> str:
    if Proposal.objects.filter(account=account, state=Proposal.State.WAITING).exists():
        return _("The role begins when a second person has confirmed it.")
    return _("The role holds from today.")


@page(may=ADMINISTRATOR, about=account_to_manage, purpose="administration")
def account_role(request: PageRequest, account: Account) -> HttpResponseBase:
    """One more role for an account."""
    form = RoleForm(request.POST if request.method == "POST" else None, **_choices(request))
    if form.is_valid():
        try:
            with transaction.atomic():
                return submissions.once(request, lambda: _give(request, account, form))
        except NotNow as refused:
            form.add_error("role", str(refused.message))
    context = {
        "account": account,
        "form": form,
        "submission": request.POST.get(submissions.FIELD) or str(uuid.uuid4()),
    }
    return TemplateResponse(request, "consent/desk/account_role.html", context)


def _give(request: PageRequest, account: Account, form: RoleForm) -> str:
    accounts.give_role(by=request.actor.account, account=account, wanted=form.wanted())
    access_log.security("role_given", actor=request.actor, request=request)
    messages.success(request, _then(account))
    return reverse("account-detail", args=[account.uid])


@page(may=ADMINISTRATOR, about=account_to_manage, purpose="administration", methods=("POST",))
def account_invite(request: PageRequest, account: Account) -> HttpResponseBase:
    """Send the invitation again: its link works for three days."""
    if account.last_login is None and not account.ended(today()):
        account_mail.invite(account)
        access_log.security("account_invited_again", actor=request.actor, request=request)
        messages.success(request, _("The invitation was sent."))
    return redirect("account-detail", account.uid)


@page(may=ADMINISTRATOR, about=account_to_manage, purpose="administration")
def account_end(request: PageRequest, account: Account) -> HttpResponseBase:
    """End an account, now or after its last day."""
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                accounts.end(account, by=request.actor.account, last_day=form.cleaned_data["last_day"])
        except NotNow as refused:
            form.add_error(None, str(refused.message))
        else:
            access_log.security("account_ended", actor=request.actor, request=request)
            messages.success(request, _("The account ends."))
            return redirect("account-list")
    return TemplateResponse(request, "consent/desk/account_end.html", {"account": account, "form": form})
