"""Guidance sessions and health entries: signed once, locked, then only amended or marked as entered in error."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import agreed_actions, amendments, appointments, health_ground
from casework.access import permissions_on
from casework.models import (
    AgreedAction,
    Amendment,
    Appointment,
    Assignment,
    CaseFile,
    GuidanceSession,
    HealthEntry,
    Permission,
    SessionKind,
)
from consent import keyring
from consent.errors import NotNow
from consent.models import Account, Membership, Role
from consent.periods import now, today

AnyEntry = GuidanceSession | HealthEntry
Agreed = tuple[str, str, datetime.date | None, Account | None]
State = GuidanceSession.State
LONGEST = 20_000  # characters of one text


class SessionInTheFuture(NotNow):
    message = _("A session that has not been held yet cannot be recorded.")


class NarrativeMissing(NotNow):
    message = _("Write what was talked about.")


class MayNotRecord(NotNow):
    message = _("You may not record in this case file.")


class HealthRightNeeded(NotNow):
    message = _("Only a health counsellor of this case file records health counselling.")


class AlreadyConfirmed(NotNow):
    message = _("The entry has already been confirmed.")


class NotTheSupervisor(NotNow):
    message = _("Only the student's supervisor or the lead worker confirms the entry.")


class NotYoursToMark(NotNow):
    message = _("Only the author or the lead worker marks an entry as entered in error.")


class AlreadyInError(NotNow):
    message = _("The entry has already been marked as entered in error.")


@transaction.atomic
def sign(
    *,
    by: Account,
    case: CaseFile,
    kind: str,
    held_on: datetime.date,
    narrative: str,
    started_at: datetime.time | None = None,
    length_minutes: int | None = None,
    place: str = "",
    themes: Sequence[str] = (),
    present: Sequence[str] = (),
    for_participant: str = "",
    read_together: bool = False,
    actions: Iterable[Agreed] = (),
    appointment: Appointment | None = None,
) -> AnyEntry:
    """Write and lock an entry, with what was agreed as rows (owner, text, due day, worker) of their own.

    Health counselling goes to the health compartment. A student's entry waits for the supervisor. The appointment,
    if it came from one, is held. Raises SessionInTheFuture, NarrativeMissing, MayNotRecord, HealthRightNeeded,
    GroundNeeded.
    """
    may = permissions_on(by, case)
    state = _first_state(by, case, may, kind)
    _check(held_on, narrative)
    closed = kind == SessionKind.HEALTH
    if closed:
        health_ground.require(case)
    model, scope = (HealthEntry, case.health_scope) if closed else (GuidanceSession, case.scope)
    entry: AnyEntry = model(
        case=case,
        scope=scope,
        kind=kind,
        held_on=held_on,
        started_at=started_at,
        length_minutes=length_minutes,
        narrative=narrative.strip(),
        for_participant=for_participant.strip(),
        read_together=read_together,
        themes=list(themes),
        present=list(present),
        place=place.strip(),
        author=by,
        state=state,
        **_stamp(by, state),
    )
    entry.save()
    session = entry if isinstance(entry, GuidanceSession) else None
    for order, (owner, text, due_on, worker) in enumerate(actions):
        agreed_actions.agree(
            by=by, case=case, owner=owner, text=text, due_on=due_on, worker=worker, session=session, order=order
        )
    if appointment is not None and appointment.case_id == case.pk and appointment.state == Appointment.State.PLANNED:
        appointments.hold(appointment, session=session)
    if session is not None and state == State.CONFIRMED:
        _note_contact(case, held_on)
    return entry


@transaction.atomic
def send_to_health(*, by: Account, case: CaseFile, text: str) -> HealthEntry:
    """A message into the health compartment from who may work on the case file but not open it; write-only.

    Raises NarrativeMissing, MayNotRecord, GroundNeeded.
    """
    if Permission.WORK not in permissions_on(by, case):
        raise MayNotRecord
    _check(today(), text)
    health_ground.require(case)
    entry = HealthEntry(
        case=case,
        scope=case.health_scope,
        kind=SessionKind.MESSAGE,
        held_on=today(),
        narrative=text.strip(),
        author=by,
        state=State.CONFIRMED,
        **_stamp(by, State.CONFIRMED),
    )
    with keyring.also(sealing=[case.health_scope]):
        entry.save()
    return entry


@transaction.atomic
def cosign(entry: AnyEntry, *, by: Account) -> None:
    """The supervisor confirms what a student wrote; what was agreed comes into force.

    Raises AlreadyConfirmed, AlreadyInError, NotTheSupervisor.
    """
    if entry.state == State.ERROR:
        raise AlreadyInError
    if entry.state != State.WAITING:
        raise AlreadyConfirmed
    if not may_cosign(entry, by=by):
        raise NotTheSupervisor
    entry.state, entry.confirmed_by, entry.confirmed_at = State.CONFIRMED, by, now()
    entry.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    if isinstance(entry, GuidanceSession):
        _note_contact(entry.case, entry.held_on)


def may_cosign(entry: AnyEntry, *, by: Account) -> bool:
    """Whether `by` supervises the author, or leads the case file: the supervisor may not work on it."""
    if entry.state != State.WAITING or entry.author_id == by.pk:
        return False
    student = Membership.objects.filter(account=entry.author, role=Role.STUDENT, supervisor=by)
    return student.exists() or leads(by, entry.case)


def leads(account: Account, case: CaseFile) -> bool:
    """Whether the account is the lead worker of the case file."""
    live = Assignment.objects.filter(case=case, account=account, role=Assignment.Role.LEAD, ended_on__isnull=True)
    return live.exists()


def amend(entry: AnyEntry, *, by: Account, text: str, why: str) -> Amendment:
    """Add to a confirmed entry; see `amendments.amend`."""
    return amendments.amend(entry, by=by, text=text, why=why)


@transaction.atomic
def mark_error(entry: AnyEntry, *, by: Account, version: int | None = None) -> None:
    """The entry should not have been written. Its text stays, struck through; what was agreed in it is dropped.

    The appointment that it came from is planned again, so that it can be recorded anew.
    Raises AlreadyInError, NotYoursToMark, StaleWrite.
    """
    if entry.state == State.ERROR:
        raise AlreadyInError
    if entry.author_id != by.pk and not leads(by, entry.case):
        raise NotYoursToMark
    if version is not None:
        entry.read_as(version)
    entry.state = State.ERROR
    entry.save(update_fields=["state"])
    if isinstance(entry, GuidanceSession):
        for action in entry.agreed_actions.filter(state=AgreedAction.State.OPEN).order_by("pk"):
            agreed_actions.drop(action, by=by)
        appointments.forget_session(entry)


def waiting_for(supervisor: Account, cases: Any) -> list[GuidanceSession]:
    """Students' sessions in these case files (a queryset) that wait for this supervisor, oldest first."""
    rows = GuidanceSession.objects.filter(
        state=State.WAITING,
        case__in=cases,
        author__memberships__supervisor=supervisor,
        author__memberships__role=Role.STUDENT,
    )
    return list(rows.select_related("author", "case__subject__participant").distinct().order_by("held_on", "pk"))


