"""What a person was told and what they answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.fields import SealedTextField
from consent.keyring import Audience
from consent.models.accounts import Account, Organisation
from consent.models.grounds import LegalGround, Notice, Question
from consent.models.subjects import Subject
from consent.records import Record


class Channel(models.TextChoices):
    """How something was said."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    PORTAL = "portal", _("On the own pages")
    PAPER = "paper", _("On paper")


class NoticeGiven(Record):
    """Proof that a notice was given: version, language, channel, by whom, when."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="notices_given")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=9, choices=Channel)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"notice {self.uid}"


class Consent(Record):
    """One answer to one question. Later answers are new rows; a row only moves to withdrawn, expired or error.

    `kind` keeps apart GDPR consent, waiver of secrecy and agreement (domain notes §2.1).
    """

    class State(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        LATER = "later", _("Ask later")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        REPLACED = "replaced", _("Replaced by a later answer")
        ERROR = "error", _("Entered in error")

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consents")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    ground = models.ForeignKey(LegalGround, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=9, choices=LegalGround.Kind)
    recipient = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="consents"
    )
    state = models.CharField(max_length=9, choices=State)
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=9, choices=Channel)
    heard_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="heard_consents")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="consents")
    scope = models.UUIDField(editable=False)
    interpreter = SealedTextField(
        field_id="consent.interpreter", audiences={Audience.WORKER, Audience.HEALTH, Audience.PARTICIPANT}
    )
    answered_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_channel = models.CharField(max_length=9, choices=Channel, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(state="given") | Q(until__isnull=False), name="consent_given_has_end"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False), name="consent_withdrawn_has_time"
            ),
            models.CheckConstraint(condition=~Q(kind="statute"), name="consent_is_not_asked_by_statute"),
            models.UniqueConstraint(
                fields=["subject", "ground", "recipient"],
                condition=Q(state__in=["given", "later"]),
                name="one_live_consent_per_recipient",
            ),
            # A recipient that is NULL equals no other for the database.
            models.UniqueConstraint(
                fields=["subject", "ground"],
                condition=Q(state__in=["given", "later"], recipient__isnull=True),
                name="one_live_consent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "state"], name="consents_of_subject"),
            models.Index(fields=["state", "until"], name="consents_ending"),
        ]

    def __str__(self) -> str:
        return f"consent {self.uid}"

    @property
    def title(self) -> str:
        """What was asked: in the language of the page where `consents.titled` looked it up, else as it was asked."""
        return self.__dict__.get("shown_title") or self.question.title

    @property
    def said(self) -> str:
        """What was answered at the time, whatever has become of it."""
        if self.until is not None:
            return self.State.GIVEN
        return self.State.REFUSED if self.state == self.State.REFUSED else self.State.LATER
