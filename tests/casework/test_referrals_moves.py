"""The moves of a referral: every pair of states on every side, against a table written by hand."""

import datetime
import itertools

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from casework import referral_mail, referral_moves, referrals
from casework.models import MoveReason, Referral, ReferralState, Side
from casework.models.referral_states import MOVE_REASONS, REFERRAL_MOVES, legal_moves
from casework.referral_moves import MoveNotAllowed, Told
from consent import due, keyring
from consent.keyring import Audience
from consent.models import Disclosure
from consent.periods import today
from tests.casework.referral_stories import accepted, held, received, referral_open, sent, waiting, written
from tests.people import Cast

# Domain notes §3.3, read aloud. "held:X" is on hold after X. What is not here may not be.
EXPECTED = {
    ("draft", "sender"): "awaiting requested cancelled",
    ("awaiting", "sender"): "draft requested cancelled entered-in-error",
    ("awaiting", "participant"): "draft cancelled",
    ("requested", "sender"): "cancelled entered-in-error",
    ("requested", "recipient"): "accepted on-hold rejected",
    ("requested", "participant"): "cancelled",
    ("requested", "system"): "cancelled",
    ("accepted", "sender"): "cancelled entered-in-error",
    ("accepted", "recipient"): "in-progress on-hold failed completed",
    ("accepted", "participant"): "cancelled",
    ("accepted", "system"): "cancelled",
    ("held:requested", "sender"): "requested cancelled entered-in-error",
    ("held:requested", "recipient"): "accepted rejected",
    ("held:requested", "participant"): "cancelled",
    ("held:requested", "system"): "cancelled",
    ("held:accepted", "sender"): "accepted cancelled entered-in-error",
    ("held:accepted", "recipient"): "in-progress failed",
    ("held:accepted", "participant"): "cancelled",
    ("held:accepted", "system"): "cancelled",
    ("held:in-progress", "sender"): "in-progress cancelled entered-in-error",
    ("held:in-progress", "recipient"): "in-progress failed",
    ("held:in-progress", "participant"): "cancelled",
    ("held:in-progress", "system"): "cancelled",
    ("in-progress", "sender"): "cancelled entered-in-error",
    ("in-progress", "recipient"): "on-hold failed completed",
    ("in-progress", "participant"): "cancelled",
    ("in-progress", "system"): "cancelled",
    ("rejected", "sender"): "entered-in-error",
    ("failed", "sender"): "entered-in-error",
    ("cancelled", "sender"): "entered-in-error",
    ("completed", "sender"): "entered-in-error",
}
HELD = ("requested", "accepted", "in-progress")
FROM = [s.value for s in ReferralState if s != ReferralState.ON_HOLD] + [f"held:{state}" for state in HELD]


def parts(state: str) -> tuple[str, str]:
    return ("on-hold", state.removeprefix("held:")) if state.startswith("held:") else (state, "")


@pytest.mark.parametrize(("state", "side"), list(itertools.product(FROM, Side.values)))
def test_moves__table__is_the_one_of_the_notes(state: str, side: str) -> None:
    code, held_from = parts(state)
    assert legal_moves(code, side, held_from) == set(EXPECTED.get((state, side), "").split())


def test_moves__table__knows_every_state() -> None:
    assert set(REFERRAL_MOVES) == set(ReferralState)
    assert {key for key in EXPECTED if key[0] not in FROM or key[1] not in Side.values} == set()


