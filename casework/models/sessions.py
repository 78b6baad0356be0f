"""What happened: sessions, health entries (their own compartment), amendments, agreed actions, appointments."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.cases import CaseFile
from casework.models.participants import OWN, WORKERS
from consent.fields import SealedJSONField, SealedNoteField, SealedTextField
from consent.keyring import Audience
from consent.models import Account
from consent.records import Record


class SessionKind(models.TextChoices):
    """How one met."""

    MEETING = "meeting", _("Meeting")
    PHONE = "phone", _("Phone call")
    MESSAGE = "message", _("Message")
    HOME_VISIT = "home_visit", _("Home visit")
    NETWORK = "network", _("Network meeting")
    HEALTH = "health", _("Health counselling")


class Theme(models.TextChoices):
    """What was talked about; stored sealed."""

    WORK = "work", _("Work and training")
    LANGUAGE = "language", _("Language")
    DAILY_LIFE = "daily_life", _("Daily life")
    MONEY = "money", _("Money matters")
    HOUSING = "housing", _("Housing")
    DIGITAL = "digital", _("Digital skills")
    RELATIONS = "relations", _("Relationships")


class Present(models.TextChoices):
    """Who else was there; stored sealed."""

    INTERPRETER = "interpreter", _("Interpreter")
    STUDENT = "student", _("Student")
    COLLEAGUE = "colleague", _("Colleague")
    RELATIVE = "relative", _("Relative or friend")
    PARTNER = "partner", _("Partner's worker")
    OTHER = "other", _("Somebody else")


class Entry(Record):
    """What sessions and health entries share; written once, locked, later only amended."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the supervisor")
        CONFIRMED = "confirmed", _("Confirmed")
        ERROR = "error", _("Entered in error")

    kind = models.CharField(max_length=10, choices=SessionKind)
    held_on = models.DateField()
    started_at = models.TimeField(null=True, blank=True)
    length_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    read_together = models.BooleanField(default=False)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.CONFIRMED)
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class GuidanceSession(Entry):
    """A guidance session, sealed under the case's key."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="sessions")
    scope = models.UUIDField(editable=False)
    narrative = SealedNoteField(field_id="session.narrative", audiences=WORKERS)
    for_participant = SealedNoteField(field_id="session.for_participant", audiences=OWN)
    themes = SealedJSONField(field_id="session.themes", audiences=WORKERS)
    present = SealedJSONField(field_id="session.present", audiences=WORKERS)
    place = SealedTextField(field_id="session.place", audiences=OWN)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["case", "-held_on", "-id"], name="sessions_of_case")]

    def __str__(self) -> str:
        return f"session {self.uid}"


class HealthEntry(Entry):
    """Health counselling, sealed under the key of the case's health compartment: it opens with that right alone."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="health_entries")
    scope = models.UUIDField(editable=False)
    narrative = SealedNoteField(field_id="health.narrative", audiences={Audience.HEALTH})
    for_participant = SealedNoteField(
        field_id="health.for_participant", audiences={Audience.HEALTH, Audience.PARTICIPANT}
    )
    themes = SealedJSONField(field_id="health.themes", audiences={Audience.HEALTH})
    present = SealedJSONField(field_id="health.present", audiences={Audience.HEALTH})
    place = SealedTextField(field_id="health.place", audiences={Audience.HEALTH, Audience.PARTICIPANT})

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["case", "-held_on", "-id"], name="health_entries_of_case")]

    def __str__(self) -> str:
        return f"entry {self.uid}"


class Amendment(Record):
    """What was added to a confirmed entry; the entry itself never changes."""

    class Why(models.TextChoices):
        FORGOTTEN = "forgotten", _("Something was left out")
        MISTAKE = "mistake", _("Something was wrong")
        LATER = "later", _("Known only later")
        PERSON = "person", _("The participant asked for it")

    session = models.ForeignKey(
        GuidanceSession, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    health_entry = models.ForeignKey(
        HealthEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    scope = models.UUIDField(editable=False)
    text = SealedNoteField(field_id="amendment.text", audiences=WORKERS)
    why = models.CharField(max_length=9, choices=Why)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(session__isnull=False, health_entry__isnull=True)
                | Q(session__isnull=True, health_entry__isnull=False),
                name="amendment_of_one_entry",
            )
        ]

    def __str__(self) -> str:
        return f"amendment {self.uid}"


class AgreedAction(Record):
    """Something agreed: who does what by when. Typed once in the imperative, shown unchanged; plan steps point here."""

    class Owner(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        WORKER = "worker", _("Worker")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("No longer needed")

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="agreed_actions")
    session = models.ForeignKey(
        GuidanceSession, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_actions"
    )
    scope = models.UUIDField(editable=False)
    owner = models.CharField(max_length=11, choices=Owner)
    worker = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed_actions")
    text = SealedTextField(field_id="agreed.text", audiences=OWN)
    due_on = models.DateField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner="participant", worker__isnull=True) | Q(owner="worker", worker__isnull=False),
                name="agreed_action_has_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="agreed_action_ended_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "state", "due_on"], name="agreed_actions_of_case"),
            models.Index(fields=["worker", "state", "due_on"], name="agreed_actions_of_worker"),
        ]

    def __str__(self) -> str:
        return f"agreed action {self.uid}"


class Appointment(Record):
    """A meeting to come: the rows of the worker's day, prefilled when it is recorded."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")
        MISSED = "missed", _("Did not take place")

    class Interpreter(models.TextChoices):
        NONE = "", _("No interpreter")
        NEEDED = "needed", _("Interpreter to be booked")
        CONFIRMED = "confirmed", _("Interpreter confirmed")

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="appointments")
    scope = models.UUIDField(editable=False)
    worker = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=10, choices=SessionKind, default=SessionKind.MEETING)
    starts_at = models.DateTimeField()
    length_minutes = models.PositiveSmallIntegerField(default=45)
    place = SealedTextField(field_id="appointment.place", audiences=OWN)
    interpreter = models.CharField(max_length=9, choices=Interpreter, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    session = models.OneToOneField(
        GuidanceSession, on_delete=models.PROTECT, null=True, blank=True, related_name="appointment"
    )

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["worker", "starts_at"], name="appointments_of_worker"),
            models.Index(fields=["case", "starts_at"], name="appointments_of_case"),
        ]

    def __str__(self) -> str:
        return f"appointment {self.uid}"
