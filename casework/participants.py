"""Participants: created with their case file in one act; changed with their search keys kept true."""

import dataclasses
import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import assignments, numbers
from casework.models import Assignment, CaseFile, Participant
from consent import keyring, lookup
from consent.errors import NotNow
from consent.keystore.models import ScopeKind
from consent.models import Account, Programme, Subject
from consent.periods import today


class ContactNeeded(NotNow):
    message = _("Give one way to reach the person, or say that there is none.")


@dataclasses.dataclass(frozen=True)
class Details:
    """What is known of a person; everything but the first name may be unknown. Phone in E.164, codes normalised."""

    first_name: str
    last_name: str = ""
    birth_date: datetime.date | None = None
    identity_code: str = ""
    gender: str = ""
    phone: str = ""
    mail: str = ""
    safe_contact: str = ""
    street_address: str = ""
    postcode: str = ""
    municipality: str = ""
    neighbourhood: str = ""
    language: str = "fi"
    interpreter: str = ""
    safety_prohibition: bool = False

    @property
    def roster_name(self) -> str:
        """First name and initial, as facilitators see it."""
        initial = self.last_name[:1]
        return f"{self.first_name} {initial}." if initial else self.first_name

    def search_keys(self) -> lookup.SearchKeys:
        """What the person can be found by."""
        return lookup.SearchKeys(
            self.first_name, self.last_name, self.birth_date, self.identity_code, self.phone, self.mail
        )


@transaction.atomic
def create(*, by: Account, programme: Programme, details: Details, opened_on: datetime.date | None = None) -> CaseFile:
    """A new participant with an open case file whose lead worker is `by`.

    Keys are committed before the rows (a crash leaves an unused key, never a row without one). Raises ContactNeeded.
    """
    if not (details.phone or details.mail or details.safe_contact):
        raise ContactNeeded
    opened_on = opened_on or today()
    person = keyring.create(ScopeKind.PERSON)
    lookup.remember(person, details.search_keys())
    subject = Subject(scope=person, programme=programme)
    subject.save()
    participant = Participant(subject=subject, scope=person, **_fields(details))
    participant.save()
    return open_case(by=by, subject=subject, programme=programme, opened_on=opened_on)


@transaction.atomic
def open_case(*, by: Account, subject: Subject, programme: Programme, opened_on: datetime.date) -> CaseFile:
    """A numbered, open case file with its two keys and its lead worker."""
    case = CaseFile(
        number=numbers.following(numbers.CASE, opened_on.year),
        subject=subject,
        programme=programme,
        scope=keyring.create(ScopeKind.CASE),
        health_scope=keyring.create(ScopeKind.HEALTH),
        opened_on=opened_on,
    )
    case.save()
    assignments.assign(
        by=by, case=case, account=by, role=Assignment.Role.LEAD, why=Assignment.Why.OPENING, starts_on=opened_on
    )
    return case


@transaction.atomic
def change(participant: Participant, *, details: Details, version: int) -> None:
    """Save changed details over the version that was read; raises StaleWrite."""
    for name, value in _fields(details).items():
        setattr(participant, name, value)
    participant.read_as(version).save()
    lookup.remember(participant.scope, details.search_keys())


def details_of(participant: Participant) -> Details:
    """The details as they stand, for a form."""
    return Details(**{field.name: getattr(participant, field.name) for field in dataclasses.fields(Details)})


def _fields(details: Details) -> dict[str, Any]:
    return {**dataclasses.asdict(details), "roster_name": details.roster_name}
