"""Sealing: rows that are certain to stay become leaves, in batches, each with a signed checkpoint, or nothing does.

A batch is one transaction: read, write leaves, read rows and leaves again, compare, sign, write the checkpoint. Where
it is interrupted, nothing of it stays, and the next run begins with the same rows. Leaves are compared before they are
signed because one flipped bit under a signature ends a log (security review §5.3).

Certain to stay: on PostgreSQL rows of transactions older than any that runs, or of the sealing one itself; never "up to
the highest id", which passes by what commits later under a lower one. SQLite has one writer.
"""

import dataclasses
from collections.abc import Iterator

from django.db import connection, models, transaction

from consent.models import AuditLeaf, Checkpoint
from consent.periods import now
from consent.proof import forms, notes, rows
from consent.proof.forms import Commitments, Form, Source
from consent.proof.tree import Frontier

BATCH = 5_000
MARGIN = 1_000  # ids that a transaction may have taken before it got its number
LOCK = 0x504F4C4B  # "POLK": the advisory lock of whoever seals or makes gaps


class SealRefused(Exception):
    """What was read back differs from what was written: nothing was signed. Names table and row."""


@dataclasses.dataclass(frozen=True)
class Horizon:
    """Which transactions are over: all below `lowest`; from `highest` on none of this server has begun."""

    lowest: int
    highest: int
    own: int | None

    @classmethod
    def now(cls) -> "Horizon":
        """As of this moment."""
        if connection.vendor == "sqlite":
            return cls(0, 0, None)
        snapshot = "pg_snapshot_{}(pg_current_snapshot())::text::bigint"
        with connection.cursor() as cursor:
            own = "pg_current_xact_id_if_assigned()::text::bigint"
            cursor.execute(f"SELECT {snapshot.format('xmin')}, {snapshot.format('xmax')}, {own}")
            return cls(*cursor.fetchone())


@dataclasses.dataclass(frozen=True)
class Leaf:
    """One leaf of a batch."""

    form: Form
    source: Source
    row_id: int
    hash: bytes


def seal() -> int:
    """Seal everything that can be sealed; how many rows became leaves. Safe to run twice at once.

    Raises SealRefused, KeyFileMissing.
    """
    total = 0
    while sealed := seal_batch():
        total += sealed
        if sealed < BATCH:
            break
    return total


def seal_batch() -> int:
    """Seal one batch; 0 when there is nothing or somebody else is sealing."""
    with transaction.atomic():
        if not alone():
            return 0
        last = Checkpoint.objects.order_by("-size").first()
        frontier = resume(last)
        horizon = Horizon.now()
        batch = read(horizon)
        if batch:
            write(batch, first=frontier.size)
            compare(batch, first=frontier.size)
            for leaf in batch:
                frontier.add(leaf.hash)
            _keep(frontier, sign(frontier), horizon)
        return len(batch)


def resume(last: Checkpoint | None) -> Frontier:
    """The tree as it was signed last. Raises SealRefused when what is stored is not what was signed."""
    if last is None:
        return Frontier()
    try:
        frontier, said = Frontier(last.size, bytes(last.frontier)), notes.opened(last.note, notes.origin())
    except (ValueError, notes.NoteBroken) as fault:
        raise SealRefused(f"the last checkpoint: {fault}") from fault
    if (said.size, said.root) != (frontier.size, frontier.root()):
        raise SealRefused("the last checkpoint is not what was signed")
    return frontier


