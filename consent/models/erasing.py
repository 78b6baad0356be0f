"""What erasing leaves on its way: the permit that lets one record's history be cleaned, and a redaction's new text."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from consent.fields import SealedNoteField
from consent.keyring import Audience
from consent.models.retention import Disposal
from consent.records import Record


class ErasurePermit(models.Model):
    """Lets so many history rows of one record be rewritten, now: the trigger checks it and consumes it.

    At most one row, and only inside the transaction that uses it (consent/erasure_permit.py); never for a log.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    table_name = models.CharField(max_length=63)
    record = models.UUIDField()
    rows_left = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="one_erasure_permit"),
            models.CheckConstraint(condition=Q(rows_left__gte=1), name="erasure_permit_is_for_rows"),
        ]

    def __str__(self) -> str:
        return self.table_name


class Redaction(Record):
    """What takes the place of one sealed text: its new envelope, sealed by who proposed it, who alone could read it.

    `field` is the column of the row that the disposal names. The reason dies with the case file.
    """

    disposal = models.OneToOneField(Disposal, on_delete=models.PROTECT, related_name="redaction")
    field = models.CharField(max_length=40)
    whole = models.BooleanField()
    envelope = models.BinaryField()
    scope = models.UUIDField(editable=False)
    reason = SealedNoteField(field_id="redaction.reason", audiences={Audience.OFFICER, Audience.COORDINATOR})

    def __str__(self) -> str:
        return f"redaction {self.uid}"
