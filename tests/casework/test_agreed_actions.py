"""Agreed actions: their order, their owners, their ends."""

import datetime

import pytest

from casework import agreed_actions, sessions
from casework.models import AgreedAction
from consent import keyring
from consent.periods import today
from consent.records import StaleWrite
from tests.casework.opened import opened
from tests.people import Cast

DAY = datetime.timedelta(days=1)


def test_agree__order__due_day_then_order_then_without_day(cast: Cast) -> None:
    with opened(cast):
        for text, due_on, order in (
            ("Soita Kelaan", None, 0),
            ("Tuo hygieniapassi", today() + DAY, 2),
            ("Varaa tulkki", today() + DAY, 1),
            ("Täytä hakemus", today(), 9),
        ):
            agreed_actions.agree(
                by=cast.minna, case=cast.case, owner="participant", text=text, due_on=due_on, order=order
            )
        shown = [action.text for action in agreed_actions.open_actions(cast.case)]
        assert shown == ["Täytä hakemus", "Varaa tulkki", "Tuo hygieniapassi", "Soita Kelaan"]
        assert [action.text for action in agreed_actions.next_three(cast.case)] == shown[:3]


def test_next_three__of_one_owner__leaves_out_the_other(cast: Cast) -> None:
    with opened(cast):
        agreed_actions.agree(by=cast.minna, case=cast.case, owner="worker", text="Varaa tulkki", due_on=today())
        agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Tuo hygieniapassi")
        mine = agreed_actions.next_three(cast.case, owner="participant")
        assert [action.text for action in mine] == ["Tuo hygieniapassi"]
        assert agreed_actions.next_three(cast.case)[0].worker == cast.minna


def test_agree__without_words__is_refused(cast: Cast) -> None:
    with opened(cast), pytest.raises(agreed_actions.ActionNeedsWords):
        agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="  ")
    assert not AgreedAction.objects.exists()


def test_finish__then_reopen__stands_as_before(cast: Cast) -> None:
    with opened(cast):
        action = agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Tuo hygieniapassi")
    agreed_actions.finish(action, by=cast.jari)
    action = AgreedAction.objects.get()
    assert (action.state, action.ended_by) == ("done", cast.jari)
    with pytest.raises(agreed_actions.ActionAlreadyEnded):
        agreed_actions.finish(action, by=cast.minna)
    agreed_actions.reopen(action, by=cast.minna)
    action = AgreedAction.objects.get()
    assert (action.state, action.ended_at, action.ended_by) == ("open", None, None)
    with pytest.raises(agreed_actions.ActionStillOpen):
        agreed_actions.reopen(action, by=cast.minna)


def test_finish__version_no_longer_in_force__is_stale(cast: Cast) -> None:
    with opened(cast):
        action = agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Tuo hygieniapassi")
    agreed_actions.finish(action, by=cast.minna)
    agreed_actions.reopen(action, by=cast.minna)
    with pytest.raises(StaleWrite):
        agreed_actions.finish(action, by=cast.minna, version=1)


def test_due_for__counts_late_and_own_only(cast: Cast) -> None:
    with opened(cast):
        for text, worker, due_on in (
            ("Myöhässä", cast.minna, today() - DAY),
            ("Huomenna", cast.minna, today() + DAY),
            ("Jarin", cast.jari, today()),
            ("Joskus", cast.minna, None),
        ):
            agreed_actions.agree(by=cast.minna, case=cast.case, owner="worker", worker=worker, text=text, due_on=due_on)
        assert [action.text for action in agreed_actions.due_for(cast.minna, today())] == ["Myöhässä"]


def test_students_action__counts__only_once_confirmed(cast: Cast) -> None:
    with opened(cast, cast.onni):
        session = sessions.sign(
            by=cast.onni,
            case=cast.case,
            kind="meeting",
            held_on=today(),
            narrative="Kävimme kirjastossa.",
            actions=[("participant", "Palauta kirja", None, None)],
        )
        assert agreed_actions.open_actions(cast.case) == []
        sessions.cosign(session, by=cast.minna)
        assert [action.text for action in agreed_actions.open_actions(cast.case)] == ["Palauta kirja"]


def test_text__closed_ring__is_locked(cast: Cast) -> None:
    with opened(cast):
        agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Tuo hygieniapassi")
    with keyring.fresh():
        assert AgreedAction.objects.get().text != "Tuo hygieniapassi"
