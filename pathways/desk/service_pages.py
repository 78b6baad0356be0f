"""The service catalogue, and the way from a service to a participant's plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.access import CASE_WORK
from casework.models import CaseFile, Permission
from consent.actors import Actor
from consent.door import Found, PageRequest, nobody, page, show
from consent.keyring import Audience
from consent.records import StaleWrite
from pathways import services
from pathways.access import KEEPS_SERVICES, SEES_SERVICES, visible_groups
from pathways.desk import kept
from pathways.forms.services import SERVICE_FIELDS, ServiceForm
from pathways.models import GroupSeries, Service
from pathways.own_people import own_cases, uuid_in

PAGE_ROWS = 50


def service_of(actor: Actor, uid: Any, **_: Any) -> Found:
    """A service is about nobody."""
    return Found(it=get_object_or_404(Service.objects.select_related("organisation"), uid=uid))


def service_for_own_people(actor: Actor, uid: Any, **_: Any) -> Found:
    """A service, on a page that lists the actor's own people."""
    return Found(it=service_of(actor, uid).it, basis="own", kind="cases")


@page(may=SEES_SERVICES, about=nobody, purpose="none", methods=("GET", "HEAD"))
def service_list(request: PageRequest) -> HttpResponseBase:
    """Services in use by name, of one kind or of all."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Service.Kind.values else ""
    known = set(services.in_use().order_by().values_list("kind", flat=True).distinct())
    number = _page_number(request)
    rows = list(services.in_use(kind)[(number - 1) * PAGE_ROWS : number * PAGE_ROWS + 1])
    address = reverse("service-list")
    here = f"{address}?kind={kind}&page=" if kind else f"{address}?page="
    context = {
        "rows": [{"service": row, "overdue": services.needs_check(row)} for row in rows[:PAGE_ROWS]],
        "filters": [{"href": address, "label": _("All services"), "current": not kind}]
        + [
            {"href": f"{address}?kind={value}", "label": label, "current": value == kind}
            for value, label in Service.Kind.choices
            if value in known
        ],
        "keeps": request.actor.has(*KEEPS_SERVICES),
        "newer": f"{here}{number - 1}" if number > 1 else "",
        "older": f"{here}{number + 1}" if len(rows) > PAGE_ROWS else "",
    }
    return TemplateResponse(request, "pathways/desk/service_list.html", context)


def _page_number(request: PageRequest) -> int:
    typed = request.GET.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


@page(may=SEES_SERVICES, about=service_of, purpose="none")
def service_detail(request: PageRequest, service: Service) -> HttpResponseBase:
    """What it is, for whom, how to get there; a keeper says on POST that the details hold."""
    keeps = request.actor.has(*KEEPS_SERVICES)
    if request.method == "POST" and keeps:
        services.check(service, by=request.actor.account)
        messages.success(request, _("Marked as checked today"))
        return redirect("service-detail", service.uid)
    groups = visible_groups(request.actor).filter(service=service, state=GroupSeries.State.OPEN)
    context = {
        "service": service,
        "groups": groups.order_by("title", "pk")[:PAGE_ROWS],
        "overdue": services.needs_check(service),
        "keeps": keeps,
        "plans": request.actor.has(*CASE_WORK),
    }
    return TemplateResponse(request, "pathways/desk/service_detail.html", context)


@page(may=KEEPS_SERVICES, about=nobody, purpose="none")
def service_new(request: PageRequest) -> HttpResponseBase:
    """A hand-made entry."""
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            made = services.create(by=request.actor.account, **form.cleaned_data)
            messages.success(request, _("The service is in the catalogue"))
            return reverse("service-detail", args=[made.uid])

        if answer := kept.carried_out(request, form, act):
            return answer
    context = {"form": form, "service": None, "conflict": None, "version": 0, "submission": kept.submission()}
    return TemplateResponse(request, "pathways/desk/service_form.html", context)


@page(may=KEEPS_SERVICES, about=service_of, purpose="none")
def service_edit(request: PageRequest, service: Service) -> HttpResponseBase:
    """Change the details; saving them says that they were checked today."""
    form = ServiceForm(request.POST or None, initial={name: getattr(service, name) for name in SERVICE_FIELDS})
    version, conflict = service.version, None
    if request.method == "POST" and form.is_valid():
        read = kept.version_read(request, service)
        try:
            services.change(service, by=request.actor.account, version=read, **form.cleaned_data)
        except StaleWrite as stale:
            conflict = kept.conflict(stale, form, SERVICE_FIELDS, read=read)
            version = conflict["version"]
        else:
            messages.success(request, _("The details are saved"))
            return redirect("service-detail", service.uid)
    context = {
        "form": form,
        "service": service,
        "conflict": conflict,
        "version": version,
        "submission": kept.submission(),
    }
    return TemplateResponse(request, "pathways/desk/service_form.html", context)


@page(may=CASE_WORK, about=service_for_own_people, purpose="guidance", action="list")
def service_to_plan(request: PageRequest, service: Service) -> HttpResponseBase:
    """Whose plan? One of the actor's own open case files; the step itself is written on the next page."""
    q = request.POST.get("q", "")[:100]
    if chosen := uuid_in(request.POST.get("case", "")):
        own = CaseFile.objects.for_user(request.actor.account, Permission.WORK).still_open()
        if own.filter(uid=chosen).exists():
            return redirect(f"{reverse('step-new', args=[chosen])}?service={service.uid}")
    cases, more = own_cases(request.actor, q)
    pairs = [(case.subject.scope, Audience.WORKER) for case in cases]
    show(request, pairs=pairs, subjects=[case.subject.uid for case in cases])
    context = {"service": service, "cases": cases, "more": more, "q": q}
    return TemplateResponse(request, "pathways/desk/service_to_plan.html", context)
