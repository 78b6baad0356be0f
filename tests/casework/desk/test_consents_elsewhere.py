"""What consents show outside their own page: grounds, timeline, my day; and the round that is kept for a day."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework import consent_round
from consent import consents, default_grounds, keyring, notices
from consent.keyring import Audience
from consent.periods import now, today
from tests.casework.desk.consent_answers import answer, asked
from tests.casework.desk.page_facts import text_of
from tests.moments import noon
from tests.people import Cast, sign_in

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"  # the source strings: what is asked here is not the translation


def text_of_part(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_case_detail__grounds__stand_in_words(client: Client, cast: Cast, grounds: Any) -> None:
    answer(cast)
    words = text_of(sign_in(client, cast.jari).get(reverse("case-detail", args=[cast.case.uid])))
    assert "Waiver of secrecy, until" in words
    assert "Statutory task, consent is not asked" in words


def test_timeline__consents__tell_what_was_said_and_taken_back(client: Client, cast: Cast, grounds: Any) -> None:
    with time_machine.travel(now() - 2 * DAY):
        given = answer(cast)
        answer(cast, "pictures", "refused")
    consents.withdraw(given, by=cast.minna, channel="phone")
    notice = notices.notice_for(cast.house.programme, "fi")
    assert notice is not None
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=notice, channel="in_person")
    here = reverse("case-detail", args=[cast.case.uid]) + "?kind=consent"
    html = sign_in(client, cast.jari).get(here).content.decode()
    found = [text_of_part(part.split("</article>")[0]) for part in html.split('<article class="event">')[1:]]
    assert len(found) == 4
    assert "Privacy notice given" in found[0]
    assert "withdrawn" in found[1]
    assert {("Pictures" in each, "No" in each.split()) for each in found[2:]} == {(True, True), (False, False)}


def test_timeline__before_a_day__leaves_out_the_later(cast: Cast, grounds: Any) -> None:
    from casework import consents_on_case
    from tests.casework.opened import opened

    with time_machine.travel(now() - 5 * DAY):
        given = answer(cast)
    consents.withdraw(given, by=cast.minna, channel="phone")
    with opened(cast) as case:
        assert [e.content["said"] for e in consents_on_case.entries(case, 40, None)] == ["withdrawn", "given"]
        assert [e.content["said"] for e in consents_on_case.entries(case, 1, None)] == ["withdrawn"]
        assert [e.content["said"] for e in consents_on_case.entries(case, 40, today())] == ["given"]
        assert consents_on_case.entries(case, 40, today() - 6 * DAY) == []


@pytest.mark.parametrize(("days_left", "shown"), [(31, False), (30, True), (0, True), (-1, False)])
def test_my_day__consents_that_end__within_thirty_days(
    client: Client, cast: Cast, grounds: Any, days_left: int, shown: bool
) -> None:
    until = answer(cast).until
    assert until is not None
    with time_machine.travel(noon(until - days_left * DAY)):
        words = text_of(sign_in(client, cast.minna).get("/"))
        assert ("Tiedot työllisyyspalveluille" in words) is shown
        assert "Tiedot työllisyyspalveluille" not in text_of(sign_in(client, cast.sari).get("/"))
        assert "Tiedot työllisyyspalveluille" not in text_of(sign_in(client, cast.onni).get("/"))


def test_my_day__ask_again__leads_to_the_question(client: Client, cast: Cast, grounds: Any) -> None:
    until = answer(cast).until
    assert until is not None
    with time_machine.travel(noon(until - 5 * DAY)):
        html = sign_in(client, cast.minna).get("/").content.decode()
        (link,) = re.findall(r'href="([^"]+/consents/ask/[^"]+)"', html)
        assert "Tiedot työllisyyspalveluille" in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("days_left", "words"),
    [
        (8, ""),
        (7, "Urgent: 7 days left"),
        (1, "Urgent: 1 day left"),
        (0, "Urgent: today is the last day"),
    ],
)
def test_my_day__consent_in_its_last_week__is_urgent_in_words(
    client: Client, cast: Cast, grounds: Any, days_left: int, words: str
) -> None:
    until = answer(cast).until
    assert until is not None
    with time_machine.travel(noon(until - days_left * DAY)):
        page = text_of(sign_in(client, cast.minna).get("/"))
    assert "Consents that end soon" in page
    assert (words in page) if words else ("Urgent" not in page)


def test_my_day__consent_that_was_renewed__is_no_task_any_more(client: Client, cast: Cast, grounds: Any) -> None:
    until = answer(cast).until
    assert until is not None
    with time_machine.travel(noon(until - 5 * DAY)):
        sign_in(client, cast.minna)
        answer(cast)
        assert "Consents that end soon" not in text_of(client.get("/"))


def test_my_day__question_with_a_new_version__is_asked_again_and_one_no_more_asked_is_not(
    client: Client, cast: Cast, grounds: Any
) -> None:
    given = answer(cast, "pictures")
    assert given.until is not None
    default_grounds.ask(given.ground, {"fi": ("Kuvat ja videot", "Saammeko kuvata?")}, order=90)
    with time_machine.travel(noon(given.until - 5 * DAY)):
        html = sign_in(client, cast.minna).get("/").content.decode()
        (link,) = re.findall(r'href="([^"]+/consents/ask/[^"]+)"', html)
        assert "Kuvat ja videot" in client.get(link).content.decode()
        default_grounds.retire(given.ground)
        assert "/consents/ask/" not in client.get("/").content.decode()


def test_round__kept__for_its_day_only(cast: Cast, grounds: Any) -> None:
    round_ = consent_round.Round("fi", "phone", "", (asked(cast, "pictures").uid,), "/x/")
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        consent_round.begin(round_, by=cast.minna, case=cast.case)
        assert consent_round.current(by=cast.minna, case=cast.case) == round_
        with time_machine.travel(now() + DAY):
            assert consent_round.current(by=cast.minna, case=cast.case) is None
