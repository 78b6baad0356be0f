"""Booking, moving and calling off a meeting on the case file's pages."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import appointments
from casework.models import Appointment
from consent import wording
from consent.periods import HELSINKI, now, today
from tests.casework import stories
from tests.casework.desk.page_facts import browser, event_of, said, text_of
from tests.casework.opened import opened
from tests.people import Cast, sign_in

SOON = {"day": "huomenna", "clock": "10", "length_minutes": "45", "kind": "meeting", "interpreter": ""}


def new(cast: Cast) -> str:
    return reverse("appointment-new", args=[cast.case.uid])


def edit(appointment: Appointment, act: str = "edit") -> str:
    return reverse(f"appointment-{act}", args=[appointment.uid])


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    return SOON | {"worker": str(cast.minna.uid), "place": "Sampola"} | more


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((n, 200) for n in ("minna", "jari", "eeva")),
        *((n, 404) for n in ("onni", "raija", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin")),
        ("sari", 403),
    ],
)
def test_appointments__who_may(client: Client, cast: Cast, name: str, status: int) -> None:
    appointment = stories.booked(cast)
    sign_in(client, getattr(cast, name))
    assert client.get(new(cast)).status_code == status
    assert client.get(edit(appointment)).status_code == status
    if status != 200:
        for act in ("cancel", "miss"):
            assert client.post(edit(appointment, act)).status_code == status
        assert Appointment.objects.get().state == "planned"


def test_appointment_new__books__once(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    data = form(
        cast, worker=str(cast.jari.uid), interpreter="needed", submission="0d4d8b4e-4f2f-4f8e-9d3a-444444444444"
    )
    for _ in range(2):
        response = client.post(new(cast), data)
    assert response.headers["Location"] == reverse("case-detail", args=[cast.case.uid])
    row = Appointment.objects.get()
    tomorrow = today() + datetime.timedelta(days=1)
    assert row.starts_at == datetime.datetime.combine(tomorrow, datetime.time(10), HELSINKI)
    assert (row.worker, row.interpreter, row.length_minutes) == (cast.jari, "needed", 45)
    event, subjects = event_of("appointment_new")
    assert (event.action, subjects) == ("write", {cast.case.subject.uid})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "eilen"}, "day"),
        ({"day": "31.2."}, "day"),
        ({"clock": "25"}, "clock"),
        ({"length_minutes": "10 h"}, "length_minutes"),
        ({"kind": "health"}, "kind"),
        ({"worker": "nobody"}, "worker"),
        ({"place": "a" * 121}, "place"),
        ({"day": "28.3.2027", "clock": "3.30"}, "clock"),
    ],
)
def test_appointment_new__wrong__is_said_and_kept(
    client: Client, cast: Cast, wrong: dict[str, str], field: str
) -> None:
    data = form(cast) | wrong
    html = sign_in(client, cast.minna).post(new(cast), data).content.decode()
    assert f'id="id_{field}_error"' in html
    assert data["place"] in html
    assert not Appointment.objects.exists()


def test_appointment_new__already_past__is_said(client: Client, cast: Cast) -> None:
    response = sign_in(client, cast.minna).post(new(cast), form(cast, day="tänään", clock="0.00"))
    assert said("The time has already passed. Record the meeting instead.") in text_of(response)


def test_appointment_new__worker_is_booked__is_asked_first(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.post(new(cast), form(cast))
    response = client.post(new(cast), form(cast, clock="10.30", place="Kirjasto"))
    assert Appointment.objects.count() == 1
    assert 'name="anyway"' in response.content.decode()
    assert "Kirjasto" in response.content.decode()
    assert wording.clock_span(datetime.time(10), datetime.time(10, 45)).replace("\xa0", " ").replace(
        "\u2060", ""
    ) in text_of(response)
    client.post(new(cast), form(cast, clock="10.30", place="Kirjasto", anyway="1"))
    assert Appointment.objects.count() == 2


def test_appointment_edit__moves__over_the_version_that_was_read(client: Client, cast: Cast) -> None:
    appointment = stories.booked(cast)
    sign_in(client, cast.minna)
    page = client.get(edit(appointment))
    assert "Sampolan lähiötupa" in page.content.decode()
    client.post(edit(appointment), form(cast, version="1", place="Kirjasto"))
    with opened(cast):
        assert Appointment.objects.get().place == "Kirjasto"
    stale = client.post(edit(appointment), form(cast, version="1", place="Puisto"))
    assert said("Somebody else changed this meeting while you were writing.") in text_of(stale)
    assert "Puisto" in stale.content.decode()
    with opened(cast):
        assert Appointment.objects.get().place == "Kirjasto"
    assert 'name="version" value="2"' in stale.content.decode()
    client.post(edit(appointment), form(cast, version="2", place="Puisto"))
    with opened(cast):
        assert Appointment.objects.get().place == "Puisto"


def test_appointment_edit__held__cannot_be_moved(client: Client, cast: Cast) -> None:
    appointment = stories.booked(cast)
    appointments.cancel(appointment, by=cast.minna)
    response = sign_in(client, cast.minna).post(edit(appointment), form(cast))
    assert said("The appointment has already been held or cancelled.") in text_of(response)


def test_appointment_cancel__and_miss__by_the_clock(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime.datetime.combine(today(), datetime.time(12), HELSINKI)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    coming, past = stories.booked(cast), stories.booked_today(cast, datetime.time(9))
    sign_in(client, cast.minna)
    assert edit(coming, "cancel") in client.get(edit(coming)).content.decode()
    assert edit(past, "miss") in client.get(edit(past)).content.decode()
    assert edit(coming, "miss") not in client.get(edit(coming)).content.decode()
    client.post(edit(coming, "cancel"), {"version": "1"})
    client.post(edit(past, "miss"), {"version": "1"})
    assert list(Appointment.objects.order_by("starts_at").values_list("state", flat=True)) == ["missed", "cancelled"]
    again = client.post(edit(coming, "cancel"), follow=True)
    assert said("The appointment has already been held or cancelled.") in text_of(again)


def test_appointment_of_health_counsellor__does_not_exist_for_others(client: Client, cast: Cast) -> None:
    appointment = stories.booked(cast, kind="health", worker=cast.eeva, starts_at=now() + datetime.timedelta(days=3))
    for name, status in (("minna", 404), ("jari", 404), ("eeva", 200)):
        assert browser(getattr(cast, name)).get(edit(appointment)).status_code == status
