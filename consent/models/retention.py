"""How long what is kept, when that ends, and how it was ended: classes as data, dates, holds, disposals.

Domain notes §2.3 (periods: the last day is the last day on which the record is kept; weekends move nothing).
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.fields import SealedNoteField
from consent.keyring import Audience
from consent.models.accounts import Account, Programme
from consent.models.names import Named
from consent.models.requests import DataRequest
from consent.models.subjects import Subject
from consent.records import Record


class RetentionClass(Named, Record):
    """How long one kind of data is kept in a programme, from which event, by which source, and what then happens.

    `code` is what holders name (consent/holders.py); the version in force on a day is the one between its two days.
    """

    class Trigger(models.TextChoices):
        CASE_CLOSED = "case_closed", _("Closing of the case file")
        DEATH = "death", _("Death of the person")
        BIRTH = "birth", _("Birth of the person")
        LAST_PAYMENT = "last_payment", _("Last payment to the project")
        CONSENT_ENDED = "consent_ended", _("End of the consent")
        CREATED = "created", _("Recording")

    class Action(models.TextChoices):
        ERASE = "erase", _("Erased")
        ANONYMISE = "anonymise", _("Erased, anonymous figures stay")
        REVIEW = "review", _("Looked at by a person")
        TRANSFER = "transfer", _("Given to an archive")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="retention_classes")
    code = models.SlugField(max_length=20)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    trigger = models.CharField(max_length=13, choices=Trigger)
    months = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    action = models.CharField(max_length=9, choices=Action)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["code", "-valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code", "valid_from"], name="retention_class_version_once"),
            models.UniqueConstraint(
                fields=["programme", "code"], condition=Q(valid_until__isnull=True), name="one_open_retention_class"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RetentionDate(models.Model):
    """Until which day one case file is kept, by which class. Worked out at closure, anew by `run_due`; never typed."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    case_uid = models.UUIDField(unique=True)
    retention_class = models.ForeignKey(RetentionClass, on_delete=models.PROTECT, related_name="+")
    began_on = models.DateField()
    last_day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return str(self.case_uid)


class RetentionHold(Record):
    """Why a case file is kept past its day: a complaint, a claim, an audit. It ends when it is lifted."""

    class Why(models.TextChoices):
        CLAIM = "claim", _("Legal claim")
        COMPLAINT = "complaint", _("Complaint")
        AUDIT = "audit", _("Audit")
        REQUEST = "request", _("Request of the person")

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="retention_holds")
    case_uid = models.UUIDField(db_index=True)
    why = models.CharField(max_length=9, choices=Why)
    scope = models.UUIDField(editable=False)
    reason = SealedNoteField(field_id="hold.reason", audiences={Audience.OFFICER, Audience.PARTICIPANT})
    placed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_uid", "why"], condition=Q(lifted_at__isnull=True), name="one_live_hold_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"hold {self.uid}"


class Disposal(Record):
    """One ending of data: proposed by one, approved by another, carried out, certified. Names nobody.

    It outlives what it ended: only ids, codes, days and counts. `kind` says what goes: keys of a person, of one case
    file, of a case file's health compartment, or one passage by redaction.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Everything about a person")
        CASE = "case", _("One case file")
        HEALTH = "health", _("Health compartment of a case file")
        PASSAGE = "passage", _("One entry or passage")

    class Why(models.TextChoices):
        RETENTION = "retention", _("The retention period has ended")
        REQUEST = "request", _("Request of the person")
        UNLAWFUL = "unlawful", _("Should not have been recorded")
        WITHDRAWN = "withdrawn", _("The consent was withdrawn")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        REFUSED = "refused", _("Not approved")
        APPROVED = "approved", _("Approved")
        DONE = "done", _("Carried out")

    kind = models.CharField(max_length=7, choices=Kind)
    why = models.CharField(max_length=9, choices=Why)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="disposals")
    case_uid = models.UUIDField(null=True, blank=True)
    object_kind = models.CharField(max_length=40, blank=True)
    object_uid = models.UUIDField(null=True, blank=True)
    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="disposals")
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done"])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="disposal_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="disposal_done_has_time"
            ),
            models.CheckConstraint(
                condition=Q(kind="person") | Q(case_uid__isnull=False), name="disposal_of_a_case_names_it"
            ),
            models.CheckConstraint(
                condition=~Q(kind="passage") | (Q(object_uid__isnull=False) & ~Q(object_kind="")),
                name="disposal_of_a_passage_names_it",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["programme", "state"], name="disposals_of_programme")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
