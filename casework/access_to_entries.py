"""Who may what with the entries of a case file: sessions, the health compartment, agreed actions, appointments.

Each goes through the case file (casework/access.py); an unknown uid costs and answers the same as a strange one.
"""

import dataclasses
import uuid
from typing import Any

from casework.access import OpenCase, case_to_heed, case_to_read, case_to_record, case_to_work, own_cases
from casework.models import AgreedAction, Appointment, GuidanceSession, HealthEntry, SessionKind
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound, Refused

HEALTH = "health"


@dataclasses.dataclass(frozen=True)
class OpenEntry:
    """An entry that somebody may read, in its open case file."""

    opened: OpenCase
    entry: GuidanceSession | HealthEntry


@dataclasses.dataclass(frozen=True)
class OpenAction:
    """An agreed action that somebody may finish, in its open case file."""

    opened: OpenCase
    action: AgreedAction


@dataclasses.dataclass(frozen=True)
class OpenAppointment:
    """An appointment that somebody may move or cancel, in its open case file."""

    opened: OpenCase
    appointment: Appointment


def session_to_read(actor: Actor, uid: uuid.UUID) -> Found:
    """A session in a case file that the actor may read."""
    session = _with_people(GuidanceSession).filter(uid=uid).first()
    found = case_to_read(actor, session.case.uid if session else uid)
    return _entry(found, session)


def session_to_work(actor: Actor, uid: uuid.UUID) -> Found:
    """A session that the actor may amend or confirm."""
    session = _with_people(GuidanceSession).filter(uid=uid).first()
    found = case_to_work(actor, session.case.uid if session else uid)
    return _entry(found, session)


def session_to_heed(actor: Actor, uid: uuid.UUID) -> Found:
    """A session beside which the person's own words may be put, also while the use is restricted."""
    session = _with_people(GuidanceSession).filter(uid=uid).first()
    found = case_to_heed(actor, session.case.uid if session else uid)
    return _entry(found, session)


def health_entry_to_read(actor: Actor, uid: uuid.UUID) -> Found:
    """A health entry: with the health right only. To all others it does not exist, whoever they are."""
    entry = _with_people(HealthEntry).filter(uid=uid).first()
    try:
        found = case_to_read(actor, entry.case.uid if entry else uid)
    except Refused as refusal:
        raise NotFound(subjects=refusal.subjects, case=refusal.case) from None
    if not found.it.opens_health:
        raise NotFound(subjects=found.subjects, case=found.case)
    return dataclasses.replace(_entry(found, entry), compartment=HEALTH)


def action_to_change(actor: Actor, uid: uuid.UUID) -> Found:
    """An agreed action in a case file in which the actor works."""
    action = AgreedAction.objects.select_related("case", "worker").filter(uid=uid).first()
    found = case_to_work(actor, action.case.uid if action else uid)
    if action is None:
        raise NotFound
    action.case = found.it.case
    return dataclasses.replace(found, it=OpenAction(found.it, action), kind="agreed_action", uid=uid)


def appointment_to_change(actor: Actor, uid: uuid.UUID) -> Found:
    """An appointment in a case file in which the actor works; a health counsellor's only with the health right."""
    appointment = Appointment.objects.select_related("case", "worker").filter(uid=uid).first()
    found = case_to_work(actor, appointment.case.uid if appointment else uid)
    if appointment is None:
        raise NotFound
    if appointment.kind == SessionKind.HEALTH and not found.it.opens_health:
        raise NotFound(subjects=found.subjects, case=found.case)
    appointment.case = found.it.case
    return dataclasses.replace(found, it=OpenAppointment(found.it, appointment), kind="appointment", uid=uid)


def case_to_tell_health(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file into whose health compartment the actor may write without opening it."""
    found = case_to_work(actor, uid)
    return dataclasses.replace(found, seals=(found.it.case.health_scope,), compartment=HEALTH)


def case_to_draft(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file in which the actor is writing. A draft that saves itself every few seconds shows nobody anything:

    the page it belongs to has logged the person, so these events name the case and no subject.
    """
    return dataclasses.replace(case_to_record(actor, uid), subjects=())


def case_to_look_through(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file's first page: where it shows the health compartment too, the log says so."""
    found = case_to_read(actor, uid)
    return dataclasses.replace(found, compartment=HEALTH if found.it.opens_health else "")


def own_day(actor: Actor, **_: Any) -> Found:
    """The actor's own day: what it shows, each source finds among the actor's own case files."""
    return dataclasses.replace(own_cases(actor), kind="day")


def _with_people(model: Any) -> Any:
    return model.objects.select_related("case", "author", "confirmed_by")


def _entry(found: Found, entry: Any) -> Found:
    if entry is None:  # the uid of the case file itself leads here too
        raise NotFound
    entry.case = found.it.case
    return dataclasses.replace(found, it=OpenEntry(found.it, entry), kind="entry", uid=entry.uid)
