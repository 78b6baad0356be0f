"""Verification: whatever was changed, taken away, put in or put in another order is found, and the first is named."""

import datetime
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from consent import append_only
from consent.models import (
    AccessEvent,
    AccessEventSubject,
    AuditLeaf,
    Checkpoint,
    Disclosure,
    LeafForm,
    Organisation,
    SecurityEvent,
)
from consent.periods import now
from consent.proof import forms, notes, proving, sealing, verifying
from consent.proof.checking import What
from tests.consent.proof import stories
from tests.people import Cast

CHANGES = 10_000
ACCESS, SECURITY, LEAVES = (stories.table(model) for model in (AccessEvent, SecurityEvent, AuditLeaf))
SUBJECTS, CHECKPOINTS = stories.table(AccessEventSubject), stories.table(Checkpoint)


@pytest.fixture
def sealed(cast: Cast) -> list[AccessEvent]:
    """Three batches of events; those of the middle one."""
    stories.written(cast, events=2)
    sealing.seal()
    events = stories.written(cast, events=6)
    sealing.seal()
    stories.written(cast, events=2)
    sealing.seal()
    assert verifying.verify().faults == 0
    return events


def bad() -> tuple[What, str, int | None]:
    """What `audit verify` names first."""
    fault = verifying.verify().bad()
    assert fault is not None
    event = verifying.name(fault)
    return fault.what, event.table, event.row_id


def prepared(column: str, value: Any) -> Any:
    """A value as the database takes it."""
    field = AccessEvent._meta.get_field(column)
    assert isinstance(field, models.Field)
    return field.get_db_prep_value(value, connection)


def random_change(dice: random.Random, dump: stories.Dump) -> tuple[Callable[[], object], str]:
    """Change one thing in a dump; how to take it back, and which table it was in ("" for leaves and checkpoints)."""
    table = dice.choice(sorted(name for name, rows in dump.found.items() if rows))
    rows, leaves = dump.found[table], dump.leaves[table]
    kind = dice.choice(["value", "value", "delete", "insert", "swap", "leaf", "forget", "order"])
    place = dice.randrange(len(rows))
    if kind == "value":
        row = rows[place]
        column = dice.choice([at for at in range(len(row)) if row[at] is not None])
        before = row[column]
        row[column] = otherwise(dice, before)
        return lambda: row.__setitem__(column, before), table
    if kind == "delete":
        row = rows.pop(place)
        return lambda: rows.insert(place, row), table
    if kind == "insert":
        copy = [*rows[place]]
        copy[0] = dice.choice([copy[0], copy[0] + 10_000, -1])
        rows.insert(place + (copy[0] > 0), copy)
        return lambda: rows.pop(place + (copy[0] > 0)), table
    if kind == "swap" and len(rows) > 1:
        other = dice.choice([at for at in range(len(rows)) if at != place])
        if rows[place][1:] != rows[other][1:]:
            swap(rows, place, other)  # contents change places, ids stay
            return lambda: swap(rows, place, other), table
    if kind in {"swap", "leaf"}:
        leaf = leaves[dice.randrange(len(leaves))]
        before = leaf[3]
        leaf[3] = otherwise(dice, bytes(before))
        return lambda: leaf.__setitem__(3, before), table
    hashes = dump.hashes
    place = dice.randrange(len(hashes))
    if kind == "forget":
        gone = hashes.pop(place)
        return lambda: hashes.insert(place, gone), ""
    other = dice.choice([at for at in range(len(hashes)) if at != place])
    swap(hashes, place, other)
    return lambda: swap(hashes, place, other), ""


def swap(rows: list[list[Any]], one: int, other: int) -> None:
    rows[one][1:], rows[other][1:] = rows[other][1:], rows[one][1:]


def otherwise(dice: random.Random, value: Any) -> Any:
    """The same with one byte changed, put in or taken out; another number."""
    if isinstance(value, int):
        return value + dice.choice([-1, 1, 1 << dice.randrange(40)])
    raw = bytearray(value.encode() if isinstance(value, str) else bytes(value))
    place = dice.randrange(len(raw))
    match dice.randrange(3):
        case 0:
            raw[place] ^= 1 << dice.randrange(8)
        case 1:
            raw.insert(place, dice.randrange(256))
        case _:
            del raw[place]
    return bytes(raw)


