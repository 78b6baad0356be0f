"""Appointments of a case file: book, move, cancel; two meetings of a worker at once are asked about first."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import appointments, assignments
from casework.access import CASE_WORK, OpenCase, case_to_work
from casework.access_to_entries import OpenAppointment, appointment_to_change
from casework.appointments import WorkerIsBooked
from casework.forms.appointments import AppointmentForm
from casework.models import Appointment
from consent import wording
from consent.door import PageRequest, page
from consent.errors import NotNow
from consent.fields import readable
from consent.models import Account
from consent.periods import now
from consent.records import StaleWrite
from consent.submissions import once


@page(may=CASE_WORK, about=case_to_work, purpose="guidance")
def appointment_new(request: PageRequest, opened: OpenCase) -> HttpResponseBase:
    """The page on which a meeting is booked."""
    workers = _workers(request, opened)
    form = _form(request, opened, workers, initial={"worker": str(request.actor.account.uid)})

    def act() -> str:
        data = form.cleaned_data
        appointments.book(
            by=request.actor.account,
            case=opened.case,
            worker=workers[form.worker_uid],
            starts_at=data["starts_at"],
            length_minutes=data["length_minutes"],
            kind=data["kind"],
            place=data["place"],
            interpreter=data["interpreter"],
            anyway="anyway" in request.POST,
        )
        messages.success(request, _("The meeting is booked."))
        return reverse("case-detail", args=[opened.case.uid])

    return _answer(request, opened, form, act, appointment=None)


@page(may=CASE_WORK, about=appointment_to_change, purpose="guidance")
def appointment_edit(request: PageRequest, it: OpenAppointment) -> HttpResponseBase:
    """The page on which a meeting is moved, or called off."""
    appointment, workers = it.appointment, _workers(request, it.opened)
    workers[appointment.worker.uid] = appointment.worker
    form = _form(request, it.opened, workers, initial=_as_it_stands(appointment))

    def act() -> str:
        data = form.cleaned_data
        appointments.move(
            appointment,
            by=request.actor.account,
            worker=workers[form.worker_uid],
            starts_at=data["starts_at"],
            length_minutes=data["length_minutes"],
            kind=data["kind"],
            place=data["place"],
            interpreter=data["interpreter"],
            version=_version(request),
            anyway="anyway" in request.POST,
        )
        messages.success(request, _("The meeting has been changed."))
        return reverse("case-detail", args=[it.opened.case.uid])

    return _answer(request, it.opened, form, act, appointment=appointment)


@page(may=CASE_WORK, about=appointment_to_change, purpose="guidance", methods=("POST",))
def appointment_cancel(request: PageRequest, it: OpenAppointment) -> HttpResponseBase:
    """It was called off."""
    return _leave(request, it, appointments.cancel, _("The appointment is cancelled."))


@page(may=CASE_WORK, about=appointment_to_change, purpose="guidance", methods=("POST",))
def appointment_miss(request: PageRequest, it: OpenAppointment) -> HttpResponseBase:
    """The time came and the meeting did not."""
    return _leave(request, it, appointments.miss, _("It is recorded that the meeting did not take place."))


def _answer(
    request: PageRequest,
    opened: OpenCase,
    form: AppointmentForm,
    act: Callable[[], str],
    *,
    appointment: Appointment | None,
) -> HttpResponseBase:
    """Carry out a checked form, or show the page with what stands in its way."""
    booked: WorkerIsBooked | None = None
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                return once(request, act)
        except WorkerIsBooked as refused:
            booked = refused
        except NotNow as refused:
            form.add_error(None, str(refused.message))
        except StaleWrite:
            stale = True
    stands = Appointment.objects.get(pk=appointment.pk) if appointment and form.is_bound else appointment
    context: dict[str, Any] = {
        "opened": opened,
        "form": form,
        "appointment": stands,
        "stale": _when(stands) if stands and stale else "",
        "booked": _when(booked.other) if booked else "",
        "has_begun": stands is not None and stands.starts_at <= now(),
        "submission": uuid.uuid4(),
        "back": reverse("case-detail", args=[opened.case.uid]),
    }
    return TemplateResponse(request, "casework/desk/appointment_edit.html", context)


def _workers(request: PageRequest, opened: OpenCase) -> dict[uuid.UUID, Account]:
    author = request.actor.account
    return {author.uid: author} | {row.account.uid: row.account for row in assignments.in_force(opened.case)}


def _form(
    request: PageRequest, opened: OpenCase, workers: dict[uuid.UUID, Account], *, initial: dict[str, Any]
) -> AppointmentForm:
    names = [(str(uid), account.name) for uid, account in workers.items()]
    return AppointmentForm(request.POST or None, workers=names, health=opened.opens_health, initial=initial)


def _as_it_stands(appointment: Appointment) -> dict[str, Any]:
    return {
        "day": wording.local_day(appointment.starts_at),
        "clock": wording.local_clock(appointment.starts_at),
        "length_minutes": appointment.length_minutes,
        "kind": appointment.kind,
        "place": appointment.place if readable(appointment.place) else "",
        "worker": str(appointment.worker.uid),
        "interpreter": appointment.interpreter,
    }


def _version(request: PageRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _when(appointment: Appointment) -> str:
    return wording.meeting(appointment.starts_at, appointments.end_of(appointment))


def _leave(request: PageRequest, it: OpenAppointment, verb: Callable[..., None], done: str) -> HttpResponseBase:
    try:
        with transaction.atomic():
            verb(it.appointment, by=request.actor.account, version=_version(request))
    except NotNow as refused:
        messages.warning(request, str(refused.message))
    except StaleWrite:
        messages.warning(request, _("Somebody else changed this meanwhile. It is shown as it stands now."))
        return redirect("appointment-edit", it.appointment.uid)
    else:
        messages.success(request, done)
    return redirect("case-detail", it.opened.case.uid)
