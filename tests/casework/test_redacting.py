"""Redacting: the passage goes from the live row and every version, by two people; what is left still reads."""

import pytest
from django.db import connections

from casework import redacting
from casework.models import Amendment, GuidanceSession, HealthEntry
from consent import erasure, keyring, redaction
from consent.fields import raw_values
from consent.history import HistoryRow
from consent.keyring import Audience
from consent.models import Disposal, ErasurePermit, Redaction
from tests.casework import stories
from tests.casework.opened import opened
from tests.people import Cast, actor

NAME = "Naapurin Reijo"
TEXT = f"Tavattiin kotona. {NAME} juo liikaa. Sovittiin, että {NAME} ei tule mukaan."
REASON = "Sivullisen nimi."


@pytest.fixture
def session(cast: Cast) -> GuidanceSession:
    """An entry that names a third person, and was saved three times."""
    session = stories.signed(cast, narrative=TEXT)
    for state in ("error", "confirmed"):
        session.state = state
        session.save(update_fields=["state"])
    return session


def proposed(cast: Cast, session: GuidanceSession, passage: str = NAME, reason: str = REASON) -> Disposal:
    with opened(cast):
        record = GuidanceSession.objects.get(pk=session.pk)
        return redacting.propose(
            by=cast.minna, case=cast.case, record=record, field="narrative", passage=passage, reason=reason
        )


def carried_out(cast: Cast, disposal: Disposal) -> Disposal:
    return erasure.carry_out(erasure.approve(disposal, by=actor(cast.kirsi)))


def read(cast: Cast, row: GuidanceSession | HistoryRow) -> str:
    with keyring.fresh() as ring:
        ring.open([(cast.case.scope, Audience.WORKER)])
        return str(row.narrative)  # type: ignore[union-attr]


def versions(session: GuidanceSession) -> list[HistoryRow]:
    return list(GuidanceSession.history.filter(uid=session.uid).order_by("pk"))


def test_redact__passage__goes_from_the_row_and_from_every_version(cast: Cast, session: GuidanceSession) -> None:
    with raw_values():
        before = {bytes(row.narrative) for row in versions(session)}  # type: ignore[attr-defined]
    done = carried_out(cast, proposed(cast, session))
    assert done.counts == {"passage": 1, "version": 4}
    left = "Tavattiin kotona. [removed] juo liikaa. Sovittiin, että [removed] ei tule mukaan."
    shown = read(cast, GuidanceSession.objects.get(pk=session.pk)).replace("[poistettu]", "[removed]")
    assert shown == left
    assert {read(cast, row).replace("[poistettu]", "[removed]") for row in versions(session)} == {left}
    assert not stored(before), "the old ciphertext is nowhere in the data database"
    assert not ErasurePermit.objects.exists()


def stored(envelopes: set[bytes]) -> bool:
    """Whether any of these ciphertexts still stands in the tables of entries."""
    with connections["default"].cursor() as cursor:
        found: set[bytes] = set()
        for table in ("casework_guidancesession", "casework_historicalguidancesession"):
            cursor.execute(f"SELECT narrative FROM {table} WHERE narrative IS NOT NULL")
            found |= {bytes(value) for (value,) in cursor.fetchall()}
    return bool(found & envelopes)


def test_redact__whole_text__leaves_the_mark(cast: Cast, session: GuidanceSession) -> None:
    carried_out(cast, proposed(cast, session, passage=""))
    with keyring.fresh():
        assert read(cast, GuidanceSession.objects.get(pk=session.pk)) in {"[removed]", "[poistettu]"}


def test_redact__other_entries__stay_as_they_were(cast: Cast, session: GuidanceSession) -> None:
    other = stories.signed(cast, narrative=TEXT)
    carried_out(cast, proposed(cast, session))
    assert {read(cast, row) for row in versions(other)} == {TEXT}


def test_redact__until_approved__nothing_changes(cast: Cast, session: GuidanceSession) -> None:
    disposal = proposed(cast, session)
    with pytest.raises(erasure.AnotherApproves):
        erasure.approve(disposal, by=actor(cast.minna))
    with pytest.raises(erasure.AnotherApproves):
        erasure.approve(disposal, by=actor(cast.anna))
    with pytest.raises(erasure.NotApproved):
        erasure.carry_out(disposal)
    assert read(cast, GuidanceSession.objects.get(pk=session.pk)) == TEXT
    erasure.refuse(disposal, by=actor(cast.kaisa))
    assert read(cast, GuidanceSession.objects.get(pk=session.pk)) == TEXT


def test_redact__second_proposal__waits_for_the_first(cast: Cast, session: GuidanceSession) -> None:
    """Else the second would bring back what the first had removed: it was sealed from the text before."""
    first = proposed(cast, session)
    with pytest.raises(erasure.AlreadyProposed):
        proposed(cast, session, passage="kotona")
    carried_out(cast, first)
    carried_out(cast, proposed(cast, session, passage="kotona"))
    assert NAME not in read(cast, GuidanceSession.objects.get(pk=session.pk))


@pytest.mark.parametrize(
    ("passage", "reason", "fault"),
    [("Sitä ei ole", REASON, redaction.PassageNotFound), (NAME, "  ", redaction.ReasonNeeded)],
)
def test_redact__refusals(
    cast: Cast, session: GuidanceSession, passage: str, reason: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        proposed(cast, session, passage, reason)
    assert not Disposal.objects.exists()


@pytest.mark.parametrize("name", ["jari", "eeva", "onni"])
def test_redact__proposed_by_a_colleague__is_refused(cast: Cast, session: GuidanceSession, name: str) -> None:
    given = {"case": cast.case, "record": session, "field": "narrative", "passage": NAME, "reason": REASON}
    with opened(cast), pytest.raises(redacting.LeadProposes):
        redacting.propose(by=getattr(cast, name), **given)


def test_redact__health_entry__by_its_author(cast: Cast) -> None:
    entry = stories.health_entry(cast, narrative=TEXT)
    with opened(cast, cast.eeva):
        record = HealthEntry.objects.get(pk=entry.pk)
        given = {"case": cast.case, "record": record, "field": "narrative", "passage": NAME, "reason": REASON}
        disposal = redacting.propose(by=cast.eeva, **given)
    assert carried_out(cast, disposal).state == "done"
    assert Amendment.objects.count() == 0


def test_redact__reason__is_read_by_the_approvers_alone(cast: Cast, session: GuidanceSession) -> None:
    row = Redaction.objects.get(disposal=proposed(cast, session))
    for audience, reads in ((Audience.OFFICER, True), (Audience.COORDINATOR, True), (Audience.WORKER, False)):
        with keyring.fresh() as ring:
            ring.open([(cast.case.scope, audience)])
            assert (row.reason == REASON) is reads


def test_redact__crash_on_its_way__is_finished_later(
    transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = stories.signed(cast, narrative=TEXT)
    disposal = erasure.approve(proposed(cast, session), by=actor(cast.kaisa))
    with monkeypatch.context() as patch:
        patch.delattr(erasure.erasure_permit, "_change")
        with pytest.raises(NameError):
            erasure.carry_out(disposal)
    assert read(cast, GuidanceSession.objects.get(pk=session.pk)) == TEXT
    assert erasure.finish_all() == 1
    assert NAME not in read(cast, GuidanceSession.objects.get(pk=session.pk))
