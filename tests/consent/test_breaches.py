"""The register of breaches (issue point 12): its 72 hours, its order, and everything documented."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from consent import breaches, keyring
from consent.access import oversight
from consent.fields import readable
from consent.keyring import Audience
from consent.models import Breach
from consent.periods import HELSINKI, now
from consent.records import StaleWrite
from tests.people import LONG_AGO, Cast, actor

HOUR = datetime.timedelta(hours=1)
WORDS = "Kirje meni väärälle henkilölle."


def report(cast: Cast, noticed_at: datetime.datetime | None = None) -> Breach:
    return breaches.report(
        by=cast.minna, programme=cast.house.programme, noticed_at=noticed_at or now() - HOUR, words=WORDS
    )


def opened(breach: Breach) -> Breach:
    """As the officer's door opens it."""
    keyring.current().open([(breach.scope, Audience.OFFICER)])
    return Breach.objects.get(pk=breach.pk)


def assess(breach: Breach, cast: Cast, **more: Any) -> Breach:
    given = {
        "natures": ["confidentiality"],
        "people": 1,
        "records": 3,
        "risk": "risk",
        "consequences": "Osoite tuli tietoon.",
        "measures": "Kirje pyydettiin takaisin.",
    }
    breach = opened(breach)
    return breaches.assess(breach, by=cast.kirsi, version=breach.version, **given | more)


def decide(breach: Breach, cast: Cast, at: datetime.datetime, **more: Any) -> Breach:
    return breaches.notify(breach, by=cast.kirsi, version=breach.version, at=at, **more)


# The clock


@pytest.mark.parametrize(
    ("noticed", "due"),
    [
        ("2027-03-26T20:00", "2027-03-29T21:00"),  # the clocks go forward on 28.3.2027
        ("2027-10-29T20:00", "2027-11-01T19:00"),  # and back on 31.10.2027
        ("2026-12-23T15:30", "2026-12-26T15:30"),  # Christmas moves nothing
        ("2028-02-27T08:00", "2028-03-01T08:00"),  # over the leap day
    ],
    ids=["summer time begins", "summer time ends", "holidays", "leap day"],
)
def test_clock__72_hours__are_elapsed_hours(noticed: str, due: str) -> None:
    moments = [datetime.datetime.fromisoformat(each).replace(tzinfo=HELSINKI) for each in (noticed, due)]
    began, ended = (moment.astimezone(datetime.UTC) for moment in moments)
    breach = Breach(noticed_at=began)
    assert breach.due_at == ended
    assert [breaches.hours_left(breach, at) for at in (began, ended - HOUR, ended, ended + HOUR)] == [72, 1, 0, -1]


def test_clock__hour_that_comes_twice__is_the_first(cast: Cast) -> None:
    twice = breaches.moment_of(datetime.date(2027, 10, 31), datetime.time(3, 30, fold=1))
    assert twice == datetime.datetime(2027, 10, 31, 0, 30, tzinfo=datetime.UTC)


def test_time_left__in_words__until_it_is_decided(cast: Cast) -> None:
    breach = report(cast, now() - 71 * HOUR + datetime.timedelta(minutes=1))
    found = oversight(actor(cast.kirsi)).it
    assert breaches.hours_left(breach) == 1
    assert breaches.first_to_end(found) == breaches.time_left_in_words(breach) != ""
    with time_machine.travel(now() + 2 * HOUR):
        assert breaches.hours_left(breach) == -1
        assess(breach, cast)
        decide(opened(breach), cast, now(), why_late="Huomattiin vasta tänään.")
        assert breaches.first_to_end(found) == ""
        assert breaches.open_in(found) == 1


# Reporting


@pytest.mark.parametrize("hours", [1, 24 * 365 * 10], ids=["in an hour", "in ten years"])
def test_report__of_the_future__is_refused(cast: Cast, hours: int) -> None:
    with pytest.raises(breaches.Impossible):
        report(cast, now() + hours * HOUR)
    assert not Breach.objects.exists()


def test_report__before_the_programme__is_refused(cast: Cast) -> None:
    early = datetime.datetime.combine(LONG_AGO, datetime.time(), HELSINKI) - HOUR
    with pytest.raises(breaches.Impossible):
        report(cast, early)
    assert report(cast, early + HOUR).pk


def test_report__without_words__is_refused(cast: Cast) -> None:
    with pytest.raises(breaches.WordsNeeded):
        breaches.report(by=cast.minna, programme=cast.house.programme, noticed_at=now(), words="  ")