def test_random_changes__ten_thousand__every_one_is_found(sealed: list[AccessEvent]) -> None:
    """By the functions that `audit verify` runs on what it reads; each change alone, then taken back."""
    dice, dump, missed = random.Random(2026), stories.Dump.read(), []
    assert dump.faults() == []
    for number in range(CHANGES):
        undo, table = random_change(dice, dump)
        if not (dump.of_table(table) if table else dump.of_tree()):
            missed.append((number, table))
        undo()
    assert missed == []
    assert dump.faults() == []


def test_dump__without_a_change__has_no_fault_and_all_rows(sealed: list[AccessEvent]) -> None:
    """The test above would find everything, too, in a dump that is always wrong or always empty."""
    dump = stories.Dump.read()
    assert sum(map(len, dump.found.values())) == AuditLeaf.objects.count() == len(dump.hashes)


COLUMNS = [
    ("page", "'x'"), ("action", "'list'"), ("basis", "'lead'"), ("role", "'partner'"), ("purpose", "'health'"),
    ("address", "'10.0.0.0'"), ("compartment", "'health'"), ("object_kind", "'case'"), ("actor_id", "NULL"),
    ("organisation_id", "NULL"), ("case_uid", "NULL"), ("xid", "xid + 1"), ("reason", "salt"),
    ("object_uid", "case_uid"), ("request_id", "case_uid"), ("scope", "case_uid"),
]  # fmt: skip


def test_column__changed_in_the_database__names_the_row(sealed: list[AccessEvent]) -> None:
    event = sealed[3]
    for column, value in COLUMNS:
        before = AccessEvent.objects.filter(pk=event.pk).values_list(column, flat=True).get()
        stories.altered(f"UPDATE {ACCESS} SET {column} = {value} WHERE id = %s", event.pk)
        assert bad() == (What.CHANGED, ACCESS, event.pk), column
        back = prepared(column, before)
        stories.altered(f"UPDATE {ACCESS} SET {column} = %s WHERE id = %s", back, event.pk)
        assert verifying.verify().faults == 0, column


@pytest.mark.parametrize("changed", ["at", "uid", "salt"])
def test_column__that_differs_by_one_bit__names_the_row(sealed: list[AccessEvent], changed: str) -> None:
    values: dict[str, Any] = {
        "at": connection.ops.adapt_datetimefield_value(sealed[3].at + datetime.timedelta(microseconds=1)),
        "uid": "00000000-0000-4000-8000-000000000000" if connection.vendor == "postgresql" else "0" * 32,
        "salt": bytes([sealed[3].salt[0] ^ 1]) + sealed[3].salt[1:],
    }
    stories.altered(f"UPDATE {ACCESS} SET {changed} = %s WHERE id = %s", values[changed], sealed[3].pk)
    assert bad() == (What.CHANGED, ACCESS, sealed[3].pk)


if connection.vendor == "sqlite":

    @pytest.mark.parametrize("value", ["page || char(0)", "page || char(0) || 'x'", "x'ff'", "CAST(x'ff' AS TEXT)"])
    def test_text__that_sqlite_reads_past__is_found(sealed: list[AccessEvent], value: str) -> None:
        """SQLite's own quote() stops at NUL; what is no UTF-8, or no text, stops verification nowhere."""
        stories.altered(f"UPDATE {ACCESS} SET page = {value} WHERE id = %s", sealed[3].pk)
        assert bad() == (What.CHANGED, ACCESS, sealed[3].pk)


def test_subjects__of_an_event__changed_added_or_taken_away__name_the_event(sealed: list[AccessEvent]) -> None:
    link = AccessEventSubject.objects.get(event=sealed[2])
    stories.altered(f"DELETE FROM {SUBJECTS} WHERE id = %s", link.pk)
    assert bad() == (What.CHANGED, ACCESS, sealed[2].pk)
    link.pk = None
    link.save()
    assert verifying.verify().faults == 0
    AccessEventSubject.objects.create(event=sealed[1], subject_uid=sealed[0].uid)
    assert bad() == (What.CHANGED, ACCESS, sealed[1].pk)


def test_row__deleted__is_named_with_the_time_of_its_seal(sealed: list[AccessEvent]) -> None:
    stories.altered(f"DELETE FROM {SUBJECTS} WHERE event_id = %s", sealed[4].pk)
    stories.altered(f"DELETE FROM {ACCESS} WHERE id = %s", sealed[4].pk)
    fault = verifying.verify().bad()
    assert fault is not None
    event = verifying.name(fault)
    middle = Checkpoint.objects.order_by("size")[1]
    assert (fault.what, event) == (What.GONE, verifying.Event(ACCESS, sealed[4].pk, middle.at))