@pytest.mark.parametrize("side", Side.values)
def test_moves__every_pair__the_verb_keeps_to_the_table(cast: Cast, side: str) -> None:
    referral = sent(cast)
    by = {"sender": cast.minna, "recipient": cast.petri, "participant": cast.nasrin, "system": None}[side]
    with keyring.fresh() as ring:
        ring.open([(referral.scope, Audience.WORKER)])
        for state, to in itertools.product(FROM, ReferralState.values):
            code, held_from = parts(state)
            reason = MOVE_REASONS.get((to, side), ("",))[0]
            with transaction.atomic():
                row = Referral.objects.get(pk=referral.pk)
                row.state, row.held_from, row.outcome = code, held_from, "no_need"
                row.save()
                before = row.moves.count()
                try:
                    moved = referral_moves.move(row, to, side=side, by=by, reason=reason, text="Syy.")
                except MoveNotAllowed:
                    moved = None
                legal = to in EXPECTED.get((state, side), "").split()
                if code == to and moved is not None:  # the same post a second time: answered, nothing written
                    legal = (state, side, to) == ("requested", "sender", "requested")
                    assert row.moves.count() == before
                    assert legal, (state, side, to)
                else:
                    assert (moved is not None) == legal, (state, side, to)
                    assert row.moves.count() == before + legal
                transaction.set_rollback(True)


# What must be recorded


@pytest.mark.parametrize(
    ("to", "reason", "text", "error"),
    [
        ("rejected", "", "", referral_moves.ReasonNeeded),
        ("rejected", "expired", "", referral_moves.ReasonNeeded),
        ("rejected", "other", " ", referral_moves.TextNeeded),
        ("on-hold", "more_needed", "", referral_moves.TextNeeded),
    ],
)
def test_moves__reason__where_the_table_says(cast: Cast, to: str, reason: str, text: str, error: type) -> None:
    with received(cast.petri, sent(cast)) as it, pytest.raises(error):
        referral_moves.move(it.referral, to, side=Side.RECIPIENT, by=cast.petri, reason=reason, text=text)


def test_referral__accept__without_contact_or_day(cast: Cast) -> None:
    with received(cast.petri, sent(cast)) as it:
        for contact, day in (("", today()), ("Petri", None)):
            with pytest.raises(referral_moves.AnswerIncomplete):
                referral_moves.accept(by=cast.petri, referral=it.referral, contact_person=contact, planned_on=day)


def test_referral__complete__asks_outcome_words_and_first_contact(cast: Cast) -> None:
    tomorrow = today() + datetime.timedelta(days=1)
    with received(cast.petri, accepted(cast)) as it:
        for outcome, text, day in (("", "x", today()), ("no_need", " ", today()), ("no_need", "x", None)):
            with pytest.raises(referral_moves.AnswerIncomplete):
                referral_moves.complete(
                    by=cast.petri, referral=it.referral, outcome=outcome, text=text, first_contact_on=day
                )
        with pytest.raises(referral_moves.AnswerIncomplete):
            referral_moves.complete(
                by=cast.petri, referral=it.referral, outcome="no_need", text="x", first_contact_on=tomorrow
            )
        done = referral_moves.complete(
            by=cast.petri, referral=it.referral, outcome="one_meeting", text="Tavattiin.", first_contact_on=today()
        )
        assert (done.state, done.outcome, done.outcome_text) == ("completed", "one_meeting", "Tavattiin.")


# Who may


@pytest.mark.parametrize("name", ["minna", "jari", "sari", "outi", "kaisa", "nasrin", "anna"])
def test_referral__accept__by_anybody_but_the_recipient(cast: Cast, name: str) -> None:
    referral = sent(cast)
    with received(cast.petri, referral) as it, pytest.raises(referral_moves.NotTheRecipient):
        referral_moves.accept(by=getattr(cast, name), referral=it.referral, contact_person="Joku", planned_on=today())
    assert Referral.objects.get().state == "requested"


def test_referral__accept__by_partner_of_another_organisation(cast: Cast) -> None:
    from consent.models import Role
    from tests.people import staff

    stranger = staff("paula", Role.PARTNER, cast.house.school, None)
    with received(cast.petri, sent(cast)) as it, pytest.raises(referral_moves.NotTheRecipient):
        referral_moves.accept(by=stranger, referral=it.referral, contact_person="Paula", planned_on=today())


def test_referral__cancel__by_recipient_or_stranger(cast: Cast) -> None:
    referral = sent(cast)
    for by in (cast.petri, cast.sari, cast.onni):
        with referral_open(cast.minna, referral) as it, pytest.raises(referral_moves.NotTheSender):
            referrals.cancel(by=by, referral=it.referral, reason=MoveReason.NO_LONGER)


