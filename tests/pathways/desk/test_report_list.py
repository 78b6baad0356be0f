"""Figures without people: what is counted, what is hidden, and who may see them."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.models import CaseFile, GuidanceSession
from consent import keyring
from consent.keystore.models import ScopeKind
from consent.models import Programme, Subject
from consent.periods import HELSINKI, today
from pathways import monthly_figures
from pathways.models import Attendance, GroupSeries, GroupSession
from tests.casework.desk.page_facts import counted, event_of, text_of
from tests.people import Cast, sign_in

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=HELSINKI)
EVERYBODY = "minna jari eeva sari raija onni kaisa petri outi kirsi arto anna nasrin".split()
OCTOBER = datetime.date(2026, 10, 5)


@pytest.fixture(autouse=True)
def late_in_november(client: Client) -> Any:
    client.cookies["django_language"] = "en"
    with time_machine.travel(NOON):
        yield


def opened(cast: Cast, count: int, day: datetime.date, programme: Programme | None = None) -> list[CaseFile]:
    """Case files of strangers, as far as counting needs them."""
    found = []
    for _ in range(count):
        subject = Subject(scope=keyring.create(ScopeKind.PERSON), programme=programme or cast.house.programme)
        subject.save()
        number = f"X-{CaseFile.objects.count()}"
        scopes = {name: keyring.create(ScopeKind.CASE) for name in ("scope", "health_scope")}
        case = CaseFile(number=number, subject=subject, programme=subject.programme, opened_on=day, **scopes)
        case.save()
        found.append(case)
    return found


def month(cast: Cast, day: datetime.date) -> monthly_figures.Month:
    ((_, months),) = monthly_figures.of([cast.house.programme], today())
    return next(month for month in months if month.first_day == day.replace(day=1))


@pytest.mark.parametrize("name", EVERYBODY)
def test_report_list__who_may(client: Client, cast: Cast, name: str) -> None:
    response = sign_in(client, getattr(cast, name)).get(reverse("report-list"))
    assert response.status_code == (200 if name in {"arto", "kaisa"} else 404)


def test_report_list__logs__nobody_s_subject(client: Client, cast: Cast) -> None:
    sign_in(client, cast.arto).get(reverse("report-list"))
    event, subjects = event_of("report_list")
    assert (event.actor, event.action, subjects) == (cast.arto, "list", set())


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "1–4"), (4, "1–4"), (5, "5"), (12, "12")])
def test_report_list__small_numbers__are_hidden(client: Client, cast: Cast, count: int, shown: str) -> None:
    opened(cast, count, OCTOBER)
    words = text_of(sign_in(client, cast.arto).get(reverse("report-list")))
    assert f"October 2026 {shown} 0 0 0" in words


def test_figures__every_kind__in_its_month(cast: Cast) -> None:
    cases = opened(cast, 6, OCTOBER)
    for case in cases:
        GuidanceSession(
            case=case, scope=case.scope, author=cast.minna, kind="meeting", held_on=OCTOBER, state="confirmed"
        ).save()
    GuidanceSession(
        case=cases[0], scope=cases[0].scope, author=cast.minna, kind="meeting", held_on=OCTOBER, state="waiting"
    ).save()
    series = GroupSeries(
        programme=cast.house.programme, title="Tiistairyhmä", scope=keyring.create(ScopeKind.GROUP), starts_on=OCTOBER
    )
    series.save()
    last_evening = datetime.datetime(2026, 10, 31, 23, 30, tzinfo=HELSINKI)
    for state, reason in (("held", ""), ("cancelled", "few"), ("planned", "")):
        meeting = GroupSession(
            series=series,
            scope=series.scope,
            starts_at=last_evening,
            ends_at=last_evening + datetime.timedelta(minutes=20),
            state=state,
            cancel_reason=reason,
        )
        meeting.save()
        statuses = ["present", "late", "online", "left_early", "present", "absent_notified"]
        for case, status in zip(cases, statuses, strict=True):
            Attendance(meeting=meeting, case=case, status=status, marked_by=cast.raija, marked_at=NOON).save()
    found = month(cast, OCTOBER)
    counts = [found.opened.count, found.sessions.count, found.meetings.count, found.attendances.count]
    assert counts == [6, 6, 1, 5]
    assert month(cast, datetime.date(2026, 9, 1)).meetings.count == 0


def test_figures__the_month_that_runs__is_not_told(client: Client, cast: Cast) -> None:
    opened(cast, 9, today())
    assert monthly_figures.ended_months(today())[0] == datetime.date(2026, 10, 1)
    assert "November 2026" not in text_of(sign_in(client, cast.arto).get(reverse("report-list")))


def test_figures__edges_of_the_year__are_counted_once() -> None:
    months = monthly_figures.ended_months(datetime.date(2027, 1, 1))
    assert (months[0], months[-1], len(months)) == (datetime.date(2026, 12, 1), datetime.date(2026, 1, 1), 12)


def test_report_list__another_programme__is_not_counted(client: Client, cast: Cast) -> None:
    opened(cast, 9, OCTOBER, cast.house.other_programme)
    words = text_of(sign_in(client, cast.arto).get(reverse("report-list")))
    assert "October 2026 0 0 0 0" in words
    assert "Toinen" not in words


def test_report_list__queries__same_with_and_without_rows(client: Client, cast: Cast) -> None:
    def load() -> int:
        sign_in(client, cast.arto).get(reverse("report-list"))
        with counted() as statements:
            assert client.get(reverse("report-list")).status_code == 200
        return len(statements)

    few = load()
    opened(cast, 40, OCTOBER)
    assert load() == few <= 12
