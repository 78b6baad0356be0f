"""Tables as any Django project would have them: in clear, without grants, versions or log. Only `bench` makes them."""

import uuid
from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from casework.models import SessionKind
from consent.models import Account


class BarePerson(models.Model):
    """The columns that the list shows of a person."""

    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    neighbourhood = models.CharField(max_length=80)
    safety_prohibition = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)


class BareCase(models.Model):
    """The columns that the list shows of a case file, and whose it is."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(BarePerson, on_delete=models.PROTECT, related_name="cases")
    worker = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, default="open")
    opened_on = models.DateField()
    last_contact_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["worker", "state"], name="bare_cases_of_worker")]

    def __str__(self) -> str:
        return self.number


class BareSession(models.Model):
    """A guidance session with the same columns as ours, and django-simple-history as it comes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    case = models.ForeignKey(BareCase, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=10, choices=SessionKind)
    held_on = models.DateField()
    started_at = models.TimeField(null=True)
    length_minutes = models.PositiveSmallIntegerField(null=True)
    read_together = models.BooleanField(default=False)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, default="confirmed")
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    narrative = models.TextField()
    for_participant = models.TextField(blank=True)
    themes = models.JSONField(default=list)
    present = models.JSONField(default=list)
    place = models.CharField(max_length=120, blank=True)
    history = HistoricalRecords()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-held_on", "-id"], name="bare_sessions_of_case")]

    def __str__(self) -> str:
        return str(self.pk)
