"""The life of an answer: renewed by asking, ended by every door with what rests on it, entered in error for ever."""

import contextlib
import datetime
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent import consents, default_grounds, due, endings
from consent.actors import acting
from consent.consents import NotInForce, QuestionClosed
from consent.endings import Ending
from consent.history import HistoryBypassed, Reason
from consent.keyring import Audience, Keyring
from consent.models import Consent, FinalState, LegalGround, Question
from consent.periods import now, today
from consent.records import StaleWrite
from tests.people import Cast, with_grounds

TEXTS = {"fi": ("Tiedot työllisyyspalveluille", "Saammeko kertoa tämän työllisyyspalveluille?")}
DAY = datetime.timedelta(days=1)
State = Consent.State


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


@pytest.fixture
def question(cast: Cast, grounds: dict[str, LegalGround]) -> Question:
    return default_grounds.ask(grounds["referral"], TEXTS, recipient=cast.house.employment)[0]


@pytest.fixture(autouse=True)
def minna_acts(cast: Cast) -> Iterator[None]:
    with acting(cast.minna):
        yield


def answer(cast: Cast, question: Question, state: str = "given", **more: Any) -> Consent:
    said = {"by": cast.minna, "language": "fi", "channel": "in_person"} | more
    return consents.answer(subject=cast.case.subject, question=question, state=state, **said)


def later(days: int) -> time_machine.travel:
    return time_machine.travel(now() + datetime.timedelta(days=days), tick=False)


def again(row: Consent) -> Consent:
    return Consent.objects.get(pk=row.pk)


# Renewal


def test_answer__yes_after_a_yes_that_holds__renews_it(cast: Cast, question: Question) -> None:
    first = answer(cast, question)
    with later(350):
        second = answer(cast, question)
        assert second.renews == first
        assert again(first).state == State.REPLACED
        assert second.until > first.until  # type: ignore[operator]


def test_answer__yes_after_one_that_ran_out__renews_it(cast: Cast, question: Question) -> None:
    first = answer(cast, question)
    with later(400):
        assert answer(cast, question).renews == first
        assert again(first).state == State.EXPIRED


@pytest.mark.parametrize("between", ["refused", "later", "withdrawn", "error"])
def test_answer__yes_after_no_or_a_withdrawal_or_a_mistake__renews_nothing(
    cast: Cast, question: Question, between: str
) -> None:
    first = answer(cast, question)
    if between == "withdrawn":
        consents.withdraw(first, by=cast.minna, channel="phone")
    elif between == "error":
        consents.enter_in_error(first, by=cast.minna, mistake="person")
    else:
        answer(cast, question, between)
    assert answer(cast, question).renews is None


def test_answer__asked_later_then_yes_after_the_end__renews_what_ran_out(cast: Cast, question: Question) -> None:
    first = answer(cast, question)
    with later(400):
        answer(cast, question, "later")
        assert answer(cast, question).renews == first


def test_renewal__by_itself__never_happens(cast: Cast, question: Question) -> None:
    first = answer(cast, question)
    with later(366):
        due.run()
        assert again(first).state == State.EXPIRED
        assert Consent.objects.filter(subject=cast.case.subject).count() == 1


def test_answer__no__cannot_name_one_that_it_renews(cast: Cast, question: Question) -> None:
    first = answer(cast, question)
    no = answer(cast, question, "refused")
    no.renews = first
    with pytest.raises(IntegrityError), transaction.atomic():
        no.save(update_fields=["renews"])


# Entered in error


def test_enter_in_error__with_its_reason__stays_on_record_sealed(cast: Cast, question: Question, ring: Keyring) -> None:
    consent = answer(cast, question)
    consents.enter_in_error(consent, by=cast.minna, mistake="person", words="Vastaus oli Alin.")
    row = again(consent)
    assert (row.state, row.mistake, row.mistaken_from) == (State.ERROR, "person", State.GIVEN)
    assert b"Alin" not in bytes(row.__dict__["mistake_words"])
    ring.open([(cast.case.subject.scope, Audience.WORKER)])
    assert row.mistake_words == "Vastaus oli Alin."
    newest = Consent.history.filter(uid=row.uid).order_by("-history_id").first()
    assert (newest.history_change_reason, newest.history_user_id) == (Reason.ERROR, cast.minna.pk)


@pytest.mark.parametrize("state", ["given", "refused", "later", "withdrawn", "expired", "replaced"])
def test_enter_in_error__from_every_state__is_the_end(cast: Cast, question: Question, state: str) -> None:
    consent = answer(cast, question, state if state in {"refused", "later"} else "given")
    if state == "withdrawn":
        consents.withdraw(consent, by=cast.minna, channel="phone")
    elif state == "replaced":
        answer(cast, question)
    with later(400 if state == "expired" else 0):
        consents.expire(today())
        assert again(consent).state == state
        row = consents.enter_in_error(consent, by=cast.minna, mistake="answer")
        assert row.state == State.ERROR
        assert row.said == (state if state in {"refused", "later"} else "given")


def test_enter_in_error__twice__changes_nothing(cast: Cast, question: Question) -> None:
    consent = answer(cast, question)
    first = consents.enter_in_error(consent, by=cast.minna, mistake="person")
    second = consents.enter_in_error(consent, by=cast.minna, mistake="twice")
    assert (second.version, second.mistake, second.mistaken_at) == (first.version, "person", first.mistaken_at)


