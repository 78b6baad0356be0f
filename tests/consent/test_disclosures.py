"""Nothing leaves without a ground that holds at that moment, and whatever leaves is recorded."""

import datetime
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from consent import append_only, consents, default_grounds, disclosure_guard, disclosures, readiness
from consent.models import Consent, Disclosure, LegalGround, Question
from consent.periods import HELSINKI, now, today
from tests.moments import noon
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
    with time_machine.travel(noon(until + DAY)), pytest.raises(disclosures.NoGround):
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


# The database itself


def insert(cast: Cast, ground: LegalGround, consent: Consent | None, **changed: Any) -> Disclosure:
    """A row past the verb."""
    given = {
        "subject": cast.case.subject,
        "by": cast.minna,
        "recipient": cast.house.employment,
        "ground": ground,
        "consent": consent,
        "by_consent": consent is not None,
        "channel": "phone",
        "purpose": "referral",
    }
    return Disclosure.objects.create(**given | changed)


def refused(act: Callable[[], object]) -> bool:
    """Whether the database says that there is no ground."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return disclosure_guard.MESSAGE in str(error)
    return False


def test_database__consent_given__lets_in(cast: Cast, question: Question) -> None:
    consent = give(cast, question)
    assert insert(cast, question.ground, consent).pk


def test_database__statute__lets_in_without_a_consent(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    assert insert(cast, grounds["guidance"], None).pk


def test_database__no_consent__is_refused(cast: Cast, question: Question) -> None:
    consent = give(cast, question)
    assert refused(lambda: insert(cast, question.ground, None))
    assert refused(lambda: insert(cast, question.ground, None, by_consent=True))
    assert refused(lambda: insert(cast, question.ground, consent, by_consent=False))
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("state", ["refused", "later"])
def test_database__answer_that_is_no_yes__is_refused(cast: Cast, question: Question, state: str) -> None:
    assert refused(lambda: insert(cast, question.ground, give(cast, question, state)))


def test_database__withdrawn_or_in_error__is_refused(cast: Cast, question: Question) -> None:
    consent = give(cast, question)
    consents.withdraw(consent, by=cast.nasrin, channel="portal")
    assert refused(lambda: insert(cast, question.ground, consent))
    other = consents.enter_in_error(give(cast, question), by=cast.minna, mistake="person")
    assert refused(lambda: insert(cast, question.ground, other))


def test_database__of_another_person_recipient_or_ground__is_refused(
    cast: Cast, question: Question, grounds: dict[str, LegalGround]
) -> None:
    from casework import participants

    consent = give(cast, question)
    details = participants.Details(first_name="Reza", phone="+358505550178")
    other = participants.create(by=cast.minna, programme=cast.house.programme, details=details)
    assert refused(lambda: insert(cast, question.ground, consent, subject=other.subject))
    assert refused(lambda: insert(cast, question.ground, consent, recipient=cast.house.school))
    assert refused(lambda: insert(cast, grounds["pictures"], consent))
    assert refused(lambda: insert(cast, grounds["guidance"], consent)), "a statute is no consent"


@pytest.mark.parametrize("month", [1, 7])
def test_database__last_day__is_the_day_in_finland(cast: Cast, question: Question, month: int) -> None:
    """In winter Finland is two hours ahead of UTC, in summer three."""
    consent = give(cast, question)
    last = consent.until = datetime.date(2027, month, 15)
    consent.save(update_fields=["until"])
    midnight = datetime.datetime.combine(last + DAY, datetime.time(), HELSINKI)
    minute = datetime.timedelta(minutes=1)
    assert refused(lambda: insert(cast, question.ground, consent, at=midnight))
    assert insert(cast, question.ground, consent, at=midnight - minute).pk


@pytest.mark.parametrize(
    ("day", "clock", "hours"),
    [("2027-03-28", "00:59", 2), ("2027-03-28", "01:00", 3), ("2027-10-31", "00:59", 3), ("2027-10-31", "01:00", 2)],
)
def test_database__clock_turned__day_follows(day: str, clock: str, hours: int) -> None:
    """What SQLite reckons, against the time zone's own table."""
    at = datetime.datetime.fromisoformat(f"{day} {clock}+00:00")
    assert at.astimezone(HELSINKI).utcoffset() == datetime.timedelta(hours=hours)
    memory = sqlite3.connect(":memory:")
    when = f"'{day} {clock}:00.000000'"
    query = f"SELECT CASE WHEN {disclosure_guard._SUMMER} THEN 3 ELSE 2 END".replace("NEW.at", when)
    assert memory.execute(query).fetchone() == (hours,)
    memory.close()


def test_database__ground_not_in_force__is_refused(cast: Cast, grounds: dict[str, LegalGround]) -> None:
    guidance = grounds["guidance"]
    guidance.valid_until = today() - DAY
    guidance.save(update_fields=["valid_until"])
    assert refused(lambda: insert(cast, guidance, None))
    assert insert(cast, guidance, None, at=now() - DAY).pk


def test_trigger__missing__is_seen_by_the_start(cast: Cast) -> None:
    on = f' ON "{disclosure_guard.TABLE}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{disclosure_guard.NAME}"{on}')
    assert append_only.missing() == [disclosure_guard.NAME]
    assert any("triggers are missing" in fault for fault in readiness.faults())
    append_only.set_triggers(connection)
    assert append_only.missing() == []


def test_trigger__makes_way_for_migrations__and_comes_back(cast: Cast) -> None:
    """SQLite renames no table while the trigger of another one reads what is away, as in Django's rebuilding."""
    append_only.make_way_for_migrate(using="default")
    assert append_only.missing() == ([disclosure_guard.NAME] if connection.vendor == "sqlite" else [])
    append_only.set_after_migrate(using="default")
    assert append_only.missing() == []
    memory = sqlite3.connect(":memory:")
    memory.executescript("CREATE TABLE a (i); CREATE TABLE b (i); CREATE TABLE new_a (i)")
    memory.execute("CREATE TRIGGER t BEFORE INSERT ON b WHEN EXISTS (SELECT 1 FROM a) BEGIN SELECT 1; END")
    memory.execute("DROP TABLE a")
    with pytest.raises(sqlite3.OperationalError, match="error in trigger t"):
        memory.execute("ALTER TABLE new_a RENAME TO a")
    memory.close()
