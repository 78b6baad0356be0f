"""The officer asks the log: of one person, of one account between two moments, of a kind; and the kept views."""

import datetime
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework import assignments, break_glass, participants
from casework.models import CaseFile
from consent import keyring
from consent.access_log import record
from consent.actors import acting
from consent.keyring import Audience
from consent.models import AccessEvent, AccessEventSubject, Account
from consent.periods import HELSINKI, now
from tests.casework.desk.page_facts import counted, event_of, text_of
from tests.consent.desk.test_privacy import DAY, rows
from tests.people import Cast, actor, sign_in, staff

PAGE = 50


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def seen_by(account: Account, case: CaseFile, *, at: datetime.datetime | None = None, **more: Any) -> AccessEvent:
    given = {"action": "view", "page": "case_detail", "purpose": "guidance", "case_uid": case.uid} | more
    with time_machine.travel(at or now(), tick=False):
        return record(actor(account), subjects=[case.subject.uid], **given)


def another(cast: Cast, **details: Any) -> CaseFile:
    by, programme = details.pop("by", cast.minna), details.pop("programme", cast.house.programme)
    known = participants.Details(**{"first_name": "Reza", "phone": "+358505550178"} | details)
    with keyring.fresh(), acting(by):
        return participants.create(by=by, programme=programme, details=known)


def at(clock: str, day: int = 20) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date(2026, 11, day), datetime.time.fromisoformat(clock), HELSINKI)


def view(client: Client, cast: Cast, code: str) -> list[str]:
    html = sign_in(client, cast.kirsi).get(reverse("privacy-log"), {"view": code}).content.decode()
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).replace("\xa0", " ").split()) for row in body.split("</tr>")[:-1]]


# Questions


def test_log__of_one_person__by_case_number(client: Client, cast: Cast) -> None:
    other = another(cast)
    seen_by(cast.jari, cast.case)
    seen_by(cast.minna, other)
    found = rows(client, cast, number=f" {cast.case.number.lower()} ")
    assert len(found) == 1
    assert "Jari" in found[0]


def test_log__of_an_unknown_number__says_so(client: Client, cast: Cast) -> None:
    foreign = another(cast, by=cast.outi, programme=cast.house.other_programme)
    for number in ("P-1999-0001", foreign.number):
        response = sign_in(client, cast.kirsi).post(reverse("privacy-log"), {"number": number})
        assert "There is no case file of this number." in text_of(response)
        assert "<tbody>" not in response.content.decode()


def test_log__what_an_account_saw_between_two_moments__people_and_rows(client: Client, cast: Cast) -> None:
    second, third = another(cast), another(cast, first_name="Amir", phone="+358505550179")
    seen_by(cast.jari, cast.case, at=at("09:59"))
    seen_by(cast.jari, cast.case, at=at("10:00"))
    seen_by(cast.jari, second, at=at("10:30"))
    seen_by(cast.jari, second, at=at("11:30") + datetime.timedelta(seconds=59))
    seen_by(cast.jari, third, at=at("11:31"))
    seen_by(cast.jari, third, at=at("10:15"), action="denied")
    seen_by(cast.minna, third, at=at("10:15"))
    asked = {"who": str(cast.jari.uid), "since": "20.11.2026", "since_clock": "10", "until": "20.11.2026"}
    response = sign_in(client, cast.kirsi).post(reverse("privacy-log"), asked | {"until_clock": "11.30"})
    words = text_of(response)
    assert "Saw the data of 2 people" in words
    assert f"{cast.case.number}, {second.number}" in words
    assert len(rows(client, cast, **asked, until_clock="11.30")) == 4
    assert "Reza" not in words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"since_clock": "10"}, "Write the day too."),
        ({"since": "20.11.2026", "since_clock": "99"}, "There is no such time."),
        (
            {"since": "20.11.2026", "since_clock": "11", "until": "20.11.2026", "until_clock": "10"},
            "The end is before the beginning.",
        ),
    ],
)
def test_log__times_that_are_none__are_said(client: Client, cast: Cast, asked: dict[str, str], words: str) -> None:
    with time_machine.travel(at("12:00", day=24)):
        answer = text_of(sign_in(client, cast.kirsi).post(reverse("privacy-log"), asked))
    assert words in answer
    assert "The last 30 days are shown." not in answer


