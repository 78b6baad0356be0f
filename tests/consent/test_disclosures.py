"""Nothing leaves without a ground that holds at that moment, and whatever leaves is recorded."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from consent import consents, default_grounds, disclosures
from consent.models import Disclosure, LegalGround, Question
from consent.periods import now, today
from tests.people import Cast, with_grounds

DAY = datetime.timedelta(days=1)
TEXTS = {"fi": ("Tiedot työllisyyspalveluille", "Saammeko kertoa tämän työllisyyspalveluille?")}


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


@pytest.fixture
def question(cast: Cast, grounds: dict[str, LegalGround]) -> Question:
    return default_grounds.ask(grounds["referral"], TEXTS, recipient=cast.house.employment)[0]


def give(cast: Cast, question: Question, state: str = "given") -> Any:
    return consents.answer(
        by=cast.minna, subject=cast.case.subject, question=question, state=state, language="fi", channel="in_person"
    )


def ground(cast: Cast) -> consents.GroundInForce | None:
    return consents.ground_for(
        cast.case.subject, purpose="referral", programme=cast.house.programme, recipient=cast.house.employment
    )


def tell(cast: Cast, in_force: consents.GroundInForce | None, **more: Any) -> Disclosure:
    given = {"recipient": cast.house.employment, "purpose": "referral", "items": ["phone", "name"]} | more
    return disclosures.disclose(by=cast.minna, subject=cast.case.subject, in_force=in_force, channel="letter", **given)


def test_disclose__with_consent__records_what_to_whom_on_what_ground(cast: Cast, question: Question) -> None:
    consent = give(cast, question)
    tell(cast, ground(cast), document_hash="a" * 64)
    row = Disclosure.objects.get()
    assert (row.recipient, row.ground, row.consent, row.by_consent) == (
        cast.house.employment, question.ground, consent, True,
    )  # fmt: skip
    assert (row.items, row.document_hash, row.by) == (["name", "phone"], "a" * 64, cast.minna)


def test_disclose__without_ground__is_refused_and_not_recorded(cast: Cast, question: Question) -> None:
    with pytest.raises(disclosures.NoGround):
        tell(cast, None)
    with pytest.raises(disclosures.NoGround):
        tell(cast, consents.GroundInForce(question.ground))
    assert not Disclosure.objects.exists()


def test_disclose__withdrawn_since_the_page_was_opened__is_refused(cast: Cast, question: Question) -> None:
    consent = give(cast, question)
    in_force = ground(cast)
    consents.withdraw(consent, by=cast.nasrin, channel="portal")
    assert in_force is not None
    assert in_force.consent is not None
    assert consents.holds(in_force.consent), "the page still believes it"
    with pytest.raises(disclosures.NoGround):
        tell(cast, in_force)


def test_disclose__refused_since__is_refused(cast: Cast, question: Question) -> None:
    give(cast, question)
    in_force = ground(cast)
    give(cast, question, "refused")
    with pytest.raises(disclosures.NoGround):
        tell(cast, in_force)


def test_disclose__new_version_since__is_refused(cast: Cast, question: Question) -> None:
    give(cast, question)
    in_force = ground(cast)
    default_grounds.ask(question.ground, {"fi": ("Uusi", "Uusi?")}, recipient=cast.house.employment)
    with pytest.raises(disclosures.NoGround):
        tell(cast, in_force)


def test_disclose__ended_overnight__is_refused(cast: Cast, question: Question) -> None:
    until = give(cast, question).until
    in_force = ground(cast)
    with time_machine.travel(now() + (until - today() + DAY)), pytest.raises(disclosures.NoGround):
        tell(cast, in_force)


def test_disclose__to_another_recipient_or_purpose__is_refused(cast: Cast, question: Question) -> None:
    give(cast, question)
    for more in ({"recipient": cast.house.school}, {"purpose": "guidance"}):
        with pytest.raises(disclosures.NoGround):
            tell(cast, ground(cast), **more)


def test_disclose__of_another_person__is_refused(cast: Cast, question: Question) -> None:
    from casework import participants

    give(cast, question)
    other = participants.create(
        by=cast.minna,
        programme=cast.house.programme,
        details=participants.Details(first_name="Reza", phone="+358505550178"),
    )
    with pytest.raises(disclosures.NoGround):
        disclosures.disclose(
            by=cast.minna,
            subject=other.subject,
            recipient=cast.house.employment,
            items=["name"],
            in_force=ground(cast),
            channel="letter",
            purpose="referral",
        )


def test_disclose__statute_that_ended_today__is_refused_tomorrow(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    guidance = grounds["guidance"]
    in_force = consents.GroundInForce(guidance)
    row = tell(cast, in_force, purpose="guidance")
    assert (row.by_consent, row.consent) == (False, None)
    guidance.valid_until = today()
    guidance.save(update_fields=["valid_until"])
    tell(cast, in_force, purpose="guidance")
    with time_machine.travel(now() + DAY), pytest.raises(disclosures.NoGround):
        tell(cast, in_force, purpose="guidance")


def test_database__by_consent_without_consent__is_refused(cast: Cast, question: Question) -> None:
    with pytest.raises(IntegrityError, match="disclosure_by_consent_has_consent"), transaction.atomic():
        Disclosure.objects.create(
            subject=cast.case.subject,
            by=cast.minna,
            recipient=cast.house.employment,
            ground=question.ground,
            by_consent=True,
            channel="letter",
            purpose="referral",
        )
