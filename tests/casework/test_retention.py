"""Retention: classes by their days, holds, the list of what is due, and ten years of invented files."""

import datetime
import random
from statistics import fmean

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from casework import anonymous_cases, participants
from casework.models import AnonymousCase, CaseFile, Participant
from consent import case_refs, due, erasure, keyring, retention
from consent.case_refs import CaseRef
from consent.keystore import keys
from consent.models import Disposal, RetentionClass, RetentionDate, RetentionHold
from consent.periods import add_months, now, today
from pathways import monthly_figures
from tests.casework.erasing_stories import backdate, closed
from tests.casework.test_closing import with_classes
from tests.people import LONG_AGO, Cast, actor

DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2016, 11, 24)


def work_out(case: CaseFile, closed_on: datetime.date) -> None:
    retention.work_out(subject=case.subject, programme=case.programme_id, case_uid=case.uid, closed_on=closed_on)


def ref(cast: Cast) -> CaseRef:
    found = case_refs.by_number(cast.case.number, {cast.house.programme.pk})
    assert found is not None
    return found


# Days


@pytest.mark.parametrize(
    ("began", "months", "last"),
    [
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-11-23", 24, "2026-11-23"),
        ("2024-12-24", 24, "2026-12-24"),
    ],
)
def test_last_day__clamps_and_no_weekend_or_holiday_moves_it(began: str, months: int, last: str) -> None:
    of = RetentionClass(trigger="case_closed", months=months)
    assert retention.last_day(of, datetime.date.fromisoformat(began)) == datetime.date.fromisoformat(last)


def test_last_day__after_a_payment__runs_from_the_end_of_its_year() -> None:
    of = RetentionClass(trigger="last_payment", months=60)
    assert retention.last_day(of, datetime.date(2026, 3, 4)) == datetime.date(2031, 12, 31)


