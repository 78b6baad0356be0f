"""Where the sender meets referrals: the case file's panel and timeline, and my day."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from casework import assignments, participants, referral_moves, referrals, referrals_on_case
from casework.models import Assignment, MoveReason, Referral
from consent import wording
from consent.periods import today
from tests.casework.desk.page_facts import browser, event_of, said, text_of
from tests.casework.referral_stories import (
    HEADING,
    accepted,
    approved,
    case_open,
    held,
    received,
    sent,
    waiting,
    withdraw,
    written,
)
from tests.people import NASRIN, Cast, actor, sign_in


def test_panel__under_way__and_what_has_ended_is_gone(client: Client, cast: Cast) -> None:
    written(cast)
    waiting(cast)
    going, ended = sent(cast), sent(cast)
    with received(cast.petri, ended) as it:
        referral_moves.reject(by=cast.petri, referral=it.referral, reason=MoveReason.CRITERIA)
    browser(cast.petri).get(reverse("inbox-detail", args=[going.uid]))
    html = sign_in(client, cast.minna).get(reverse("case-detail", args=[cast.case.uid])).content.decode()
    panel = html[html.index('id="open-referrals"') :].split("</section>")[0]
    assert panel.count("<li>") == 3
    assert reverse("referral-detail", args=[ended.uid]) not in panel
    assert said("Sent %(sent)s, read %(read)s").split("%")[0].strip() in panel
    assert wording.day(today()) in panel


def test_timeline__tells_the_loop_and_no_draft(client: Client, cast: Cast) -> None:
    draft, going = written(cast), sent(cast)
    page = sign_in(client, cast.minna).get(reverse("case-detail", args=[cast.case.uid]), {"kind": "referral"})
    html = page.content.decode()
    events = html[html.index('id="events"') :]
    assert reverse("referral-detail", args=[draft.uid]) not in events
    assert reverse("referral-detail", args=[going.uid]) in events
    for words in ("Approval asked", "The participant approved", "Sent"):
        assert said(words) in events
    assert said("Answer by %(day)s").split("%")[0].strip() in events
    assert "Lähete työllisyyspalveluille" in html or said("Referral to %(name_to)s").startswith("Referral")
    assert HEADING not in events


def test_timeline__before_a_day__gives_older_ones_only(cast: Cast) -> None:
    sent(cast)
    with case_open(cast.minna, cast.case) as opened:
        assert len(referrals_on_case.entries(opened, 10, None)) == 1
        assert referrals_on_case.entries(opened, 10, today()) == []
        tomorrow = today() + datetime.timedelta(days=1)
        assert len(referrals_on_case.entries(opened, 10, tomorrow)) == 1


def shown(cast: Cast, name: str = "minna") -> list[Referral]:
    section = referrals_on_case.answers(actor(getattr(cast, name)), today())
    return [row["referral"] for row in section.content["rows"]] if section else []


@pytest.mark.parametrize(
    ("story", "listed"), [(written, 0), (waiting, 0), (sent, 0), (approved, 1), (held, 1), (accepted, 1)]
)
def test_my_day__answers__only_what_asks_something(cast: Cast, story: object, listed: int) -> None:
    story(cast)  # type: ignore[operator]
    assert len(shown(cast)) == listed
    assert shown(cast, "jari") == []  # each sender has their own
    assert shown(cast, "petri") == []


def test_my_day__answers__until_the_loop_is_closed(cast: Cast) -> None:
    referral = sent(cast)
    withdraw(cast, referral.consent)
    assert shown(cast) == [referral]
    with case_open(cast.minna, cast.case):
        referrals.close_loop(by=cast.minna, referral=referral)
    assert shown(cast) == []


def test_my_day__answers__changes_wanted(cast: Cast) -> None:
    referral = waiting(cast)
    referrals.record_approval(by=cast.nasrin, referral=referral, answer="changes", channel="portal")
    assert shown(cast) == [referral]


def test_my_day__answers__gone_with_the_right_to_the_case(cast: Cast) -> None:
    held(cast)
    assignments.assign(
        by=cast.minna, case=cast.case, account=cast.sari, role=Assignment.Role.LEAD, why=Assignment.Why.HANDOVER
    )
    assert shown(cast) == []


def test_my_day__page__names_the_person_and_logs_it(client: Client, cast: Cast) -> None:
    held(cast)
    words = text_of(sign_in(client, cast.minna).get(reverse("home")))
    assert said("Answers to referrals") in words
    assert "Nasrin Rahimi" in words
    assert HEADING not in words
    assert cast.case.subject.uid in event_of("home")[1]


def test_referral_list__of_another_person__shows_only_theirs(client: Client, cast: Cast) -> None:
    with case_open(cast.minna, cast.case):
        other = participants.create(by=cast.minna, programme=cast.house.programme, details=NASRIN)
    mine, theirs = sent(cast), sent(cast, case=other)
    html = sign_in(client, cast.minna).get(reverse("referral-list", args=[other.uid])).content.decode()
    assert reverse("referral-detail", args=[theirs.uid]) in html
    assert reverse("referral-detail", args=[mine.uid]) not in html
