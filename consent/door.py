"""The door: the only way to a view.

`@page(may=…, about=…, purpose=…)` lets in who may, loads what the page is about through the app's `access.py`,
opens exactly the scopes that the loader found, writes the access log, and only then runs and renders the view:
all in one transaction, which commits before the first byte leaves. Refusals become pages inside that
transaction, so that they are kept. If the log cannot be written, nothing is shown (503).
"""

import dataclasses
import datetime
import functools
import uuid
from collections.abc import Callable, Iterable
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from consent import access_log, errors, keyring, restrictions
from consent.actors import Actor
from consent.models import AccessEvent, Role
from consent.records import StaleWrite
from consent.sign_in.second_factor import has_second_factor

P = ParamSpec("P")
EVERY_ROLE = frozenset(Role)
#: Nothing is written for these purposes about a person whose data is restricted (Art. 18).
RESTRICTABLE = frozenset({"guidance", "health", "groups", "referral", "administration"})
PURPOSES = frozenset({"guidance", "health", "groups", "referral", "own_data", "administration", "privacy", "none"})


@dataclasses.dataclass(frozen=True)
class Found:
    """What a loader hands to its view, and what the door does with it.

    `until` is when the right ends by itself within the day; every page says it on top.
    """

    it: Any = None
    opens: tuple[keyring.Pair, ...] = ()
    seals: tuple[uuid.UUID, ...] = ()
    subjects: tuple[uuid.UUID, ...] = ()
    basis: str = ""
    kind: str = ""
    uid: uuid.UUID | None = None
    case: uuid.UUID | None = None
    compartment: str = ""
    heeds: bool = False  # what a person may always want is written also while the use of their data is restricted
    until: datetime.datetime | None = None


class PageRequest(HttpRequest):
    """What a view behind the door receives."""

    actor: Actor
    found: Found
    event: AccessEvent | None
    prepared: Any
    uid: uuid.UUID


Loader = Callable[..., Found]
View = Callable[Concatenate[PageRequest, Any, P], HttpResponseBase]


@dataclasses.dataclass(frozen=True)
class PageRule:
    """How a page is guarded; the access matrix reads it."""

    may: frozenset[str]
    about: Loader
    purpose: str
    action: str | None
    name: str
    methods: tuple[str, ...]


def nobody(actor: Actor, **_: Any) -> Found:
    """Loader of pages about no person; their purpose is "none", and such pages log nothing."""
    return Found()


def page(
    *,
    may: frozenset[str] | set[str] | set[Role],
    about: Loader,
    purpose: str,
    action: str | None = None,
    methods: tuple[str, ...] = ("GET", "HEAD", "POST"),
    prepare: Callable[[PageRequest, Any], Callable[[], Any] | None] | None = None,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Guard a view: roles that may come, the loader, the purpose that the log names.

    `action` is what the log calls it (default: "view" for GET, "write" for POST). `prepare` runs in a first
    transaction of its own and gives slow work (a PDF) to be done between the two; `request.prepared` has the result.
    """
    assert purpose in PURPOSES, purpose

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        rule = PageRule(frozenset(map(str, may)), about, purpose, action, view.__name__, methods)

        @functools.wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None:
                access_log.stranger(request)
                return redirect_to_login(request.get_full_path() if request.method != "POST" else "/")
            if not has_second_factor(request, actor):
                return redirect("mfa_index")
            here = cast(PageRequest, request)
            here.prepared = None
            if prepare is not None:
                work = _inside(here, rule, parts, lambda found: prepare(here, found.it), log=False)
                if isinstance(work, HttpResponseBase):
                    return work
                here.prepared = work() if work is not None else None
            return cast(HttpResponseBase, _inside(here, rule, parts, lambda found: _call(view, here, found, parts)))

        guarded.page = rule  # type: ignore[attr-defined]
        return require_http_methods(list(methods))(guarded)

    return guard


def _call(view: Callable[..., HttpResponseBase], request: PageRequest, found: Found, parts: dict[str, Any]) -> Any:
    response = view(request) if found.it is None else view(request, found.it)
    if isinstance(response, TemplateResponse):
        response.render()
    return response


def _inside(
    request: PageRequest, rule: PageRule, parts: dict[str, Any], act: Callable[[Found], Any], *, log: bool = True
) -> Any:
    """Run `act` on what the loader found, in one transaction; every refusal becomes a page inside it."""
    logs = log and rule.purpose != "none"
    with keyring.fresh() as ring, transaction.atomic():
        found = None
        try:
            request.found = found = _found(request, rule, parts)
            if request.method == "POST" and rule.purpose in RESTRICTABLE and not found.heeds:
                restrictions.refuse_writing(found.subjects)
            ring.open(found.opens)
            ring.allow_sealing(found.seals)
            with transaction.atomic():  # a refusal by the view takes its event back: nothing was shown
                request.event = _log(request, rule, found) if logs else None
                return act(found)
        except errors.Refused as refusal:
            _log_denied(request, rule, refusal, parts, found)
            return errors.error_page(request, 403, ask=refusal.ask, break_glass=refusal.emergency)
        except (errors.NotFound, Http404) as refusal:
            _log_denied(request, rule, refusal, parts, found)
            return errors.error_page(request, 404)
        except (StaleWrite, errors.NotNow) as fault:
            if found is not None and logs:
                request.event = _log(request, rule, found)
            message = {"message": fault.message} if isinstance(fault, errors.NotNow) else {}
            return errors.error_page(request, 409, kept=kept_fields(request), **message)


def _found(request: PageRequest, rule: PageRule, parts: dict[str, Any]) -> Found:
    if not request.actor.roles & rule.may:
        raise errors.NotFound
    return rule.about(request.actor, **parts)


def _action(request: HttpRequest, rule: PageRule) -> str:
    if request.method == "POST":
        return rule.action or AccessEvent.Action.WRITE
    return rule.action or AccessEvent.Action.VIEW


def _log(request: PageRequest, rule: PageRule, found: Found) -> AccessEvent:
    return access_log.record(
        request.actor,
        action=_action(request, rule),
        page=rule.name,
        purpose=rule.purpose,
        subjects=found.subjects,
        request=request,
        basis=found.basis,
        object_kind=found.kind,
        object_uid=found.uid,
        case_uid=found.case,
        compartment=found.compartment,
    )


def _log_denied(
    request: PageRequest, rule: PageRule, refusal: Exception, parts: dict[str, Any], found: Found | None
) -> None:
    """What was refused; about whom, as the refusal says, or else as the loader found before the view refused."""
    access_log.record(
        request.actor,
        action=AccessEvent.Action.DENIED,
        page=rule.name,
        purpose=rule.purpose,
        subjects=getattr(refusal, "subjects", ()) or (found.subjects if found else ()),
        request=request,
        object_uid=next((part for part in parts.values() if isinstance(part, uuid.UUID)), None),
        case_uid=getattr(refusal, "case", None) or (found.case if found else None),
    )


def show(request: PageRequest, *, pairs: Iterable[keyring.Pair], subjects: Iterable[uuid.UUID]) -> None:
    """Open what a page found only on its way (the rows of a list) and log whom it is about: the two cannot part."""
    if request.event is not None:
        access_log.add_subjects(request.event, subjects)
        keyring.current().open(pairs)


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, for pages that must not lose it."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that shows no person and needs no sign-in; the matrix lists these by name."""
    view.public = True  # type: ignore[attr-defined]
    return view


__all__ = ["EVERY_ROLE", "Found", "PageRequest", "PageRule", "kept_fields", "nobody", "page", "public", "show"]