def test_log__of_one_kind_and_purpose__nothing_else(client: Client, cast: Cast) -> None:
    seen_by(cast.jari, cast.case)
    seen_by(cast.jari, cast.case, action="print", purpose="referral")
    seen_by(cast.eeva, cast.case, compartment="health")
    assert [len(rows(client, cast, action=code)) for code in ("print", "export")] == [1, 0]
    assert len(rows(client, cast, purpose="referral")) == 1
    assert [("Eeva" in row, "Closed part" in row) for row in rows(client, cast, purpose="health")] == [(True, True)]
    assert not any("Eeva" in row for row in rows(client, cast, purpose="guidance"))


def test_log__without_a_beginning__goes_back_thirty_days_and_says_so(client: Client, cast: Cast) -> None:
    seen_by(cast.jari, cast.case, at=now() - 31 * DAY)
    assert not any("Jari" in row for row in rows(client, cast))
    assert "The last 30 days are shown." in text_of(client.get(reverse("privacy-log")))
    assert len(rows(client, cast, who=str(cast.jari.uid))) == 1
    assert len(rows(client, cast, number=cast.case.number)) == 1


def test_log__other_programmes_file__has_no_number_here(client: Client, cast: Cast) -> None:
    foreign = another(cast, by=cast.outi, programme=cast.house.other_programme)
    seen_by(cast.jari, foreign)
    (row,) = rows(client, cast, who=str(cast.jari.uid))
    assert foreign.number not in row
    assert "Saw the data of 0 people" in text_of(client.post(reverse("privacy-log"), {"who": str(cast.jari.uid)}))


# Pages


