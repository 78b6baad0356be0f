"""`audit verify`: everything in the database recomputed, with constant memory; the first bad event by name."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator

from django.db import connection, connections
from django.db.models import Max, Subquery
from django.db.models.functions import Coalesce

from consent import append_only
from consent.models import AuditLeaf, Checkpoint, LeafForm, LeafGap
from consent.periods import now
from consent.proof import checking, forms, notes, rows, sealing
from consent.proof.checking import CheckpointRead, Fault, Gap, What
from consent.proof.forms import Commitments, Form, Source

PATIENCE = datetime.timedelta(minutes=5)
RANGES = {What.ORDER, What.ROOT, What.NOTE, What.EARLIER}


@dataclasses.dataclass
class Report:
    """What a verification found: how many faults, and of them the first bad event in the order of sealing."""

    events: int = 0
    checkpoints: int = 0
    size: int = 0
    faults: int = 0
    first: Fault | None = None
    range: Fault | None = None

    def add(self, fault: Fault) -> None:
        """Count a fault; remember the first that names an event, and the first range of leaves."""
        self.faults += 1
        if fault.what in RANGES:
            if self.range is None or (fault.index or 0) < (self.range.index or 0):
                self.range = fault
        elif self.first is None or _place(fault) < _place(self.first):
            self.first = fault

    def bad(self) -> Fault | None:
        """The first bad event; of a range that holds none that is bad by itself, the range."""
        if self.range is None or self.first is None:
            return self.first or self.range
        within = self.first.index is not None and self.first.index < (self.range.end or 0)
        return self.first if within else self.range


def _place(fault: Fault) -> tuple[bool, bool, int]:
    """Triggers last, rows that were never sealed after those that were, in the order of sealing."""
    return fault.what == What.TRIGGER, fault.index is None, fault.index or 0


def verify(*, against: notes.Signed | None = None) -> Report:
    """Recompute every leaf, root and signature. `against` is a checkpoint kept elsewhere (notes.opened)."""
    report = Report()
    for trigger in (name for alias in connections for name in append_only.missing(connections[alias])):
        report.add(Fault(What.TRIGGER, table=trigger))
    with rows.reading():
        report.size = Checkpoint.objects.aggregate(size=Max("size"))["size"] or 0
        _tree(report, against)
        seen = sum(_source(report, source) for source in forms.sources())
        if seen != AuditLeaf.objects.count():
            _strays(report)
    return report


def verify_newest(most: int) -> Report:
    """The newest leaves, a batch more than `most` at the most, with their rows, roots and signatures.

    It goes on from an older checkpoint's tree, whose signature it checks; rows that were never sealed it does not see.
    """
    report = Report()
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return report
    base = Checkpoint.objects.filter(size__lte=newest.size - most).order_by("-size").first()
    report.size = newest.size
    with rows.reading():
        try:
            begun = sealing.resume(base)
        except sealing.SealRefused:
            report.add(Fault(What.NOTE, index=0, end=base.size if base else 0))
            return report
        start = begun.size
        checkpoints = _checkpoints(report, after=start)
        leaves = rows.hashes(start, newest.size)
        for fault in checking.tree(leaves, checkpoints, origin=notes.origin(), begun=begun):
            report.add(fault)
        for source in forms.sources():
            _newest_of(report, source, start)
    return report


def _newest_of(report: Report, source: Source, start: int) -> None:
    """The leaves of a table from an index on, each against its row."""
    for row in LeafForm.objects.filter(table=source.table).order_by("pk"):
        found = AuditLeaf.objects.filter(source=row.source, form=row, index__gte=start, index__lt=report.size)
        leaves = [
            (row_id, index, form, bytes(its))
            for row_id, index, form, its in found.order_by("row_id").values_list("row_id", "index", "form_id", "hash")
        ]
        form = _form(report, row, source) if leaves else None
        if form is not None:
            report.events += len(leaves)
            read = rows.with_ids(form, source, [leaf[0] for leaf in leaves])
            for fault in checking.rows(Commitments(form), read, leaves, gaps=gaps_of(source.table)):
                report.add(fault)


def _tree(report: Report, against: notes.Signed | None) -> None:
    """Leaves past the last checkpoint count only when they were there before it: a seal may end meanwhile."""
    last = Coalesce(Subquery(Checkpoint.objects.order_by("-size").values("size")[:1]), 0)
    beyond = AuditLeaf.objects.filter(index__gte=last).order_by("index").values_list("index", flat=True)
    if (index := beyond.first()) is not None:
        report.add(Fault(What.ORDER, index=index, end=index + 1))
    leaves = rows.hashes(0, report.size)
    for fault in checking.tree(leaves, _checkpoints(report), origin=notes.origin(), earlier=against):
        report.add(fault)


def _checkpoints(report: Report, after: int = -1) -> Iterator[CheckpointRead]:
    found = Checkpoint.objects.filter(size__gt=after, size__lte=report.size).order_by("size")
    for size, root, note in found.values_list("size", "root", "note").iterator(chunk_size=500):
        report.checkpoints += 1
        yield CheckpointRead(size, bytes(root), note)


def _source(report: Report, source: Source) -> int:
    """Every row of a table, once for each form that its leaves have; how many leaves there are."""
    kept = list(LeafForm.objects.filter(table=source.table).order_by("pk"))
    readable = [form for form in (_form(report, row, source) for row in kept) if form is not None]
    gaps = gaps_of(source.table)
    counter = Counter()
    for form in readable:
        newest = form is readable[-1]
        found = counter.rows(rows.of_form(form, source)) if newest else rows.of_form(form, source)
        leaves = counter.leaves(rows.leaves_of(form.number)) if newest else rows.leaves_of(form.number)
        known = {row.pk for row in kept} if newest else ()
        unsealed = 0
        for fault in checking.rows(Commitments(form), found, leaves, gaps=gaps, forms=known):
            if fault.what == What.UNSEALED:
                unsealed += 1
            else:
                report.add(fault)
        if unsealed:
            _unsealed(report, source, form.number)
    if not readable:
        _unsealed(report, source, 0)
    report.events += counter.row_count
    return counter.leaf_count


class Counter:
    """Counts what passes."""

    row_count = leaf_count = 0

    def rows(self, found: Iterable[checking.Row]) -> Iterator[checking.Row]:
        for each in found:
            self.row_count += 1
            yield each

    def leaves(self, found: Iterable[checking.LeafRead]) -> Iterator[checking.LeafRead]:
        for each in found:
            self.leaf_count += 1
            yield each


def _form(report: Report, row: LeafForm, source: Source) -> Form | None:
    try:
        return forms.form_of(row, source)
    except LookupError:
        leaf = AuditLeaf.objects.filter(form=row).order_by("index").first()
        if leaf is not None:
            report.add(Fault(What.FORM, row.table, leaf.row_id, leaf.index))
        return None


def gaps_of(table: str) -> checking.Gaps:
    """Gaps of a row that are sealed, or so young that they need not be."""
    own = forms.number_of(forms.source_of(LeafGap))

    def gaps(row_id: int) -> list[Gap]:
        found = LeafGap.objects.filter(table=table, row_id=row_id).order_by("pk")
        return [
            Gap(tuple(gap.slots), bytes(gap.was), bytes(gap.now))
            for gap in found
            if gap.at > now() - PATIENCE or AuditLeaf.objects.filter(source=own, row_id=gap.pk).exists()
        ]

    return gaps


def _unsealed(report: Report, source: Source, number: int) -> None:
    """Rows that have had five minutes to be sealed in, and were not."""
    no_leaf = forms.WITHOUT_LEAF.format(key=source.key)
    before = connection.ops.adapt_datetimefield_value(now() - PATIENCE)
    with connection.cursor() as cursor:
        query = f'SELECT t."{source.key}" FROM "{source.table}" t WHERE t."{source.at}" < %s AND {no_leaf}'  # noqa: S608  (names of our own tables)
        cursor.execute(f'{query} ORDER BY t."{source.at}", t."{source.key}"', [before, number])
        while found := cursor.fetchmany(rows.PART):
            for (row_id,) in found:
                report.add(Fault(What.UNSEALED, source.table, row_id))


def _strays(report: Report) -> None:
    """Leaves of tables that are none of ours."""
    known = LeafForm.objects.filter(table__in=[source.table for source in forms.sources()]).values("source")
    for leaf in AuditLeaf.objects.exclude(source__in=known).order_by("index")[:1]:
        report.add(Fault(What.FORM, "", leaf.row_id, leaf.index))


@dataclasses.dataclass(frozen=True)
class Event:
    """A bad event by name: table, id and time of the row; of a row that is gone, the time when it was sealed."""

    table: str
    row_id: int | None
    at: datetime.datetime | None


def name(fault: Fault) -> Event:
    """The event that a fault is about; of a range, its first."""
    table, row_id = fault.table, fault.row_id
    leaf = AuditLeaf.objects.filter(index=fault.index).first() if fault.index is not None else None
    if row_id is None and leaf is not None:
        table, row_id = leaf.form.table, leaf.row_id
    source = next((source for source in forms.sources() if source.table == table), None)
    at = _time(source, row_id) if source is not None and row_id is not None else None
    if at is None and fault.index is not None:
        at = Checkpoint.objects.filter(size__gt=fault.index).order_by("size").values_list("at", flat=True).first()
    return Event(table, row_id, at)


def _time(source: Source, row_id: int) -> datetime.datetime | None:
    model = forms.model_of(source.table)
    return model._default_manager.filter(pk=row_id).values_list(source.at, flat=True).first()


def sentence(fault: Fault) -> str:
    """A fault in one line: what is wrong with which row, of what time."""
    event = name(fault)
    if fault.what == What.TRIGGER:
        return f"{fault.what}: {fault.table}"
    between = f" (leaves {fault.index} to {fault.end})" if fault.end is not None else ""
    at = event.at.isoformat(timespec="seconds") if event.at else "at an unknown time"
    return f"{fault.what}: {event.table or '-'} {'-' if event.row_id is None else event.row_id}, {at}{between}"
