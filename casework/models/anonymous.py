"""What is left of a case file for the statistics when it is erased: a few coarse facts that lead back to nobody."""

import datetime
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.cases import CaseFile
from consent.models import Programme


class AnonymousCase(models.Model):
    """One case file that was: months, bands and the outcome. No uid of anything, no moment, no day.

    The table is written anew in random order, with new keys, each time a row is added (casework/anonymous_cases.py),
    so that neither key, row number, place on the disk nor transaction tells which row came with which disposal.
    """

    class Band(models.TextChoices):
        NONE = "0", _("None")
        FEW = "1-5", _("1 to 5")
        SOME = "6-20", _("6 to 20")
        MANY = "21-50", _("21 to 50")
        MOST = "51+", _("More than 50")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    opened_month = models.DateField()
    closed_month = models.DateField()
    outcome = models.CharField(max_length=8, choices=CaseFile.Outcome, blank=True)
    sessions = models.CharField(max_length=5, choices=Band)
    hours = models.CharField(max_length=5, choices=Band)
    referrals = models.CharField(max_length=5, choices=Band)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["programme", "opened_month"], name="anonymous_cases")]

    def __str__(self) -> str:
        return f"{self.opened_month:%Y-%m}"


def first_of_month(day: datetime.date) -> datetime.date:
    """The month as its first day."""
    return day.replace(day=1)
