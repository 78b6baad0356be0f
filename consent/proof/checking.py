"""Checking: rows against leaves, leaves against checkpoints, checkpoints against keys and against each other.

These functions know no database: they take what was read, in order, once, and yield what is wrong. `verifying` reads a
whole house for them; a test changes what was read.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from consent.proof import notes
from consent.proof.forms import Commitments, as_bytes
from consent.proof.tree import Frontier

Row = Sequence[Any]  # id, salt, slots
LeafRead = Sequence[Any]  # row id, index, form, hash: by row id


class What(StrEnum):
    """What is wrong."""

    CHANGED = "the row differs from what was sealed"
    GONE = "the row was sealed and is gone"
    UNSEALED = "the row was never sealed"
    FORM = "what the leaf commits to cannot be read"
    ORDER = "leaves are missing or doubled"
    ROOT = "leaves are not those of the checkpoint"
    NOTE = "the checkpoint's signature does not hold"
    EARLIER = "the log does not contain the earlier checkpoint"
    TRIGGER = "a trigger that keeps rows from being changed is missing"


@dataclasses.dataclass(frozen=True)
class Fault:
    """Something wrong. `index` is the leaf's; `end` is where a range of leaves ends, one of which it must be."""

    what: What
    table: str = ""
    row_id: int | None = None
    index: int | None = None
    end: int | None = None


@dataclasses.dataclass(frozen=True)
class Gap:
    """Slots that an erasure replaced: their commitments, and digests of what stands there now; no slots: the row."""

    slots: tuple[str, ...]
    was: bytes
    now: bytes


Gaps = Callable[[int], Sequence[Gap]]  # of a row id, oldest first


def no_gaps(_row_id: int) -> Sequence[Gap]:
    """Where nothing was erased."""
    return ()


def digest_now(name: str, value: Any) -> bytes:
    """What a gap says of the value that stands in a replaced slot."""
    if value is None:
        return Commitments.ABSENT
    return hashlib.sha256(name.encode() + b"\0" + as_bytes(value)).digest()


def rows(
    commitments: Commitments,
    found: Iterable[Row],
    leaves: Iterable[LeafRead],
    *,
    gaps: Gaps,
    forms: Collection[int] = (),
) -> Iterator[Fault]:
    """Rows of a table, by id, against its leaves, by row id, as far as these are of this form.

    `forms` names all forms of the table where this is the newest: then rows without a leaf, and leaves of a form that
    is none of the table's, are faults too.
    """
    pairs = _Pairs(commitments, gaps, forms)
    pk, of_slots, hashed = commitments.form.pk, commitments.of_slots, commitments.leaf
    rest = iter(leaves)
    leaf = next(rest, None)
    for row in found:
        row_id = row[0]
        while leaf is not None and leaf[0] < row_id:
            yield from pairs.without_row(leaf)
            leaf = next(rest, None)
        if leaf is None or leaf[0] != row_id:
            yield from pairs.without_leaf(row)
            continue
        if leaf[2] != pk or hashed(row_id, of_slots(row)) != leaf[3]:
            yield from pairs.unlike(row, leaf)
        leaf = next(rest, None)
    while leaf is not None:
        yield from pairs.without_row(leaf)
        leaf = next(rest, None)


class _Pairs:
    """What is said of a row and its leaf when they do not simply agree."""

    def __init__(self, commitments: Commitments, gaps: Gaps, forms: Collection[int]) -> None:
        self.commitments, self.gaps, self.forms = commitments, gaps, forms
        self.pk, self.table = commitments.form.pk, commitments.form.table

    def _of_no_form(self, leaf: LeafRead) -> bool:
        return bool(self.forms) and leaf[2] not in self.forms

    def without_row(self, leaf: LeafRead) -> Iterator[Fault]:
        """A leaf alone: its row is gone, unless an erasure took it."""
        row_id, index, form, _ = leaf
        if self._of_no_form(leaf):
            yield Fault(What.FORM, self.table, row_id, index)
        elif form == self.pk and all(gap.slots for gap in self.gaps(row_id)):
            yield Fault(What.GONE, self.table, row_id, index)

    def without_leaf(self, row: Row) -> Iterator[Fault]:
        """A row alone."""
        if self.forms:
            yield Fault(What.UNSEALED, self.table, row[0])

    def unlike(self, row: Row, leaf: LeafRead) -> Iterator[Fault]:
        """A leaf of another form, or a row that is not as it was, unless an erasure replaced something."""
        row_id, index, form, its_hash = leaf
        if form == self.pk:
            its = self.commitments.of_slots(row)
            if not bridged(self.commitments, row, its, its_hash, self.gaps(row_id)):
                yield Fault(What.CHANGED, self.table, row_id, index)
        elif self._of_no_form(leaf):
            yield Fault(What.FORM, self.table, row_id, index)