def test_enter_in_error__of_a_renewal__does_not_bring_back_what_it_replaced(cast: Cast, question: Question) -> None:
    first = answer(cast, question)
    second = answer(cast, question)
    consents.enter_in_error(second, by=cast.minna, mistake="unasked")
    assert again(first).state == State.REPLACED
    assert _ground(cast) is None


def test_enter_in_error__without_a_reason__is_refused_by_the_database(cast: Cast, question: Question) -> None:
    consent = answer(cast, question)
    consent.state = State.ERROR
    with pytest.raises(IntegrityError), transaction.atomic():
        consent.save(update_fields=["state"])


def _ground(cast: Cast) -> consents.GroundInForce | None:
    return consents.ground_for(
        cast.case.subject, purpose="referral", programme=cast.house.programme, recipient=cast.house.employment
    )


def _edit(row: Consent, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


VERBS: dict[str, Callable[[Cast, Question, Consent], object]] = {
    "yes": lambda cast, question, row: answer(cast, question),
    "no": lambda cast, question, row: answer(cast, question, "refused"),
    "later": lambda cast, question, row: answer(cast, question, "later"),
    "withdraw": lambda cast, question, row: consents.withdraw(row, by=cast.minna, channel="phone"),
    "error": lambda cast, question, row: consents.enter_in_error(row, by=cast.minna, mistake="twice"),
    "expire": lambda cast, question, row: consents.expire(today() + 800 * DAY),
    "due": lambda cast, question, row: due.run(),
    "edit": lambda cast, question, row: _edit(again(row), state="given"),
    "edit whole": lambda cast, question, row: _edit(again(row), state="given", mistake="", mistaken_at=None),
    "edit stale": lambda cast, question, row: _edit(row, state="given"),
    "edit unfetched": lambda cast, question, row: _edit(Consent.objects.defer("state").get(pk=row.pk), state="later"),
    "later end": lambda cast, question, row: _edit(again(row), until=today() + 800 * DAY),
    "update": lambda cast, question, row: Consent.objects.filter(pk=row.pk).update(state="given"),
}
REFUSED = (NotInForce, QuestionClosed, FinalState, StaleWrite, HistoryBypassed, IntegrityError)


@pytest.mark.parametrize("verb", VERBS)
def test_error__every_verb_and_edit__cannot_bring_it_back(cast: Cast, question: Question, verb: str) -> None:
    stale = answer(cast, question)
    consents.enter_in_error(stale, by=cast.minna, mistake="person")
    with contextlib.suppress(*REFUSED), transaction.atomic():
        VERBS[verb](cast, question, stale)
    row = again(stale)
    assert (row.state, row.mistake, row.until) == (State.ERROR, "person", stale.until)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(st.sampled_from(sorted(VERBS)), min_size=1, max_size=6))
def test_verbs__in_any_order__move_only_along_the_moves(cast: Cast, question: Question, sequence: list[str]) -> None:
    """Whatever is tried after whatever: each step of each row is a legal one, and an error has no next."""
    with contextlib.suppress(_Undone), transaction.atomic():
        first = answer(cast, question)
        for verb in sequence:
            with contextlib.suppress(*REFUSED), transaction.atomic():
                VERBS[verb](cast, question, first)
        for uid in Consent.objects.filter(subject=cast.case.subject).values_list("uid", flat=True):
            states = list(Consent.history.filter(uid=uid).order_by("history_id").values_list("state", flat=True))
            moves = [(a, b) for a, b in itertools.pairwise(states) if a != b]
            assert all(b in Consent.MOVES[State(a)] for a, b in moves), states
            assert State.ERROR not in states[:-1], states
        raise _Undone


class _Undone(Exception):
    pass


def test_moves__cover_every_state__and_error_leads_nowhere() -> None:
    assert set(Consent.MOVES) == set(State)
    assert Consent.MOVES[State.ERROR] == set()
    assert not any(State.GIVEN in following for following in Consent.MOVES.values())


# What follows


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Ending]:
    found: list[Ending] = []
    monkeypatch.setattr(endings, "_following", [*endings._following, found.append])
    return found


def test_every_verb_that_ends_an_answer__lets_what_follows_follow(
    cast: Cast, question: Question, heard: list[Ending]
) -> None:
    subject, by = cast.case.subject, cast.minna
    consents.withdraw(answer(cast, question), by=by, channel="phone")
    answer(cast, question)
    answer(cast, question, "refused")
    consents.enter_in_error(answer(cast, question), by=by, mistake="answer")
    answer(cast, question)
    consents.expire(today() + 400 * DAY)
    assert heard == [
        Ending(subject, Reason.WITHDRAWAL, by),
        Ending(subject, Reason.WITHDRAWAL, by),
        Ending(subject, Reason.ERROR, by),
        Ending(subject, Reason.EXPIRY),
    ]


def test_renewing__ends_nothing(cast: Cast, question: Question, heard: list[Ending]) -> None:
    answer(cast, question)
    answer(cast, question)
    answer(cast, question)
    assert heard == []


def test_withdraw__twice__follows_once(cast: Cast, question: Question, heard: list[Ending]) -> None:
    consent = answer(cast, question)
    for _ in range(2):
        consents.withdraw(consent, by=cast.minna, channel="phone")
    assert len(heard) == 1


# Told back in own words


def test_answer__told_back_in_own_words__is_recorded(cast: Cast, question: Question) -> None:
    assert answer(cast, question, teach_back=True).teach_back is True
    assert answer(cast, question).teach_back is False