def find(uid: uuid.UUID) -> GuidanceSession | None:
    """The session of this uid, with its case."""
    rows = GuidanceSession.objects.filter(uid=uid)
    return rows.select_related("case__subject__participant", "author", "confirmed_by").first()


def _first_state(by: Account, case: CaseFile, may: frozenset[str], kind: str) -> str:
    if Permission.READ not in may:
        raise MayNotRecord
    if kind == SessionKind.HEALTH and not {Permission.HEALTH, Permission.WORK} <= may:
        raise HealthRightNeeded  # also in an emergency: no lead worker could confirm what was written there
    return State.CONFIRMED if Permission.WORK in may else State.WAITING


def _check(held_on: datetime.date, narrative: str) -> None:
    if held_on > today():
        raise SessionInTheFuture
    if not narrative.strip():
        raise NarrativeMissing


def _stamp(by: Account, state: str) -> dict[str, Any]:
    confirmed = state == State.CONFIRMED
    return {"confirmed_by": by if confirmed else None, "confirmed_at": now() if confirmed else None}


def _note_contact(case: CaseFile, day: datetime.date) -> None:
    """The day of the last contact, on the row as it stands now, so that two writers do not meet.

    Health entries leave no trace here: the coordinator reads this day.
    """
    row = CaseFile.objects.select_for_update().get(pk=case.pk)
    if row.last_contact_on is None or row.last_contact_on < day:
        row.last_contact_on = day
        row.save(update_fields=["last_contact_on"])
    case.last_contact_on, case.version = row.last_contact_on, row.version
    case.read_as(row.version)