def bridged(commitments: Commitments, row: Row, its: list[bytes], leaf: Any, gaps: Sequence[Gap]) -> bool:
    """Whether gaps explain a row that differs: replaced slots as they say, every other slot as it was sealed."""
    names = commitments.form.names
    was: dict[str, bytes] = {}
    now: dict[str, bytes] = {}
    for gap in gaps:
        for at, name in enumerate(gap.slots):
            was.setdefault(name, gap.was[32 * at : 32 * at + 32])
            now[name] = gap.now[32 * at : 32 * at + 32]
    if not was or not was.keys() <= set(names):
        return False
    if any(digest_now(name, row[2 + names.index(name)]) != digest for name, digest in now.items()):
        return False
    whole = [was.get(name, its[at]) for at, name in enumerate(names)]
    return commitments.leaf(row[0], whole) == bytes(leaf)


@dataclasses.dataclass(frozen=True)
class CheckpointRead:
    """One checkpoint as stored."""

    size: int
    root: bytes
    note: str


def tree(
    leaves: Iterable[Sequence[Any]],
    checkpoints: Iterable[CheckpointRead],
    *,
    origin: str,
    earlier: notes.Signed | None = None,
    begun: Frontier | None = None,
) -> Iterator[Fault]:
    """Leaves (index, hash), by index, against every checkpoint, by size, and one that was kept elsewhere.

    Each checkpoint's root is recomputed from one growing tree, which shows that each contains those before it;
    `begun` is such a tree, of all leaves before these.
    """
    growing = _Growing(leaves, earlier, begun or Frontier())
    start = growing.frontier.size
    for checkpoint in checkpoints:
        if _says(checkpoint, origin) != (checkpoint.size, checkpoint.root):
            yield Fault(What.NOTE, index=start, end=checkpoint.size)
        complete = growing.to(checkpoint.size)
        yield from growing.differs_from_earlier()
        if not complete:
            yield Fault(What.ORDER, index=growing.frontier.size, end=checkpoint.size)
            return
        if growing.frontier.root() != checkpoint.root:
            yield Fault(What.ROOT, index=start, end=checkpoint.size)
            return
        start = checkpoint.size
    yield from growing.differs_from_earlier(at_end=True)
    for after, _ in growing.rest:
        yield Fault(What.ORDER, index=after, end=after + 1)
        return


def _says(checkpoint: CheckpointRead, origin: str) -> tuple[int, bytes] | None:
    try:
        said = notes.opened(checkpoint.note, origin)
    except notes.NoteBroken:
        return None
    return said.size, said.root


class _Growing:
    """The tree as its leaves come; on its way it meets the size of an earlier checkpoint."""

    def __init__(self, leaves: Iterable[Sequence[Any]], earlier: notes.Signed | None, begun: Frontier) -> None:
        self.frontier, self.rest = begun, iter(leaves)
        self._earlier, self._root_then = earlier, b""
        self._meet()

    def _meet(self) -> None:
        if self._earlier is not None and self.frontier.size == self._earlier.size:
            self._root_then = self.frontier.root()

    def to(self, size: int) -> bool:
        """Take leaves up to a size; False when they do not follow one another."""
        stop = self._earlier.size if self._earlier is not None and self._earlier.size < size else size
        return self._take(stop) and self._take(size)

    def _take(self, size: int) -> bool:
        frontier, add = self.frontier, self.frontier.add
        while frontier.size < size:
            index, leaf = next(self.rest, (None, b""))
            if index != frontier.size:
                return False
            add(bytes(leaf))
        self._meet()
        return True

    def differs_from_earlier(self, *, at_end: bool = False) -> Iterator[Fault]:
        """Say it once, as soon as it is known: another root at the earlier checkpoint's size, or fewer leaves."""
        if self._earlier is not None and (self._root_then or at_end):
            if self._root_then != self._earlier.root:
                yield Fault(What.EARLIER, index=0, end=self._earlier.size)
            self._earlier = None
