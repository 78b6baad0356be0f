"""Appointments: booked, moved, cancelled, missed; never two at once without asking."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from casework import appointments
from casework.models import Appointment
from consent.periods import now
from consent.records import StaleWrite
from tests.casework.opened import opened
from tests.people import Cast

HOUR = datetime.timedelta(hours=1)


def book(cast: Cast, **more: Any) -> Appointment:
    given: dict[str, Any] = {"starts_at": now() + 24 * HOUR, "place": "Sampolan lähiötupa"} | more
    with opened(cast):
        return appointments.book(by=cast.minna, case=cast.case, **given)


def test_book__seals__the_place(cast: Cast) -> None:
    book(cast, interpreter="needed")
    stored = Appointment.objects.get()
    assert stored.place != "Sampolan lähiötupa"
    with opened(cast):
        assert Appointment.objects.get().place == "Sampolan lähiötupa"
    assert (stored.worker, stored.state, stored.interpreter) == (cast.minna, "planned", "needed")


def test_book__same_time__asks_first(cast: Cast) -> None:
    first = book(cast)
    with pytest.raises(appointments.WorkerIsBooked) as refused:
        book(cast, starts_at=first.starts_at + HOUR / 2)
    assert refused.value.other == first
    book(cast, starts_at=first.starts_at + HOUR / 2, anyway=True)


@pytest.mark.parametrize("minutes", [-45, 45])
def test_book__right_before_or_after__is_free(cast: Cast, minutes: int) -> None:
    first = book(cast)
    book(cast, starts_at=first.starts_at + datetime.timedelta(minutes=minutes))
    assert Appointment.objects.count() == 2


def test_book__other_worker__is_free(cast: Cast) -> None:
    first = book(cast)
    book(cast, starts_at=first.starts_at, worker=cast.jari)
    assert Appointment.objects.count() == 2


def test_book__in_the_past__is_refused(cast: Cast) -> None:
    with pytest.raises(appointments.AppointmentHasPassed):
        book(cast, starts_at=now() - HOUR)


def test_move__to_own_time__does_not_meet_itself(cast: Cast) -> None:
    appointment = book(cast)
    with opened(cast):
        appointments.move(
            appointment, by=cast.minna, starts_at=appointment.starts_at + HOUR / 4, place="Kirjasto", version=1
        )
        appointment.refresh_from_db()
        assert appointment.place == "Kirjasto"
    with pytest.raises(StaleWrite):
        appointments.move(appointment, by=cast.minna, starts_at=appointment.starts_at + HOUR, version=1)


@pytest.mark.parametrize("leave", [appointments.cancel, appointments.miss])
def test_leave__twice__is_refused(cast: Cast, leave: Callable[..., None]) -> None:
    appointment = book(cast)
    leave(appointment, by=cast.minna)
    assert Appointment.objects.get().state in {"cancelled", "missed"}
    with pytest.raises(appointments.AppointmentNotPlanned):
        leave(appointment, by=cast.minna)
    with pytest.raises(appointments.AppointmentNotPlanned):
        appointments.move(appointment, by=cast.minna, starts_at=now() + 9 * HOUR)


def test_next_of__health_counselling__only_with_the_right(cast: Cast) -> None:
    book(cast, starts_at=now() + 2 * HOUR, kind="health", worker=cast.eeva)
    later = book(cast, starts_at=now() + 5 * HOUR)
    assert appointments.next_of(cast.case) == later
    soonest = appointments.next_of(cast.case, with_health=True)
    assert soonest is not None
    assert soonest.kind == "health"
    appointments.cancel(later, by=cast.minna)
    assert appointments.next_of(cast.case) is None
