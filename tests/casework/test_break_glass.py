"""Emergency openings: an hour with a reason, for those who may; others are told, and somebody else reviews."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from casework import assignments, break_glass, break_glass_mail, participants, sessions
from casework.access import case_to_read, case_to_record, case_to_work
from casework.models import Assignment, BreakGlass, CaseFile, CaseUserGrant, Permission
from consent import due, keyring
from consent.actors import acting
from consent.errors import NotFound, Refused
from consent.fields import readable
from consent.keyring import Audience
from consent.models import AccessEvent, Membership, Role
from consent.periods import HELSINKI, now, today
from tests.people import Cast, actor, staff

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
REASON = "Soittaja kertoi, että hätä on suuri. Minna on lomalla."


def opened_by(cast: Cast, name: str = "sari", reason: str = REASON) -> BreakGlass:
    account = getattr(cast, name)
    with keyring.fresh(), acting(account):
        return break_glass.open_in_emergency(by=account, case=cast.case, reason=reason)


def rights(cast: Cast, name: str) -> set[str]:
    account = getattr(cast, name)
    return {each.value for each in Permission if CaseFile.objects.for_user(account, each).exists()}


def run_tasks() -> list[Any]:
    """Carry out what was put into the queue since the last time; the mails that it sent."""
    mail.outbox.clear()
    for row in DBTaskResult.objects.order_by("enqueued_at"):
        break_glass_mail.send.func(*row.args_kwargs["args"])
    DBTaskResult.objects.all().delete()
    return list(mail.outbox)


def hide(cast: Cast) -> None:
    person = cast.case.subject.participant
    with keyring.also([(person.scope, Audience.WORKER)]):
        person.safety_prohibition = True
        person.save(update_fields=["safety_prohibition"])


def test_open__worker__reads_for_sixty_minutes_and_no_job_ends_it(cast: Cast) -> None:
    assert rights(cast, "sari") == set()
    opening = opened_by(cast)
    assert rights(cast, "sari") == {Permission.READ}
    assert opening.until - opening.opened_at == HOUR
    with time_machine.travel(opening.until - datetime.timedelta(seconds=1), tick=False):
        assert rights(cast, "sari") == {Permission.READ}
    with time_machine.travel(opening.until, tick=False):
        assert rights(cast, "sari") == set()
        with pytest.raises(Refused):
            case_to_read(actor(cast.sari), cast.case.uid)


def test_open__worker__closed_compartment_stays_closed(cast: Cast) -> None:
    opened_by(cast)
    found = case_to_read(actor(cast.sari), cast.case.uid)
    assert cast.case.health_scope not in {scope for scope, _ in found.opens}
    assert Audience.HEALTH not in {audience for _, audience in found.opens}


def test_open__health_counsellor__opens_the_closed_compartment(cast: Cast) -> None:
    assignments.end(Assignment.objects.get(account=cast.eeva), by=cast.minna, why="ended")
    opened_by(cast, "eeva")
    assert rights(cast, "eeva") == {Permission.READ, Permission.HEALTH}
    assert (cast.case.health_scope, Audience.HEALTH) in case_to_read(actor(cast.eeva), cast.case.uid).opens


def test_open__works_not__and_what_is_recorded_waits_for_the_lead(cast: Cast) -> None:
    opened_by(cast)
    with pytest.raises(Refused):
        case_to_work(actor(cast.sari), cast.case.uid)
    with keyring.fresh() as ring, acting(cast.sari):
        found = case_to_record(actor(cast.sari), cast.case.uid)
        ring.open(found.opens)
        given = {"case": cast.case, "held_on": today(), "narrative": "Soitin poliisille."}
        entry = sessions.sign(by=cast.sari, kind="phone", **given)
        assert entry.state == "waiting"
        with pytest.raises(sessions.HealthRightNeeded):
            sessions.sign(by=cast.sari, kind="health", **given)
    assert sessions.may_cosign(entry, by=cast.minna)
    assert not sessions.may_cosign(entry, by=cast.jari)


@pytest.mark.parametrize("name", ["raija", "onni", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin"])
def test_open__anybody_else__is_refused(cast: Cast, name: str) -> None:
    assignments.end(Assignment.objects.get(account=cast.onni), by=cast.minna, why="ended")
    with pytest.raises(break_glass.MayNotBreakGlass):
        opened_by(cast, name)
    assert not BreakGlass.objects.exists()
    assert rights(cast, name) == set()


def test_open__role_younger_than_a_week__is_refused(cast: Cast) -> None:
    membership = Membership.objects.get(account=cast.sari)
    membership.starts_on = today() - 6 * DAY
    membership.save()
    with pytest.raises(break_glass.MayNotBreakGlass):
        opened_by(cast)
    with pytest.raises(Refused) as refusal:
        case_to_read(actor(cast.sari), cast.case.uid)
    assert refusal.value.emergency == ""
    with time_machine.travel(now() + DAY):
        assert opened_by(cast).role == "worker"


def test_open__under_a_safety_prohibition__does_not_exist(cast: Cast) -> None:
    hide(cast)
    with pytest.raises(NotFound):
        opened_by(cast)
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "kiire"])
def test_open__without_a_reason__is_refused(cast: Cast, reason: str) -> None:
    with pytest.raises(break_glass.ReasonNeeded):
        opened_by(cast, reason=reason)


def test_open__who_reads_anyway__needs_none(cast: Cast) -> None:
    with pytest.raises(break_glass.OpenAlready):
        opened_by(cast, "jari")
    opened_by(cast)
    with pytest.raises(break_glass.OpenAlready):
        opened_by(cast)


def test_open__again_after_the_hour__is_another_opening(cast: Cast) -> None:
    opened_by(cast)
    with time_machine.travel(now() + 2 * HOUR):
        opened_by(cast)
        assert rights(cast, "sari") == {Permission.READ}
    assert CaseUserGrant.objects.filter(user=cast.sari).count() == 1


def test_grants__assignment_ends_during_the_hour__glass_stays_until_its_end(cast: Cast) -> None:
    opening = opened_by(cast)
    assignments.assign(by=cast.minna, case=cast.case, account=cast.sari, role="co_worker", why="cover")
    assert rights(cast, "sari") == {Permission.READ, Permission.WORK}
    assert case_to_read(actor(cast.sari), cast.case.uid).basis == "co_worker"
    assignments.end(Assignment.objects.get(account=cast.sari), by=cast.minna, why="ended")
    assert rights(cast, "sari") == {Permission.READ}
    assert CaseUserGrant.objects.get(user=cast.sari).until == opening.until


def test_reason__sealed__is_read_by_reviewers_and_participant_only(cast: Cast) -> None:
    opened_by(cast)
    for audience, reads in [("officer", 1), ("coordinator", 1), ("participant", 1), ("worker", 0), ("health", 0)]:
        with keyring.fresh() as ring:
            ring.open([(cast.case.scope, Audience(audience))])
            assert readable(BreakGlass.objects.get().reason) is bool(reads), audience


def test_log__opening_and_every_use__say_so(cast: Cast) -> None:
    opening = opened_by(cast)
    event = AccessEvent.objects.get(action="break_glass")
    said = (event.actor, event.role, event.basis, event.case_uid, event.object_uid)
    assert said == (cast.sari, "worker", "break_glass", cast.case.uid, opening.uid)
    assert [row.subject_uid for row in event.subjects.order_by("pk")] == [cast.case.subject.uid]
    with keyring.fresh() as ring:
        ring.open([(cast.case.scope, Audience.PARTICIPANT)])
        assert event.reason == REASON
    found = case_to_read(actor(cast.sari), cast.case.uid)
    assert (found.basis, found.until) == ("break_glass", opening.until)
    assert case_to_read(actor(cast.jari), cast.case.uid).until is None


def test_review__due__by_the_end_of_the_third_calendar_day(cast: Cast) -> None:
    late = datetime.datetime(2026, 11, 24, 23, 59, tzinfo=HELSINKI)  # 21.59 UTC: still the 24th in Finland
    with time_machine.travel(late, tick=False):
        opening = opened_by(cast)
    assert opening.review_due_on == datetime.date(2026, 11, 27)
    assert not break_glass.overdue(opening, datetime.date(2026, 11, 27))
    assert break_glass.overdue(opening, datetime.date(2026, 11, 28))


def test_review__by_another__is_recorded_once(cast: Cast) -> None:
    opening = opened_by(cast)
    with keyring.fresh(), acting(cast.kaisa):
        with pytest.raises(break_glass.VerdictNeeded):
            break_glass.review(opening, by=cast.kaisa, verdict="")
        break_glass.review(opening, by=cast.kaisa, verdict="needed", words="Oikein tehty.")
        with pytest.raises(break_glass.AlreadyReviewed):
            break_glass.review(opening, by=cast.kirsi, verdict="wrong")
    row = BreakGlass.objects.get()
    assert (row.reviewed_by, row.verdict) == (cast.kaisa, "needed")
    with keyring.fresh() as ring:
        ring.open([(row.scope, Audience.OFFICER)])
        assert row.review_words == "Oikein tehty."


def test_review__own_opening__is_refused_by_verb_and_database(cast: Cast) -> None:
    opening = opened_by(cast)
    with keyring.fresh(), pytest.raises(break_glass.OwnOpening):
        break_glass.review(opening, by=cast.sari, verdict="needed")
    opening.verdict, opening.reviewed_by, opening.reviewed_at = "needed", cast.sari, now()
    with pytest.raises(IntegrityError, match="break_glass_reviewed_by_another"), transaction.atomic():
        opening.save()


def test_told__coordinator_and_officer__without_content(cast: Cast) -> None:
    staff("kerttu", Role.OFFICER, cast.house.other, cast.house.other_programme)
    opened_by(cast)
    sent = run_tasks()
    assert {to for message in sent for to in message.to} == {"kaisa@example.org", "kirsi@example.org"}
    words = "".join(message.subject + message.body + str(message.alternatives) for message in sent)
    for secret in ("Nasrin", "Sari", "Soittaja", cast.case.number, str(cast.case.uid)):
        assert secret not in words


def test_due__overdue_review__is_told_of_again_once_and_then_weekly(cast: Cast) -> None:
    opening = opened_by(cast)
    job = "emergency openings to review told of again"
    run_tasks()

    def told_on(day: datetime.date) -> int:
        with time_machine.travel(datetime.datetime.combine(day, datetime.time(12), HELSINKI)):
            return due.run()[job]

    last = opening.review_due_on
    assert [told_on(last), told_on(last + DAY), told_on(last + DAY), told_on(last + 2 * DAY)] == [0, 1, 0, 0]
    assert len(run_tasks()) == 2
    assert told_on(last + 8 * DAY) == 1
    with keyring.fresh():
        break_glass.review(BreakGlass.objects.get(), by=cast.kirsi, verdict="needed")
    assert told_on(last + 30 * DAY) == 0


def test_open__in_another_programme__is_refused(cast: Cast) -> None:
    with keyring.fresh(), acting(cast.outi):
        details = participants.Details(first_name="Reza", phone="+358505550178")
        other = participants.create(by=cast.outi, programme=cast.house.other_programme, details=details)
        with pytest.raises(break_glass.MayNotBreakGlass):
            break_glass.open_in_emergency(by=cast.sari, case=other, reason=REASON)
