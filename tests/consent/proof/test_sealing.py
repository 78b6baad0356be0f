"""Sealing: every row once, in batches that are whole or not at all, only what is certain to stay."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from consent import due
from consent.keystore import key_files
from consent.models import AccessEvent, AuditLeaf, Checkpoint, LeafForm, Organisation, SecurityEvent
from consent.models.log import LogRow
from consent.proof import forms, notes, sealing, verifying
from consent.proof.checking import What
from consent.proof.tree import root_of
from tests.consent.proof import stories
from tests.house.models import histories
from tests.people import Cast

STEPS = ["resume", "read", "write", "compare", "sign", "_keep"]


def models_to_seal() -> list[type[models.Model]]:
    return [*LogRow.__subclasses__(), *histories()]


def rows_to_seal() -> int:
    return sum(model._default_manager.count() for model in models_to_seal())


def leaves() -> list[tuple[int, int]]:
    return list(AuditLeaf.objects.values_list("source", "row_id"))


def test_seal__everything_written__becomes_a_leaf_once(cast: Cast) -> None:
    stories.written(cast)
    how_many = rows_to_seal()
    assert sealing.seal() == how_many > 20
    assert sealing.seal() == 0
    assert len(set(leaves())) == len(leaves()) == how_many
    assert list(AuditLeaf.objects.order_by("index").values_list("index", flat=True)) == list(range(how_many))
    checkpoint = Checkpoint.objects.get()
    assert bytes(checkpoint.root) == root_of(bytes(leaf.hash) for leaf in AuditLeaf.objects.order_by("index"))
    assert notes.opened(checkpoint.note, notes.origin()) == notes.Signed(
        notes.origin(), how_many, bytes(checkpoint.root)
    )


def test_sources__are_every_log_and_every_history() -> None:
    assert {source.table for source in forms.sources()} == {model._meta.db_table for model in models_to_seal()}


def test_seal__again__goes_on_where_it_was(cast: Cast) -> None:
    stories.written(cast)
    first = sealing.seal()
    stories.written(cast, events=3)
    assert sealing.seal() == 4
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [first, first + 4]
    assert verifying.verify().faults == 0


def test_seal__more_than_a_batch__is_all_sealed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 7)
    stories.written(cast, events=20)
    assert sealing.seal() == rows_to_seal()
    assert Checkpoint.objects.count() == -(-rows_to_seal() // 7)
    assert verifying.verify().faults == 0


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_seal__interrupted_at_any_point__next_run_continues(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    stories.written(cast)
    before = sealing.seal()
    stories.written(cast)
    does: Callable[..., Any] = getattr(sealing, step)

    def interrupted(*args: Any, **options: Any) -> None:
        if when == "after":
            does(*args, **options)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sealing, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            sealing.seal()
    assert AuditLeaf.objects.count() == before
    assert Checkpoint.objects.count() == 1
    assert sealing.seal() == 6
    assert len(set(leaves())) == len(leaves()) == rows_to_seal()
    assert verifying.verify().faults == 0


def test_seal__connection_lost_before_the_commit__leaves_nothing(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed process leaves: the server sees its connection end in the middle of a transaction."""
    stories.stranger()
    stories.wait_until_certain()
    keep = sealing._keep

    def lost(*args: Any) -> None:
        keep(*args)
        connection.connection.close()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "_keep", lost)
        with pytest.raises(BaseException):  # noqa: B017, PT011  (Django may stumble over the lost connection first)
            sealing.seal()
    connection.close()
    assert (AuditLeaf.objects.count(), Checkpoint.objects.count(), LeafForm.objects.count()) == (0, 0, 0)
    assert sealing.seal() == rows_to_seal()
    assert verifying.verify().faults == 0


