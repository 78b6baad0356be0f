"""Refusals that a page turns into words, and the pages that say them."""

import sys
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.keystore.key_files import KeyFileMissing
from consent.keystore.standing import KeystoreRefused

OUT_OF_REACH = (DatabaseError, InterfaceError, KeyFileMissing, KeystoreRefused)


class NotFound(Exception):
    """There is nothing here for this actor, in the same words whether it exists or not."""

    def __init__(self, *, subjects: Sequence[UUID] = (), case: UUID | None = None) -> None:
        self.subjects, self.case = tuple(subjects), case
        super().__init__()


class Refused(Exception):
    """A colleague without the right: it exists, and `ask` says whom to ask.

    `emergency` is the address at which this colleague may open it with a written reason, or "".
    """

    def __init__(
        self, ask: str, *, emergency: str = "", subjects: Sequence[UUID] = (), case: UUID | None = None
    ) -> None:
        self.ask, self.emergency, self.subjects, self.case = ask, emergency, tuple(subjects), case
        super().__init__()


class NotNow(Exception):
    """A verb cannot be carried out as things stand; `message` says why in words. Base of the named errors."""

    message: str | Promise = _("This cannot be done now. Somebody may have changed it meanwhile.")

    def __init__(self, message: str | Promise | None = None) -> None:
        if message is not None:
            self.message = message
        super().__init__()


def error_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """A rendered error page in the reader's language, with the one phone number."""
    context = {"support_phone": settings.POLKU_SUPPORT_PHONE, **context}
    response = TemplateResponse(request, f"errors/{status}.html", context, status=status)
    return response.render()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for more than a form may send"""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404"""
    return error_page(request, 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403"""
    return error_page(request, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 where a database or a key is out of reach before any view runs (sessions, sign-in).

    Rendered without the request, because what failed may be what the request needs.
    """
    from django.template.loader import render_to_string

    status = 503 if isinstance(sys.exc_info()[1], OUT_OF_REACH) else 500
    context = {"support_phone": settings.POLKU_SUPPORT_PHONE}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was old or missing; what was typed stands on the page, to be copied."""
    from consent.door import kept_fields  # the door's module imports this one

    context = {"support_phone": settings.POLKU_SUPPORT_PHONE, "kept": kept_fields(request)}
    return TemplateResponse(request, "errors/csrf.html", context, status=403).render()
