"""The access, disclosure and security logs: append-only, salted for later sealing, pseudonymous.

Content of the access log: 703/2023 §11 (who, what, why, when); CJEU C-579/21. No history: a log row never changes.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.database import CurrentTransaction
from consent.fields import SealedNoteField, SealedTextField
from consent.history import new_salt
from consent.keyring import Audience
from consent.models.accounts import Account, Organisation
from consent.models.consents import Consent
from consent.models.grounds import LegalGround
from consent.models.subjects import Subject
from consent.periods import now


class LogRow(models.Model):
    """What the three logs share."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(default=now, editable=False, db_index=True)
    salt = models.BinaryField(max_length=16, default=new_salt, editable=False)
    xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        abstract = True


class AccessEvent(LogRow):
    """Somebody used a page about people. Codes in clear, a free-text reason sealed under the case."""

    class Action(models.TextChoices):
        VIEW = "view", _("Viewed")
        LIST = "list", _("Listed")
        SEARCH = "search", _("Searched")
        WRITE = "write", _("Recorded")
        REVEAL = "reveal", _("Revealed")
        PRINT = "print", _("Printed")
        EXPORT = "export", _("Exported")
        DISCLOSE = "disclose", _("Disclosed")
        DENIED = "denied", _("Stopped")
        BREAK_GLASS = "break_glass", _("Emergency opening")

    actor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=13, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=11, choices=Action)
    page = models.CharField(max_length=60)
    purpose = models.CharField(max_length=30)
    basis = models.CharField(max_length=20, blank=True)
    object_kind = models.CharField(max_length=30, blank=True)
    object_uid = models.UUIDField(null=True)
    case_uid = models.UUIDField(null=True)
    compartment = models.CharField(max_length=10, blank=True)
    request_id = models.UUIDField(null=True)
    address = models.CharField(max_length=45, blank=True)
    scope = models.UUIDField(null=True)
    reason = SealedTextField(field_id="access.reason", audiences={Audience.OFFICER, Audience.PARTICIPANT})

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["actor", "at"], name="access_by_actor"),
            models.Index(fields=["action", "at"], name="access_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.uid}"


class AccessEventSubject(models.Model):
    """Whom an access event was about."""

    event = models.ForeignKey(AccessEvent, on_delete=models.PROTECT, related_name="subjects")
    subject_uid = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_uid", "event"], name="subject_once_per_event")
        ]

    def __str__(self) -> str:
        return str(self.subject_uid)


class Disclosure(LogRow):
    """Data left the house: what, to whom, on what ground, by what channel, with the document's digest."""

    class Channel(models.TextChoices):
        PORTAL = "portal", _("In Polku")
        LETTER = "letter", _("By letter")
        PHONE = "phone", _("By phone")
        MEETING = "meeting", _("At a meeting")
        MAIL = "mail", _("By secure mail")
        EXPORT = "export", _("As an export")

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="disclosures")
    case_uid = models.UUIDField(null=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="disclosures")
    items = models.JSONField(default=list)
    ground = models.ForeignKey(LegalGround, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="disclosures")
    by_consent = models.BooleanField()
    channel = models.CharField(max_length=8, choices=Channel)
    purpose = models.CharField(max_length=30)
    document_hash = models.CharField(max_length=64, blank=True)
    object_uid = models.UUIDField(null=True)
    scope = models.UUIDField(null=True)
    told = SealedNoteField(field_id="disclosure.told", audiences={Audience.WORKER, Audience.PARTICIPANT})

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(by_consent=False) | Q(consent__isnull=False), name="disclosure_by_consent_has_consent"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "at"], name="disclosures_of_subject"),
            models.Index(fields=["by", "recipient", "at"], name="disclosures_by_account"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class SecurityEvent(LogRow):
    """Sign-ins, refusals of strangers, second factors: no content and no subject."""

    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=45, blank=True)

    def __str__(self) -> str:
        return self.kind
