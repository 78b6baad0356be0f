"""Pages behind the door that exist only in its tests, served beside the house's own."""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path

from casework.access import OpenCase, case_to_read
from casework.config.urls import handler400, handler403, handler404, handler500
from casework.config.urls import urlpatterns as house
from casework.models import CaseFile
from consent import door, errors, keyring
from consent.actors import Actor
from consent.door import Found, PageRequest, page
from consent.errors import NotFound, NotNow, Refused
from consent.keyring import Audience
from consent.models import AccessEvent, Organisation, Role
from consent.records import StaleWrite

MAY = frozenset({Role.WORKER, Role.STUDENT})


@dataclasses.dataclass
class Seen:
    """What a view saw while it ran."""

    ran: int = 0
    events: int = -1
    loaded: int = 0
    in_transaction: bool | None = None
    prepared: Any = None


seen = Seen()


def counted(actor: Actor, uid: uuid.UUID) -> Found:
    """A loader that counts its calls."""
    seen.loaded += 1
    return case_to_read(actor, uid)


def name_of(opened: OpenCase) -> str:
    return f"{opened.participant.name}, {opened.participant.phone}"


@page(may=MAY, about=counted, purpose="guidance")
def shown(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Shows a name."""
    seen.ran += 1
    seen.events = AccessEvent.objects.filter(page="shown", action="view").count()
    return HttpResponse(name_of(opened))


@page(may=MAY, about=counted, purpose="guidance", methods=("GET", "HEAD"))
def only_shown(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    return HttpResponse(name_of(opened))


@page(may=MAY, about=counted, purpose="guidance")
def late(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """A template that reads only when it is rendered."""
    template = engines["django"].from_string("{{ person.name }}, {{ person.phone }}")
    return TemplateResponse(request, template, {"person": opened.participant})


FAULTS: dict[str, Callable[[], Exception]] = {
    "refused": lambda: Refused("Kaisa"),
    "not-found": NotFound,
    "not-now": lambda: NotNow("Ryhmä on täynnä."),
    "stale": lambda: StaleWrite(CaseFile()),
    "broken": lambda: RuntimeError("Nasrin Rahimi"),
}


@page(may=MAY, about=counted, purpose="guidance")
def writes_and_fails(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """Saves something, then raises what the form asks for."""
    Organisation(name="Kirjoitettu", kind="public").save()
    fault = FAULTS[request.POST["fault"]]()
    raise fault


@page(may=MAY, about=counted, purpose="guidance")
def writes_on_get(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    opened.case.last_contact_on = opened.case.opened_on
    opened.case.save(update_fields=["last_contact_on"])
    return HttpResponse("saved")


@page(may=MAY, about=door.nobody, purpose="none")
def about_nobody(request: PageRequest) -> HttpResponseBase:
    """Tries to show somebody on a page that is about nobody."""
    case = CaseFile.objects.select_related("subject__participant").order_by("pk").first()
    assert case is not None
    door.show(request, pairs=[(case.subject.scope, Audience.WORKER)], subjects=[case.subject.uid])
    return HttpResponse(case.subject.participant.first_name)


def _prepare(request: PageRequest, opened: OpenCase) -> Callable[[], Any] | None:
    name = name_of(opened)

    def work() -> dict[str, Any]:
        ring = keyring.current()
        return {
            "name": name,
            "in_transaction": connection.in_atomic_block,
            "opens": bool(ring._audiences),
        }

    if request.GET.get("refuse"):
        raise NotNow("Kirjettä ei ole.")
    return work if request.GET.get("slow") else None


@page(may=MAY, about=counted, purpose="guidance", prepare=_prepare)
def prepared(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    seen.ran += 1
    seen.prepared = request.prepared
    return HttpResponse("ready")


urlpatterns: list[URLPattern | URLResolver] = [
    *house,
    path("t/<uuid:uid>/shown/", shown, name="t-shown"),
    path("t/<uuid:uid>/only-shown/", only_shown, name="t-only-shown"),
    path("t/<uuid:uid>/late/", late, name="t-late"),
    path("t/<uuid:uid>/fails/", writes_and_fails, name="t-fails"),
    path("t/<uuid:uid>/writes/", writes_on_get, name="t-writes"),
    path("t/<uuid:uid>/prepared/", prepared, name="t-prepared"),
    path("t/nobody/", about_nobody, name="t-nobody"),
]

__all__ = ["errors", "handler400", "handler403", "handler404", "handler500", "seen", "urlpatterns"]
