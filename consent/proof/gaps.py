"""Gaps: an erasure may replace what stands in a log or history row, and the proof still holds for all the rest.

Whoever changes such a row does it within `accepting`, in the transaction of the erasure. A gap keeps what the replaced
slots were committed to and the digest of what stands there now, and is sealed as a leaf itself. The row's salt is
parted: slots that stay get their own salts, the replaced ones none, so that nobody can guess at what is gone
(engineering decision 2).
"""

import contextlib
import uuid
from collections.abc import Collection, Iterable, Iterator

from django.db import models, transaction

from consent.models import AuditLeaf, LeafForm, LeafGap
from consent.proof import forms, rows, sealing
from consent.proof.checking import bridged, digest_now
from consent.proof.forms import PARTED, Commitments, Source, salts_of
from consent.proof.verifying import gaps_of


class NotAsSealed(Exception):
    """A row is no longer what was sealed: a gap would hide that. Names table and row."""


@contextlib.contextmanager
def accepting(
    model: type[models.Model], row_ids: Iterable[int], columns: Collection[str], *, disposal: uuid.UUID
) -> Iterator[dict[int, bytes]]:
    """Within this block the columns of rows of a log or history model may be replaced, and nothing else.

    Gives, by row id, the salt that each row must get in the same UPDATE (`history_salt` of a history, `salt` of a log);
    rows that are not sealed yet are not in it and need nothing. Runs in the caller's transaction and keeps others from
    sealing until it ends. Raises NotAsSealed for a row that was changed before, or beyond the columns, and LookupError
    for a column that has no slot of its own.
    """
    source, wanted = forms.source_of(model), list(dict.fromkeys(row_ids))
    with transaction.atomic():
        sealing.alone(wait=True)
        waiting = [each for form in _forms(source) for each in _sealed(form, source, wanted, columns)]
        yield {each.row_id: each.salt() for each in waiting}
        for each in waiting:
            LeafGap.objects.create(
                table=source.table,
                row_id=each.row_id,
                slots=list(each.slots),
                was=b"".join(each.was),
                now=each.now(source),
                disposal_uid=disposal,
            )


@contextlib.contextmanager
def accepting_removal(model: type[models.Model], row_ids: Iterable[int], *, disposal: uuid.UUID) -> Iterator[None]:
    """Within this block whole rows may be deleted: a log past its retention. Their leaves stay.

    Raises NotAsSealed for a row that was changed before.
    """
    source, wanted = forms.source_of(model), list(dict.fromkeys(row_ids))
    with transaction.atomic():
        sealing.alone(wait=True)
        found = [each.row_id for form in _forms(source) for each in _sealed(form, source, wanted, ())]
        yield
        for row_id in found:
            LeafGap.objects.create(table=source.table, row_id=row_id, was=b"", now=b"", disposal_uid=disposal)


class _Sealed:
    """A sealed row of which some slots are about to be replaced."""

    def __init__(self, commitments: Commitments, row: rows.Row, its: list[bytes], slots: tuple[str, ...]) -> None:
        self.commitments, self.row_id, self.slots = commitments, row[0], slots
        self._salts = salts_of(row[1], len(its))
        self._its, self._places = its, [commitments.form.names.index(name) for name in slots]
        self.was = [its[place] for place in self._places]

    def salt(self) -> bytes:
        """The row's salt without those of the replaced slots."""
        parts = [self._salts[at : at + 16] for at in range(0, len(self._salts), 16)]
        return PARTED + b"".join(bytes(16) if at in self._places else part for at, part in enumerate(parts))

    def now(self, source: Source) -> bytes:
        """Digests of what stands in the slots after the change. Raises NotAsSealed when another slot differs."""
        row = next(iter(rows.with_ids(self.commitments.form, source, [self.row_id])), None)
        if row is None:
            raise NotAsSealed(f"{source.table} {self.row_id} is gone")
        its = self.commitments.of_slots(row)
        if any(new != old for at, (new, old) in enumerate(zip(its, self._its, strict=True)) if at not in self._places):
            raise NotAsSealed(f"{source.table} {self.row_id} was changed beyond what is to be erased")
        return b"".join(digest_now(name, row[2 + at]) for name, at in zip(self.slots, self._places, strict=True))


def _forms(source: Source) -> list[forms.Form]:
    return [forms.form_of(row, source) for row in LeafForm.objects.filter(table=source.table).order_by("pk")]


def _sealed(form: forms.Form, source: Source, wanted: list[int], columns: Collection[str]) -> Iterator[_Sealed]:
    """Those of the rows that have a leaf of this form, each found as it was sealed."""
    if alien := set(columns) - set(form.names) | set(columns) & {forms.ROW}:
        raise LookupError(f"{source.table}: {', '.join(sorted(alien))} cannot be erased alone")
    commitments, gaps = Commitments(form), gaps_of(source.table)
    for at in range(0, len(wanted), 500):
        part = wanted[at : at + 500]
        leaves = AuditLeaf.objects.filter(source=form.number, form=form.pk, row_id__in=part)
        hashes = {row_id: bytes(its) for row_id, its in leaves.values_list("row_id", "hash")}
        for row in rows.with_ids(form, source, hashes):
            its = commitments.of_slots(row)
            as_sealed = commitments.leaf(row[0], its) == hashes[row[0]]
            if not as_sealed and not bridged(commitments, row, its, hashes[row[0]], gaps(row[0])):
                raise NotAsSealed(f"{source.table} {row[0]} is not what was sealed")
            yield _Sealed(commitments, row, its, tuple(columns))
