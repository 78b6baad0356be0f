"""Emergency openings: a case file opened without an assignment, with a written reason, for an hour."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.models.cases import CaseFile
from consent.fields import SealedNoteField, SealedTextField
from consent.keyring import Audience
from consent.models import Account
from consent.records import Record

REVIEWERS = frozenset({Audience.OFFICER, Audience.COORDINATOR})


class BreakGlass(Record):
    """One opening: who, in which role, why, until when; by which day it is reviewed, and what came of it.

    The reason is sealed under the case file by somebody who cannot read it there: only the participant, the
    coordinator and the officer can.
    """

    class Verdict(models.TextChoices):
        NONE = "", _("Not reviewed yet")
        NEEDED = "needed", _("It was needed")
        AVOIDABLE = "avoidable", _("It could have been done otherwise")
        WRONG = "wrong", pgettext_lazy("emergency opening", "There was no ground for it")

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="emergency_openings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="emergency_openings")
    role = models.CharField(max_length=13)
    scope = models.UUIDField(editable=False)
    reason = SealedTextField(field_id="break_glass.reason", audiences=REVIEWERS | {Audience.PARTICIPANT})
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    review_due_on = models.DateField()
    reviewed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    review_words = SealedNoteField(field_id="break_glass.review_words", audiences=REVIEWERS)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_at__isnull=True, reviewed_by__isnull=True)
                | (~Q(verdict="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
                name="break_glass_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=models.F("account")),
                name="break_glass_reviewed_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "until"], name="break_glass_of_case"),
            models.Index(fields=["review_due_on"], condition=Q(reviewed_at__isnull=True), name="break_glass_to_review"),
        ]

    def __str__(self) -> str:
        return f"opening {self.uid}"
