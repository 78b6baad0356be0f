"""The participant's way in, the form that was kept, and, in the demo alone, its list of accounts."""

import uuid

from django.conf import settings
from django.contrib.auth import login
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consent import access_log, drafts, keyring
from consent.actors import Actor, actor_of
from consent.door import EVERY_ROLE, Found, PageRequest, page, public
from consent.errors import NotFound
from consent.models import Account, Draft
from consent.sign_in import codes, interrupted, throttle
from consent.sign_in.forms import CodeForm, CodeRequestForm
from consent.sign_in.second_factor import METHODS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def code_request(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code; the answer is the same whether anybody was found."""
    form = CodeRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["address"]
        if not throttle.enough(access_log.short_address(request), codes.who(typed)):
            form.add_error(None, _("Too many tries. Wait ten minutes, or call us."))
        else:
            with keyring.fresh():
                account, address = codes.find(typed)
            row, code = codes.issue(account)
            if account is not None and address:
                body = render_to_string("mail/sign_in_code.txt", {"code": code})
                send_mail(_("Your code for Polku"), body, settings.DEFAULT_FROM_EMAIL, [address])
            if settings.POLKU_DEMO:
                request.session["demo_code"] = code if account else ""
            return redirect("code-enter", uid=row.uid)
    return TemplateResponse(request, "consent/sign_in/code_request.html", {"form": form})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def code_enter(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    """Give the code and be signed in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = codes.redeem(uid, form.cleaned_data["code"])
        actor = actor_of(account) if account else None
        if account is None or actor is None:
            access_log.security("code_wrong", request=request)
            form.add_error("code", _("The code is wrong or too old. Ask for a new one."))
        else:
            request.session.pop("demo_code", None)
            login(request, account, backend=BACKEND)
            request.session[METHODS] = [{"method": "code"}]
            access_log.security("signed_in_by_code", actor=actor, request=request)
            return redirect("home")
    context = {"form": form, "demo_code": request.session.get("demo_code", "") if settings.POLKU_DEMO else ""}
    return TemplateResponse(request, "consent/sign_in/code_enter.html", context)


def kept_by_actor(actor: Actor, uid: uuid.UUID) -> Found:
    """A form of the actor's own that was interrupted."""
    draft = drafts.find(author=actor.account, form=interrupted.FORM, about=uid)
    if draft is None:
        raise NotFound
    return Found(it=draft, opens=((draft.scope, keyring.Audience.SELF),), basis="own", kind="draft", uid=uid)


@page(may=EVERY_ROLE, about=kept_by_actor, purpose="none")
def kept_form(request: PageRequest, draft: Draft) -> HttpResponseBase:
    """Show what was sent after the session had ended, and send it again to where it was going."""
    if request.method == "POST":
        drafts.discard(author=request.actor.account, form=interrupted.FORM, about=draft.about)
        return redirect("home")
    path = str(draft.content.get("path", "/"))
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        raise NotFound
    context = {"path": path, "fields": draft.content.get("fields", [])}
    return TemplateResponse(request, "consent/sign_in/kept_form.html", context)


@public
@require_POST
def demo_sign_in(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """In the demo, and only there: sign in as one of its invented accounts."""
    if not settings.POLKU_DEMO:
        raise Http404
    account = get_object_or_404(Account, uid=uid, is_demo=True)
    login(request, account, backend=BACKEND)
    request.session[METHODS] = [{"method": "demo"}]
    return redirect("home")
