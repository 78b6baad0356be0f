"""The participant: who a subject is. Everything here is sealed under the person's key."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.fields import SealedDateField, SealedFlagField, SealedTextField
from consent.keyring import Audience
from consent.models import Subject
from consent.records import Record

WORKERS = frozenset({Audience.WORKER, Audience.HEALTH})
OWN = WORKERS | {Audience.PARTICIPANT}
NAME = OWN | {Audience.COORDINATOR, Audience.LOOKUP}


class Gender(models.TextChoices):
    """As the person says, never derived from the identity code; the funder's classes (Reg. (EU) 2021/1057, Annex I)."""

    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    NON_BINARY = "non_binary", _("Non-binary")
    UNSAID = "unsaid", _("Does not want to say")


class Participant(Record):
    """A person's identity, languages and ways to be reached (a first name and one contact suffice)."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="participant")
    scope = models.UUIDField(unique=True, editable=False)
    first_name = SealedTextField(field_id="person.first_name", audiences=NAME)
    last_name = SealedTextField(field_id="person.last_name", audiences=NAME)
    roster_name = SealedTextField(field_id="person.roster_name", audiences=OWN | {Audience.FACILITATOR})
    birth_date = SealedDateField(field_id="person.birth_date", audiences=OWN | {Audience.LOOKUP})
    identity_code = SealedTextField(field_id="person.identity_code", audiences=OWN | {Audience.LOOKUP})
    gender = SealedTextField(field_id="person.gender", audiences=OWN)
    phone = SealedTextField(field_id="person.phone", audiences=OWN | {Audience.LOOKUP})
    mail = SealedTextField(field_id="person.mail", audiences=OWN | {Audience.LOOKUP})
    safe_contact = SealedTextField(field_id="person.safe_contact", audiences=OWN)
    street_address = SealedTextField(field_id="person.street_address", audiences=OWN)
    postcode = SealedTextField(field_id="person.postcode", audiences=OWN)
    municipality = SealedTextField(field_id="person.municipality", audiences=OWN)
    neighbourhood = SealedTextField(field_id="person.neighbourhood", audiences=OWN)
    language = SealedTextField(field_id="person.language", audiences=OWN)
    interpreter = SealedTextField(field_id="person.interpreter", audiences=OWN)
    safety_prohibition = SealedFlagField(
        field_id="person.safety_prohibition", audiences=OWN | {Audience.LOOKUP, Audience.FACILITATOR}
    )

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"participant {self.uid}"

    @property
    def name(self) -> str:
        """First and last name as far as known, in the nominative; locked or erased as a whole."""
        if not self.last_name:
            return self.first_name
        from consent.fields import readable

        return f"{self.first_name} {self.last_name}" if readable(self.first_name) else self.first_name
