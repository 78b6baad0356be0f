"""The proof of the log: leaves over log and history rows, checkpoints over leaves, and gaps that erasure left.

Leaves and checkpoints are a Merkle tree log (RFC 6962 §2.1, C2SP tlog-checkpoint). They hold digests and ids, no
content; like the logs they only grow. Engineering decision 2: a leaf commits to each field of its row.
"""

from typing import ClassVar

from django.db import models

from consent.models.log import LogRow


class ProofRow(models.Model):
    """What only grows, as the logs do."""

    class Meta:
        abstract = True


class LeafForm(ProofRow):
    """Which columns of a table its leaves commit to, in which slots; a migration that adds a column makes a new form.

    `source` numbers the table; `text` is the JSON that every leaf's digest begins with.
    """

    source = models.PositiveSmallIntegerField(db_index=True)
    table = models.CharField(max_length=63)
    text = models.TextField(unique=True)

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"


class AuditLeaf(ProofRow):
    """The commitment to one row; leaves are numbered from 0 without a gap."""

    index = models.PositiveBigIntegerField(primary_key=True)
    source = models.PositiveSmallIntegerField()
    row_id = models.BigIntegerField()
    form = models.ForeignKey(LeafForm, on_delete=models.PROTECT, related_name="+", db_index=False)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "row_id"], name="row_sealed_once")]

    def __str__(self) -> str:
        return str(self.index)


class Checkpoint(ProofRow):
    """A signed statement of the tree's size and root; `frontier` lets the next batch go on from here.

    `horizon` is the first transaction id that had not begun when the batch was read (PostgreSQL; 0 on SQLite).
    """

    size = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    horizon = models.BigIntegerField(default=0)
    note = models.TextField(unique=True)

    def __str__(self) -> str:
        return str(self.size)


class LeafGap(LogRow):
    """A row's slots that an erasure replaced: what they were committed to, and the digest of what stands there now.

    Sealed as a leaf itself. Without slots the whole row may be gone. `was` and `now` hold 32 bytes a slot.
    """

    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    slots = models.JSONField(default=list)
    was = models.BinaryField()
    now = models.BinaryField()
    disposal_uid = models.UUIDField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["table", "row_id"], name="gaps_of_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