def test_preview__is_right__to_the_day(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    work_out(cast.case, add_months(today(), -24))
    programme = {cast.house.programme.pk}
    assert retention.preview(programme) == [], "today is the last day on which it is kept"
    (due_row,) = retention.preview(programme, until=today() + DAY)
    assert (due_row.number, due_row.from_day, due_row.offered) == (cast.case.number, today() + DAY, True)
    assert retention.preview({cast.house.other_programme.pk}, until=today() + DAY) == []


def test_run__before_its_day__erases_nothing_and_on_it_does(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    work_out(cast.case, add_months(today(), -24))
    chosen = retention.preview({cast.house.programme.pk}, until=today() + DAY)
    (proposed,) = retention.propose_due(by=actor(cast.kirsi), chosen=chosen)
    erasure.approve(proposed, by=actor(cast.kaisa))
    assert retention.run() == []
    assert erasure.finish_all() == 0
    assert keys.load([cast.case.scope])
    with time_machine.travel(now() + DAY):
        assert len(retention.run()) == 1
    assert not keys.load([cast.case.scope])


# Classes and holds


def test_new_version__ends_the_former_the_day_before(cast: Cast) -> None:
    classes = with_classes(cast)
    begins = today() + 10 * DAY
    new = retention.new_version(
        classes["case"], by=actor(cast.kirsi), valid_from=begins, months=120, source="Laki 703/2023", confirmed=True
    )
    former = RetentionClass.objects.get(pk=classes["case"].pk)
    assert former.valid_until == begins - DAY
    assert (former.months, new.months, new.action) == (24, 120, former.action)
    assert retention.class_of(cast.house.programme, "case", begins - DAY) == former
    assert retention.class_of(cast.house.programme, "case", begins) == new
    with pytest.raises(retention.VersionInThePast):
        retention.new_version(new, by=actor(cast.kirsi), valid_from=today(), months=1)
    with pytest.raises(retention.MayNotHold):
        retention.new_version(new, by=actor(cast.anna), valid_from=begins + DAY, months=1)


def test_hold__keeps_the_file__until_it_is_lifted(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    work_out(cast.case, add_months(today(), -25))
    programme = {cast.house.programme.pk}
    (row,) = retention.preview(programme)
    (proposed,) = retention.propose_due(by=actor(cast.kirsi), chosen=[row])
    with keyring.also(sealing=[cast.case.scope]):
        placed = retention.hold(by=actor(cast.kirsi), case=ref(cast), why="claim", reason="Vahingonkorvausvaatimus.")
    assert [each.held for each in retention.preview(programme)] == [True]
    with pytest.raises(erasure.Held):
        erasure.approve(proposed, by=actor(cast.kaisa))
    with pytest.raises(erasure.Held):
        erasure.propose(by=actor(cast.kirsi), kind="person", why="request", subject=cast.case.subject)
    retention.lift(placed, by=actor(cast.kirsi))
    erasure.approve(proposed, by=actor(cast.kaisa))
    assert len(retention.run()) == 1


def test_hold__placed_after_the_approval__stops_the_run(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    work_out(cast.case, add_months(today(), -25))
    (proposed,) = retention.propose_due(by=actor(cast.kirsi), chosen=retention.preview({cast.house.programme.pk}))
    erasure.approve(proposed, by=actor(cast.kaisa))
    with keyring.also(sealing=[cast.case.scope]):
        retention.hold(by=actor(cast.kirsi), case=ref(cast), why="audit", reason="Tarkastus.")
    assert retention.run() == []
    assert keys.load([cast.case.scope])


def test_hold__refusals(cast: Cast) -> None:
    given = {"case": ref(cast), "why": "claim"}
    with keyring.also(sealing=[cast.case.scope]):
        with pytest.raises(retention.ReasonNeeded):
            retention.hold(by=actor(cast.kirsi), reason=" ", **given)
        with pytest.raises(retention.MayNotHold):
            retention.hold(by=actor(cast.minna), reason="Syy", **given)
        placed = retention.hold(by=actor(cast.kirsi), reason="Syy", **given)
        with pytest.raises(retention.AlreadyHeld):
            retention.hold(by=actor(cast.kirsi), reason="Syy", **given)
    retention.lift(placed, by=actor(cast.kirsi))
    with pytest.raises(retention.AlreadyLifted):
        retention.lift(RetentionHold.objects.get(pk=placed.pk), by=actor(cast.kirsi))


def test_find__unknown_or_strange_number__is_nobody(cast: Cast) -> None:
    assert case_refs.by_number("P-1999-0001", {cast.house.programme.pk}) is None
    assert case_refs.by_number(cast.case.number, {cast.house.other_programme.pk}) is None
    assert case_refs.by_number(f" {cast.case.number.lower()} ", {cast.house.programme.pk}) is not None


# Ten years of invented files


def ten_years(cast: Cast, count: int) -> dict[str, datetime.date]:
    """Case files closed over ten years, each month alike, some on a 29 February; closing days by number."""
    dice = random.Random(10)
    days: dict[str, datetime.date] = {}
    for number in range(count):
        day = FIRST + datetime.timedelta(days=int(number * 3652 / count))
        day = datetime.date(2020, 2, 29) if number % 67 == 0 else day
        with keyring.fresh():
            details = participants.Details(first_name=f"Keksitty{number}", safe_contact="ei ole")
            case = participants.create(by=cast.minna, programme=cast.house.programme, details=details)
        cast.case = case
        closed(cast, outcome=dice.choice(CaseFile.Outcome.values))
        case = CaseFile.objects.get(pk=case.pk)
        backdate(case, opened_on=add_months(day, -dice.randint(1, 18)), closed_on=day)
        days[case.number] = day
    for code, months in (("case", 72), ("consent", 108)):  # as another controller might keep them
        shape = {"trigger": "case_closed", "action": "anonymise", "valid_from": LONG_AGO}
        RetentionClass(programme=cast.house.programme, code=code, months=months, **shape).save()
    due.run()
    return days


def test_ten_years__run__erases_exactly_what_is_due(cast: Cast) -> None:
    days = ten_years(cast, 200)
    wanted = {number for number, day in days.items() if add_months(day, 72) < today()}
    old = {number for number, day in days.items() if add_months(day, 108) < today()}
    assert 60 < len(wanted) < 120
    leap = {number for number, day in days.items() if day == datetime.date(2020, 2, 29)}
    assert leap <= wanted
    assert len(leap) == 3
    rows = retention.preview({cast.house.programme.pk})
    assert {row.number for row in rows} == wanted
    assert len(rows) == len(wanted)
    assert all(row.from_day == add_months(days[row.number], 72) + DAY for row in rows)
    assert {row.date.last_day for row in rows if row.number in leap} == {datetime.date(2026, 2, 28)}
    proposed = retention.propose_due(by=actor(cast.kirsi), chosen=rows)
    assert len({row.batch for row in proposed}) == 1
    assert retention.run() == [], "one person is not enough"
    for row in proposed:
        erasure.approve(row, by=actor(cast.anna))
    assert len(retention.run()) == len(wanted)
    left = dict(CaseFile.objects.known().order_by("pk").values_list("number", "scope"))
    assert days.keys() - left.keys() == wanted
    assert all(keys.load([scope]) for number, scope in left.items() if number in days)
    assert AnonymousCase.objects.count() == len(wanted)
    _people_are_next(cast, old)


def _people_are_next(cast: Cast, old: set[str]) -> None:
    """Of those whose consents need no proof any more, everything about the person is due now."""
    rows = retention.preview({cast.house.programme.pk})
    assert all(row.is_person for row in rows)
    assert len(rows) == len(old) > 10
    (one,) = retention.propose_due(by=actor(cast.kirsi), chosen=rows[:1])
    erasure.approve(one, by=actor(cast.kaisa))
    subject = one.subject
    assert keys.load([subject.scope])
    assert len(retention.run()) == 1
    assert not keys.load([subject.scope])
    assert Participant.objects.filter(subject=subject).exists()


def test_figures__of_the_months__count_what_was_erased(cast: Cast) -> None:
    with_classes(cast)
    on = add_months(today(), 2)

    def opened() -> int:
        return sum(
            month.opened.count for _p, months in monthly_figures.of([cast.house.programme], on) for month in months
        )

    before = opened()
    closed(cast)
    work_out(cast.case, add_months(today(), -25))
    (row,) = retention.propose_due(by=actor(cast.kirsi), chosen=retention.preview({cast.house.programme.pk}))
    erasure.approve(row, by=actor(cast.kaisa))
    retention.run()
    assert opened() == before > 0


# Anonymous facts


MARKS = 60


def disposed_one_by_one(cast: Cast) -> list[datetime.date]:
    """Sixty rows written in a known order, each known to the attacker by its month."""
    months = [add_months(datetime.date(2016, 1, 1), number) for number in range(MARKS)]
    random.Random(4).shuffle(months)
    for month in months:
        fact = AnonymousCase(
            programme=cast.house.programme,
            opened_month=month,
            closed_month=month,
            sessions="0",
            hours="0",
            referrals="0",
        )
        anonymous_cases.add([fact])
    return months


def correlation(guess: list[datetime.date], truth: list[datetime.date]) -> float:
    """Spearman's rank correlation of two orders of the same things."""
    ranks = [truth.index(each) for each in guess]
    middle = fmean(range(len(ranks)))
    above = sum((place - middle) * (rank - middle) for place, rank in enumerate(ranks))
    return above / sum((place - middle) ** 2 for place in range(len(ranks)))


def test_anonymous_facts__relinked_by_order__say_nothing(cast: Cast) -> None:
    """Whoever knows the order of the disposals guesses by key, row number, place on the disk and plain reading."""
    truth = disposed_one_by_one(cast)
    hidden = "rowid" if connection.vendor == "sqlite" else "ctid"
    orders = ["id", hidden, f"{hidden} DESC"]
    guesses = []
    with connection.cursor() as cursor:
        for order in [f"ORDER BY {order}" for order in orders] + [""]:
            cursor.execute(f"SELECT opened_month FROM casework_anonymouscase {order}")
            guesses.append([datetime.date.fromisoformat(str(day)) for (day,) in cursor.fetchall()])
    assert all(sorted(guess) == sorted(truth) for guess in guesses)
    assert correlation(truth, truth) == 1
    assert max(abs(correlation(guess, truth)) for guess in guesses) < 0.6  # by chance: once in 200,000


def test_anonymous_facts__relinked_by_batch__say_nothing(cast: Cast) -> None:
    """No row of a later batch is newer than one of an earlier: one transaction wrote them all."""
    disposed_one_by_one(cast)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM casework_anonymouscase")
            assert cursor.fetchone() == (1,)
    named = {field.name for field in AnonymousCase._meta.concrete_fields}
    assert named == {
        "id", "programme", "opened_month", "closed_month", "outcome", "sessions", "hours", "referrals",
    }  # fmt: skip
    before = set(AnonymousCase.objects.order_by("pk").values_list("pk", flat=True))
    anonymous_cases.add([])
    after = set(AnonymousCase.objects.order_by("pk").values_list("pk", flat=True))
    assert not before & after, "keys live for one writing only"


def test_anonymous_facts__of_an_erased_case__are_months_and_bands(cast: Cast) -> None:
    with_classes(cast)
    closed(cast)
    case = CaseFile.objects.get(pk=cast.case.pk)
    backdate(case, opened_on=datetime.date(2023, 5, 17), closed_on=datetime.date(2024, 2, 29))
    due.run()
    (row,) = retention.propose_due(by=actor(cast.kirsi), chosen=retention.preview({cast.house.programme.pk}))
    erasure.approve(row, by=actor(cast.kaisa))
    retention.run()
    fact = AnonymousCase.objects.get()
    assert (fact.opened_month, fact.closed_month) == (datetime.date(2023, 5, 1), datetime.date(2024, 2, 1))
    assert (fact.outcome, fact.sessions, fact.hours, fact.referrals) == ("work", "0", "0", "0")
    assert not RetentionDate.objects.filter(case_uid=cast.case.uid).exists()


@pytest.mark.parametrize(
    ("count", "band"), [(0, "0"), (0.5, "1-5"), (5, "1-5"), (6, "6-20"), (50, "21-50"), (51, "51+")]
)
def test_band__of_a_count(count: float, band: str) -> None:
    assert anonymous_cases.band(count) == band


# Commands


def test_commands__preview_and_run__say_days_and_numbers(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with_classes(cast)
    closed(cast)
    work_out(cast.case, add_months(today(), -25))
    call_command("retention", "preview")
    said = capsys.readouterr().out
    assert cast.case.number in said
    assert (add_months(add_months(today(), -25), 24) + DAY).isoformat() in said
    (row,) = retention.propose_due(by=actor(cast.kirsi), chosen=retention.preview({cast.house.programme.pk}))
    erasure.approve(row, by=actor(cast.kaisa))
    call_command("erase")
    assert str(row.uid) in capsys.readouterr().out, "listed, not carried out"
    assert Disposal.objects.get(pk=row.pk).state == "approved"
    call_command("retention", "run")
    assert str(row.uid) in capsys.readouterr().out
    assert Disposal.objects.get(pk=row.pk).state == "done"
    call_command("erase", "--carry-out")
    assert "0" in capsys.readouterr().out
