"""The plan: goals in the person's own words, and what links an agreed action to where it leads."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from casework.models import AgreedAction, CaseFile, Referral
from casework.models.participants import OWN
from consent.fields import SealedNoteField
from consent.records import Record
from pathways.models.groups import GroupSeries
from pathways.models.services import Service


class Goal(Record):
    """What the person wants, in the person's own words."""

    class State(models.TextChoices):
        CURRENT = "current", pgettext_lazy("goal", "Current")
        REACHED = "reached", pgettext_lazy("goal", "Reached")
        LEFT = "left", pgettext_lazy("goal", "Left aside")

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="goals")
    scope = models.UUIDField(editable=False)
    words = SealedNoteField(field_id="goal.words", audiences=OWN)
    set_on = models.DateField()
    state = models.CharField(max_length=7, choices=State, default=State.CURRENT)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-set_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="current", ended_on__isnull=True) | (~Q(state="current") & Q(ended_on__isnull=False)),
                name="goal_ended_has_day",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["case", "state", "-set_on"], name="goals_of_case")]

    def __str__(self) -> str:
        return f"goal {self.uid}"


class PlanStep(Record):
    """Where an agreed action leads: a goal, and at most one of group, service and referral, whose state it follows."""

    case = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="plan_steps")
    action = models.OneToOneField(AgreedAction, on_delete=models.PROTECT, related_name="plan_step")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    group = models.ForeignKey(GroupSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_steps")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_steps")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_steps")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(group__isnull=True, service__isnull=True)
                | Q(group__isnull=True, referral__isnull=True)
                | Q(service__isnull=True, referral__isnull=True),
                name="plan_step_leads_one_way",
            )
        ]

    def __str__(self) -> str:
        return f"step {self.uid}"
