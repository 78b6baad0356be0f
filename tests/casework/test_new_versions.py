"""What a new notice or ground ends on the case file: what the recipient reads, the panel, whom to ask again."""

import datetime

import time_machine

from casework import consents_on_case, standing
from casework.models import Referral
from consent import consents, grounds, notices
from consent.models import Consent
from consent.periods import today
from tests.casework import referral_stories
from tests.moments import noon
from tests.people import Cast, actor

NEW = {"fi": "Uusi seloste."}


def opens(referral: Referral, on: datetime.date | None = None) -> bool:
    return bool(Referral.objects.with_opening(on or today()).get(pk=referral.pk).opens)


def to_ask_again(cast: Cast, on: datetime.date | None = None) -> list[tuple[bool, bool]]:
    """Of each row of minna's list: whether the answer is over, and whether its ground was replaced."""
    section = consents_on_case.ending(actor(cast.minna), on or today())
    if section is None:
        return []
    shown = section.content
    return [(row.pk in shown["over"], row.pk in shown["moved"]) for row, _days in shown["rows"]]


def shown(cast: Cast) -> standing.Standing:
    with referral_stories.case_open(cast.minna, cast.case) as opened:
        return standing.of(opened)


def ask_again(cast: Cast, state: str = "given") -> Consent:
    """The participant answers the question about the employment services as it is asked now."""
    asked = consents.questions_for(cast.house.programme, "fi")
    question = next(each for each in asked if each.recipient == cast.house.employment)
    given = {"state": state, "language": "fi", "channel": "in_person"}
    return consents.answer(by=cast.minna, subject=cast.case.subject, question=question, **given)


def test_new_notice__recipient__reads_no_longer_until_asked_again(cast: Cast) -> None:
    referral = referral_stories.sent(cast)
    assert opens(referral)
    notices.publish(cast.house.programme, NEW, valid_from=today())
    assert not opens(referral)
    assert opens(referral, today() - datetime.timedelta(days=1)), "what was in force is not rewritten"
    ask_again(cast)
    assert opens(referral)


def test_new_notice__that_changed_nothing_here__leaves_the_recipient_reading(cast: Cast) -> None:
    referral = referral_stories.sent(cast)
    notices.publish(cast.house.programme, NEW, valid_from=today(), unchanged={"referral": "Vain puhelin vaihtui."})
    assert opens(referral)


def test_new_notice__panel__shows_no_old_answer_as_in_force(cast: Cast) -> None:
    referral_stories.permit(cast, cast.house.employment)
    assert len(shown(cast).in_force) == 1
    notices.publish(cast.house.programme, NEW, valid_from=today())
    assert shown(cast).in_force == []
    assert [(row.state, row.is_outdated) for row in shown(cast).others] == [("expired", True)]


def test_new_notice__worker__is_told_whom_to_ask_again(cast: Cast) -> None:
    referral_stories.permit(cast, cast.house.employment)
    assert to_ask_again(cast) == []
    notices.publish(cast.house.programme, NEW, valid_from=today())
    assert to_ask_again(cast) == [(True, False)]
    ask_again(cast, "refused")
    assert to_ask_again(cast) == []


def test_new_ground__recipient_and_worker__as_with_a_new_notice(cast: Cast) -> None:
    referral = referral_stories.sent(cast)
    new = grounds.revise(
        referral_stories.ground_of(cast), valid_from=today() + datetime.timedelta(days=1), recipients=["employment"]
    )
    assert opens(referral)
    with time_machine.travel(noon(today() + datetime.timedelta(days=1))):
        assert not opens(referral)
        assert to_ask_again(cast) == [(True, True)]
        assert ask_again(cast).ground == new
        assert opens(referral)
        assert to_ask_again(cast) == []
