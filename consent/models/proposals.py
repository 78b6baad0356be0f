"""What one administrator alone may not bring about: it rests a day and waits for a second person."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consent.models.accounts import Account, Organisation, Programme, Role
from consent.records import Record


class Proposal(Record):
    """A role for an account, or a new contact of an organisation, between being proposed and being decided.

    It changes nothing until somebody else confirms it; what it proposes is in clear, because it is about work.
    """

    class Kind(models.TextChoices):
        ROLE = "role", _("Role")
        CONTACT = "contact", _("Contact details")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Not confirmed")

    kind = models.CharField(max_length=7, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    rests_until = models.DateTimeField()
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=13, choices=Role, blank=True)
    until = models.DateField(null=True, blank=True)
    mail = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["proposed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="role") | (Q(account__isnull=False) & ~Q(role="")), name="proposal_of_role_names_it"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_decided_has_decider",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (~Q(decided_by=F("proposed_by")) & Q(decided_at__gte=F("rests_until"))),
                name="proposal_confirmed_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "proposed_at"], name="proposals_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