def test_row__put_in_and_past_its_five_minutes__is_named(sealed: list[AccessEvent]) -> None:
    stories.stranger()
    assert verifying.verify().faults == 0
    old = stories.stranger(now() - stories.LONG_AGO)
    assert bad() == (What.UNSEALED, SECURITY, old.pk)
    sealing.seal()
    assert verifying.verify().faults == 0


def test_rows__with_contents_exchanged__name_the_first(sealed: list[AccessEvent]) -> None:
    one, other = sealed[1].pk, sealed[4].pk
    columns = [column for column in COLUMNS if column[0] != "reason"]
    names = ", ".join(name for name, _ in columns)
    stories.altered(f"UPDATE {ACCESS} SET page = 'other' WHERE id = %s", other)
    stories.altered(
        f"UPDATE {ACCESS} SET ({names}) = (SELECT {names} FROM {ACCESS} WHERE id = %s) WHERE id = %s", other, one
    )
    report = verifying.verify()
    assert report.faults == 2
    assert bad() == (What.CHANGED, ACCESS, one)


def test_leaves__exchanged__are_found(sealed: list[AccessEvent]) -> None:
    one, other = stories.leaf_of(sealed[1]), stories.leaf_of(sealed[4])
    for index, leaf in ((10**9, one), (one.index, other), (other.index, one)):
        stories.altered(
            f'UPDATE {LEAVES} SET "index" = %s WHERE source = %s AND row_id = %s', index, leaf.source, leaf.row_id
        )
    what, table, _ = bad()
    assert (what, table) == (What.ROOT, ACCESS)


def test_leaf__and_row_changed_together__is_found_by_the_root(sealed: list[AccessEvent]) -> None:
    leaf = stories.leaf_of(sealed[3])
    stories.altered(f'UPDATE {LEAVES} SET hash = %s WHERE "index" = %s', bytes(32), leaf.index)
    assert bad() == (What.CHANGED, ACCESS, sealed[3].pk)


def test_leaf__deleted_with_its_row__is_found(sealed: list[AccessEvent]) -> None:
    leaf = stories.leaf_of(sealed[3])
    stories.altered(f'DELETE FROM {LEAVES} WHERE "index" = %s', leaf.index)
    stories.altered(f"DELETE FROM {SUBJECTS} WHERE event_id = %s", sealed[3].pk)
    stories.altered(f"DELETE FROM {ACCESS} WHERE id = %s", sealed[3].pk)
    fault = verifying.verify().bad()
    assert fault is not None
    assert (fault.what, fault.index) == (What.ORDER, leaf.index)


@pytest.mark.parametrize(
    ("column", "value"), [("form_id", "form_id + 1000000"), ("source", "9999"), ("row_id", "row_id + 1000000")]
)
def test_leaf__of_another_table__is_found(sealed: list[AccessEvent], column: str, value: str) -> None:
    leaf = stories.leaf_of(sealed[3])
    LeafForm.objects.create(pk=1_000_000 + leaf.form_id, source=77, table="x", text="x")
    stories.altered(f'UPDATE {LEAVES} SET {column} = {value} WHERE "index" = %s', leaf.index)
    report = verifying.verify()
    assert report.first is not None
    assert report.first.row_id in {leaf.row_id, leaf.row_id + 1_000_000}


def test_form__changed__is_found(sealed: list[AccessEvent]) -> None:
    form = stories.leaf_of(sealed[0]).form
    said = json.loads(form.text)
    said["slots"][0][1].remove("action")
    stories.altered(f"UPDATE {stories.table(LeafForm)} SET text = %s WHERE id = %s", json.dumps(said), form.pk)
    what, table, _ = bad()
    assert (what, table) == (What.CHANGED, ACCESS)


@pytest.mark.parametrize("column", ["note", "root", "size"])
def test_checkpoint__changed__is_found(sealed: list[AccessEvent], column: str) -> None:
    middle = Checkpoint.objects.order_by("size")[1]
    value: dict[str, Any] = {
        "note": middle.note.replace("\n", "\n1", 1), "root": bytes(32), "size": middle.size + 1
    }  # fmt: skip
    stories.altered(f"UPDATE {CHECKPOINTS} SET {column} = %s WHERE size = %s", value[column], middle.size)
    assert bad()[0] in {What.NOTE, What.ROOT}


