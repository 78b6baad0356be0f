"""A form that was sent after the session had ended: kept sealed, offered again after the sign-in."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from consent import drafts, keyring
from consent.door import kept_fields
from consent.models import Account

FORM = "interrupted"


def keep(request: HttpRequest) -> uuid.UUID | None:
    """Keep what was posted under the account's own scope; None when there is nothing to keep."""
    fields = kept_fields(request) if request.method == "POST" else []
    if not fields:
        return None
    account, about = request.user, uuid.uuid4()
    assert isinstance(account, Account)
    with keyring.fresh() as ring:
        ring.allow_sealing([account.scope])
        content = {"path": request.path, "fields": [list(field) for field in fields]}
        drafts.save(author=account, form=FORM, about=about, scope=account.scope, content=content)
    return about


def sign_in_again(request: HttpRequest, kept: uuid.UUID | None) -> HttpResponse:
    """To the sign-in page, which returns to the kept form or to the page that was asked for."""
    following = reverse("kept-form", args=[kept]) if kept else (request.path if request.method == "GET" else "/")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': following})}")