def alone(*, wait: bool = False) -> bool:
    """Take the lock of the proof until the transaction ends; False when somebody else has it. SQLite has one writer."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_xact_lock({LOCK})")
        return wait or bool(cursor.fetchone()[0])


def read(horizon: Horizon) -> list[Leaf]:
    """The next rows, table by table, by id."""
    batch: list[Leaf] = []
    numbers, size = forms.numbers(), _settled(horizon)
    for source in forms.sources():
        if len(batch) >= BATCH:
            break
        number = numbers.get(source.table, 0)
        if ids := _unsealed(source, number, _sealed_up_to(number, size), horizon, BATCH - len(batch)):
            batch += _leaves(forms.ensure(source), source, ids)
    return batch


def _leaves(form: Form, source: Source, ids: list[int]) -> Iterator[Leaf]:
    for row_id, leaf in Commitments(form).leaves(rows.with_ids(form, source, ids)):
        yield Leaf(form, source, row_id, leaf)


def _unsealed(source: Source, number: int, after: int, horizon: Horizon, most: int) -> list[int]:
    """Ids of rows that have no leaf and are certain to stay.

    The few leaves past `after` are asked for by themselves: a join with a table that grows this fast is planned badly.
    """
    sealed = set(AuditLeaf.objects.filter(source=number, row_id__gt=after).values_list("row_id", flat=True))
    where, parameters = f't."{source.key}" > %s', [after]
    if connection.vendor == "postgresql":
        where += f' AND (t."{source.xid}" < %s OR t."{source.xid}" >= %s OR t."{source.xid}" = %s)'
        parameters += [horizon.lowest, horizon.highest, horizon.own if horizon.own is not None else -1]
    limit = most + len(sealed)
    with connection.cursor() as cursor:
        query = f'SELECT t."{source.key}" FROM "{source.table}" t WHERE {where} ORDER BY t."{source.key}" LIMIT {limit}'  # noqa: S608  (names of our own tables)
        cursor.execute(query, parameters)
        return [row[0] for row in cursor.fetchall() if row[0] not in sealed][:most]


def _settled(horizon: Horizon) -> int:
    """The size of the newest checkpoint beside which no transaction ran that still does.

    After a restore to another server there is none until its transaction numbers have grown; then all rows are asked.
    """
    found = Checkpoint.objects.filter(horizon__lte=horizon.lowest)
    return found.aggregate(size=models.Max("size"))["size"] or 0


def _sealed_up_to(number: int, size: int) -> int:
    """An id below which nothing of a source is unsealed or yet to come.

    The ids in a settled checkpoint were taken before it; so was every lower one, by a transaction that is over.
    """
    leaves = AuditLeaf.objects.filter(source=number, index__lt=size).order_by("-row_id")
    found = leaves.values_list("row_id", flat=True).first() if size and number else None
    return -1 if found is None else found - (MARGIN if connection.vendor == "postgresql" else 0)


def write(batch: list[Leaf], first: int) -> None:
    """Number the leaves and write them."""
    AuditLeaf.objects.bulk_create(
        AuditLeaf(index=index, source=leaf.form.number, row_id=leaf.row_id, form_id=leaf.form.pk, hash=leaf.hash)
        for index, leaf in enumerate(batch, start=first)
    )


def compare(batch: list[Leaf], first: int) -> None:
    """Read rows and leaves again and compute anew. Raises SealRefused."""
    written = [(index, bytes(its)) for index, its in rows.hashes(first, first + len(batch))]
    if written != [(index, leaf.hash) for index, leaf in enumerate(batch, start=first)]:
        raise SealRefused("leaves were not written as computed")
    by_form: dict[int, list[Leaf]] = {}
    for leaf in batch:
        by_form.setdefault(leaf.form.pk, []).append(leaf)
    for same in by_form.values():
        form, source = same[0].form, same[0].source
        again = dict(Commitments(form).leaves(rows.with_ids(form, source, [leaf.row_id for leaf in same])))
        for leaf in same:
            if again.get(leaf.row_id) != leaf.hash:
                raise SealRefused(f"{form.table} {leaf.row_id} reads differently the second time")


def sign(frontier: Frontier) -> str:
    """The checkpoint's note, opened again after signing."""
    said = notes.Signed(notes.origin(), frontier.size, frontier.root())
    note = notes.sign(said)
    if notes.opened(note, said.origin) != said:
        raise SealRefused("the signature does not hold")
    return note


def _keep(frontier: Frontier, note: str, horizon: Horizon) -> None:
    Checkpoint.objects.create(
        size=frontier.size,
        at=now(),
        root=frontier.root(),
        frontier=frontier.stored(),
        horizon=horizon.highest,
        note=note,
    )
