"""Participants: created with their case file in one act; changed with their search keys kept true."""

import dataclasses
import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import assignments, numbers
from casework.models import Assignment, CaseFile, Participant
from consent import access_log, identity_codes, keyring, lookup
from consent.actors import Actor
from consent.errors import NotNow
from consent.fields import readable
from consent.keystore.models import ScopeKind
from consent.models import AccessEvent, Account, Programme, Subject
from consent.periods import today
from consent.records import StaleWrite

# Where somebody lives: shown to nobody and sent to nobody under a safety prohibition.
PLACES = frozenset({"street_address", "postcode", "municipality", "neighbourhood"})


class ContactNeeded(NotNow):
    message = _("Give a phone number or an e-mail address. If there is neither, write how the person can be reached.")


class Gone(NotNow):
    message = _("The person's details have been erased or are locked. They cannot be changed.")


class ReasonNeeded(NotNow):
    message = _("Write why the personal identity code is needed.")


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

    def check(self) -> None:
        """Raise ContactNeeded where the person could not be reached."""
        if not (self.phone or self.mail or self.safe_contact):
            raise ContactNeeded

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
    details.check()
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
    """Save changed details over the version that was read; the search keys follow.

    Raises StaleWrite, Gone, ContactNeeded. Only what differs is sealed anew, so that history tells which fields changed
    even to those who may not open them.
    """
    if not readable(participant.first_name):
        raise Gone
    details.check()
    if participant.version != version:
        raise StaleWrite(participant)
    wanted = _fields(details)
    changed = [name for name, value in wanted.items() if getattr(participant, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(participant, name, wanted[name])
    participant.read_as(version).save(update_fields=changed)
    lookup.remember(participant.scope, details.search_keys())


@transaction.atomic
def reveal_identity_code(participant: Participant, *, by: Actor, case: CaseFile, reason: str, page: str) -> str:
    """The whole identity code, against a reason that the person and the officer can read. Raises ReasonNeeded, Gone."""
    if not reason.strip():
        raise ReasonNeeded
    if not readable(participant.identity_code):
        raise Gone
    access_log.record(
        by,
        action=AccessEvent.Action.REVEAL,
        page=page,
        purpose="guidance",
        subjects=[case.subject.uid],
        object_kind="participant",
        object_uid=participant.uid,
        case_uid=case.uid,
        scope=case.scope,
        reason=reason.strip(),
    )
    return participant.identity_code


def masked_identity_code(code: str) -> str:
    """The code for the screen, `100190-***P`; "" where there is none, the words where it cannot be read."""
    if not code or not readable(code):
        return code
    try:
        return identity_codes.parse(code, today=today()).masked
    except identity_codes.IdentityCodeRefused:
        return "***"


def details_of(participant: Participant) -> Details:
    """The details as they stand, for a form."""
    return Details(**{field.name: getattr(participant, field.name) for field in dataclasses.fields(Details)})


def search_keys_of(person: Participant) -> lookup.SearchKeys:
    """What a person whose details are open can be found by."""
    return lookup.SearchKeys(
        person.first_name, person.last_name, person.birth_date, person.identity_code, person.phone, person.mail
    )


def _fields(details: Details) -> dict[str, Any]:
    return {**dataclasses.asdict(details), "roster_name": details.roster_name}
