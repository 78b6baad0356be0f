"""The page on which a case file is opened in an emergency, what stands on top of it afterwards, and the review."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.models import BreakGlass
from consent import wording
from consent.models import AccessEvent
from consent.periods import now
from tests.casework.desk.page_facts import browser, event_of, text_of
from tests.casework.test_break_glass import HOUR, REASON, hide, opened_by
from tests.people import Cast, sign_in

SENTENCE = "60 minutes. The participant, the supervisor and the data protection officer are told."


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def of(cast: Cast, name: str = "break-glass") -> str:
    return reverse(name, args=[cast.case.uid])


def post(client: Client, cast: Cast, **more: str) -> Any:
    return client.post(of(cast), {"reason": REASON, **more})


def test_refusal__where_it_is_allowed__leads_to_the_page(client: Client, cast: Cast) -> None:
    refused = sign_in(client, cast.sari).get(of(cast, "case-detail"))
    assert refused.status_code == 403
    assert of(cast) in refused.content.decode()
    kaisa = sign_in(client, cast.kaisa).get(of(cast, "case-detail"))
    assert of(cast) not in kaisa.content.decode()


def test_refusal__under_a_safety_prohibition__has_no_link(client: Client, cast: Cast) -> None:
    hide(cast)
    for name in ("case-detail", "break-glass"):
        response = sign_in(client, cast.sari).get(of(cast, name))
        assert response.status_code == 404
        assert of(cast) not in response.content.decode()
    assert post(client, cast).status_code == 404
    assert not BreakGlass.objects.exists()


def test_page__says_what_follows__and_shows_nobody(client: Client, cast: Cast) -> None:
    response = sign_in(client, cast.sari).get(of(cast))
    words, html = text_of(response), response.content.decode()
    assert SENTENCE in words
    assert cast.case.number in words
    assert "Kaisa" in words
    for secret in ("Nasrin", "Rahimi", "primary", "<dialog"):
        assert secret not in html.partition("<main")[2]
    event, subjects = event_of("break_glass")
    assert (event.action, subjects) == ("view", set())


def test_page__posted__opens_and_every_page_says_until_when(client: Client, cast: Cast) -> None:
    response = post(sign_in(client, cast.sari), cast)
    assert response.headers["Location"] == of(cast, "case-detail")
    until = wording.clock(BreakGlass.objects.get().until)
    for name in ("case-detail", "case-history", "case-people", "referral-list", "plan-detail"):
        words = text_of(client.get(of(cast, name)))
        assert "You opened this in an emergency. It closes at" in words, name
        assert until.replace("\xa0", " ") in words
    assert {event.basis for event in AccessEvent.objects.filter(actor=cast.sari, case_uid=cast.case.uid, action="view")
            .exclude(page="break_glass")} == {"break_glass"}  # fmt: skip
    assert "You opened this" not in text_of(browser(cast.minna).get(of(cast, "case-detail")))
    with time_machine.travel(now() + HOUR):
        assert browser(cast.sari).get(of(cast, "case-detail")).status_code == 403


def test_page__posted_twice__opens_once(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.sari).get(of(cast)).content.decode()
    match = re.search(r'name="submission" value="([^"]+)"', html)
    assert match is not None
    for _ in range(2):
        assert post(client, cast, submission=match[1]).status_code == 302
    assert BreakGlass.objects.count() == 1


def test_page__without_a_reason__keeps_it_shut(client: Client, cast: Cast) -> None:
    response = sign_in(client, cast.sari).post(of(cast), {"reason": " "})
    assert "Write why the case file has to be opened now." in text_of(response)
    assert not BreakGlass.objects.exists()


def test_page__who_reads_anyway__is_led_to_the_case(client: Client, cast: Cast) -> None:
    assert sign_in(client, cast.jari).get(of(cast)).headers["Location"] == of(cast, "case-detail")


@pytest.mark.parametrize("name", ["kirsi", "kaisa"])
def test_review__officer_and_coordinator__read_the_reason_and_record(client: Client, cast: Cast, name: str) -> None:
    opening = opened_by(cast)
    words = text_of(sign_in(client, getattr(cast, name)).get(reverse("privacy-break-glass")))
    for expected in (cast.case.number, "Sari", REASON):
        assert expected in words
    assert "Nasrin" not in words
    assert event_of("privacy_break_glass")[1] == {cast.case.subject.uid}
    page = reverse("privacy-break-glass-review", args=[opening.uid])
    assert REASON in text_of(client.get(page))
    assert "Choose what came of the review." in text_of(client.post(page, {"words": "x"}))
    assert client.post(page, {"verdict": "avoidable", "words": "Kaisa oli paikalla."}).status_code == 302
    assert BreakGlass.objects.get().verdict == "avoidable"
    words = text_of(client.get(page))
    assert "It could have been done otherwise" in words
    assert "Kaisa oli paikalla." in words
    assert "<form" not in client.get(page).content.decode().partition("<main")[2]


def test_review__late__is_said(client: Client, cast: Cast) -> None:
    opened_by(cast)
    with time_machine.travel(now() + 96 * HOUR):
        assert "late" in text_of(sign_in(client, cast.kirsi).get(reverse("privacy-break-glass")))


def test_first_pages__of_officer_and_coordinator__say_what_waits(client: Client, cast: Cast) -> None:
    quiet = text_of(sign_in(client, cast.kaisa).get(reverse("participant-list")))
    assert "your review" not in quiet
    opened_by(cast)
    assert "1 emergency opening waits for your review." in text_of(client.get(reverse("participant-list")))
    assert "1 waiting" in text_of(sign_in(client, cast.kirsi).get(reverse("privacy")))


def test_review__another_programme__is_not_found(client: Client, cast: Cast) -> None:
    from tests.people import staff

    opening = opened_by(cast)
    kerttu = staff("kerttu", "officer", cast.house.other, cast.house.other_programme)  # type: ignore[arg-type]
    sign_in(client, kerttu)
    assert cast.case.number not in text_of(client.get(reverse("privacy-break-glass")))
    assert client.get(reverse("privacy-break-glass-review", args=[opening.uid])).status_code == 404
