"""Closing a case file: what is open is said and decided, the last day is worked out and never stands in the way."""

import datetime

import pytest

from casework import assignments, closing, participants
from casework.models import AgreedAction, Appointment, CaseFile
from consent import default_retention, due, erasure, keyring, retention
from consent.keyring import Audience
from consent.models import AccessEvent, RetentionClass, RetentionDate
from consent.periods import today
from pathways import enrolments
from pathways.models import Enrolment
from tests.casework import referral_stories, stories
from tests.casework.erasing_stories import approved, closed
from tests.pathways.conftest import make_series
from tests.people import LONG_AGO, NASRIN, Cast, actor


def with_classes(cast: Cast) -> dict[str, RetentionClass]:
    return default_retention.install(cast.house.programme, valid_from=LONG_AGO)


def day_of(case: CaseFile) -> datetime.date | None:
    row = RetentionDate.objects.filter(case_uid=case.uid).first()
    return row.last_day if row else None


def full(cast: Cast) -> None:
    """An open step, a meeting to come, a place in a group, an open referral."""
    stories.agreed(cast, "Tuo hygieniapassi")
    stories.booked(cast)
    referral_stories.sent(cast)
    series = make_series(cast.raija, cast)
    enrolments.enrol(by=cast.minna, series=series, case=cast.case, on=series.starts_on)


def test_close__everything_open__is_said(cast: Cast) -> None:
    full(cast)
    ends = closing.loose_ends(cast.case)
    assert (len(ends.actions), len(ends.referrals), ends.meetings, ends.places) == (1, 1, 1, 1)


def test_close__worker_decides__what_ends(cast: Cast) -> None:
    full(cast)
    closing.close(by=cast.minna, case=cast.case, outcome="work", drop_actions=True)
    assert not AgreedAction.objects.filter(case=cast.case, state="open").exists()
    assert Appointment.objects.filter(case=cast.case, state="planned").count() == 1
    assert Enrolment.objects.filter(case=cast.case, state="enrolled").count() == 1
    assert closing.loose_ends(cast.case).referrals, "its answer still comes"


def test_close__everything__ends_it(cast: Cast) -> None:
    full(cast)
    closed(cast)
    ends = closing.loose_ends(cast.case)
    assert (ends.actions, ends.meetings, ends.places) == ([], 0, 0)


@pytest.mark.parametrize("name", ["jari", "eeva", "onni", "sari", "kaisa", "kirsi"])
def test_close__by_anybody_but_the_lead__is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(closing.LeadCloses):
        closing.close(by=getattr(cast, name), case=cast.case, outcome="work")


def test_close__twice__is_refused(cast: Cast) -> None:
    closed(cast)
    with pytest.raises(closing.AlreadyClosed):
        closed(cast)


def test_close__works_out__the_last_day_of_case_and_person(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    dates = dict(RetentionDate.objects.order_by("pk").values_list("case_uid", "last_day"))
    assert dates == {
        cast.case.uid: retention.add_months(today(), 24),
        cast.case.subject.uid: retention.add_months(today(), 84),
    }


def test_close__class_missing__closes_and_the_day_follows(cast: Cast) -> None:
    assert closed(cast).state == "closed"
    assert day_of(cast.case) is None
    assert due.run()["retention days worked out"] == 0
    with_classes(cast)
    assert due.run()["retention days worked out"] == 1
    assert day_of(cast.case) == retention.add_months(today(), 24)
    assert due.run()["retention days worked out"] == 0


@pytest.mark.parametrize("fault", [RuntimeError, KeyError, ValueError])
def test_close__retention_broken__closes(cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]) -> None:
    def broken(**_: object) -> None:
        raise fault

    monkeypatch.setattr(retention, "work_out", broken)
    assert closed(cast).state == "closed"


def test_new_version__of_a_class__moves_the_days(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    classes = with_classes(cast)
    closed(cast)
    tomorrow = today() + datetime.timedelta(days=1)
    retention.new_version(classes["case"], by=actor(cast.kirsi), valid_from=tomorrow, months=36)
    due.run()
    assert day_of(cast.case) == retention.add_months(today(), 24), "not in force yet"
    monkeypatch.setattr(retention, "today", lambda: tomorrow)
    due.run()
    assert day_of(cast.case) == retention.add_months(today(), 36)


def test_reopen__takes_the_days_away(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    case = closing.reopen(by=actor(cast.minna), case=cast.case, reason="Työ loppui jo.")
    assert (case.state, case.closed_on, case.outcome) == ("open", None, "")
    assert not RetentionDate.objects.exists()


def test_reopen__reason__is_read_by_participant_and_officer(cast: Cast) -> None:
    closed(cast)
    with keyring.also(sealing=[cast.case.scope]):
        closing.reopen(by=actor(cast.minna), case=cast.case, reason="Työ loppui jo.")
    event = AccessEvent.objects.get(page="case_reopen")
    for audience, said in ((Audience.OFFICER, True), (Audience.PARTICIPANT, True), (Audience.WORKER, False)):
        with keyring.fresh() as ring:
            ring.open([(cast.case.scope, audience)])
            assert (event.reason == "Työ loppui jo.") is said


def test_reopen__never__silently(cast: Cast) -> None:
    with pytest.raises(closing.NotClosed):
        closing.reopen(by=actor(cast.minna), case=cast.case, reason="Syy")
    closed(cast)
    with pytest.raises(closing.ReasonNeeded):
        closing.reopen(by=actor(cast.minna), case=cast.case, reason="  ")
    with pytest.raises(closing.LeadCloses):
        closing.reopen(by=actor(cast.jari), case=cast.case, reason="Syy")
    stories.signed(cast)
    assert CaseFile.objects.get(pk=cast.case.pk).state == "closed", "recording does not open it"


def test_reopen__beside_another_open_file__is_refused(cast: Cast) -> None:
    closed(cast)
    subject, programme = cast.case.subject, cast.house.programme
    participants.open_case(by=cast.minna, subject=subject, programme=programme, opened_on=today())
    with pytest.raises(closing.OtherFileOpen):
        closing.reopen(by=actor(cast.minna), case=cast.case, reason="Syy")


def test_reopen__proposed_for_erasing__takes_the_proposal_back(cast: Cast) -> None:
    closed(cast)
    proposed = erasure.propose(
        by=actor(cast.kirsi), kind="case", why="request", subject=cast.case.subject, case_uid=cast.case.uid
    )
    closing.reopen(by=actor(cast.minna), case=cast.case, reason="Syy")
    proposed.refresh_from_db()
    assert proposed.state == "refused"


def test_reopen__approved_for_erasing__is_refused(cast: Cast) -> None:
    closed(cast)
    approved(cast)
    with pytest.raises(closing.BeingErased):
        closing.reopen(by=actor(cast.minna), case=cast.case, reason="Syy")


def test_lead__after_closing__may_hand_over_and_end(cast: Cast) -> None:
    closed(cast)
    assert closing.is_led_by(cast.case, cast.minna)
    assert not closing.is_led_by(cast.case, cast.jari)
    assert assignments.in_force(cast.case)
    assert NASRIN.first_name
