"""Gaps: an erasure replaces what it names, and the rest of the row still has to be as it was sealed."""

import uuid
from typing import Any

import pytest
from django.core.management import call_command

from casework.models import GuidanceSession
from consent.models import LeafGap, Organisation
from consent.proof import gaps, sealing, verifying
from consent.proof.checking import What
from tests.casework import stories as casework_stories
from tests.consent.proof import stories
from tests.consent.proof.conftest import Ask
from tests.people import Cast

DISPOSAL = uuid.uuid4()
HISTORY = GuidanceSession.history.model
TABLE = HISTORY._meta.db_table


@pytest.fixture
def row(cast: Cast) -> Any:
    """The sealed history row of a session."""
    session = casework_stories.signed(cast)
    sealing.seal()
    return HISTORY.objects.get(uid=session.uid)


def redact(row: Any, *columns: str, value: bytes | None = b"nothing", disposal: uuid.UUID = DISPOSAL) -> None:
    """What the erasing verb does: replace columns and the salt in one UPDATE within the block."""
    with gaps.accepting(HISTORY, [row.pk], columns, disposal=disposal) as salts:
        assert set(salts) == {row.pk}
        assigned = ", ".join(f"{column} = %s" for column in columns)
        stories.altered(
            f"UPDATE {TABLE} SET {assigned}, history_salt = %s WHERE history_id = %s",
            *([value] * len(columns)),
            salts[row.pk],
            row.pk,
        )


def test_accepting__a_redacted_column__is_no_fault_and_sealed(row: Any) -> None:
    before = bytes(row.history_salt)
    redact(row, "narrative")
    assert verifying.verify().faults == 0
    assert sealing.seal() == 1
    assert verifying.verify().faults == 0
    gap = LeafGap.objects.get()
    assert (gap.table, gap.row_id, gap.slots, gap.disposal_uid) == (TABLE, row.pk, ["narrative"], DISPOSAL)
    after = bytes(HISTORY.objects.get(pk=row.pk).history_salt)
    assert before not in after
    assert after[:1] == b"\1"
    assert bytes(16) in after


def test_redaction__without_a_gap__is_a_fault(row: Any) -> None:
    stories.altered(f"UPDATE {TABLE} SET narrative = %s WHERE history_id = %s", b"nothing", row.pk)
    bad = verifying.verify().bad()
    assert bad is not None
    assert (bad.what, bad.table, bad.row_id) == (What.CHANGED, TABLE, row.pk)


@pytest.mark.parametrize(
    "change", ["narrative = '\\x00'", "held_on = '2020-01-01'", "kind = 'x'", "version = version + 1"]
)
def test_redacted_row__changed_again__is_a_fault(row: Any, change: str) -> None:
    """In the replaced column too: the gap says what stands there now."""
    redact(row, "narrative")
    sealing.seal()
    stories.altered(f"UPDATE {TABLE} SET {change} WHERE history_id = %s", row.pk)
    assert verifying.verify().faults == 1


def test_redaction__of_more_than_was_named__is_refused(row: Any) -> None:
    with (
        pytest.raises(gaps.NotAsSealed),
        gaps.accepting(HISTORY, [row.pk], ["narrative"], disposal=DISPOSAL),
    ):
        stories.altered(f"UPDATE {TABLE} SET narrative = NULL, kind = 'x' WHERE history_id = %s", row.pk)
    assert not LeafGap.objects.exists()


def test_redaction__of_a_row_that_was_changed_before__is_refused(row: Any) -> None:
    """A gap must not hide it."""
    stories.altered(f"UPDATE {TABLE} SET kind = 'x' WHERE history_id = %s", row.pk)
    with (
        pytest.raises(gaps.NotAsSealed),
        gaps.accepting(HISTORY, [row.pk], ["narrative"], disposal=DISPOSAL),
    ):
        pytest.fail("the block was entered")


def test_redaction__of_what_belongs_to_the_bookkeeping__is_refused(row: Any) -> None:
    with (
        pytest.raises(LookupError),
        gaps.accepting(HISTORY, [row.pk], ["history_date"], disposal=DISPOSAL),
    ):
        pytest.fail("the block was entered")


def test_redaction__twice__of_the_same_and_of_another_column__holds(row: Any) -> None:
    redact(row, "narrative", value=b"first")
    sealing.seal()
    redact(row, "place", value=None)
    redact(row, "narrative", value=b"second")
    sealing.seal()
    assert verifying.verify().faults == 0
    stories.altered(f"UPDATE {TABLE} SET narrative = %s WHERE history_id = %s", b"first", row.pk)
    assert verifying.verify().faults == 1


def test_redaction__of_a_row_not_sealed_yet__needs_no_gap(cast: Cast) -> None:
    session = casework_stories.signed(cast)
    row = HISTORY.objects.get(uid=session.uid)
    with gaps.accepting(HISTORY, [row.pk], ["narrative"], disposal=DISPOSAL) as salts:
        assert salts == {}
        stories.altered(f"UPDATE {TABLE} SET narrative = NULL WHERE history_id = %s", row.pk)
    assert not LeafGap.objects.exists()
    sealing.seal()
    assert verifying.verify().faults == 0


def test_gap__old_and_not_sealed__is_not_believed(row: Any) -> None:
    redact(row, "narrative")
    stories.altered(f"UPDATE {stories.table(LeafGap)} SET at = '2020-01-01 00:00:00+00:00'")
    bad = verifying.verify().bad()
    assert bad is not None
    assert (bad.what, bad.table, bad.row_id) == (What.CHANGED, TABLE, row.pk)


def test_gap__changed__is_a_fault_of_its_own(row: Any) -> None:
    redact(row, "narrative")
    sealing.seal()
    stories.altered(f"UPDATE {stories.table(LeafGap)} SET disposal_uid = uid")
    bad = verifying.verify().bad()
    assert bad is not None
    assert bad.table == stories.table(LeafGap)


def test_removal__of_a_row_past_its_retention__leaves_its_leaf(cast: Cast) -> None:
    stories.stranger()
    sealing.seal()
    row = stories.stranger()
    sealing.seal()
    with gaps.accepting_removal(type(row), [row.pk], disposal=DISPOSAL):
        stories.altered(f"DELETE FROM {stories.table(type(row))} WHERE id = %s", row.pk)
    sealing.seal()
    assert verifying.verify().faults == 0
    assert stories.leaf_of(row).row_id == row.pk


def test_plain_column__of_a_history__can_be_emptied(cast: Cast) -> None:
    sealing.seal()
    row = Organisation.history.exclude(phone="").order_by("history_id").first()
    assert row is not None
    with gaps.accepting(type(row), [row.pk], ["phone"], disposal=DISPOSAL) as salts:
        statement = f"UPDATE {row._meta.db_table} SET phone = '', history_salt = %s WHERE history_id = %s"
        stories.altered(statement, salts[row.pk], row.pk)
    sealing.seal()
    assert verifying.verify().faults == 0


def test_proofs__of_a_redacted_row__hold(row: Any, tmp_path: Any, ask: Ask) -> None:
    redact(row, "narrative")
    sealing.seal()
    call_command("audit", "prove", f"{TABLE}/{row.pk}", out=tmp_path / "proof.json")
    holds, said = ask("inclusion", tmp_path / "proof.json")
    assert holds, said
    assert "narrative: erased" in said
    call_command("audit", "export", out=tmp_path / "log.jsonl")
    holds, said = ask("export", tmp_path / "log.jsonl")
    assert holds, said
