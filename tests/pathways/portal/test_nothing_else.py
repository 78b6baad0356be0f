"""What is not for the participant reaches none of their pages; and no page grows with what it shows."""

import datetime
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from casework.models import Amendment, GuidanceSession, HealthEntry, Referral
from consent import access_log, keyring
from consent.actors import acting
from consent.keyring import Audience
from consent.models import AccessEvent, Consent
from consent.periods import HELSINKI
from pathways import enrolments
from pathways.models import GroupSession
from tests.casework import referral_stories
from tests.casework.desk.page_facts import counted, text_of
from tests.pathways.conftest import NAMES, TUESDAY, Group, make_series
from tests.pathways.portal.conftest import FROM_EEVA, NOT_FOR_HER, agree, book, sign
from tests.people import Cast, actor

PAGES = ("me", "me-calendar", "me-letters", "me-consents", "me-access", "me-data", "me-messages")


def addresses(case_of: Cast) -> Iterator[str]:
    """Every page of the person, with every letter and permission."""
    yield from (reverse(name) for name in (*PAGES, "me-notice"))
    for uid in Referral.objects.filter(case=case_of.case).order_by("pk").values_list("uid", flat=True):
        yield reverse("me-letter", args=[uid])
    subject = case_of.case.subject
    for uid in Consent.objects.filter(subject=subject).order_by("pk").values_list("uid", flat=True):
        yield reverse("me-consent", args=[uid])


def test_canaries__are_there__for_those_they_are_for(life: Cast, group: Group) -> None:
    everything = [(scope, audience) for scope in scopes(life, group) for audience in Audience]
    with keyring.also(everything):
        said = [session.narrative for session in GuidanceSession.objects.order_by("pk")]
        said += [entry.narrative for entry in HealthEntry.objects.order_by("pk")]
        said += [amendment.text for amendment in Amendment.objects.order_by("pk")]
        said += [meeting.note for meeting in GroupSession.objects.order_by("pk")]
        said += [meeting.series.theme for meeting in GroupSession.objects.select_related("series").order_by("pk")]
    assert set(NOT_FOR_HER.values()) <= set(said)


def scopes(life: Cast, group: Group) -> list[object]:
    return [life.case.subject.scope, life.case.scope, life.case.health_scope, group.series.scope]


def test_portal__every_page__shows_nothing_of_what_is_not_hers(own: Client, life: Cast, group: Group) -> None:
    referral_stories.held(life)
    referral_stories.waiting(life, recipient=life.house.school)
    for url in addresses(life):
        response = own.get(url)
        assert response.status_code in {200, 404}, url
        html = response.content.decode()
        for words in (*NOT_FOR_HER.values(), "KANARIA", referral_stories.ASIDE, *(name.split()[0] for name in NAMES)):
            assert words not in html, (url, words)
        for theme in ("Money matters", "Relative or friend"):
            assert theme not in html, (url, theme)
        if url != reverse("me-messages"):
            assert FROM_EEVA not in html, url


def test_portal__health_counselling__is_named_only_where_she_allowed_it_and_among_who_has_looked(
    own: Client, life: Cast
) -> None:
    access_log.record(
        actor(life.eeva),
        action="view",
        page="health_entry",
        purpose="health",
        compartment="health",
        subjects=[life.case.subject.uid],
    )
    for name in PAGES:
        text = text_of(own.get(reverse(name)))
        assert ("ealth counsel" in text) == (name in {"me-access", "me-consents"}), name  # the question names it


def test_portal__sealed_values__are_never_shown_as_locked(own: Client, life: Cast) -> None:
    """A page that opens too little would say "Locked" to the person."""
    referral_stories.accepted(life)
    for url in addresses(life):
        text = text_of(own.get(url))
        for word in ("Lukittu", "Poistettu", "Locked", "Erased"):
            assert word not in text, url


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_portal__days_and_clocks__are_written_out(own: Client, life: Cast, language: str) -> None:
    referral_stories.sent(life)
    own.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    short = re.compile(r"\b(ma|ti|ke|to|pe|la|su|må|ti|on|to|fr|lö|sö) \d{1,2}\.\d|\bklo\b|\bkl\. \d{1,2}[^\d–]")
    for name in ("me", "me-calendar", "me-letters", "me-access", "me-messages"):
        text = text_of(own.get(reverse(name)))
        assert not short.search(text), (name, short.search(text))
    day = {"fi": "torstai 26.11.", "sv": "torsdag 26.11"}[language]
    assert day in text_of(own.get(reverse("me-calendar"))).lower()


# No page grows


def much(cast: Cast, group: Group, numbers: range) -> None:
    """Everything once for each number."""
    monday = TUESDAY + datetime.timedelta(days=6)
    for number in numbers:
        day = monday + datetime.timedelta(days=number)
        agree(cast, f"Soita {number}", day)
        book(cast, starts_at=datetime.datetime.combine(day, datetime.time(9), HELSINKI))
        sign(cast, held_on=TUESDAY - datetime.timedelta(days=number))
        sign(cast, by=cast.eeva, kind="health", held_on=TUESDAY - datetime.timedelta(days=number))
        moment = datetime.datetime(2026, 11, 1 + number % 24, 9, tzinfo=HELSINKI)
        with time_machine.travel(moment, tick=False):
            access_log.record(
                actor(cast.minna if number % 2 else cast.sari),
                action="view",
                page="case_detail",
                purpose="guidance",
                subjects=[cast.case.subject.uid],
            )
    with acting(cast.raija):
        for number in numbers:
            ends_on = TUESDAY + datetime.timedelta(days=14)
            series = make_series(cast.raija, cast, title=f"Ryhmä {number}", starts_on=TUESDAY, ends_on=ends_on)
            enrolments.enrol(by=cast.minna, series=series, case=cast.case, on=TUESDAY)
    for _ in numbers[:10]:
        referral_stories.sent(cast)


def statements(own: Client) -> dict[str, int]:
    """How many each page takes."""
    found = {}
    for name in PAGES:
        own.get(reverse(name))
        with counted() as sent:
            assert own.get(reverse(name)).status_code == 200
        found[name] = len(sent)
    return found


def test_portal__queries__are_few_and_the_same_for_2_and_40(own: Client, life: Cast, group: Group) -> None:
    much(life, group, range(2))
    few = statements(own)
    much(life, group, range(2, 40))
    assert statements(own) == few
    assert max(few.values()) <= 20, few
    assert len(own.get(reverse("me-access")).content) < 40_000
    assert AccessEvent.objects.filter(page="me").count() == 4
