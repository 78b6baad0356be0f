"""What lies ahead of the participant, day by day."""

import datetime

from django.test import Client
from django.urls import reverse

from casework import appointments
from consent.actors import acting
from pathways import enrolments, meetings
from tests.casework.desk.page_facts import event_of, text_of
from tests.casework.opened import opened
from tests.pathways.conftest import TUESDAY, Group
from tests.pathways.portal.conftest import THURSDAY, book
from tests.people import Cast

DAY = datetime.timedelta(days=1)


def page(own: Client) -> str:
    """The words of the page."""
    return text_of(own.get(reverse("me-calendar")))


def test_calendar__meetings_and_groups__stand_by_day(own: Client, life: Cast) -> None:
    text = page(own)
    days = ["Today, Tuesday 24 Nov", "Thursday 26 Nov", "Tuesday 1 Dec", "Tuesday 8 Dec", "Tuesday 15 Dec"]
    places = [text.index(day) for day in days]
    assert places == sorted(places)
    assert (
        "Meeting with your worker Minna At 10:00 Sampolan lähiötupa, huone 2 The worker books an interpreter." in text
    )
    assert "I cannot come That is all right. Call: Polku-hanke." in text
    event, subjects = event_of("me_calendar")
    assert (event.purpose, subjects) == ("own_data", {life.case.subject.uid})


def test_calendar__cancelled_meeting_of_a_group__stays_without_its_reason(
    own: Client, group: Group, cast: Cast
) -> None:
    following = meetings.of(group.series).get(slot_on=TUESDAY + 7 * DAY)
    with acting(cast.raija):
        meetings.cancel(following, by=cast.raija, reason="illness")
    text = page(own)
    assert "Tuesday 1 Dec Tiistairyhmä 13:00–15:00 The group does not meet this time." in text
    assert "ill" not in text.replace("will", "")
    assert "Tuesday 1 Dec" not in text_of(own.get(reverse("me")))


def test_calendar__cancelled_appointment__is_gone(own: Client, group: Group, cast: Cast) -> None:
    appointment = book(cast)
    assert "Thursday 26 Nov" in page(own)
    with opened(cast):
        appointments.cancel(appointment, by=cast.minna)
    assert "Thursday 26 Nov" not in page(own)


def test_calendar__group_that_was_left__is_gone_after_the_last_day(own: Client, group: Group, cast: Cast) -> None:
    enrolments.leave(enrolments.of_case(cast.case)[0], by=cast.minna, on=THURSDAY)
    assert "Tiistairyhmä" not in page(own)


def test_calendar__place_from_a_later_day__shows_nothing_before_it(own: Client, group: Group, cast: Cast) -> None:
    enrolments.leave(enrolments.of_case(cast.case)[0], by=cast.minna, on=TUESDAY - DAY)
    enrolments.enrol(by=cast.minna, series=group.series, case=cast.case, on=TUESDAY + 10 * DAY)
    text = page(own)
    assert "Tuesday 1 Dec" not in text
    assert "Tuesday 8 Dec" in text


def test_calendar__nothing_ahead__is_said(own: Client, cast: Cast) -> None:
    assert "You have no meetings now." in page(own)


def test_calendar__nothing_can_be_sent_from_here(own: Client, life: Cast) -> None:
    html = own.get(reverse("me-calendar")).content.decode()
    assert html.count("<form") == 2  # signing out, the language
    assert own.post(reverse("me-calendar")).status_code == 405
