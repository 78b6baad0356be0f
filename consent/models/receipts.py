"""Receipts of answers: the digest of what a person was handed, and the document itself, sealed."""

from typing import ClassVar

from django.db import models

from consent.fields import SealedBytesField
from consent.keyring import Audience
from consent.models.accounts import Account
from consent.models.log import LogRow
from consent.models.subjects import Subject


class ConsentReceipt(LogRow):
    """A receipt that was made (ISO/IEC TS 27560): never changed, like a log row; another state is another receipt.

    `digest` is the SHA-256 of the canonical document. The pseudonym that stands for the person is in the document
    alone, so that a paper which is found does not lead to this row without the key.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consent_receipts")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    scope = models.UUIDField()
    document = SealedBytesField(
        field_id="receipt.document", audiences={Audience.WORKER, Audience.HEALTH, Audience.PARTICIPANT}
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "-at"], name="receipts_of_subject")]

    def __str__(self) -> str:
        return str(self.uid)
