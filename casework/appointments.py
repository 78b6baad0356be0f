"""Appointments: meetings to come. Booked, moved, cancelled, missed; held when the session is confirmed."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework.models import Appointment, CaseFile, GuidanceSession, SessionKind
from casework.models.cases import CaseFileQuerySet
from consent.errors import NotNow
from consent.models import Account
from consent.periods import HELSINKI, now

State = Appointment.State
LONGEST_MINUTES = 480
MOVABLE = frozenset({"worker", "length_minutes", "kind", "place", "interpreter"})


class WorkerIsBooked(NotNow):
    """The worker has another meeting at that time; book again with `anyway=True` after asking."""

    message = _("The worker already has a meeting at that time.")

    def __init__(self, other: Appointment) -> None:
        self.other = other
        super().__init__()


class AppointmentHasPassed(NotNow):
    message = _("The time has already passed. Record the meeting instead.")


class AppointmentNotPlanned(NotNow):
    message = _("The appointment has already been held or cancelled.")


@transaction.atomic
def book(
    *,
    by: Account,
    case: CaseFile,
    worker: Account | None = None,
    starts_at: datetime.datetime,
    length_minutes: int = 45,
    kind: str = SessionKind.MEETING,
    place: str = "",
    interpreter: str = "",
    anyway: bool = False,
) -> Appointment:
    """A meeting of a worker (`by` unless named) with the participant.

    Raises AppointmentHasPassed, and WorkerIsBooked unless `anyway`.
    """
    appointment = Appointment(
        case=case,
        scope=case.scope,
        worker=worker or by,
        kind=kind,
        starts_at=starts_at,
        length_minutes=length_minutes,
        place=place.strip(),
        interpreter=interpreter,
    )
    _check_time(appointment, anyway=anyway)
    appointment.save()
    return appointment


@transaction.atomic
def move(
    appointment: Appointment,
    *,
    by: Account,
    starts_at: datetime.datetime,
    version: int | None = None,
    anyway: bool = False,
    **changed: Any,
) -> None:
    """Another time; `changed` may also name another worker, length_minutes, kind, place, interpreter.

    Raises AppointmentNotPlanned, AppointmentHasPassed, WorkerIsBooked, StaleWrite.
    """
    assert changed.keys() <= MOVABLE, changed.keys() - MOVABLE
    _check_planned(appointment)
    if version is not None:
        appointment.read_as(version)
    for name, value in {**changed, "starts_at": starts_at}.items():
        setattr(appointment, name, value)
    _check_time(appointment, anyway=anyway)
    appointment.save(update_fields=["starts_at", *changed])


def cancel(appointment: Appointment, *, by: Account, version: int | None = None) -> None:
    """It was called off before it began. Raises AppointmentNotPlanned, StaleWrite."""
    _leave(appointment, State.CANCELLED, version=version)


def miss(appointment: Appointment, *, by: Account, version: int | None = None) -> None:
    """The time came and the meeting did not. Raises AppointmentNotPlanned, StaleWrite."""
    _leave(appointment, State.MISSED, version=version)


@transaction.atomic
def hold(appointment: Appointment, *, session: GuidanceSession | None) -> None:
    """It was held and recorded; a health entry is not named here, so that its existence stays closed."""
    _check_planned(appointment)
    appointment.state, appointment.session = State.HELD, session
    appointment.save(update_fields=["state", "session"])


@transaction.atomic
def forget_session(session: GuidanceSession) -> None:
    """The session was entered in error: the appointment that it came from is planned again."""
    for appointment in Appointment.objects.filter(session=session).order_by("pk"):
        appointment.state, appointment.session = State.PLANNED, None
        appointment.save(update_fields=["state", "session"])


@transaction.atomic
def _leave(appointment: Appointment, state: str, *, version: int | None) -> None:
    _check_planned(appointment)
    if version is not None:
        appointment.read_as(version)
    appointment.state = state
    appointment.save(update_fields=["state"])


def _check_planned(appointment: Appointment) -> None:
    if appointment.state != State.PLANNED:
        raise AppointmentNotPlanned


def _check_time(appointment: Appointment, *, anyway: bool) -> None:
    if appointment.starts_at <= now():
        raise AppointmentHasPassed
    if not anyway and (other := overlapping(appointment)) is not None:
        raise WorkerIsBooked(other)


def overlapping(appointment: Appointment) -> Appointment | None:
    """The worker's first other planned meeting that shares a minute with this one."""
    ends_at = end_of(appointment)
    earliest = appointment.starts_at - datetime.timedelta(minutes=LONGEST_MINUTES)
    rows = Appointment.objects.filter(
        worker=appointment.worker, state=State.PLANNED, starts_at__gt=earliest, starts_at__lt=ends_at
    )
    rows = rows.exclude(pk=appointment.pk).order_by("starts_at", "pk")
    return next((row for row in rows if end_of(row) > appointment.starts_at), None)


def end_of(appointment: Appointment) -> datetime.datetime:
    """When it ends as planned."""
    return appointment.starts_at + datetime.timedelta(minutes=appointment.length_minutes)


def next_of(case: CaseFile, *, with_health: bool = False) -> Appointment | None:
    """The next planned meeting of a case file; a health counsellor's only for who has that right."""
    return next(iter(upcoming(case, with_health=with_health)), None)


def of_day(worker: Account, day: datetime.date, *, cases: CaseFileQuerySet) -> list[Appointment]:
    """The worker's meetings of a day in these case files, by the clock; what was called off is left out."""
    start = datetime.datetime.combine(day, datetime.time(), HELSINKI)
    end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), HELSINKI)
    rows = Appointment.objects.filter(worker=worker, starts_at__gte=start, starts_at__lt=end, case__in=cases)
    rows = rows.exclude(state=State.CANCELLED).select_related("session", "case__subject__participant")
    return list(rows.order_by("starts_at", "pk"))


def upcoming(case: CaseFile, *, with_health: bool = False) -> list[Appointment]:
    """The planned meetings of a case file, the next one first."""
    rows = Appointment.objects.filter(case=case, state=State.PLANNED, starts_at__gt=now()).select_related("worker")
    if not with_health:
        rows = rows.exclude(kind=SessionKind.HEALTH)
    return list(rows.order_by("starts_at", "pk"))
