"""Refusals that a page turns into words, and the pages that say them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotFound(Exception):
    """There is nothing here for this actor, in the same words whether it exists or not."""

    def __init__(self, *, subjects: Sequence[UUID] = (), case: UUID | None = None) -> None:
        self.subjects, self.case = tuple(subjects), case
        super().__init__()


class Refused(Exception):
    """A colleague without the right: it exists, and `ask` says whom to ask."""

    def __init__(self, ask: str, *, subjects: Sequence[UUID] = (), case: UUID | None = None) -> None:
        self.ask, self.subjects, self.case = ask, tuple(subjects), case
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
    """400"""
    return error_page(request, 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404"""
    return error_page(request, 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403"""
    return error_page(request, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, because what failed may be what the request needs."""
    from django.template.loader import render_to_string

    context = {"support_phone": settings.POLKU_SUPPORT_PHONE}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was old or missing."""
    context = {"support_phone": settings.POLKU_SUPPORT_PHONE}
    return TemplateResponse(request, "errors/csrf.html", context, status=403).render()