def test_end_of_the_log__cut_off_with_its_checkpoint__is_found_against_an_earlier_one(
    sealed: list[AccessEvent],
) -> None:
    """Whoever cuts off the end leaves a shorter log that holds: only a checkpoint kept elsewhere tells."""
    kept = proving.latest().note
    before = Checkpoint.objects.order_by("size")[1]
    gone = AuditLeaf.objects.filter(index__gte=before.size).order_by("index")
    for leaf in list(gone):
        if leaf.form.table == ACCESS:
            stories.altered(f"DELETE FROM {SUBJECTS} WHERE event_id = %s", leaf.row_id)
        stories.altered(f"DELETE FROM {leaf.form.table} WHERE id = %s", leaf.row_id)
        stories.altered(f'DELETE FROM {LEAVES} WHERE "index" = %s', leaf.index)
    stories.altered(f"DELETE FROM {CHECKPOINTS} WHERE size > %s", before.size)
    assert verifying.verify().faults == 0
    fault = verifying.verify(against=notes.opened(kept, notes.origin())).bad()
    assert fault is not None
    assert fault.what == What.EARLIER


def test_log__written_anew_with_the_key__is_found_against_an_earlier_checkpoint(
    cast: Cast, sealed: list[AccessEvent]
) -> None:
    kept = notes.opened(Checkpoint.objects.order_by("size")[0].note, notes.origin())
    stories.altered(f"DELETE FROM {LEAVES}")
    stories.altered(f"DELETE FROM {CHECKPOINTS}")
    stories.altered(f"UPDATE {ACCESS} SET page = 'other'")
    sealing.seal()
    assert verifying.verify().faults == 0
    fault = verifying.verify(against=kept).bad()
    assert fault is not None
    assert fault.what == What.EARLIER


def test_against__checkpoints_of_this_log__hold(sealed: list[AccessEvent]) -> None:
    for checkpoint in Checkpoint.objects.all():
        assert verifying.verify(against=notes.opened(checkpoint.note, notes.origin())).faults == 0


def test_trigger__missing__is_a_fault(sealed: list[AccessEvent]) -> None:
    name = next(name for name in append_only.expected(connection) if name.startswith(f"{ACCESS}_no_"))
    with connection.cursor() as cursor:
        on_table = f' ON "{ACCESS}"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
    report = verifying.verify()
    assert report.faults == 1
    assert report.bad() is not None
    assert name in verifying.sentence(report.bad())  # type: ignore[arg-type]


def random_statements(dice: random.Random, events: list[AccessEvent]) -> Iterator[tuple[str, list[Any]]]:
    """One change of the real database: a row changed, taken away, put in."""
    event = dice.choice(events)
    column, value = dice.choice(COLUMNS)
    match dice.randrange(4):
        case 0:
            yield f"UPDATE {ACCESS} SET {column} = {value} WHERE id = %s", [event.pk]
        case 1:
            yield f"DELETE FROM {SUBJECTS} WHERE event_id = %s", [event.pk]
            yield f"DELETE FROM {ACCESS} WHERE id = %s", [event.pk]
        case 2:
            yield f'DELETE FROM {LEAVES} WHERE "index" = %s', [stories.leaf_of(event).index]
        case _:
            yield f"DELETE FROM {SUBJECTS} WHERE event_id = %s", [event.pk]
            yield f"UPDATE {ACCESS} SET id = id + 1000000 WHERE id = %s", [event.pk]


@pytest.mark.parametrize("seed", range(8))
def test_random_changes__of_the_real_database__are_found(sealed: list[AccessEvent], seed: int) -> None:
    dice = random.Random(seed)
    for statement, parameters in random_statements(dice, sealed):
        stories.altered(statement, *parameters)
    fault = verifying.verify().bad()
    assert fault is not None
    assert fault.what != What.TRIGGER


def test_command__on_an_intact_log__says_so(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    stories.written(cast)
    call_command("audit", "seal")
    call_command("audit", "verify")
    assert "Everything is as it was sealed." in capsys.readouterr().out


def test_command__on_a_damaged_log__names_the_first_bad_event(sealed: list[AccessEvent]) -> None:
    stories.altered(f"UPDATE {ACCESS} SET page = 'x' WHERE id >= %s", sealed[2].pk)
    with pytest.raises(CommandError) as refusal:
        call_command("audit", "verify")
    first = f"{ACCESS} {sealed[2].pk}, {sealed[2].at.isoformat(timespec='seconds')}"
    assert first in str(refusal.value)


def test_other_tables__disclosure_and_history__name_the_row(sealed: list[AccessEvent]) -> None:
    assert Disclosure._meta.db_table in {source.table for source in forms.sources()}
    row = Organisation.history.order_by("history_id").first()
    assert row is not None
    stories.altered(f"UPDATE {row._meta.db_table} SET phone = '1' WHERE history_id = %s", row.pk)
    assert bad() == (What.CHANGED, row._meta.db_table, row.pk)
