"""The service catalogue: own and partners' services."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.models import Organisation
from consent.records import Record


class Service(Record):
    """Something people are guided to; holds no personal data."""

    class Kind(models.TextChoices):
        HEALTH = "health", _("Health counselling")
        LIFE_SKILLS = "life_skills", _("Everyday skills")
        LANGUAGE = "language", _("Finnish language")
        DIGITAL = "digital", _("Digital skills")
        COACHING = "coaching", _("Community coaching")
        PEER = "peer", _("Peer and volunteer activity")
        GREEN = "green", _("Green Care")
        EVENTS = "events", _("Talkoot and events")
        COOPERATIVE = "cooperative", _("Cooperative and enterprise workshop")
        TRIAL = "trial", _("Work trial")
        EDUCATION = "education", _("Education")
        WORK = "work", _("Work")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    kind = models.CharField(max_length=11, choices=Kind)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["active", "kind", "name"], name="services_by_kind")]

    def __str__(self) -> str:
        return self.name
