"""Groups, their meetings, places and attendance (decisions: groups and plan)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from casework.models import CaseFile
from consent.fields import SealedNoteField, SealedTextField
from consent.history import HistoricQuerySet
from consent.keyring import Audience
from consent.models import Account, Programme
from consent.periods import now
from consent.records import Record
from pathways.models.services import Service

RUNNERS = frozenset({Audience.FACILITATOR, Audience.WORKER})
RUN = "run_groupseries"


class GroupSeriesQuerySet(HistoricQuerySet):
    """The only way to the groups that somebody runs."""

    def for_user(self, account: Account, permission: str = RUN) -> "GroupSeriesQuerySet":
        """Groups on which the account holds the permission now, if, and only if, a grant to it or its team says so."""
        in_force = Q(until__isnull=True) | Q(until__gt=now())
        own = GroupUserGrant.objects.filter(in_force, user=account, permission__codename=permission)
        team = GroupTeamGrant.objects.filter(in_force, group__user=account, permission__codename=permission)
        return self.filter(pk__in=own.values("content_object_id").union(team.values("content_object_id")))


class GroupSeries(Record):
    """A group that meets. The public title is neutral; the real theme is sealed."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ENDED = "ended", _("Ended")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    title = models.CharField(max_length=80)
    scope = models.UUIDField(unique=True, editable=False)
    theme = SealedTextField(field_id="group.theme", audiences=RUNNERS)
    place = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default="fi")
    capacity = models.PositiveSmallIntegerField(default=12)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=5, choices=State, default=State.OPEN)

    objects: ClassVar[Any] = GroupSeriesQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [(RUN, "Run the group")]
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=60), name="group_capacity_sensible")
        ]

    def __str__(self) -> str:
        return self.title


class GroupUserGrant(UserObjectPermissionBase):
    """A permission of one account on one group until a moment; written by facilitations only."""

    content_object = models.ForeignKey(GroupSeries, on_delete=models.CASCADE)
    until = models.DateTimeField(null=True, blank=True)

    class Meta(UserObjectPermissionBase.Meta):
        indexes: ClassVar = [models.Index(fields=["content_object", "permission"], name="group_user_grants")]


class GroupTeamGrant(GroupObjectPermissionBase):
    """A permission of a team on one group until a moment."""

    content_object = models.ForeignKey(GroupSeries, on_delete=models.CASCADE)
    until = models.DateTimeField(null=True, blank=True)

    class Meta(GroupObjectPermissionBase.Meta):
        indexes: ClassVar = [models.Index(fields=["content_object", "permission"], name="group_team_grants")]


class Facilitation(Record):
    """Who runs a group in which role, from a day until a day."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("Group facilitator")
        COACH = "coach", _("Community coach")
        STUDENT = "student", _("Student")
        PEER = "peer", _("Peer supporter")

    series = models.ForeignKey(GroupSeries, on_delete=models.PROTECT, related_name="facilitations")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="facilitations")
    role = models.CharField(max_length=11, choices=Role)
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "account", "role"], name="facilitation_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.uid}"


class GroupSession(Record):
    """One meeting: a row of its own; moving or cancelling edits the row."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class CancelReason(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        ILLNESS = "illness", _("Facilitator is ill")
        PLACE = "place", _("The place is not available")
        FEW = "few", _("Too few participants")
        OTHER = "other", _("Another reason")

    series = models.ForeignKey(GroupSeries, on_delete=models.PROTECT, related_name="meetings")
    scope = models.UUIDField(editable=False)
    slot_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    cancel_reason = models.CharField(max_length=7, choices=CancelReason, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    note = SealedNoteField(field_id="group_session.note", audiences=RUNNERS)

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "slot_on"], name="one_meeting_per_slot"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="meeting_cancelled_has_reason"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["series", "starts_at"], name="meetings_of_group")]

    def __str__(self) -> str:
        return f"meeting {self.uid}"

    @property
    def where(self) -> str:
        """The place of this meeting, else the group's."""
        return self.place or self.series.place


MEETING_MOVES: dict[str, frozenset[str]] = {
    GroupSession.State.PLANNED: frozenset({GroupSession.State.HELD, GroupSession.State.CANCELLED}),
    GroupSession.State.HELD: frozenset({GroupSession.State.CANCELLED}),
    GroupSession.State.CANCELLED: frozenset({GroupSession.State.PLANNED}),
}


class Enrolment(Record):
    """A place in a group. Taking one is inserting the lowest free place number, so that the database decides a race."""

    class State(models.TextChoices):
        WAITING = "waiting", _("In the queue")
        OFFERED = "offered", _("Place offered")
        ENROLLED = "enrolled", _("Has a place")
        LEFT = "left", pgettext_lazy("enrolment", "Left")
        DECLINED = "declined", _("Did not take the place")

    series = models.ForeignKey(GroupSeries, on_delete=models.PROTECT, related_name="enrolments")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=8, choices=State)
    place_no = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["place_no", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "place_no"],
                condition=Q(state__in=["enrolled", "offered"]),
                name="one_person_per_place",
            ),
            models.UniqueConstraint(
                fields=["series", "case"],
                condition=Q(state__in=["waiting", "offered", "enrolled"]),
                name="enrolled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["enrolled", "offered"]) | Q(place_no__isnull=False), name="enrolled_has_place"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "state"], name="enrolments_of_case")]

    def __str__(self) -> str:
        return f"enrolment {self.uid}"


class Attendance(Record):
    """One person's mark at one meeting, always the same row however often it is marked.

    Unmarked is never absence: there is no row, or its status is empty (a mark taken back, a walk-in not yet marked).
    """

    class Status(models.TextChoices):
        PRESENT = "present", _("Here")
        LATE = "late", _("Came late")
        LEFT_EARLY = "left_early", _("Left early")
        ONLINE = "online", _("Online")
        ABSENT_NOTIFIED = "absent_notified", _("Told beforehand")
        EXCUSED = "excused", _("Excused")
        ABSENT_UNNOTIFIED = "absent_unnotified", _("Away")

    meeting = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="attendances")
    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=17, choices=Status, blank=True)
    walk_in = models.BooleanField(default=False)
    marked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "case"], name="one_mark_per_meeting")]
        indexes: ClassVar = [models.Index(fields=["case", "meeting"], name="attendances_of_case")]

    def __str__(self) -> str:
        return f"attendance {self.uid}"


PRESENT_STATUSES = frozenset({"present", "late", "left_early", "online"})
