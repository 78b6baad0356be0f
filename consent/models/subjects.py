"""The person as a data subject: a uid for the logs, a key scope for the identity."""

from typing import ClassVar

from django.db import models

from consent.models.accounts import Account, Programme
from consent.periods import now
from consent.records import Record


class Subject(Record):
    """A person whose data is kept. Its identity is sealed under `scope`; the uid alone stays in the logs."""

    scope = models.UUIDField(unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="subjects")
    account = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="subject")
    created_at = models.DateTimeField(default=now, editable=False)
    erased_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["programme", "-created_at"], name="subjects_of_programme")]

    def __str__(self) -> str:
        return str(self.uid)
