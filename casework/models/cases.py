"""Case files, who works on them, and the grants that make it so."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from consent import restrictions
from consent.history import HistoricQuerySet
from consent.models import Account, Programme, Subject
from consent.periods import now
from consent.records import Record


class Permission(models.TextChoices):
    """What a grant allows on a case file."""

    READ = "read_casefile", _("Read the case file")
    WORK = "work_casefile", _("Record, plan and refer")
    HEALTH = "open_health", _("Open the health compartment")


class CaseFileQuerySet(HistoricQuerySet):
    """The only way to case files."""

    def for_user(self, account: Account, permission: str) -> "CaseFileQuerySet":
        """Case files in use on which the account holds the permission: for every list, search and figure."""
        return self.granted_to(account, permission).in_use()

    def in_use(self) -> "CaseFileQuerySet":
        """Without those of restricted people (GDPR Art. 18)."""
        return self.exclude(restrictions.out_of_use())

    def granted_to(self, account: Account, permission: str) -> "CaseFileQuerySet":
        """Case files on which the account holds the permission now, if, and only if, a grant to it or its team says so;

        restricted ones too, which may be read. One id set as UNION of the two direct grant tables (security review §4);
        no superuser, no global permission.
        """
        at = now()
        in_force = Q(until__isnull=True) | Q(until__gt=at)
        own = CaseUserGrant.objects.filter(in_force, user=account, permission__codename=permission)
        team = CaseTeamGrant.objects.filter(in_force, group__user=account, permission__codename=permission)
        ids = own.values("content_object_id").union(team.values("content_object_id"))
        return self.filter(pk__in=ids)

    def known(self) -> "CaseFileQuerySet":
        """Case files that were not erased: what lists show."""
        return self.filter(erased_on__isnull=True)

    def still_open(self) -> "CaseFileQuerySet":
        """Case files that are not closed."""
        return self.filter(state=CaseFile.State.OPEN)


class CaseFile(Record):
    """One person's matter in one programme. Content is sealed under `scope`, health content under `health_scope`."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Outcome(models.TextChoices):
        WORK = "work", _("Went to work")
        TRAINING = "training", _("Went to studies or training")
        SERVICE = "service", _("Went on to another service")
        GOALS = "goals", _("Reached the goals")
        MOVED = "moved", _("Moved away")
        OWN_WISH = "own_wish", _("Wished to stop")
        LOST = "lost", _("Could not be reached any more")
        OTHER = "other", _("Ended otherwise")

    number = models.CharField(max_length=20, unique=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cases")
    scope = models.UUIDField(unique=True, editable=False)
    health_scope = models.UUIDField(unique=True, editable=False)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    erased_on = models.DateField(null=True, blank=True, editable=False)
    last_contact_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = CaseFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [(p.value, p.name.title()) for p in Permission]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "programme"], condition=Q(state="open"), name="one_open_case_per_programme"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True) | Q(state="closed", closed_on__isnull=False),
                name="case_closed_has_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state", "-opened_on", "-id"], name="cases_of_programme"),
            models.Index(fields=["-opened_on", "-id"], name="cases_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseUserGrant(UserObjectPermissionBase):
    """A permission of one account on one case file until a moment; written by assignments only."""

    content_object = models.ForeignKey(CaseFile, on_delete=models.CASCADE)
    until = models.DateTimeField(null=True, blank=True)

    class Meta(UserObjectPermissionBase.Meta):
        indexes: ClassVar = [models.Index(fields=["content_object", "permission"], name="case_user_grants")]


class CaseTeamGrant(GroupObjectPermissionBase):
    """A permission of a team on one case file until a moment."""

    content_object = models.ForeignKey(CaseFile, on_delete=models.CASCADE)
    until = models.DateTimeField(null=True, blank=True)

    class Meta(GroupObjectPermissionBase.Meta):
        indexes: ClassVar = [models.Index(fields=["content_object", "permission"], name="case_team_grants")]


class Assignment(Record):
    """Who works on a case file in which role, from a day until a day, why, by whom. Writes the grants."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead worker")
        CO_WORKER = "co_worker", _("Co-worker")
        HEALTH = "health", _("Health counsellor")
        STUDENT = "student", _("Student")

    class Why(models.TextChoices):
        OPENING = "opening", _("The case file was opened")
        TEAM = "team", _("Works on the same matter")
        COVER = "cover", _("Covers for a colleague")
        HANDOVER = "handover", _("The matter was handed over")
        STUDY = "study", _("Practical training")
        ENDED = "ended", _("The work has ended")
        PERSON = "person", _("The participant wished so")

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="assignments")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=9, choices=Role)
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=8, choices=Why)
    assigned_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.CharField(max_length=8, choices=Why, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "account", "role"], condition=Q(ended_on__isnull=True), name="assignment_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="lead", ended_on__isnull=True), name="one_lead_worker"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "ended_on"], name="assignments_of_account")]

    def __str__(self) -> str:
        return f"{self.role} {self.uid}"


class NumberSeries(models.Model):
    """The last number given in a series of a year: case files "P-2026-0147", referrals "L-2026-0388"."""

    code = models.CharField(max_length=1)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "year"], name="one_series_per_year")]

    def __str__(self) -> str:
        return f"{self.code}-{self.year}"
