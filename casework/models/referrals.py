"""Referrals: what was asked of whom, the slice that was sent, and every move (states: HL7 FHIR Task)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import CaseFile
from casework.models.participants import OWN
from consent.fields import SealedBytesField, SealedJSONField, SealedNoteField, SealedTextField
from consent.keyring import Audience
from consent.models import Account, Channel, Consent, LegalGround, Organisation
from consent.records import Record

SHARED = OWN | {Audience.PARTNER}


class ReferralState(models.TextChoices):
    """One word, one meaning."""

    DRAFT = "draft", _("Draft")
    AWAITING = "awaiting", _("Waits for the participant's approval")
    SENT = "requested", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    ON_HOLD = "on-hold", _("Waits for more information")
    REJECTED = "rejected", _("Not accepted")
    IN_PROGRESS = "in-progress", _("In progress")
    FAILED = "failed", _("Interrupted")
    CANCELLED = "cancelled", _("Cancelled")
    COMPLETED = "completed", _("Completed")
    ERROR = "entered-in-error", _("Entered in error")


class Side(models.TextChoices):
    """Who makes a move."""

    SENDER = "sender", _("Sender")
    RECIPIENT = "recipient", _("Recipient")
    PARTICIPANT = "participant", _("Participant")
    SYSTEM = "system", _("Polku")


class MoveReason(models.TextChoices):
    """Why a referral moved, coded."""

    NO_CAPACITY = "no_capacity", _("No room now")
    WRONG_UNIT = "wrong_unit", _("Belongs to another unit")
    CRITERIA = "criteria", _("Does not meet the conditions")
    NOT_REACHED = "not_reached", _("Could not be reached")
    MORE_NEEDED = "more_needed", _("More information is needed")
    NOT_STARTED = "not_started", _("Did not come")
    STOPPED = "stopped", _("Stopped before the end")
    NO_LONGER = "no_longer", _("No longer needed")
    GROUND_ENDED = "ground_ended", _("The permission ended")
    EXPIRED = "expired", _("No answer in 30 days")
    CHANGES = "changes", _("The participant wants changes")
    PERSON = "person", _("The participant does not want it")
    MISTAKE = "mistake", _("Made by mistake")
    OTHER = "other", _("Another reason")


class Outcome(models.TextChoices):
    """How a referral was completed."""

    STARTED_SERVICE = "started_service", _("Started in the service")
    STARTED_WORK = "started_work", _("Started in work or a work trial")
    STARTED_STUDIES = "started_studies", _("Started in studies or training")
    ONE_MEETING = "one_meeting", _("One meeting was enough")
    REFERRED_ON = "referred_on", _("Was guided to another service")
    NO_NEED = "no_need", _("No need for the service")


class Referral(Record):
    """One request to one recipient. Slice, letter and answer are sealed under a key of their own."""

    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="referrals")
    scope = models.UUIDField(unique=True, editable=False)
    sender = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sent_referrals")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referrals")
    recipient_person = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, default="fi")
    state = models.CharField(max_length=16, choices=ReferralState, default=ReferralState.DRAFT)
    held_from = models.CharField(max_length=16, choices=ReferralState, blank=True)
    respond_by = models.DateField(null=True, blank=True)
    ground = models.ForeignKey(LegalGround, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    heading = SealedTextField(field_id="referral.heading", audiences=SHARED)
    request = SealedNoteField(field_id="referral.request", audiences=SHARED)
    meanwhile = SealedNoteField(field_id="referral.meanwhile", audiences=SHARED)
    slice = SealedJSONField(field_id="referral.slice", audiences=SHARED)
    letter = SealedBytesField(field_id="referral.letter", audiences=SHARED)
    content_hash = models.CharField(max_length=64, blank=True)
    letter_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    contact_person = SealedTextField(field_id="referral.contact_person", audiences=SHARED)
    planned_on = models.DateField(null=True, blank=True)
    first_contact_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    outcome_text = SealedNoteField(field_id="referral.outcome_text", audiences=SHARED)
    loop_closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "awaiting", "cancelled", "entered-in-error"])
                | Q(sent_at__isnull=False, ground__isnull=False),
                name="referral_sent_has_day_and_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | ~Q(outcome=""), name="referral_completed_has_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(state="on-hold") | ~Q(held_from=""), name="referral_on_hold_knows_from_where"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-sent_at", "-id"], name="referrals_of_recipient"),
            models.Index(fields=["case", "-created_at", "-id"], name="referrals_of_case"),
            models.Index(fields=["state", "sent_at"], name="referrals_by_state"),
            models.Index(fields=["sender", "state"], name="referrals_of_sender"),
        ]

    def __str__(self) -> str:
        return self.number


class ReferralMove(Record):
    """One move of a referral: from, to, when, by whom, on which side, why."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    scope = models.UUIDField(editable=False)
    from_state = models.CharField(max_length=16, choices=ReferralState, blank=True)
    to_state = models.CharField(max_length=16, choices=ReferralState)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    side = models.CharField(max_length=11, choices=Side)
    reason = models.CharField(max_length=12, choices=MoveReason, blank=True)
    text = SealedNoteField(field_id="referral_move.text", audiences=SHARED)
    told_by = SealedTextField(field_id="referral_move.told_by", audiences=SHARED)
    told_how = models.CharField(max_length=9, choices=Channel, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} {self.to_state}"


class ReferralApproval(Record):
    """What the participant said of exactly this content."""

    class Answer(models.TextChoices):
        APPROVED = "approved", _("I approve")
        CHANGES = "changes", _("I want changes")
        REFUSED = "refused", _("I do not approve")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="approvals")
    content_hash = models.CharField(max_length=64)
    answer = models.CharField(max_length=8, choices=Answer)
    channel = models.CharField(max_length=9, choices=Channel)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.answer} {self.uid}"