def test_referral__answer_on_behalf__names_who_told_it(cast: Cast) -> None:
    referral = sent(cast)
    told = Told("Petri Laakso", "phone", today())
    with referral_open(cast.minna, referral) as it:
        referral_moves.reject(by=cast.minna, referral=it.referral, reason=MoveReason.NO_CAPACITY, told=told)
        move = it.referral.moves.get(to_state="rejected")
        assert (move.side, move.by, move.told_by, move.told_how, move.told_on) == (
            ("recipient", cast.minna, "Petri Laakso", "phone", today())
        )


def test_referral__answer_on_behalf__by_who_does_not_work_here(cast: Cast) -> None:
    told = Told("Petri Laakso", "phone", today())
    with referral_open(cast.minna, sent(cast)) as it:
        for by in (cast.sari, cast.onni, cast.petri):
            with pytest.raises(referral_moves.NotTheRecipient):
                referral_moves.reject(by=by, referral=it.referral, reason=MoveReason.NO_CAPACITY, told=told)


def test_referral__entered_in_error__by_the_lead_worker_alone(cast: Cast) -> None:
    referral = sent(cast)
    with referral_open(cast.jari, referral) as it, pytest.raises(referrals.NotTheLeadWorker):
        referrals.entered_in_error(by=cast.jari, referral=it.referral, reason=MoveReason.MISTAKE)
    with referral_open(cast.minna, referral) as it:
        assert referrals.entered_in_error(by=cast.minna, referral=it.referral, reason="mistake").state == (
            ReferralState.ERROR
        )


def test_referral__entered_in_error__never_a_draft(cast: Cast) -> None:
    with referral_open(cast.minna, written(cast)) as it, pytest.raises(MoveNotAllowed):
        referrals.entered_in_error(by=cast.minna, referral=it.referral, reason=MoveReason.MISTAKE)


# The same post a second time


def test_referral__accept__twice_is_answered_once(cast: Cast) -> None:
    referral = accepted(cast)
    with received(cast.petri, referral) as it:
        again = referral_moves.accept(
            by=cast.petri, referral=it.referral, contact_person="Petri Laakso", planned_on=today()
        )
    assert again.state == "accepted"
    assert referral.moves.filter(to_state="accepted").count() == 1


def test_referral__reject__after_another_answer_is_refused(cast: Cast) -> None:
    with received(cast.petri, accepted(cast)) as it, pytest.raises(MoveNotAllowed):
        referral_moves.reject(by=cast.petri, referral=it.referral, reason=MoveReason.NO_CAPACITY)


# More was asked


def test_referral__give_more__goes_back_with_approval_and_disclosure(cast: Cast) -> None:
    referral = held(cast)
    with referral_open(cast.minna, referral) as it:
        for _ in range(2):
            back = referrals.give_more(by=cast.minna, referral=it.referral, answer="A2.1.", approved_by="phone")
        assert (back.state, back.held_from) == ("requested", "")
        assert [m.text for m in back.moves.filter(from_state="on-hold")] == ["A2.1."]
    told = Disclosure.objects.filter(object_uid=referral.uid).order_by("-pk")
    assert [row.items for row in told] == [["answer"], told[1].items]
    assert referral.approvals.filter(channel="phone").count() == 1
    with received(cast.petri, referral) as it:
        assert it.referral.moves.get(from_state="on-hold").text == "A2.1."


def test_referral__give_more__without_words_or_approval(cast: Cast) -> None:
    with referral_open(cast.minna, held(cast)) as it:
        with pytest.raises(referral_moves.TextNeeded):
            referrals.give_more(by=cast.minna, referral=it.referral, answer=" ", approved_by="phone")
        with pytest.raises(referrals.NotApproved):
            referrals.give_more(by=cast.minna, referral=it.referral, answer="A2.1.", approved_by="")


# Time


