"""What a person asks by right, what was decided, whom that has to be told: GDPR Art. 12, 15–21; 703/2023 §11."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.fields import SealedNoteField
from consent.keyring import Audience
from consent.models.accounts import Account, Organisation, Programme
from consent.models.consents import Channel
from consent.models.log import Disclosure
from consent.models.subjects import Subject
from consent.records import Record

ASKING = frozenset({Audience.OFFICER, Audience.PARTICIPANT})


class DataRequest(Record):
    """One request of a person: received, identity checked, due, perhaps extended, decided, answered.

    `due_on` is the limit by law, `target_on` the unmoved day (domain notes §2.2, Art. 12); both are worked out, never
    typed. Words are sealed under the person's key and die with it; what stays is that it was asked and answered.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("See the data")
        RECTIFICATION = "rectification", _("Correct the data")
        ERASURE = "erasure", _("Erase the data")
        RESTRICTION = "restriction", _("Restrict the use")
        OBJECTION = "objection", _("Object to the use")
        PORTABILITY = "portability", _("Take the data along")
        LOG = "log", _("See who has used the data")

    class Identity(models.TextChoices):
        UNCHECKED = "", _("Not checked yet")
        OWN_PAGES = "own_pages", _("Signed in on the own pages")
        KNOWN = "known", _("Known to the worker in person")
        DOCUMENT = "document", _("Identity document shown")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        DECIDED = "decided", _("Decided")
        ANSWERED = "answered", _("Answered")
        TAKEN_BACK = "taken_back", _("Taken back by the person")

    class Decision(models.TextChoices):
        NONE = "", _("Not decided yet")
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Granted in part")
        REFUSED = "refused", _("Refused")

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="requests")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    received_on = models.DateField()
    channel = models.CharField(max_length=9, choices=Channel)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=9, choices=Identity, blank=True)
    identity_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    identity_at = models.DateTimeField(null=True, blank=True)
    target_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField()
    extended_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=7, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_channel = models.CharField(max_length=9, choices=Channel, blank=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_uid = models.UUIDField(null=True, blank=True)
    log_from = models.DateField(null=True, blank=True)
    log_until = models.DateField(null=True, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    scope = models.UUIDField(editable=False)
    words = SealedNoteField(field_id="request.words", audiences=ASKING)
    extension_reason = SealedNoteField(field_id="request.extension_reason", audiences=ASKING)
    answer = SealedNoteField(field_id="request.answer", audiences=ASKING)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "answered"]) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="request_decided_has_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | (Q(answered_at__isnull=False) & (~Q(identity="") | Q(decision="refused"))),
                name="request_answered_to_somebody_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state", "due_on"], name="requests_due"),
            models.Index(fields=["subject", "-received_on"], name="requests_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Restriction(Record):
    """The use of a person's data is restricted (Art. 18): read-only, out of lists and reports, until it is lifted."""

    class Why(models.TextChoices):
        CONTESTED = "contested", _("The person says that the data is wrong")
        UNLAWFUL = "unlawful", _("The use was unlawful, and the person does not want it erased")
        CLAIMS = "claims", _("The person needs the data for a legal claim")
        OBJECTION = "objection", _("The person has objected, and it is not decided yet")

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="restrictions")
    why = models.CharField(max_length=9, choices=Why)
    request = models.ForeignKey(
        DataRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="restrictions"
    )
    scope = models.UUIDField(editable=False)
    reason = SealedNoteField(field_id="restriction.reason", audiences=ASKING | {Audience.WORKER})
    placed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_channel = models.CharField(max_length=9, choices=Channel, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(lifted_at__isnull=True), name="one_live_restriction"
            ),
            # Art. 18(3): the person is told before the restriction is lifted.
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(told_at__isnull=False), name="restriction_lifted_after_notice"
            ),
        ]

    def __str__(self) -> str:
        return f"restriction {self.uid}"


class RecipientNotice(Record):
    """Somebody who got the data has to be told that it was corrected, erased or restricted (Art. 19), and who did."""

    class Why(models.TextChoices):
        RECTIFICATION = "rectification", _("Data was corrected")
        ERASURE = "erasure", _("Data was erased")
        RESTRICTION = "restriction", _("The use is restricted")
        LIFTED = "lifted", _("The restriction has ended")

    class State(models.TextChoices):
        TO_SEND = "to_send", _("To be sent")
        SENT = "sent", _("Sent")
        IMPOSSIBLE = "impossible", _("Impossible or out of proportion")

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="notices")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="recipient_notices")
    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    why = models.CharField(max_length=13, choices=Why)
    state = models.CharField(max_length=10, choices=State, default=State.TO_SEND)
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=9, choices=Channel, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="to_send") | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="recipient_notice_settled_by_somebody",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "made_at"], name="recipient_notices_open")]

    def __str__(self) -> str:
        return f"{self.why} {self.uid}"


class Statement(Record):
    """What a person says to an entry about them: it stands beside the entry and changes nothing in it (Art. 16)."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="statements")
    about_kind = models.CharField(max_length=40)
    about_uid = models.UUIDField(db_index=True)
    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    scope = models.UUIDField(editable=False)
    text = SealedNoteField(
        field_id="statement.text", audiences={Audience.WORKER, Audience.HEALTH, Audience.PARTICIPANT, Audience.OFFICER}
    )
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"statement {self.uid}"
