"""Grounds as data (issue point 1): new versions, days that are never rewritten, and answers that carry nothing over."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from consent import consents, default_grounds, grounds, notices
from consent.actors import acting
from consent.models import Consent, LegalGround, Organisation, Question
from consent.periods import today
from consent.records import StaleWrite
from tests.moments import noon
from tests.people import Cast, with_grounds

DAY = datetime.timedelta(days=1)
TEXTS = {"fi": ("Tiedot", "Saammeko kertoa tämän työllisyyspalveluille?"), "sv": ("Uppgifter", "Får vi berätta det?")}
NEW = {"fi": "Uusi seloste."}


@pytest.fixture
def found(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


@pytest.fixture
def question(cast: Cast, found: dict[str, LegalGround]) -> Question:
    return default_grounds.ask(found["referral"], TEXTS, recipient=cast.house.employment)[0]


def answer(cast: Cast, question: Question, state: str = "given") -> Consent:
    with acting(cast.minna):
        return consents.answer(
            by=cast.minna,
            subject=cast.case.subject,
            question=question,
            state=state,
            language="fi",
            channel="in_person",
        )


def in_force(cast: Cast, purpose: str = "referral") -> consents.GroundInForce | None:
    recipient = cast.house.employment if purpose == "referral" else None
    return consents.ground_for(cast.case.subject, purpose=purpose, programme=cast.house.programme, recipient=recipient)


def waiting(cast: Cast) -> list[Question]:
    programme = cast.house.programme
    asked = consents.questions_for(programme, "fi")
    return consents.still_to_ask(asked, consents.answers_of(cast.case.subject, programme), today())


# Versions of a ground


def test_revise__former__ends_the_day_before_and_stays_as_it_was(found: dict[str, LegalGround]) -> None:
    former = found["guidance"]
    first = today() + 10 * DAY
    new = grounds.revise(former, valid_from=first, art6="6(1)(c)", recipients=["social"])
    former.refresh_from_db()
    assert (former.art6, former.recipients, former.valid_until) == ("6(1)(e)", [], first - DAY)
    assert (new.art6, new.recipients, new.valid_from, new.replaces) == ("6(1)(c)", ["social"], first, former)
    assert (new.national_provision, new.can_object) == (former.national_provision, True), "what was not changed"
    assert new.confirmed is False
    days = [list(consents.grounds_on(former.programme, "guidance", day)) for day in (first - DAY, first)]
    assert days == [[former], [new]]


@pytest.mark.parametrize(
    ("days", "error"), [(-1, grounds.InThePast), (0, None), (400, None)], ids=["yesterday", "today", "next year"]
)
def test_revise__first_day__is_not_in_the_past(
    found: dict[str, LegalGround], days: int, error: type[Exception] | None
) -> None:
    def revise() -> LegalGround:
        return grounds.revise(found["guidance"], valid_from=today() + days * DAY, retention="3 vuotta")

    if error is None:
        assert revise().valid_from == today() + days * DAY
        return
    with pytest.raises(error):
        revise()
    assert LegalGround.objects.filter(purpose__code="guidance").get().valid_until is None


def test_revise__before_its_own_first_day__is_refused(found: dict[str, LegalGround]) -> None:
    coming = grounds.revise(found["guidance"], valid_from=today() + 5 * DAY, art6="6(1)(c)")
    with pytest.raises(grounds.NotAfterTheFormer):
        grounds.revise(coming, valid_from=today() + 5 * DAY, art6="6(1)(b)")


def test_revise__one_that_was_replaced__is_refused(found: dict[str, LegalGround]) -> None:
    grounds.revise(found["guidance"], valid_from=today() + 5 * DAY, art6="6(1)(c)")
    with pytest.raises(grounds.NoLongerChanged):
        grounds.revise(found["guidance"], valid_from=today() + 9 * DAY, art6="6(1)(b)")
    assert LegalGround.objects.filter(purpose__code="guidance").count() == 2


def test_revise__two_officers_at_once__the_second_is_told(found: dict[str, LegalGround], cast: Cast) -> None:
    read = found["guidance"].version
    grounds.confirm(found["guidance"], by=cast.kirsi)
    with pytest.raises(StaleWrite):
        grounds.revise(found["guidance"], valid_from=today() + DAY, version=read, art6="6(1)(c)")


def test_add__same_purpose_and_kind_on_the_same_days__is_refused(found: dict[str, LegalGround], cast: Cast) -> None:
    purpose, programme = found["esf"].purpose, cast.house.programme
    with pytest.raises(grounds.Overlap):
        grounds.add(programme, purpose=purpose, kind="statute", valid_from=today() + 30 * DAY)
    other = grounds.add(programme, purpose=purpose, kind="consent", valid_from=today())
    grounds.end(other, last_day=today() + 9 * DAY)
    with pytest.raises(grounds.Overlap):
        grounds.add(programme, purpose=purpose, kind="consent", valid_from=today() + 9 * DAY)
    assert grounds.add(programme, purpose=purpose, kind="consent", valid_from=today() + 10 * DAY).pk


def test_database__two_open_versions__are_refused(found: dict[str, LegalGround]) -> None:
    ground = found["guidance"]
    twin = LegalGround(
        purpose=ground.purpose, programme=ground.programme, kind=ground.kind, valid_from=today() + 99 * DAY
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_database__end_before_the_beginning__is_refused(found: dict[str, LegalGround]) -> None:
    ground = found["guidance"]
    ground.valid_until = ground.valid_from - DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        ground.save()


def test_confirm__says_who_and_when__once(found: dict[str, LegalGround], cast: Cast) -> None:
    ground = grounds.confirm(found["guidance"], by=cast.kirsi)
    assert (ground.confirmed, ground.confirmed_by, ground.confirmed_on) == (True, cast.kirsi, today())
    assert grounds.confirm(ground, by=cast.anna).confirmed_by == cast.kirsi


def test_end__in_the_past__is_refused(found: dict[str, LegalGround]) -> None:
    with pytest.raises(grounds.InThePast):
        grounds.end(found["guidance"], last_day=today() - DAY)
    ended = grounds.end(found["guidance"], last_day=today())
    assert list(consents.grounds_on(ended.programme, "guidance", today() + DAY)) == []
    with pytest.raises(grounds.NoLongerChanged):
        grounds.end(ended, last_day=today() + DAY)


def test_defaults__matrix_of_purposes__waits_for_the_controller(found: dict[str, LegalGround]) -> None:
    assert set(found) == {
        "guidance", "health", "groups", "referral", "esf", "pictures", "research", "peers", "log",
    }  # fmt: skip
    assert not any(ground.confirmed for ground in found.values())
    assert all(ground.art6 and ground.data_categories and ground.retention for ground in found.values())
    profiles = set(Organisation.Profile.values)
    assert all(set(ground.recipients) <= profiles for ground in found.values())
    asked = set(Question.objects.values_list("ground__purpose__code", flat=True))
    assert asked == {"health", "pictures"}, "no purpose brought a question of its own"


# Answers and a new version of their ground


def test_revise__answer_to_the_former__is_not_carried_over(cast: Cast, question: Question) -> None:
    given = answer(cast, question)
    assert in_force(cast) is not None
    new = grounds.revise(question.ground, valid_from=today() + DAY, data_categories=["identity", "health"])
    assert in_force(cast) is not None, "the former holds until its last day"
    with time_machine.travel(noon(today() + DAY)):
        given = Consent.objects.select_related("ground", "question").get(pk=given.pk)
        assert in_force(cast) is None
        assert not consents.holds(given)
        again = [each for each in waiting(cast) if each.ground == new]
        assert [(each.title, each.recipient) for each in again] == [("Tiedot", cast.house.employment)]
        answer(cast, again[0])
        given.refresh_from_db()
        assert given.state == "expired"
        found = in_force(cast)
        assert found is not None
        assert found.ground == new


# Answers and a new notice


def test_publish__answer_given_under_the_earlier_notice__carries_nothing(cast: Cast, question: Question) -> None:
    given = answer(cast, question)
    assert given.notice == notices.notice_for(cast.house.programme, "fi")
    notices.publish(cast.house.programme, NEW, valid_from=today())
    given.refresh_from_db()
    assert in_force(cast) is None
    assert not consents.holds(Consent.objects.get(pk=given.pk))
    assert given.notice is not None
    assert given.notice.number == 1, "what it was given under stays on record"
    (again,) = [each for each in waiting(cast) if each.recipient == cast.house.employment]
    assert (again.number, again.title, again.asked_from) == (2, "Tiedot", today())
    renewed = answer(cast, again)
    assert renewed.notice is not None
    assert renewed.notice.number == 2
    assert in_force(cast) is not None
    given.refresh_from_db()
    assert given.state == "expired"


def test_publish__of_next_month__lets_answers_hold_until_then(cast: Cast, question: Question) -> None:
    answer(cast, question)
    first = today() + 30 * DAY
    notices.publish(cast.house.programme, NEW, valid_from=first)
    assert in_force(cast) is not None
    assert [each.number for each in consents.questions_for(cast.house.programme, "sv") if each.recipient] == [1]
    with time_machine.travel(noon(today() + 29 * DAY)):
        assert in_force(cast) is not None
    with time_machine.travel(noon(today() + 30 * DAY)):
        assert in_force(cast) is None
        asked = consents.questions_for(cast.house.programme, "sv")
        assert [(each.number, each.language) for each in asked if each.recipient] == [(2, "sv")]


def test_publish__purpose_that_did_not_change__keeps_its_answers(cast: Cast, question: Question) -> None:
    answer(cast, question)
    health = next(each for each in consents.questions_for(cast.house.programme, "fi") if each.order == 10)
    answer(cast, health)
    (notice,) = notices.publish(
        cast.house.programme, NEW, valid_from=today(), unchanged={"referral": "Vain terveystietojen kohta muuttui."}
    )
    assert notice.unchanged == {"referral": "Vain terveystietojen kohta muuttui."}
    assert "referral" not in notice.asks_anew
    assert {"health", "pictures"} <= set(notice.asks_anew)
    assert in_force(cast) is not None
    assert in_force(cast, "health") is None


def test_publish__unchanged_without_a_reason__is_refused(cast: Cast, question: Question) -> None:
    with pytest.raises(notices.ReasonNeeded):
        notices.publish(cast.house.programme, NEW, valid_from=today(), unchanged={"referral": " "})


def test_publish__before_the_version_that_it_replaces__is_refused(cast: Cast, question: Question) -> None:
    notices.publish(cast.house.programme, NEW, valid_from=today() + 9 * DAY)
    with pytest.raises(notices.TooEarly):
        notices.publish(cast.house.programme, NEW, valid_from=today() + 8 * DAY)


def test_publish__question_changed_meanwhile__is_asked_anew_all_the_same(cast: Cast, question: Question) -> None:
    """A question made between the publishing and its first day is asked under the earlier notice."""
    notices.publish(cast.house.programme, NEW, valid_from=today() + 9 * DAY)
    changed = default_grounds.ask(question.ground, {"fi": ("Toinen", "Toinen?")}, recipient=cast.house.employment)[0]
    answer(cast, changed)
    assert in_force(cast) is not None
    with time_machine.travel(noon(today() + 9 * DAY)):
        assert in_force(cast) is None
        asked = [each for each in consents.questions_for(cast.house.programme, "fi") if each.recipient]
        assert [each.title for each in asked] == ["Toinen"]


def test_publish__who_said_no__is_not_asked_again(cast: Cast, question: Question) -> None:
    answer(cast, question, "refused")
    notices.publish(cast.house.programme, NEW, valid_from=today())
    assert question.recipient not in [each.recipient for each in waiting(cast)]
