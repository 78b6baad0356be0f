"""What leaves the house: the proof that a log holds one event, that it grew out of an earlier one, and all of it.

Everything is text that a program of anybody's can check (docs/verify). A proof shows the row as it is sealed: sealed
columns as ciphertext.
"""

import dataclasses
import json
import uuid
from collections.abc import Iterator
from typing import Any

from consent.models import AuditLeaf, Checkpoint, LeafForm
from consent.models.log import LogRow
from consent.proof import forms, notes, rows, tree
from consent.proof.checking import bridged
from consent.proof.forms import Commitments, Form, Source
from consent.proof.verifying import gaps_of

INCLUSION, CONSISTENCY, EXPORT = "polku-inclusion-1", "polku-consistency-1", "polku-export-1"
PART = 1_000


class NothingToProve(Exception):
    """There is no such event, no checkpoint, or the event is not sealed yet."""


def latest() -> Checkpoint:
    """The newest checkpoint. Raises NothingToProve."""
    found = Checkpoint.objects.order_by("-size").first()
    if found is None:
        raise NothingToProve("Nothing has been sealed yet.")
    return found


def _subtree(start: int, end: int) -> bytes:
    return tree.root_of(bytes(its) for _, its in rows.hashes(start, end))


def event(named: str) -> dict[str, Any]:
    """The inclusion proof of one event, by its uid, or of any sealed row, by `table/id`. Raises NothingToProve."""
    leaf = _leaf(named)
    checkpoint = latest()
    with rows.reading():
        path = tree.inclusion(leaf.index, checkpoint.size, _subtree)
        (line,) = _lines([leaf])
    return {
        "format": INCLUSION,
        "checkpoint": checkpoint.note,
        "path": [step.hex() for step in path],
        "form": leaf.form.text,
        **line,
    }


def _leaf(named: str) -> AuditLeaf:
    table, _, number = named.rpartition("/")
    if not table:
        table, number = _table_and_id(named)
    source = next((source for source in forms.sources() if source.table == table), None)
    if source is None or not number.isdecimal():
        raise NothingToProve("There is no such event.")
    leaves = AuditLeaf.objects.filter(source=forms.number_of(source), row_id=int(number)).select_related("form")
    leaf = leaves.filter(index__lt=latest().size).first()
    if leaf is None:
        raise NothingToProve("The event is not sealed yet.")
    return leaf


def _table_and_id(named: str) -> tuple[str, str]:
    try:
        uid = uuid.UUID(named)
    except ValueError:
        return "", ""
    for model in LogRow.__subclasses__():
        if pk := model._default_manager.filter(uid=uid).values_list("pk", flat=True).first():
            return model._meta.db_table, str(pk)
    return "", ""


def growth(earlier: str) -> dict[str, Any]:
    """The proof that the newest checkpoint's log begins with that of an earlier note.

    Raises NothingToProve, notes.NoteBroken.
    """
    said, newest = notes.opened(earlier, notes.origin()), latest()
    if not 0 < said.size <= newest.size:
        raise NothingToProve("That checkpoint is of a larger log than this one.")
    with rows.reading():
        path = tree.consistency(said.size, newest.size, _subtree)
    return {"format": CONSISTENCY, "old": earlier, "new": newest.note, "path": [step.hex() for step in path]}


def export() -> Iterator[dict[str, Any]]:
    """The whole sealed log: what it is, every form, every checkpoint, then every leaf with its row, by index.

    Run within `rows.reading`.
    """
    top = latest()
    yield {"format": EXPORT, "origin": notes.origin(), "size": top.size}
    for form in LeafForm.objects.order_by("pk"):
        yield {"form": form.pk, "text": form.text}
    for note in (
        Checkpoint.objects.filter(size__lte=top.size).order_by("size").values_list("note", flat=True).iterator()
    ):
        yield {"checkpoint": note}
    for start in range(0, top.size, PART):
        end = min(start + PART, top.size)
        leaves = AuditLeaf.objects.filter(index__gte=start, index__lt=end).order_by("index").select_related("form")
        yield from ({**line, "form": leaf.form_id} for leaf, line in zip(leaves, _lines(list(leaves)), strict=True))


@dataclasses.dataclass(frozen=True)
class _Kind:
    form: Form
    source: Source


def _lines(leaves: list[AuditLeaf]) -> Iterator[dict[str, Any]]:
    """Each leaf with its row: {index, id, hash, salt, slots}; a row that is gone has neither salt nor slots."""
    kinds: dict[int, _Kind] = {}
    found: dict[tuple[int, int], rows.Row] = {}
    for pk in {leaf.form_id for leaf in leaves}:
        kept = next(leaf.form for leaf in leaves if leaf.form_id == pk)
        source = next(source for source in forms.sources() if source.table == kept.table)
        kinds[pk] = _Kind(forms.form_of(kept, source), source)
        ids = [leaf.row_id for leaf in leaves if leaf.form_id == pk]
        found |= {(pk, row[0]): row for row in rows.with_ids(kinds[pk].form, source, ids)}
    for leaf in leaves:
        row = found.get((leaf.form_id, leaf.row_id))
        line = {"index": leaf.index, "id": leaf.row_id, "hash": bytes(leaf.hash).hex()}
        yield line if row is None else line | _row(kinds[leaf.form_id].form, row, bytes(leaf.hash))


def _row(form: Form, row: rows.Row, leaf: bytes) -> dict[str, Any]:
    commitments, salt = Commitments(form), bytes(row[1] or b"")
    slots = [_slot(value) for value in row[2:]]
    its = commitments.of_slots(row)
    if commitments.leaf(row[0], its) != leaf:
        gaps = gaps_of(form.table)(row[0])
        if bridged(commitments, row, its, leaf, gaps):
            was = {name: gap.was[32 * at : 32 * at + 32] for gap in reversed(gaps) for at, name in enumerate(gap.slots)}
            replaced = {form.names.index(name): its.hex() for name, its in was.items()}
            slots = [{"replaced": replaced[at]} if at in replaced else slot for at, slot in enumerate(slots)]
    return {"salt": salt.hex(), "slots": slots}


def _slot(value: Any) -> dict[str, str] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return {"text": value}
    value = bytes(value)
    try:
        json.loads(text := value.decode())
    except ValueError:
        return {"hex": value.hex()}
    return {"text": text}
