"""My day: meetings on the rail, what is due, what waits for me; and where everybody else's day begins."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import appointments, assignments, day_items, sessions
from casework.models import Assignment
from consent import homes, wording
from consent.models import Draft
from consent.periods import HELSINKI, now, today
from tests.casework import stories
from tests.casework.desk.page_facts import counted, event_of, said, text_of
from tests.casework.opened import opened
from tests.casework.stories import DAY
from tests.people import Cast, actor, allow_health, sign_in

HOME = "/"
EARLY, LATE = datetime.time(0, 1), datetime.time(23, 58)


def day_of(client: Client, cast: Cast, name: str) -> str:
    response = sign_in(client, getattr(cast, name)).get(HOME)
    assert response.status_code == 200
    return text_of(response)


@pytest.mark.parametrize("name", ["minna", "jari", "eeva", "sari", "onni", "raija", "outi"])
def test_home__who_works_with_people__has_a_day(client: Client, cast: Cast, name: str) -> None:
    with_day = wording.day_long(today()).replace("\xa0", " ")
    assert with_day.split()[1] in day_of(client, cast, name)


@pytest.mark.parametrize("name", ["petri", "kirsi", "arto", "anna", "kaisa", "nasrin"])
def test_home__everybody_else__goes_to_their_own_page(client: Client, cast: Cast, name: str) -> None:
    response = sign_in(client, getattr(cast, name)).get(HOME)
    assert response.status_code == 302
    assert response.headers["Location"] != HOME


def test_homes__several_roles__lowest_order_and_only_what_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "_homes", {})
    homes.add("auditor", "more", 30)
    homes.add("officer", "home", 20)
    homes.add("administrator", "no-such-page", 10)
    assert homes.address(["auditor", "officer", "administrator"]) == "/"
    assert homes.address(["auditor"]) == reverse("more")
    assert homes.address(["administrator"]) == ""
    assert homes.address(["worker"]) == ""


def test_rail__meetings__with_state_and_one_button(client: Client, cast: Cast) -> None:
    row = stories.booked_today(cast, EARLY, interpreter="needed")
    words = day_of(client, cast, "minna")
    for expected in ("Nasrin Rahimi", "45 min", "Sampolan lähiötupa", said("Interpreter to be booked"), said("Record")):
        assert expected in words
    html = client.get(HOME).content.decode()
    assert f"{reverse('session-new', args=[cast.case.uid])}?appointment={row.uid}" in html
    event, subjects = event_of("home")
    assert (event.action, subjects) == ("list", {cast.case.subject.uid})
    session = stories.signed(cast, appointment=row)
    words = day_of(client, cast, "minna")
    assert said("Recorded and confirmed") in words
    assert reverse("session-detail", args=[session.uid]) in client.get(HOME).content.decode()


def test_rail__draft__is_said_with_its_time(client: Client, cast: Cast) -> None:
    stories.booked_today(cast, EARLY)
    sign_in(client, cast.minna).post(
        reverse("session-draft", args=[cast.case.uid]), {"narrative": "Puoli lausetta", "kind": "meeting"}
    )
    words = text_of(client.get(HOME))
    assert said("Continue writing") in words
    clock = wording.clock(Draft.objects.get().saved_at).replace("\xa0", " ")
    assert f"{said('Draft saved')} {clock}" in words
    assert said("Half-written entries") not in words, "a draft of today's meeting stands on the rail"
    assert "Puoli lausetta" not in words


def test_half_written__without_meeting__is_a_row(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna).post(
        reverse("session-draft", args=[cast.case.uid]), {"narrative": "Puoli lausetta", "kind": "meeting"}
    )
    words = text_of(client.get(HOME))
    assert said("Half-written entries") in words
    assert "Nasrin Rahimi" in words
    assert said("Half-written entries") not in day_of(client, cast, "jari")


def test_rail__others_meetings_and_other_days__are_not_mine(client: Client, cast: Cast) -> None:
    stories.booked_today(cast, EARLY, worker=cast.jari)
    stories.booked(cast)
    cancelled = stories.booked_today(cast, LATE)
    appointments.cancel(cancelled, by=cast.minna)
    assert "Nasrin" not in day_of(client, cast, "minna")
    assert "Nasrin" in day_of(client, cast, "jari")


def test_rail__assignment_ended__the_meeting_is_gone(client: Client, cast: Cast) -> None:
    stories.booked_today(cast, EARLY, worker=cast.jari)
    stories.agreed(cast, "Soita Kelaan", owner="worker", worker=cast.jari, due_on=today())
    assert "Nasrin" in day_of(client, cast, "jari")
    assignment = Assignment.objects.get(account=cast.jari)
    assignments.end(assignment, by=cast.minna, why=Assignment.Why.ENDED)
    words = day_of(client, cast, "jari")
    assert "Nasrin" not in words
    assert "Soita Kelaan" not in words


def test_rail__past_now_ahead__by_the_clock(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.datetime.combine(today(), datetime.time(12), HELSINKI)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    for hour in (9, 11, 13):
        stories.booked_today(cast, datetime.time(hour), length_minutes=90)
    response = sign_in(client, cast.minna).get(HOME)
    assert [row["state"] for row in response.context["rail"]] == ["", "now", "ahead"]
    assert "Nasrin Rahimi" in response.context["following_title"]
    assert f"{said('Next:')} Nasrin Rahimi" in text_of(response)


def test_tasks__due_within_a_week__late_first(client: Client, cast: Cast) -> None:
    for text, days in (("Ylihuomenna", 2), ("Myöhässä", -3), ("Ensi kuussa", 30)):
        stories.agreed(cast, text, owner="worker", due_on=today() + days * DAY)
    stories.agreed(cast, "Osallistujan asia", due_on=today())
    words = day_of(client, cast, "minna")
    assert words.index("Myöhässä") < words.index("Ylihuomenna")
    for absent in ("Ensi kuussa", "Osallistujan asia"):
        assert absent not in words
    assert "Myöhässä" not in day_of(client, cast, "jari")


def test_tasks__nothing_due__is_said_calmly(client: Client, cast: Cast) -> None:
    assert said("Nothing is due.") in day_of(client, cast, "minna")
    for name in ("onni", "raija"):
        assert said("Nothing is due.") not in day_of(client, cast, name)


def test_to_confirm__students_entry__is_the_supervisors_row(client: Client, cast: Cast) -> None:
    session = stories.signed(cast, cast.onni)
    sign_in(client, cast.minna)
    html = client.get(HOME).content.decode()
    assert reverse("session-detail", args=[session.uid]) in html
    assert "Onni" in html
    for name in ("jari", "onni"):
        assert said("Entries to confirm") not in day_of(client, cast, name)


def test_health_messages__only_for_the_counsellor(client: Client, cast: Cast) -> None:
    allow_health(cast)
    with opened(cast):
        sessions.send_to_health(by=cast.minna, case=cast.case, text="Kertoi unettomuudesta.")
    assert said("Messages to the health counsellor") in day_of(client, cast, "eeva")
    assert "unettomuudesta" not in day_of(client, cast, "eeva")
    for name in ("minna", "jari", "onni"):
        assert said("Messages to the health counsellor") not in day_of(client, cast, name)


def test_facilitator__sees__no_person_of_the_desk(client: Client, cast: Cast) -> None:
    stories.booked_today(cast, EARLY)
    words = day_of(client, cast, "raija")
    assert "Nasrin" not in words
    assert reverse("session-start") not in client.get(HOME).content.decode()


def test_home__statements__do_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.get(HOME)
    sizes = []
    for count in (2, 10):
        for number in range(count):
            stories.booked_today(cast, datetime.time(8 + number))
            stories.agreed(cast, f"Asia {number}", owner="worker", due_on=today())
            stories.signed(cast, cast.onni)
        with counted() as statements:
            response = client.get(HOME)
        sizes.append(len(statements))
    assert len(response.context["rail"]) == 12
    assert sizes[0] == sizes[1]
    assert sizes[1] <= 25
    size = len(response.content)
    assert size <= 40_000


def test_stops__of_every_source__stand_by_the_clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_items, "_stops", {})
    at = now()
    for name, hours in (("groups", 2), ("meetings", 1)):
        stop = day_items.Stop(at + datetime.timedelta(hours=hours), at + DAY, "x.html", {"name": name})
        day_items.add_stops(name, lambda actor, day, stop=stop: [stop])  # type: ignore[misc]
    shown = day_items.stops(actor(cast.minna), today())
    assert [stop.content["name"] for stop in shown] == ["meetings", "groups"]
