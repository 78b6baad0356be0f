"""The officer's first page leads to every part; the log without content, narrowed by POST."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consent import log_views, privacy_cards
from consent.models import AccessEvent, LegalGround
from consent.periods import now, today
from tests.casework.desk.page_facts import counted, event_of, text_of
from tests.people import Cast, sign_in, staff, with_grounds

DAY = datetime.timedelta(days=1)
EVERYBODY = "minna jari eeva sari raija onni kaisa petri outi kirsi arto anna nasrin".split()


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


def case_page(client: Client, cast: Cast, name: str) -> int:
    return sign_in(client, getattr(cast, name)).get(reverse("case-detail", args=[cast.case.uid])).status_code


def rows(client: Client, cast: Cast, **narrowed: str) -> list[str]:
    sign_in(client, cast.kirsi)
    here = reverse("privacy-log")
    html = (client.post(here, narrowed) if narrowed else client.get(here)).content.decode()
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [text_part(row) for row in body.split("</tr>")[:-1]]


def text_part(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())


@pytest.mark.parametrize("name", EVERYBODY)
def test_privacy__who_may(client: Client, cast: Cast, grounds: Any, name: str) -> None:
    for page in ("privacy", "privacy-log", "privacy-processing"):
        response = sign_in(client, getattr(cast, name)).get(reverse(page))
        assert response.status_code == (200 if name == "kirsi" else 404), page


def test_privacy__first_page__leads_to_every_part(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.kirsi).get(reverse("privacy")).content.decode()
    led = re.findall(r'<p class="title"><a href="([^"]+)">', html)
    assert led == [reverse(card.url_name) for card in privacy_cards.cards()]
    assert len(led) >= 2


def test_privacy__looking__is_itself_in_the_log(client: Client, cast: Cast, grounds: Any) -> None:
    sign_in(client, cast.kirsi).get(reverse("privacy-log"))
    event, subjects = event_of("privacy_log")
    assert (event.actor, event.action, event.purpose, subjects) == (cast.kirsi, "list", "privacy", set())
    assert any("Kirsi" in row and "Data protection" in row for row in rows(client, cast))


def test_privacy__event__tells_who_what_and_which_file_without_a_name(client: Client, cast: Cast) -> None:
    case_page(client, cast, "jari")
    (row,) = [row for row in rows(client, cast) if cast.case.number in row]
    for expected in ("Jari", "Service guide", "Viewed", "Service guidance", "Co-worker"):
        assert expected in row
    page = sign_in(client, cast.kirsi).get(reverse("privacy-log")).content.decode()
    for secret in ("Nasrin", "Rahimi", str(cast.case.uid), str(cast.case.subject.uid)):
        assert secret not in page


def test_privacy__stopped__is_said(client: Client, cast: Cast) -> None:
    assert case_page(client, cast, "sari") == 403
    (row,) = [row for row in rows(client, cast) if "Stopped" in row]
    assert "Sari" in row
    assert cast.case.number in row


def test_privacy__closed_part__is_called_only_that(client: Client, cast: Cast) -> None:
    seen = {"action": "view", "page": "x", "purpose": "guidance", "basis": "health", "compartment": "health"}
    AccessEvent.objects.create(actor=cast.eeva, role="health", case_uid=cast.case.uid, **seen)
    (row,) = [row for row in rows(client, cast) if "Eeva" in row]
    assert "Closed part" in row
    assert "Service guidance" not in row


def test_privacy__participant__is_told_by_role(client: Client, cast: Cast) -> None:
    sign_in(client, cast.nasrin).get("/me/")
    assert any("Participant" in row for row in rows(client, cast))


def test_privacy__another_programme__is_not_seen(client: Client, cast: Cast) -> None:
    from casework import participants
    from consent.actors import acting

    with acting(cast.outi):
        details = participants.Details(first_name="Reza", phone="+358505550178")
        other = participants.create(by=cast.outi, programme=cast.house.other_programme, details=details)
    sign_in(client, cast.outi).get(reverse("case-detail", args=[other.uid]))
    assert not any("Outi" in row for row in rows(client, cast))
    kerttu = staff("kerttu", "officer", cast.house.other, cast.house.other_programme)  # type: ignore[arg-type]
    words = text_of(sign_in(client, kerttu).get(reverse("privacy-log")))
    assert "Outi" in words
    assert "Kirsi" not in words


def test_privacy__stranger_in_own_file__is_seen(client: Client, cast: Cast) -> None:
    from consent.access_log import record
    from tests.people import actor

    record(actor(cast.outi), action="view", page="x", purpose="guidance", subjects=[cast.case.subject.uid])
    assert any("Outi" in row for row in rows(client, cast))


def test_privacy__narrowed__by_account_and_day(client: Client, cast: Cast) -> None:
    case_page(client, cast, "jari")
    with time_machine.travel(now() - 5 * DAY):
        AccessEvent.objects.create(actor=cast.minna, role="worker", action="print", page="x", purpose="guidance")
    day = (today() - 5 * DAY).strftime("%d.%m.%Y")
    only_minna = rows(client, cast, who=str(cast.minna.uid))
    assert len(only_minna) == 1
    assert "Printed" in only_minna[0]
    assert len(rows(client, cast, since=day, until=day)) == 1
    assert not any("Printed" in row for row in rows(client, cast, since=today().strftime("%d.%m.%Y")))


@pytest.mark.parametrize(
    ("narrowed", "words"),
    [
        ({"since": "31.2.2026"}, "31.2.2026"),
        ({"since": "kissa"}, "kissa"),
        ({"since": "24.11.2026", "until": "1.11.2026"}, "The last day is before the first."),
        ({"who": "x"}, "valid choice"),
    ],
)
def test_privacy__narrowed_wrongly__says_what_and_shows_nothing(
    client: Client, cast: Cast, narrowed: dict[str, str], words: str
) -> None:
    case_page(client, cast, "jari")
    with time_machine.travel(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)):
        response = sign_in(client, cast.kirsi).post(reverse("privacy-log"), narrowed)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "<tbody>" not in response.content.decode()


def test_privacy__filters__stand_in_no_address(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.kirsi).get(reverse("privacy-log")).content.decode()
    assert '<form class="filters" method="post" id="narrow" action="/privacy/log/">' in html
    assert "?" not in "".join(part.split('"')[0] for part in html.split('href="/privacy')[1:])
    views = re.findall(r'href="\?([^"]*)"', html)
    assert views == ["", *(f"view={view.code}" for view in log_views.every())]


def test_privacy__queries_and_size__same_at_2_and_50_events(client: Client, cast: Cast, grounds: Any) -> None:
    def load() -> tuple[int, int]:
        sign_in(client, cast.kirsi).get(reverse("privacy-log"))
        with counted() as statements:
            page = client.get(reverse("privacy-log"))
        assert len(page.content) < 40_000
        return len(statements), page.content.decode().count("<tr>")

    case_page(client, cast, "jari")
    few, _ = load()
    for _ in range(60):
        AccessEvent.objects.create(
            actor=cast.minna, role="worker", action="view", page="x", purpose="guidance", case_uid=cast.case.uid
        )
    many, shown = load()
    assert many == few <= 20
    assert shown == 51
