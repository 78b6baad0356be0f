"""Accounts, organisations, programmes, memberships: who is who."""

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.keystore.models import ScopeKind
from consent.records import Record


class Organisation(Record):
    """A controller or a recipient. `name_to` is typed in the form that follows "to" ("työllisyyspalveluille")."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")
        THIRD_SECTOR = "third_sector", _("Third sector")

    class Profile(models.TextChoices):
        """What kind of recipient it is: decides which fields a letter to it may carry."""

        EMPLOYMENT = "employment", _("Employment services")
        SOCIAL = "social", _("Social services")
        HEALTH = "health", _("Health services")
        BENEFITS = "benefits", _("Benefits agency (Kela)")
        SCHOOL = "school", _("School or adult education")
        ASSOCIATION = "association", _("Association or peer group")
        EMPLOYER = "employer", _("Employer or work trial")
        NONE = "", _("Not a recipient")

    name = models.CharField(max_length=120)
    name_to = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    own = models.BooleanField(default=False)
    profile = models.CharField(max_length=12, choices=Profile, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    mail = models.EmailField(blank=True)
    street_address = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="fi")
    active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(Record):
    """A project or service with one controller; other organisations are recipients, not co-users.

    `names_in_log` is the controller's setting whether participants read the names of all workers who looked.
    """

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    controller = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    names_in_log = models.BooleanField(default=False)
    names_in_log_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Accounts are made by `consent.accounts`; there is no superuser."""

    def create_superuser(self, *args: Any, **options: Any) -> "Account":
        raise PermissionError("Polku has no superuser: nobody sees content by rank.")

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=str(username))


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Staff hold a name and a work address in clear; participants hold neither."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_staff_member = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    valid_until = models.DateField(null=True, blank=True)
    scope = models.UUIDField(editable=False)
    language = models.CharField(max_length=2, default="fi")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="account_is_never_superuser"),
            models.CheckConstraint(
                condition=Q(is_staff_member=True) | Q(email__isnull=True, name="", phone=""),
                name="participant_account_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.username)

    def ended(self, on: datetime.date) -> bool:
        """Whether the account is closed or past its last day."""
        return not self.is_active or (self.valid_until is not None and self.valid_until < on)


class Role(models.TextChoices):
    """What somebody does in a programme or organisation; the rules are in each app's access.py."""

    WORKER = "worker", _("Service guide")
    HEALTH = "health", _("Health counsellor")
    FACILITATOR = "facilitator", _("Group facilitator")
    STUDENT = "student", _("Student")
    COORDINATOR = "coordinator", _("Coordinator")
    PARTNER = "partner", _("Partner")
    PARTICIPANT = "participant", _("Participant")
    OFFICER = "officer", _("Data protection officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Membership(Record):
    """An account's role in an organisation, in a programme where the role needs one, from a day until a day."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=13, choices=Role)
    starts_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    supervisor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="supervises")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(role="student") | Q(supervisor__isnull=False, until__isnull=False),
                name="student_has_supervisor_and_end",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "role"], name="membership_by_account")]

    def __str__(self) -> str:
        return f"{self.role} {self.uid}"


class Installation(models.Model):
    """Which installation this data belongs to; must match the keystore's."""

    uid = models.UUIDField(unique=True)
    restored_at = models.DateTimeField(null=True)  # a copy from a backup, until `restore --accept`

    def __str__(self) -> str:
        return str(self.uid)


class ErasureSeen(models.Model):
    """A row of the keystore's erasure ledger as the data database saw it: a keystore without it is older."""

    serial = models.BigIntegerField(unique=True)
    scope = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=ScopeKind)
    erased_at = models.DateTimeField()
    by_account = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["serial"]

    def __str__(self) -> str:
        return f"erasure {self.serial}"
