"""What a person was told and what they answered."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.fields import SealedBytesField, SealedTextField
from consent.keyring import Audience
from consent.models.accounts import Account, Organisation
from consent.models.grounds import LegalGround, Notice, Question
from consent.models.subjects import Subject
from consent.periods import now
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


class FinalState(Exception):
    """A row was about to move to a state from which, or to which, nothing leads; nothing was written."""


class ConsentPaper(models.Model):
    """A form that was printed for answers on paper, and the scan of it with a signature.

    `number` stands on the paper and names nobody. Made once, its scan attached once: no row is saved again and none is
    deleted but by erasure, so that a scan of megabytes needs no history that would hold it twice.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="consent_papers")
    scope = models.UUIDField(editable=False)
    number = models.CharField(max_length=9, unique=True, editable=False)
    language = models.CharField(max_length=8)
    questions = models.JSONField(default=list)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now, editable=False)
    kind = models.CharField(max_length=4, choices=Kind, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    scan = SealedBytesField(field_id="consent_paper.scan", audiences={Audience.WORKER, Audience.PARTICIPANT})
    scanned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scanned_at__isnull=True, digest="", kind="")
                | (Q(scanned_at__isnull=False, scanned_by__isnull=False, scan__isnull=False) & ~Q(digest="")),
                name="consent_paper_scan_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise FinalState("a paper goes only with its person")


class Consent(Record):
    """One answer to one question. Later answers are new rows; a row only moves along `MOVES`.

    `kind` keeps apart GDPR consent, waiver of secrecy and agreement (domain notes §2.1). `renews` names the answer
    that this one renews: somebody asked again and the person said yes again; nothing renews itself.
    """

    class State(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        LATER = "later", _("Ask later")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")
        REPLACED = "replaced", _("Replaced by a later answer")
        ERROR = "error", _("Entered in error")

    class Mistake(models.TextChoices):
        """Why a row should never have been."""

        PERSON = "person", _("It was about somebody else")
        ANSWER = "answer", _("The person answered otherwise")
        UNASKED = "unasked", _("The person was not asked")
        TWICE = "twice", _("It was entered twice")

    #: From a state to those that may follow it; what was entered in error stays so for ever.
    MOVES: ClassVar = {
        State.GIVEN: {State.WITHDRAWN, State.EXPIRED, State.REPLACED, State.ERROR},
        State.LATER: {State.REPLACED, State.ERROR},
        State.REFUSED: {State.ERROR},
        State.WITHDRAWN: {State.ERROR},
        State.EXPIRED: {State.ERROR},
        State.REPLACED: {State.ERROR},
        State.ERROR: set(),
    }

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
    teach_back = models.BooleanField(default=False, help_text="Whether the person told it in their own words.")
    paper = models.ForeignKey(ConsentPaper, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    answered_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_channel = models.CharField(max_length=9, choices=Channel, blank=True)
    mistaken_at = models.DateTimeField(null=True, blank=True)
    mistaken_from = models.CharField(max_length=9, choices=State, blank=True)
    mistake = models.CharField(max_length=7, choices=Mistake, blank=True)
    mistake_words = SealedTextField(field_id="consent.mistake", audiences={Audience.WORKER, Audience.HEALTH})

    _state_read: str | None = None

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(renews__isnull=True) | Q(until__isnull=False), name="only_yes_renews"),
            models.CheckConstraint(
                condition=~Q(state="error") | (Q(mistaken_at__isnull=False) & ~Q(mistake="") & ~Q(mistaken_from="")),
                name="consent_error_has_reason",
            ),
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

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        consent = super().from_db(db, field_names, values)
        consent._state_read = consent.__dict__.get("state")
        return consent

    def save(self, *args: Any, **options: Any) -> None:
        """Raises FinalState for a move that `MOVES` does not know, and for any change of a row entered in error."""
        if not self._state.adding:
            self._refuse_unless_next()
        super().save(*args, **options)
        self._state_read = self.state

    def _refuse_unless_next(self) -> None:
        read = self._state_read
        if read is None:  # fetched without it
            read = Consent.objects.filter(pk=self.pk).values_list("state", flat=True).get()
        if read == self.State.ERROR or (self.state != read and self.state not in self.MOVES[self.State(read)]):
            raise FinalState(f"{read} does not become {self.state}")

    @property
    def title(self) -> str:
        """What was asked: in the language of the page where `consents.titled` looked it up, else as it was asked."""
        return self.__dict__.get("shown_title") or self.question.title

    @property
    def said(self) -> str:
        """What was answered at the time, whatever has become of it."""
        if self.until is not None:
            return self.State.GIVEN
        return self.State.REFUSED if self.before_mistake == self.State.REFUSED else self.State.LATER

    @property
    def before_mistake(self) -> str:
        """The state, or the one in which it stood when it was marked as entered in error."""
        return self.mistaken_from or self.state
