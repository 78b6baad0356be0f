"""What a person asks by right: each clock by its law, each verb with what it refuses (issue 4, point 6)."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.translation import override

from consent import keyring, requests, restrictions
from consent.actors import acting
from consent.keyring import Audience
from consent.models import Account, DataRequest, RecipientNotice
from consent.periods import HELSINKI, today
from tests.people import Cast

DAY = datetime.timedelta(days=1)
Kind, State, Decision = DataRequest.Kind, DataRequest.State, DataRequest.Decision


def day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d.%m.%Y").replace(tzinfo=HELSINKI).date()


def on(text: str) -> Any:
    """It is noon of that day in Finland."""
    return time_machine.travel(datetime.datetime.combine(day(text), datetime.time(12), HELSINKI), tick=False)


def receive(cast: Cast, by: Account | None = None, **more: Any) -> DataRequest:
    by = by or cast.minna
    given = {"kind": Kind.ACCESS, "channel": "in_person", "words": "Haluan nähdä tietoni."} | more
    with keyring.also(sealing=[cast.case.subject.scope]), acting(by):
        return requests.receive(by=by, subject=cast.case.subject, **given)


def known(cast: Cast, **more: Any) -> DataRequest:
    request = receive(cast, **more)
    requests.check_identity(request, by=cast.kirsi, how="document")
    return request


def decide(cast: Cast, request: DataRequest, decision: str, answer: str = "") -> DataRequest:
    with keyring.also([(request.scope, Audience.OFFICER)]), acting(cast.kirsi):
        return requests.decide(request, by=cast.kirsi, decision=decision, answer=answer)


@pytest.mark.parametrize(
    ("kind", "received", "target", "due"),
    [
        ("access", "24.11.2026", "24.12.2026", "24.12.2026"),  # Christmas Eve ends a period of the Union's law
        ("log", "24.10.2026", "24.12.2026", "28.12.2026"),  # and moves one of a national act over Christmas
        ("access", "31.1.2027", "28.2.2027", "1.3.2027"),  # clamped, and a Sunday
        ("access", "31.1.2028", "29.2.2028", "29.2.2028"),  # a leap day
        ("access", "29.1.2027", "28.2.2027", "1.3.2027"),
        ("erasure", "25.5.2027", "25.6.2027", "28.6.2027"),  # Midsummer Eve is a holiday of both
        ("objection", "6.12.2026", "6.1.2027", "7.1.2027"),  # Epiphany
        ("access", "30.4.2027", "30.5.2027", "31.5.2027"),  # a Sunday at the end of the month
        ("log", "31.12.2026", "28.2.2027", "1.3.2027"),
    ],
)
def test_clock__ends_of_months_and_holidays__by_its_law(kind: str, received: str, target: str, due: str) -> None:
    assert requests.clock(kind, day(received)) == requests.Clock(day(target), day(due))


@pytest.mark.parametrize(
    ("received", "due"), [("31.1.2027", "30.4.2027"), ("30.11.2026", "1.3.2027"), ("24.9.2026", "24.12.2026")]
)
def test_clock__extended__counts_three_months_from_receipt_at_once(received: str, due: str) -> None:
    assert requests.clock("access", day(received), extended=True).due_on == day(due)


def test_receive__access__is_due_in_a_month_and_sealed(cast: Cast) -> None:
    with on("24.11.2026"):
        request = receive(cast)
    row = DataRequest.objects.get(pk=request.pk)
    assert (row.state, row.due_on, row.first_due_on) == (State.RECEIVED, day("24.12.2026"), day("24.12.2026"))
    assert (row.identity, row.programme) == ("", cast.house.programme)
    with keyring.fresh():
        assert str(row.words) != "Haluan nähdä tietoni."
    with keyring.also([(row.scope, Audience.OFFICER)]):
        assert row.words == "Haluan nähdä tietoni."


def test_receive__from_the_own_pages__carries_its_identity(cast: Cast) -> None:
    request = receive(cast, by=cast.nasrin, channel="portal")
    assert (request.identity, request.identity_by) == ("own_pages", cast.nasrin)
    assert receive(cast, channel="portal").identity == ""


@pytest.mark.parametrize("received", [datetime.timedelta(days=1), datetime.timedelta(days=-400)])
def test_receive__day_ahead_or_before_the_programme__is_refused(cast: Cast, received: datetime.timedelta) -> None:
    with pytest.raises(requests.ImpossibleDay):
        receive(cast, received_on=today() + received)
    assert not DataRequest.objects.exists()


def test_receive__correction_or_objection_without_words__is_refused(cast: Cast) -> None:
    for kind in (Kind.RECTIFICATION, Kind.OBJECTION):
        with pytest.raises(requests.NothingAsked):
            receive(cast, kind=kind, words=" ")


def test_receive__objection__restricts_the_use_until_it_is_decided(cast: Cast) -> None:
    request = receive(cast, kind=Kind.OBJECTION)
    restriction = restrictions.live_of(cast.case.subject)
    assert restriction is not None
    assert (restriction.why, restriction.request) == ("objection", request)


def test_log_request__period__is_the_last_two_years_unless_asked(cast: Cast) -> None:
    with on("24.11.2026"):
        request = receive(cast, kind=Kind.LOG, words="")
        assert (request.log_from, request.log_until) == (day("24.11.2024"), day("24.11.2026"))
        assert request.due_on == day("25.1.2027")  # the 24th is a Sunday
        older = requests.Days(day("1.1.2023"), day("31.12.2023"))
        with pytest.raises(requests.OlderLog):
            receive(cast, kind=Kind.LOG, words="", log=older)
        assert receive(cast, kind=Kind.LOG, words="Riita-asia", log=older).log_from == day("1.1.2023")


def test_log_request__leap_day__goes_back_to_the_last_of_february(cast: Cast) -> None:
    with on("29.2.2028"):
        assert receive(cast, kind=Kind.LOG).log_from == day("28.2.2026")


def test_log_request__days_the_wrong_way_round_or_ahead__are_refused(cast: Cast) -> None:
    for first, last in ((today(), today() - DAY), (today(), today() + DAY)):
        with pytest.raises(requests.ImpossibleDay):
            receive(cast, kind=Kind.LOG, log=requests.Days(first, last))


def test_extend__inside_the_first_month__gives_three_months_from_receipt(cast: Cast) -> None:
    with on("24.11.2026"):
        request = receive(cast)
    with on("24.12.2026"), keyring.also([(request.scope, Audience.OFFICER)]):
        with pytest.raises(requests.ReasonMissing):
            requests.extend(request, by=cast.kirsi, reason=" ")
        requests.extend(request, by=cast.kirsi, reason="Tietoja on paljon.")
        row = DataRequest.objects.get(pk=request.pk)
        assert (row.due_on, row.first_due_on) == (day("24.2.2027"), day("24.12.2026"))
        with pytest.raises(requests.ExtendedAlready):
            requests.extend(request, by=cast.kirsi, reason="Vielä.")


def test_extend__after_the_first_month_or_of_a_log_request__is_refused(cast: Cast) -> None:
    with on("24.11.2026"):
        request, log = receive(cast), receive(cast, kind=Kind.LOG)
    with on("25.12.2026"), keyring.also([(request.scope, Audience.OFFICER)]):
        with pytest.raises(requests.TooLate):
            requests.extend(request, by=cast.kirsi, reason="Tietoja on paljon.")
        with pytest.raises(requests.NotExtendable):
            requests.extend(log, by=cast.kirsi, reason="Tietoja on paljon.")


def test_decide__granted_before_anybody_looked_who_asks__is_refused(cast: Cast) -> None:
    request = receive(cast)
    with pytest.raises(requests.UnknownPerson):
        decide(cast, request, "granted")
    with pytest.raises(requests.UnknownPerson):
        requests.check_identity(request, by=cast.kirsi, how="own_pages")
    with pytest.raises(requests.NotDecided):
        decide(cast, request, "perhaps")


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.LOG])
def test_decide__refused__needs_reasons_and_says_how_to_complain(cast: Cast, kind: str) -> None:
    request = receive(cast, kind=kind)
    with pytest.raises(requests.ReasonMissing):
        decide(cast, request, "refused")
    with override("fi"):
        row = decide(cast, request, "refused", "Tiedoista voisi tunnistaa toisen.")
        route = requests.how_to_complain(kind)
    with keyring.also([(request.scope, Audience.OFFICER)]):
        kept = DataRequest.objects.get(pk=row.pk).answer
    assert kept == f"Tiedoista voisi tunnistaa toisen.\n\n{route}"
    assert "tietosuoja@om.fi" in kept
    assert ("703/2023" in kept) is (kind == Kind.LOG)
    with pytest.raises(requests.AlreadyDecided):
        decide(cast, request, "granted")


def test_answer__goes_only_to_somebody_known__and_after_the_decision(cast: Cast) -> None:
    request = known(cast)
    with pytest.raises(requests.NotDecided):
        requests.answer(request, by=cast.kirsi, channel="paper")
    decide(cast, request, "granted")
    requests.answer(request, by=cast.kirsi, channel="paper")
    row = DataRequest.objects.get(pk=request.pk)
    assert (row.state, row.answered_channel, row.answered_by) == (State.ANSWERED, "paper", cast.kirsi)
    with pytest.raises(requests.Ended):
        requests.answer(request, by=cast.kirsi, channel="paper")


def test_answer__refusal__reaches_somebody_who_stays_unknown(cast: Cast) -> None:
    request = receive(cast)
    decide(cast, request, "refused", "Emme tiedä, kuka kysyy.")
    requests.answer(request, by=cast.kirsi, channel="paper")
    assert DataRequest.objects.get(pk=request.pk).state == State.ANSWERED


def test_database__answer_to_somebody_unknown__is_refused(cast: Cast) -> None:
    request = known(cast)
    decide(cast, request, "granted")
    row = DataRequest.objects.get(pk=request.pk)
    row.identity, row.state, row.answered_at = "", State.ANSWERED, row.decided_at
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["identity", "state", "answered_at"])


def test_take_back__ends_the_request__and_nothing_follows(cast: Cast) -> None:
    request = receive(cast)
    requests.take_back(request, by=cast.nasrin)
    assert DataRequest.objects.get(pk=request.pk).state == State.TAKEN_BACK
    with pytest.raises(requests.Ended):
        requests.check_identity(request, by=cast.kirsi, how="known")
    with pytest.raises(requests.Ended):
        decide(cast, request, "granted")
    with pytest.raises(requests.Ended):
        requests.take_back(request, by=cast.nasrin)


def test_decide__granted_restriction__begins_at_once(cast: Cast) -> None:
    request = known(cast, kind=Kind.RESTRICTION)
    decide(cast, request, "granted")
    restriction = restrictions.live_of(cast.case.subject)
    assert restriction is not None
    assert (restriction.request, restriction.placed_by) == (request, cast.kirsi)


def test_decide__refused_restriction_or_correction__does_nothing(cast: Cast) -> None:
    for kind in (Kind.RESTRICTION, Kind.RECTIFICATION):
        decide(cast, known(cast, kind=kind), "refused", "Tiedot ovat oikein.")
    assert not restrictions.is_restricted(cast.case.subject)
    assert not RecipientNotice.objects.exists()


def test_lists__by_state_of_the_clock__hold_the_right_ones(cast: Cast) -> None:
    with on("24.11.2026"):
        late, ended = receive(cast), receive(cast)
        requests.take_back(ended, by=cast.nasrin)
    with on("20.12.2026"):
        later = receive(cast)
    rows = requests.of_programmes(frozenset({cast.house.programme.pk}))
    assert list(requests.still_open(rows)) == [late, later]
    assert list(requests.overdue(rows, day("24.12.2026"))) == []
    assert list(requests.overdue(rows, day("25.12.2026"))) == [late]
    assert list(requests.pressing(rows, day("17.12.2026"))) == [late]
    assert list(requests.pressing(rows, day("16.12.2026"))) == []
    assert not requests.of_programmes(frozenset({cast.house.other_programme.pk})).exists()


def test_due_in_words__before_on_and_after_the_day(cast: Cast) -> None:
    with on("24.11.2026"), override("en"):
        request = receive(cast)
        said = [requests.due_in_words(request, day(text)) for text in ("21.12.2026", "24.12.2026", "25.12.2026")]
    assert said == ["3 days left", "due today", "1 day late"]


def test_leave_out__names_entries_once__until_the_decision(cast: Cast) -> None:
    request, entry = known(cast), f"session:{uuid.uuid4()}"
    requests.leave_out(request, by=cast.kirsi, entries=[entry, entry])
    assert DataRequest.objects.get(pk=request.pk).left_out == [entry]
    decide(cast, request, "granted")
    with pytest.raises(requests.AlreadyDecided):
        requests.leave_out(request, by=cast.kirsi, entries=[])