def test_log__paged__shows_every_event_once_and_asks_in_no_address(client: Client, cast: Cast) -> None:
    moment = now()
    for number in range(2 * PAGE + 7):  # several at the same moment: a page may end between them
        seen_by(cast.jari, cast.case, at=moment - datetime.timedelta(minutes=number // 3), page=f"p{number:03}")
    asked, found = {"number": cast.case.number}, []
    for expected in (PAGE, PAGE, 7):
        response = sign_in(client, cast.kirsi).post(reverse("privacy-log"), asked)
        found += [line.event.page for line in response.context["lines"]]
        assert len(response.context["lines"]) == expected
        asked["before"] = response.context["older"]
        assert cast.case.number not in "".join(re.findall(r'(?:href|action)="[^"]*"', response.content.decode()))
    assert asked["before"] == ""
    assert len(set(found)) == len(found) == 2 * PAGE + 7


@pytest.mark.parametrize("before", ["999999", "x", "-1"])
def test_log__cursor_of_nothing__begins_anew(client: Client, cast: Cast, before: str) -> None:
    seen_by(cast.jari, cast.case)
    assert len(rows(client, cast, number=cast.case.number, before=before)) == 1


def test_log__statements__same_for_every_question_at_few_and_many(client: Client, cast: Cast) -> None:
    questions: list[dict[str, str]] = [
        {"number": cast.case.number},
        {"who": str(cast.jari.uid)},
        {"action": "view"},
        {"since": "1.11.2026"},
    ]

    def cost() -> list[int]:
        counts = []
        for asked in questions:
            sign_in(client, cast.kirsi).get(reverse("privacy-log"))
            with counted() as statements:
                assert client.post(reverse("privacy-log"), asked).status_code == 200
            counts.append(len(statements))
        return counts

    with time_machine.travel(at("12:00", day=24)):
        seen_by(cast.jari, cast.case)
        few = cost()
        for number in range(60):
            seen_by(cast.jari, another(cast, phone=f"+3585055502{number:02}") if number < 5 else cast.case)
        assert cost() == few
    assert max(few) <= 20


# Views


def test_view__without_relation__is_by_the_day(client: Client, cast: Cast) -> None:
    seen_by(cast.jari, cast.case, basis="co_worker")
    seen_by(cast.kaisa, cast.case, basis="coordinator")
    seen_by(cast.petri, cast.case, basis="recipient")
    seen_by(cast.sari, cast.case, action="denied")
    seen_by(cast.kirsi, cast.case, purpose="privacy")
    sign_in(client, cast.nasrin).get(reverse("me-data"))
    assert view(client, cast, "no-relation") == []
    seen_by(cast.sari, cast.case)
    with keyring.fresh(), acting(cast.minna):
        row = assignments.assign(by=cast.minna, case=cast.case, account=cast.sari, role="co_worker", why="cover")
    assert view(client, cast, "no-relation") == [], "assigned on that day"
    with time_machine.travel(now() + DAY):
        assignments.end(row, by=cast.minna, why="ended")
    with time_machine.travel(now() + 2 * DAY):
        seen_by(cast.sari, cast.case)
        (line,) = view(client, cast, "no-relation")
    assert "Sari" in line
    assert cast.case.number in line


def test_view__own_name__opens_in_memory_shows_nothing_and_is_logged(client: Client, cast: Cast) -> None:
    cast.jari.name = "Jari Rahimi"
    cast.jari.save(update_fields=["name"])
    cast.minna.name = "Rahimi Lehto"
    cast.minna.save(update_fields=["name"])
    other = another(cast, last_name="Karimi")
    for account in (cast.jari, cast.minna):
        seen_by(account, cast.case)
        seen_by(account, other)
    (line,) = view(client, cast, "own-name")
    assert "Jari" in line
    assert cast.case.number in line
    event, subjects = event_of("privacy_log_compared")
    assert (event.actor, event.purpose) == (cast.kirsi, "privacy")
    assert subjects == {cast.case.subject.uid, other.subject.uid}
    page = client.get(reverse("privacy-log"), {"view": "own-name"}).content.decode()
    assert "Nasrin" not in page
    assert "Karimi" not in page


def test_view__own_name__folded_and_whole_word(client: Client, cast: Cast) -> None:
    other = another(cast, last_name="Väänänen")
    near = another(cast, last_name="Väänäne", phone="+358505550179")
    cast.jari.name = "Jari VAANANEN"
    cast.jari.save(update_fields=["name"])
    for case in (other, near):
        seen_by(cast.jari, case)
    (line,) = view(client, cast, "own-name")
    assert other.number in line


def test_view__safety_prohibition__others_looks_at_hidden_people(client: Client, cast: Cast) -> None:
    seen_by(cast.jari, another(cast))
    seen_by(cast.jari, cast.case)
    assert view(client, cast, "safety-prohibition") == []
    person = cast.case.subject.participant
    with keyring.also([(person.scope, Audience.WORKER)]):
        person.safety_prohibition = True
        person.save(update_fields=["safety_prohibition"])
    lines = [line for line in view(client, cast, "safety-prohibition") if "Jari" in line]
    assert len(lines) == 1
    assert cast.case.number in lines[0]


def test_view__of_another_programme__opens_nobody_of_ours(client: Client, cast: Cast, house: Any) -> None:
    seen_by(cast.jari, cast.case)
    kerttu = staff("kerttu", "officer", house.other, house.other_programme)  # type: ignore[arg-type]
    for code in ("own-name", "safety-prohibition", "no-relation"):
        sign_in(client, kerttu).get(reverse("privacy-log"), {"view": code})
    assert not AccessEvent.objects.filter(page="privacy_log_compared", actor=kerttu).exists()


def test_view__stopped_and_emergency(client: Client, cast: Cast) -> None:
    seen_by(cast.jari, cast.case)
    sign_in(client, cast.sari).get(reverse("case-detail", args=[cast.case.uid]))
    with keyring.fresh(), acting(cast.sari):
        break_glass.open_in_emergency(by=cast.sari, case=cast.case, reason="Hätä oli suuri.")
    sign_in(client, cast.sari).get(reverse("case-detail", args=[cast.case.uid]))
    (stopped,) = view(client, cast, "stopped")
    assert "Stopped" in stopped
    emergency = view(client, cast, "emergency")
    assert [("Viewed" in line, "Emergency opening" in line, "Sari" in line) for line in emergency] == [
        (True, True, True),
        (False, True, True),
    ]
    assert len(view(client, cast, "no-relation")) == 2


def test_view__unknown__is_everything(client: Client, cast: Cast) -> None:
    seen_by(cast.jari, cast.case)
    assert any("Jari" in line for line in view(client, cast, str(uuid.uuid4())))
    assert AccessEventSubject.objects.exists()