def test_report__words__open_for_the_officer_alone(cast: Cast) -> None:
    breach = report(cast)
    for audience in set(Audience) - {Audience.OFFICER}:
        with keyring.fresh() as ring:
            ring.open([(breach.scope, audience)])
            assert not readable(Breach.objects.get(pk=breach.pk).words), audience
    assert opened(breach).words == WORDS


# The order of things


def test_notify__in_time__is_documented(cast: Cast) -> None:
    breach = decide(assess(report(cast), cast), cast, now())
    assert (breach.state, breach.late, breach.decided_by) == ("notified", False, cast.kirsi)
    closed = breaches.close(breach, by=cast.kirsi, version=breach.version)
    assert (closed.state, closed.closed_by) == ("closed", cast.kirsi)
    assert opened(breach).words == WORDS, "a closed breach stays in the register"
    assert breaches.open_in(oversight(actor(cast.kirsi)).it) == 0


def test_notify__after_the_72_hours__needs_the_reason(cast: Cast) -> None:
    breach = assess(report(cast, now() - 80 * HOUR), cast)
    with pytest.raises(breaches.LateReasonNeeded):
        decide(breach, cast, now())
    told_in_time = decide(breach, cast, breach.noticed_at + 72 * HOUR)
    assert not told_in_time.late


@pytest.mark.parametrize("hours", [-2, 1], ids=["before it was noticed", "in the future"])
def test_notify__impossible_moment__is_refused(cast: Cast, hours: int) -> None:
    breach = assess(report(cast), cast)
    with pytest.raises(breaches.Impossible):
        decide(breach, cast, now() + hours * HOUR)


def test_notify__before_it_was_assessed__is_refused(cast: Cast) -> None:
    with pytest.raises(breaches.NotInOrder):
        decide(opened(report(cast)), cast, now())


def test_need_not_notify__risk__is_refused_and_no_risk_needs_a_reason(cast: Cast) -> None:
    breach = assess(report(cast), cast)
    with pytest.raises(breaches.RiskIsHigh):
        breaches.need_not_notify(breach, by=cast.kirsi, version=breach.version, why_not="Ei haittaa.")
    breach = assess(breach, cast, risk="none")
    with pytest.raises(breaches.ReasonNeeded):
        breaches.need_not_notify(breach, by=cast.kirsi, version=breach.version, why_not=" ")
    breach = breaches.need_not_notify(breach, by=cast.kirsi, version=breach.version, why_not="Laite oli salattu.")
    assert breach.state == "not_needed"
    assert assess(breach, cast, risk="risk").state == "assessed", "it was a risk after all, and waits again"


def test_close__high_risk__waits_for_the_people(cast: Cast) -> None:
    breach = decide(assess(report(cast), cast, risk="high"), cast, now())
    with pytest.raises(breaches.PeopleNotTold):
        breaches.close(breach, by=cast.kirsi, version=breach.version)
    with pytest.raises(breaches.Impossible):
        breaches.settle_people(
            breach, by=cast.kirsi, version=breach.version, told_at=now() + HOUR, how_told="Soitettiin."
        )
    breach = breaches.settle_people(
        breach, by=cast.kirsi, version=breach.version, told_at=now(), how_told="Soitettiin."
    )
    assert breaches.close(breach, by=cast.kirsi, version=breach.version).state == "closed"
    with pytest.raises(breaches.NotInOrder):
        assess(breach, cast)


def test_settle_people__not_told__needs_a_reason(cast: Cast) -> None:
    breach = assess(report(cast), cast, risk="high")
    with pytest.raises(breaches.ReasonNeeded):
        breaches.settle_people(breach, by=cast.kirsi, version=breach.version, told_at=None, how_told="")
    told = breaches.settle_people(breach, by=cast.kirsi, version=breach.version, told_at=None, how_told="34(3) a")
    assert told.people_told_at is None
    assert told.people_settled_by == cast.kirsi


def test_assess__two_at_once__the_second_is_told(cast: Cast) -> None:
    breach = opened(report(cast))
    read = breach.version
    assess(breach, cast)
    with pytest.raises(StaleWrite):
        breaches.notify(opened(breach), by=cast.kirsi, version=read, at=now())


@pytest.mark.parametrize("wrong", [{"natures": []}, {"natures": ["theft"]}, {"risk": ""}, {"risk": "low"}])
def test_assess__unknown_codes__are_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(breaches.NotAssessed):
        assess(report(cast), cast, **wrong)


def test_database__impossible_states__are_refused(cast: Cast) -> None:
    breach = opened(report(cast))
    for name, value in (("state", "closed"), ("state", "notified"), ("reported_at", breach.noticed_at - HOUR)):
        row = opened(breach)
        setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