def test_seal__leaf_written_otherwise_than_computed__is_not_signed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One flipped bit between computing and signing (security review §5.3)."""
    stories.written(cast)
    write = sealing.write

    def flipped(batch: list[sealing.Leaf], first: int) -> None:
        write(batch, first)
        leaf = AuditLeaf.objects.order_by("-index").first()
        assert leaf is not None
        wrong = bytes([leaf.hash[0] ^ 1]) + bytes(leaf.hash[1:])
        stories.altered(f'UPDATE {stories.table(AuditLeaf)} SET hash = %s WHERE "index" = %s', wrong, leaf.pk)

    monkeypatch.setattr(sealing, "write", flipped)
    with pytest.raises(sealing.SealRefused):
        sealing.seal()
    assert Checkpoint.objects.count() == 0


def test_seal__frontier_changed__refuses_to_sign_on_top_of_it(cast: Cast) -> None:
    stories.written(cast)
    sealing.seal()
    stories.written(cast)
    frontier = bytes(Checkpoint.objects.get().frontier)
    changed = bytes([frontier[0] ^ 1]) + frontier[1:]
    stories.altered(f"UPDATE {stories.table(Checkpoint)} SET frontier = %s", changed)
    with pytest.raises(sealing.SealRefused):
        sealing.seal()
    assert due.run()["log rows sealed"] == 0


def test_run_due__seals(cast: Cast) -> None:
    stories.written(cast)
    assert due.run()["log rows sealed"] > 0
    assert sealing.seal() == 0


def test_command__every_second__seals_until_it_is_told_to_end(transactional_db: None) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    stories.stranger()
    stories.wait_until_certain()
    end = threading.Timer(1.5, os.kill, [os.getpid(), signal.SIGTERM])
    end.start()
    try:
        call_command("audit", "seal", "--every", "1")
    finally:
        end.join()
        for number, handler in before.items():
            signal.signal(number, handler)
    assert AuditLeaf.objects.count() == rows_to_seal() > 0


@pytest.mark.parametrize("seconds", ["0", "61", "x", "-1"])
def test_command__seldom_or_never__is_refused(db: None, seconds: str) -> None:
    """A row waits a minute at the most."""
    with pytest.raises(CommandError):
        call_command("audit", "seal", "--every", seconds)


def test_form__when_a_table_got_a_column__is_new_and_old_leaves_hold(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = forms.source_of(SecurityEvent)
    (name, columns), *others = narrow.slots
    older = forms.Source(**{**vars(narrow), "slots": ((name, columns[:-1]), *others)})
    everything = forms.sources()
    with monkeypatch.context() as patch:
        patch.setattr(forms, "sources", lambda: [older if s.table == narrow.table else s for s in everything])
        first = stories.stranger()
        sealing.seal()
    second = stories.stranger()
    assert sealing.seal() == 1
    assert LeafForm.objects.filter(table=narrow.table).count() == 2
    assert stories.leaf_of(first).source == stories.leaf_of(second).source
    assert stories.leaf_of(first).form_id != stories.leaf_of(second).form_id
    assert verifying.verify().faults == 0
    stories.altered(f"UPDATE {narrow.table} SET kind = 'x' WHERE id = %s", first.pk)
    bad = verifying.verify().bad()
    assert bad is not None
    assert (bad.table, bad.row_id) == (narrow.table, first.pk)


def test_key__new_epoch__signs_and_old_signatures_hold(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.POLKU_KEK_DIR = tmp_path
    notes._key.cache_clear()
    try:
        (tmp_path / "audit-1.key").write_text("11" * 32)
        stories.stranger()
        sealing.seal()
        (tmp_path / "audit-2.key").write_text("22" * 32)
        key_files._read.cache_clear()
        stories.stranger()
        sealing.seal()
        assert len(notes.verifier_keys(notes.origin())) == 2
        one, two = (c.note.rsplit(" ", 1)[1][:5] for c in Checkpoint.objects.order_by("size"))
        assert one != two
        assert verifying.verify().bad() is None
    finally:
        key_files._read.cache_clear()
        notes._key.cache_clear()


def test_history__of_an_organisation__is_sealed(cast: Cast) -> None:
    sealing.seal()
    row = Organisation.history.order_by("history_id").first()
    assert row is not None
    stories.altered(f"UPDATE {row._meta.db_table} SET name = 'Toinen' WHERE history_id = %s", row.pk)
    bad = verifying.verify().bad()
    assert bad is not None
    assert (bad.what, bad.table, bad.row_id) == (What.CHANGED, row._meta.db_table, row.pk)


if connection.vendor == "postgresql":

    def test_seal__transaction_in_flight_with_a_lower_id__is_waited_for(transactional_db: None) -> None:
        """Not up to the highest id: what commits later under a lower one would never be sealed."""
        from django.db import connections

        other = connections.create_connection("default")
        try:
            other.set_autocommit(False)
            uid = "00000000-0000-4000-8000-000000000001"
            values = f"('{uid}', now(), 'in_flight', '', ''::bytea, pg_current_xact_id()::text::bigint)"
            with other.cursor() as cursor:
                columns = "uid, at, kind, address, salt, xid"
                cursor.execute(f"INSERT INTO {stories.table(SecurityEvent)} ({columns}) VALUES {values} RETURNING id")
                lower = cursor.fetchone()[0]
            higher = stories.stranger()
            assert higher.pk > lower
            assert sealing.seal() == 0
            other.commit()
            stories.wait_until_certain()
            assert sealing.seal() == 2
        finally:
            other.close()
        assert {row_id for _, row_id in leaves()} == {lower, higher.pk}
        assert AccessEvent.objects.count() == 0
