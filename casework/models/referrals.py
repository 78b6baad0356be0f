"""Referrals: what was asked of whom, the slice that was sent, and every move (states: HL7 FHIR Task)."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import CaseFile
from casework.models.participants import OWN
from casework.models.referral_states import (
    FINAL_STATES,
    OPEN_STATES,
    MoveReason,
    Outcome,
    ReferralState,
    Side,
    legal_moves,
)
from consent import restrictions
from consent.fields import SealedBytesField, SealedJSONField, SealedNoteField, SealedTextField
from consent.history import HistoricQuerySet
from consent.keyring import Audience
from consent.models import Account, Channel, Consent, LegalGround, Organisation
from consent.periods import now
from consent.question_versions import not_superseded
from consent.records import Record

SHARED = OWN | {Audience.PARTNER}


PURPOSE = "referral"


class ReferralQuerySet(HistoricQuerySet):
    """Who may see a referral is decided here; lists, pages and letters share it."""

    def with_opening(self, on: datetime.date) -> "ReferralQuerySet":
        """Adds `opens`: true if, and only if, the recipient may read it on a day: it was sent, is neither cancelled nor

        entered in error, the use of the person's data is not restricted, and what it rested on still holds: a statutory
        ground of the purpose, or an answer "given" to the same recipient (renewed or not).
        """
        current = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        grounds = LegalGround.objects.filter(
            current, purpose__code=PURPOSE, programme=OuterRef("case__programme"), kind=LegalGround.Kind.STATUTE
        )
        answers = Consent.objects.filter(
            Q(ground__valid_until__isnull=True) | Q(ground__valid_until__gte=on),
            not_superseded(on, "question__"),
            subject=OuterRef("case__subject"),
            recipient=OuterRef("recipient"),
            ground__purpose__code=PURPOSE,
            ground__programme=OuterRef("case__programme"),
            state=Consent.State.GIVEN,
            until__gte=on,
        )
        rests = Q(Q(consent__isnull=True) & Exists(grounds)) | Q(Q(consent__isnull=False) & Exists(answers))
        shown = Q(sent_at__isnull=False) & ~Q(state__in=[ReferralState.CANCELLED, ReferralState.ERROR])
        shown &= ~restrictions.out_of_use("case__subject")
        opens = ExpressionWrapper(shown & rests, output_field=models.BooleanField())
        rows: ReferralQuerySet = self.annotate(opens=opens)
        return rows

    def still_open(self) -> "ReferralQuerySet":
        """Sent, and the loop is running."""
        return self.filter(state__in=OPEN_STATES)


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
    created_at = models.DateTimeField(default=now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    contact_person = SealedTextField(field_id="referral.contact_person", audiences=SHARED)
    planned_on = models.DateField(null=True, blank=True)
    first_contact_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    outcome_text = SealedNoteField(field_id="referral.outcome_text", audiences=SHARED)
    loop_closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ReferralQuerySet.as_manager()
    opens: bool  # only on rows of `with_opening`

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

    def may_move(self, side: str) -> frozenset[str]:
        """The states to which a side may move it now."""
        return legal_moves(self.state, side, self.held_from)

    @property
    def is_open(self) -> bool:
        """Sent, and the loop is running."""
        return self.state in OPEN_STATES

    @property
    def ended(self) -> bool:
        """Nothing follows but closing the loop."""
        return self.state in FINAL_STATES


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
    told_on = models.DateField(null=True, blank=True)

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
