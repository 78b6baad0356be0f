"""The register of personal data breaches (GDPR Art. 33 and 34): every one is documented, notified or not."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.fields import SealedNoteField
from consent.keyring import Audience
from consent.models.accounts import Account, Programme
from consent.records import Record

HOURS = 72
WRITING = frozenset({Audience.OFFICER})


class Breach(Record):
    """One breach: noticed, assessed, notified to the Ombudsman or not, people told, closed.

    Its words may name people and are sealed under a key of its own; whoever reports one can write them, the officer
    alone reads them. `natures` are codes of `Nature`; `noticed_at` starts the 72 hours, which are elapsed hours.
    """

    class Nature(models.TextChoices):
        CONFIDENTIALITY = "confidentiality", _("Somebody saw or got data that is not theirs")
        INTEGRITY = "integrity", _("Data was changed without right")
        AVAILABILITY = "availability", _("Data was lost or out of reach")

    class State(models.TextChoices):
        NOTICED = "noticed", _("Noticed")
        ASSESSED = "assessed", _("Assessed")
        NOTIFIED = "notified", _("Notified to the Ombudsman")
        NOT_NEEDED = "not_needed", _("No notification needed")
        CLOSED = "closed", _("Closed")

    class Risk(models.TextChoices):
        UNKNOWN = "", _("Not assessed yet")
        NONE = "none", _("Unlikely to be a risk to anybody")
        RISK = "risk", _("A risk")
        HIGH = "high", _("A high risk")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="breaches")
    scope = models.UUIDField(unique=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.NOTICED)
    noticed_at = models.DateTimeField()
    reported_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    words = SealedNoteField(field_id="breach.words", audiences=WRITING)
    natures = models.JSONField(default=list)
    people = models.PositiveIntegerField(null=True, blank=True)
    records = models.PositiveIntegerField(null=True, blank=True)
    risk = models.CharField(max_length=4, choices=Risk, blank=True)
    consequences = SealedNoteField(field_id="breach.consequences", audiences=WRITING)
    measures = SealedNoteField(field_id="breach.measures", audiences=WRITING)
    assessed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assessed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    why_not = SealedNoteField(field_id="breach.why_not", audiences=WRITING)
    why_late = SealedNoteField(field_id="breach.why_late", audiences=WRITING)
    people_told_at = models.DateTimeField(null=True, blank=True)
    people_settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    people_settled_at = models.DateTimeField(null=True, blank=True)
    how_told = SealedNoteField(field_id="breach.how_told", audiences=WRITING)
    closed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-noticed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reported_at__gte=F("noticed_at")), name="breach_reported_after_noticed"),
            models.CheckConstraint(
                condition=Q(state="noticed") | (Q(assessed_at__isnull=False) & ~Q(risk="")),
                name="breach_assessed_has_risk",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["notified", "not_needed", "closed"]) | Q(decided_at__isnull=False),
                name="breach_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="notified") | Q(notified_at__gte=F("noticed_at")),
                name="breach_notified_after_noticed",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="breach_closed_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed", risk="high") | Q(people_settled_at__isnull=False),
                name="breach_closed_after_people",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["programme", "state", "noticed_at"], name="breaches_open")]

    def __str__(self) -> str:
        return f"breach {self.uid}"

    @property
    def due_at(self) -> datetime.datetime:
        """The end of the 72 hours of Art. 33(1): elapsed hours, which no weekend, holiday or clock change moves."""
        return self.noticed_at + datetime.timedelta(hours=HOURS)

    @property
    def runs(self) -> bool:
        """Whether the 72 hours run: nothing has been decided about the notification."""
        return self.state in {self.State.NOTICED, self.State.ASSESSED}

    @property
    def late(self) -> bool:
        """Whether the notification went after the 72 hours."""
        return self.notified_at is not None and self.notified_at > self.due_at
