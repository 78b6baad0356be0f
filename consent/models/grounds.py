"""Notices, purposes, legal grounds, questions: law as data, with versions and days. Nothing legal is an enum.

Shape of a ground: domain notes §2.1 (GDPR Art. 6, 9; national provision; secrecy ground; withdraw, object, port).
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.models.accounts import Account, Organisation, Programme
from consent.models.names import Named
from consent.records import Record


class Purpose(Named, Record):
    """Why data is processed. `code` is what pages and log rows name."""

    code = models.SlugField(max_length=30, unique=True)
    name_fi = models.CharField(max_length=120)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class LegalGround(Record):
    """One version of the ground of a purpose, in force between two days. What was in force is never rewritten:

    a change is a version that `replaces` the former from its own first day (consent/grounds.py). `recipients` are
    codes of `Organisation.Profile`; `confirmed` says that the controller has checked the version.
    """

    class Kind(models.TextChoices):
        STATUTE = "statute", _("Statutory task")
        CONSENT = "consent", _("Consent")
        WAIVER = "waiver", _("Waiver of secrecy")
        AGREEMENT = "agreement", _("Agreement")

    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="grounds")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="grounds")
    kind = models.CharField(max_length=9, choices=Kind)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    art6 = models.CharField(max_length=12, blank=True)
    art9 = models.CharField(max_length=12, blank=True)
    national_provision = models.TextField(blank=True)
    secrecy_ground = models.TextField(blank=True)
    data_categories = models.JSONField(default=list)
    recipients = models.JSONField(default=list)
    retention = models.CharField(max_length=120, blank=True)
    can_withdraw = models.BooleanField(default=False)
    can_object = models.BooleanField(default=False)
    can_port = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        ordering: ClassVar = ["purpose", "-valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="ground_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["purpose", "programme", "kind"], condition=Q(valid_until__isnull=True), name="one_open_ground"
            ),
            models.UniqueConstraint(
                fields=["purpose", "programme", "kind", "valid_from"], name="ground_version_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    def former(self) -> list["LegalGround"]:
        """The versions before this one, newest first; one query each."""
        found: list[LegalGround] = []
        ground = self.replaces
        while ground is not None:
            found.append(ground)
            ground = ground.replaces
        return found


class Notice(Record):
    """One version of the privacy notice in one language (GDPR Art. 13 and 14).

    `asks_anew` are the purposes about which it changes what was agreed: answers from before its first day carry
    nothing any more. `unchanged` gives the officer's reason for every other purpose about which people are asked.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    text = models.TextField()
    valid_from = models.DateField()
    asks_anew = models.JSONField(default=list)
    unchanged = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-number", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number", "language"], name="notice_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.language}"


class Question(Record):
    """One consent question, a whole stored text per purpose, recipient, language and version; never composed.

    A version is asked from `asked_from` (None: from the ground's first day) until the day before `withdrawn_on`. From
    `superseded_on` a newer notice has taken its place: answers to it are no longer in force at all.
    """

    ground = models.ForeignKey(LegalGround, on_delete=models.PROTECT, related_name="questions")
    recipient = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    number = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=12, help_text="How long an answer holds, in months.")
    asked_from = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ground", "recipient", "number", "language"], name="question_version_once")
        ]

    def __str__(self) -> str:
        return self.title

    def original(self) -> "Question":
        """The same version in Finnish."""
        rows = Question.objects.filter(ground=self.ground_id, recipient=self.recipient_id, number=self.number)
        return rows.filter(language="fi").order_by("pk").first() or self
