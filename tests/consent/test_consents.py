"""Answers: three kinds kept apart, versions that carry nothing, withdrawal, ends; and the grounds that rest on them."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from consent import consents, default_grounds, notices
from consent.actors import acting
from consent.fields import Unreadable
from consent.keyring import Audience, Keyring
from consent.models import Consent, LegalGround, NoticeGiven, Question
from consent.periods import add_months, now, today
from tests.moments import noon
from tests.people import LONG_AGO, Cast, with_grounds

DAY = datetime.timedelta(days=1)
TEXTS = {
    "fi": ("Tiedot työllisyyspalveluille", "Saammeko kertoa tämän työllisyyspalveluille?"),
    "sv": ("Uppgifter till arbetskraftsservicen", "Får vi berätta det här för arbetskraftsservicen?"),
}


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
    given = {"by": cast.minna, "language": "fi", "channel": "in_person"} | more
    return consents.answer(subject=cast.case.subject, question=question, state=state, **given)


def ground(cast: Cast, purpose: str = "referral", **more: Any) -> consents.GroundInForce | None:
    given = {"recipient": cast.house.employment if purpose == "referral" else None} | more
    return consents.ground_for(cast.case.subject, purpose=purpose, programme=cast.house.programme, **given)


# Three kinds


def test_answer__each_kind__stays_what_it_is(cast: Cast, question: Question) -> None:
    asked = {q.ground.purpose.code: q for q in consents.questions_for(cast.house.programme, "fi")}
    for each in asked.values():
        answer(cast, each)
    kinds = {c.ground.purpose.code: c.kind for c in Consent.objects.select_related("ground__purpose").order_by("pk")}
    assert kinds == {"health": "consent", "referral": "waiver", "pictures": "agreement"}
    found = {code: ground(cast, code) for code in kinds}
    assert {code: each and each.ground.kind for code, each in found.items()} == kinds


def test_ground_for__one_purpose__does_not_serve_another(cast: Cast, question: Question) -> None:
    answer(cast, question)
    assert ground(cast) is not None
    assert ground(cast, "health") is None
    assert ground(cast, "pictures") is None


def test_ground_for__one_recipient__does_not_serve_another(cast: Cast, question: Question) -> None:
    answer(cast, question)
    assert ground(cast, recipient=cast.house.school) is None
    assert ground(cast, recipient=None) is None


def test_ground_for__statute__needs_no_answer_and_takes_none(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    found = ground(cast, "guidance")
    assert found is not None
    assert (found.ground, found.consent) == (grounds["guidance"], None)
    (asked,) = default_grounds.ask(grounds["guidance"], {"fi": ("Ohjaus", "Saammeko ohjata?")})
    assert asked not in consents.questions_for(cast.house.programme, "fi")
    with pytest.raises(consents.QuestionClosed):
        answer(cast, asked)


def test_ground_for__ground_of_other_days__does_not_hold(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    guidance = grounds["guidance"]
    assert ground(cast, "guidance", on=LONG_AGO - DAY) is None
    guidance.valid_until = today()
    guidance.save(update_fields=["valid_until"])
    assert ground(cast, "guidance") == consents.GroundInForce(guidance)
    assert ground(cast, "guidance", on=today() + DAY) is None


# Answering


def test_answer__given__keeps_what_proves_it(cast: Cast, question: Question, ring: Keyring) -> None:
    answer(cast, question, language="prs", channel="phone", interpreter="Tulkki 123")
    consent = Consent.objects.get()
    assert (consent.language, consent.channel, consent.heard_by) == ("prs", "phone", cast.minna)
    assert (consent.question, consent.until) == (question, add_months(today(), 12))
    assert isinstance(consent.interpreter, Unreadable)
    ring.open([(cast.case.subject.scope, Audience.WORKER)])
    assert consent.interpreter == "Tulkki 123"


@pytest.mark.parametrize("state", ["refused", "later"])
def test_answer__no_or_later__is_no_ground(cast: Cast, question: Question, state: str) -> None:
    answer(cast, question, state)
    assert ground(cast) is None
    assert Consent.objects.get().until is None


@pytest.mark.parametrize("state", ["withdrawn", "expired", "replaced", "error", "yes"])
def test_answer__what_nobody_answers__is_refused(cast: Cast, question: Question, state: str) -> None:
    with pytest.raises(consents.QuestionClosed):
        answer(cast, question, state)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("state", ["refused", "later"])
def test_answer__no_after_yes__withdraws(cast: Cast, question: Question, state: str) -> None:
    given = answer(cast, question)
    answer(cast, question, state, channel="phone")
    given.refresh_from_db()
    assert (given.state, given.withdrawn_channel) == ("withdrawn", "phone")
    assert given.withdrawn_at is not None
    assert given.history.first().history_change_reason == "withdrawal"
    assert ground(cast) is None


def test_answer__yes_again__replaces_and_holds_from_now(cast: Cast, question: Question) -> None:
    first = answer(cast, question)
    with time_machine.travel(now() + 40 * DAY):
        second = answer(cast, question)
        first.refresh_from_db()
        assert first.state == "replaced"
        found = ground(cast)
        assert found is not None
        assert found.consent == second
        assert found.until == add_months(today(), 12)


def test_answer__in_another_language__replaces_too(cast: Cast, question: Question) -> None:
    answer(cast, question)
    swedish = Question.objects.get(language="sv", ground=question.ground)
    answer(cast, swedish, "refused", language="sv")
    assert ground(cast) is None
    assert sorted(Consent.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "withdrawn"]


def test_answer__to_one_recipient__leaves_the_others(cast: Cast, question: Question) -> None:
    texts = {"fi": ("Tiedot aikuislukiolle", "Saammeko kertoa tämän aikuislukiolle?")}
    (other,) = default_grounds.ask(question.ground, texts, recipient=cast.house.school)
    answer(cast, question)
    answer(cast, other)
    answer(cast, other, "refused")
    assert ground(cast) is not None
    assert ground(cast, recipient=cast.house.school) is None


def test_answer__after_the_last_day__does_not_say_withdrawn(cast: Cast, question: Question) -> None:
    given = answer(cast, question)
    with time_machine.travel(now() + 400 * DAY):
        answer(cast, question, "refused")
        given.refresh_from_db()
        assert (given.state, given.withdrawn_at) == ("expired", None)


# Versions


def test_ask__again__is_a_version_that_carries_no_old_answer(cast: Cast, question: Question) -> None:
    old = answer(cast, question)
    new = default_grounds.ask(question.ground, {"fi": ("Uusi", "Uusi kysymys?")}, recipient=cast.house.employment)[0]
    assert new.number == 2
    assert ground(cast) is None
    assert consents.holds(old), "what already rests on the answer may go on"
    question.refresh_from_db()
    with pytest.raises(consents.QuestionClosed):
        answer(cast, question)
    answer(cast, new)
    old.refresh_from_db()
    assert old.state == "replaced"
    assert ground(cast) is not None


def test_ask__without_finnish__is_refused(grounds: dict[str, LegalGround]) -> None:
    with pytest.raises(notices.FinnishNeeded):
        default_grounds.ask(grounds["pictures"], {"sv": ("Bilder", "Får vi?")})


def test_questions_for__language__falls_back_on_finnish_but_never_on_an_old_version(
    cast: Cast, question: Question
) -> None:
    def asked(language: str) -> Question:
        return next(q for q in consents.questions_for(cast.house.programme, language) if q.ground == question.ground)

    assert [asked(code).language for code in ("fi", "sv", "prs")] == ["fi", "sv", "fi"]
    default_grounds.ask(question.ground, {"fi": ("Uusi", "Uusi?")}, recipient=cast.house.employment)
    assert (asked("sv").language, asked("sv").number) == ("fi", 2)


def test_questions_for__recipient_no_longer_there__is_not_asked_about(cast: Cast, question: Question) -> None:
    cast.house.employment.active = False
    cast.house.employment.save(update_fields=["active"])
    assert question not in consents.questions_for(cast.house.programme, "fi")


def test_questions_for__another_programme__has_its_own(cast: Cast, question: Question) -> None:
    assert consents.questions_for(cast.house.other_programme, "fi") == []


# What to ask


def still(cast: Cast) -> list[str]:
    questions = consents.questions_for(cast.house.programme, "fi")
    answers = consents.answers_of(cast.case.subject, cast.house.programme)
    return [q.ground.purpose.code for q in consents.still_to_ask(questions, answers, today())]


def test_still_to_ask__nobody_asked__everything_in_order(cast: Cast, question: Question) -> None:
    assert still(cast) == ["health", "referral", "pictures"]


@pytest.mark.parametrize(("state", "asked_again"), [("given", False), ("refused", False), ("later", True)])
def test_still_to_ask__answered__only_later_again(
    cast: Cast, question: Question, state: str, asked_again: bool
) -> None:
    answer(cast, question, state)
    assert ("referral" in still(cast)) is asked_again


def test_still_to_ask__withdrawn__is_left_in_peace(cast: Cast, question: Question) -> None:
    consents.withdraw(answer(cast, question), by=cast.minna, channel="phone")
    assert "referral" not in still(cast)


@pytest.mark.parametrize(("days_left", "asked_again"), [(31, False), (30, True), (0, True), (-1, True)])
def test_still_to_ask__ending__from_thirty_days_on(
    cast: Cast, question: Question, days_left: int, asked_again: bool
) -> None:
    until = answer(cast, question).until
    assert until is not None
    with time_machine.travel(noon(until - days_left * DAY)):
        assert ("referral" in still(cast)) is asked_again


def test_still_to_ask__new_version__again(cast: Cast, question: Question) -> None:
    answer(cast, question)
    default_grounds.ask(question.ground, {"fi": ("Uusi", "Uusi?")}, recipient=cast.house.employment)
    assert "referral" in still(cast)


# Withdrawing and ending


def test_withdraw__twice__changes_nothing(cast: Cast, question: Question) -> None:
    given = answer(cast, question)
    first = consents.withdraw(given, by=cast.minna, channel="phone")
    again = consents.withdraw(given, by=cast.jari, channel="paper")
    assert (again.withdrawn_at, again.withdrawn_channel) == (first.withdrawn_at, "phone")
    assert again.history.count() == 2
    assert ground(cast) is None


def test_withdraw__one_of_two__leaves_the_other(cast: Cast, question: Question) -> None:
    texts = {"fi": ("Tiedot aikuislukiolle", "Saammeko kertoa tämän aikuislukiolle?")}
    (other,) = default_grounds.ask(question.ground, texts, recipient=cast.house.school)
    given = answer(cast, question)
    answer(cast, other)
    consents.withdraw(given, by=cast.minna, channel="in_person")
    assert ground(cast) is None
    assert ground(cast, recipient=cast.house.school) is not None


@pytest.mark.parametrize("state", ["refused", "later"])
def test_withdraw__never_given__is_refused(cast: Cast, question: Question, state: str) -> None:
    consent = answer(cast, question, state)
    with pytest.raises(consents.NotInForce):
        consents.withdraw(consent, by=cast.minna, channel="in_person")


def test_withdraw__ended__is_refused(cast: Cast, question: Question) -> None:
    consent = answer(cast, question)
    with time_machine.travel(now() + 400 * DAY), pytest.raises(consents.NotInForce):
        consents.withdraw(consent, by=cast.minna, channel="in_person")


def test_ground_for__last_day__still_holds(cast: Cast, question: Question) -> None:
    until = answer(cast, question).until
    assert until is not None
    assert ground(cast, on=until) is not None
    assert ground(cast, on=until + DAY) is None


def test_expire__after_the_last_day__marks_once(cast: Cast, question: Question) -> None:
    until = answer(cast, question).until
    assert until is not None
    assert consents.expire(until) == 0
    assert consents.expire(until + DAY) == 1
    assert consents.expire(until + DAY) == 0
    consent = Consent.objects.get()
    assert (consent.state, consent.history.first().history_change_reason) == ("expired", "expiry")


# What the database refuses


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"until": None}, "consent_given_has_end"),
        ({"state": "withdrawn"}, "consent_withdrawn_has_time"),
        ({"kind": "statute"}, "consent_is_not_asked_by_statute"),
        ({"uid": "again"}, "one_live_consent_per_recipient"),
    ],
)
def test_database__impossible_answer__is_refused(
    cast: Cast, question: Question, wrong: dict[str, Any], constraint: str
) -> None:
    consent = answer(cast, question)
    if "uid" in wrong:
        consent, wrong = twin_of(consent), {}
    for name, value in wrong.items():
        setattr(consent, name, value)
    with pytest.raises(IntegrityError, match=constraint_or_columns(constraint)), transaction.atomic():
        consent.save()


def twin_of(consent: Consent) -> Consent:
    own = {"id", "uid", "version", "interpreter"}
    return Consent(**{f.attname: getattr(consent, f.attname) for f in Consent._meta.fields if f.name not in own})


def constraint_or_columns(name: str) -> str:
    """SQLite names a broken unique constraint by its columns."""
    columns = {"one_live_consent_per_recipient": "consent_consent.recipient_id", "one_live_consent": "ground_id$"}
    return f"{name}|{columns[name]}" if name in columns else name


def test_database__two_live_answers_without_recipient__are_refused(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    asked = next(q for q in consents.questions_for(cast.house.programme, "fi") if q.ground == grounds["health"])
    consent = answer(cast, asked)
    with pytest.raises(IntegrityError, match=constraint_or_columns("one_live_consent")), transaction.atomic():
        twin_of(consent).save()


# Notices


def test_notice__newest_version__even_where_a_language_is_missing(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    programme = cast.house.programme
    assert [notices.notice_for(programme, code).language for code in ("fi", "sv", "en", "prs")] == [  # type: ignore[union-attr]
        "fi", "sv", "en", "fi",
    ]  # fmt: skip
    notices.publish(programme, {"fi": "Uusi", "sv": " "}, valid_from=today())
    swedish = notices.notice_for(programme, "sv")
    assert swedish is not None
    assert (swedish.number, swedish.language) == (2, "fi")


def test_notice__of_tomorrow__is_not_in_force_yet(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    notices.publish(cast.house.programme, {"fi": "Uusi"}, valid_from=today() + DAY)
    assert {notice.number for notice in notices.in_force(cast.house.programme)} == {1}
    assert {notice.number for notice in notices.in_force(cast.house.programme, today() + DAY)} == {2}


def test_notice__without_finnish__is_refused(cast: Cast) -> None:
    with pytest.raises(notices.FinnishNeeded):
        notices.publish(cast.house.programme, {"sv": "Ny", "fi": "  "}, valid_from=today())
    assert notices.notice_for(cast.house.programme, "fi") is None


def test_notice_given__keeps__version_language_channel_and_worker(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    notice = notices.notice_for(cast.house.programme, "sv")
    assert notice is not None
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=notice, channel="paper")
    (given,) = notices.given_to(cast.case.subject, cast.house.programme)
    assert (given.notice.number, given.notice.language, given.channel, given.given_by) == (1, "sv", "paper", cast.minna)
    assert NoticeGiven.history.count() == 1