@pytest.mark.parametrize(("days", "expired"), [(29, 0), (30, 1)])
def test_referral__unanswered__ends_after_thirty_days(cast: Cast, days: int, expired: int) -> None:
    referral = sent(cast)
    on = today() + datetime.timedelta(days=days)
    assert referral_moves.expire_unanswered(on) == expired
    assert referral_moves.expire_unanswered(on) == 0
    row = Referral.objects.get(pk=referral.pk)
    assert row.state == ("cancelled" if expired else "requested")
    assert row.moves.filter(side="system", reason="expired").count() == expired


@pytest.mark.parametrize(("days", "reminded"), [(9, 0), (10, 1), (11, 1)])
def test_referral__unanswered__is_reminded_of_once(cast: Cast, days: int, reminded: int) -> None:
    sent(cast)
    on = today() + datetime.timedelta(days=days)
    assert [referral_moves.remind_unanswered(on) for _ in range(2)] == [reminded, 0]
    kinds = [row.args_kwargs["args"][0] for row in DBTaskResult.objects.order_by("enqueued_at", "pk")]
    assert kinds == [referral_mail.ARRIVED] + [referral_mail.REMINDER] * reminded


def test_run_due__reminds_ends_and_closes__and_a_second_run_does_nothing(cast: Cast) -> None:
    old, older, groundless = sent(cast), sent(cast), sent(cast, recipient=cast.house.school)
    for referral, days in ((old, 12), (older, 40)):
        referral.sent_at = referral.sent_at - datetime.timedelta(days=days)
        referral.save(update_fields=["sent_at"])
    groundless.consent.state = "expired"
    groundless.consent.save(update_fields=["state"])
    jobs = {}
    for _ in range(2):
        jobs = {name: done for name, done in due.run().items() if name.startswith("referrals")}
    states = {row.pk: row.state for row in Referral.objects.order_by("pk")}
    assert states == {old.pk: "requested", older.pk: "cancelled", groundless.pk: "cancelled"}
    assert set(jobs.values()) == {0}
    assert Referral.objects.get(pk=old.pk).reminded_at is not None


def test_referral__answered__is_neither_reminded_nor_ended(cast: Cast) -> None:
    held(cast)
    late = today() + datetime.timedelta(days=60)
    assert (referral_moves.remind_unanswered(late), referral_moves.expire_unanswered(late)) == (0, 0)


def test_referral__close_loop__only_when_it_has_ended(cast: Cast) -> None:
    referral = sent(cast)
    with referral_open(cast.minna, referral) as it, pytest.raises(referrals.LoopStillOpen):
        referrals.close_loop(by=cast.minna, referral=it.referral)
    with received(cast.petri, referral) as it:
        referral_moves.reject(by=cast.petri, referral=it.referral, reason=MoveReason.CRITERIA)
    with referral_open(cast.minna, referral) as it:
        closed = referrals.close_loop(by=cast.minna, referral=it.referral)
        assert closed.loop_closed_at == referrals.close_loop(by=cast.minna, referral=it.referral).loop_closed_at


# The participant's word


def test_referral__changes_wanted__back_to_a_draft_once(cast: Cast) -> None:
    referral = waiting(cast)
    for _ in range(2):
        referral = referrals.record_approval(by=cast.minna, referral=referral, answer="changes", channel="in_person")
    assert referral.state == "draft"
    assert (referral.approvals.count(), referral.moves.filter(to_state="draft").count()) == (1, 1)


def test_referral__not_approved__is_cancelled(cast: Cast) -> None:
    referral = referrals.record_approval(by=cast.nasrin, referral=waiting(cast), answer="refused", channel="portal")
    assert referral.state == "cancelled"
    move = referral.moves.get(to_state="cancelled")
    assert (move.side, move.reason, move.by) == ("participant", "person", cast.nasrin)


def test_referral__approve__by_a_stranger(cast: Cast) -> None:
    referral = waiting(cast)
    for by in (cast.petri, cast.sari, cast.onni, cast.outi):
        with pytest.raises(referral_moves.NotTheParticipant):
            referrals.record_approval(by=by, referral=referral, answer="approved", channel="phone")
