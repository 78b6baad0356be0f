"""Agreed actions: who does what by when; typed once in the imperative and shown unchanged everywhere."""

import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.access import OpenCase
from casework.models import AgreedAction, CaseFile, GuidanceSession, Permission
from consent.errors import NotNow
from consent.models import Account
from consent.periods import now

Owner = AgreedAction.Owner
State = AgreedAction.State
LONGEST = 200  # characters of one agreed action: a line in a list, not a story
STEPS_SHOWN = 3
SHOWN = ("uid", "version", "case", "scope", "owner", "text", "due_on", "state")


class ActionNeedsWords(NotNow):
    message = _("Write what was agreed.")


class ActionAlreadyEnded(NotNow):
    message = _("This has already been marked as done or no longer needed.")


class ActionStillOpen(NotNow):
    message = _("This is still open.")


@transaction.atomic
def agree(
    *,
    by: Account,
    case: CaseFile,
    owner: str,
    text: str,
    due_on: datetime.date | None = None,
    worker: Account | None = None,
    session: GuidanceSession | None = None,
    order: int = 0,
) -> AgreedAction:
    """Something that the participant or a worker (`by` unless named) promised to do; sealed under the case.

    Raises ActionNeedsWords.
    """
    text = text.strip()
    if not text:
        raise ActionNeedsWords
    action = AgreedAction(
        case=case,
        scope=case.scope,
        session=session,
        owner=owner,
        worker=(worker or by) if owner == Owner.WORKER else None,
        text=text,
        due_on=due_on,
        order=order,
    )
    action.save()
    return action


def finish(action: AgreedAction, *, by: Account, version: int | None = None) -> None:
    """It was done. Raises ActionAlreadyEnded, and StaleWrite when `version` is no longer the one in force."""
    _end(action, by=by, state=State.DONE, version=version)


def drop(action: AgreedAction, *, by: Account, version: int | None = None) -> None:
    """It is no longer needed. Raises ActionAlreadyEnded, StaleWrite."""
    _end(action, by=by, state=State.DROPPED, version=version)


@transaction.atomic
def reopen(action: AgreedAction, *, by: Account, version: int | None = None) -> None:
    """It is to be done after all: the way back from `finish` and `drop`. Raises ActionStillOpen, StaleWrite."""
    if action.state == State.OPEN:
        raise ActionStillOpen
    _move(action, state=State.OPEN, ended_at=None, ended_by=None, version=version)


@transaction.atomic
def _end(action: AgreedAction, *, by: Account, state: str, version: int | None) -> None:
    if action.state != State.OPEN:
        raise ActionAlreadyEnded
    _move(action, state=state, ended_at=now(), ended_by=by, version=version)


def _move(
    action: AgreedAction,
    *,
    state: str,
    ended_at: datetime.datetime | None,
    ended_by: Account | None,
    version: int | None,
) -> None:
    if version is not None:
        action.read_as(version)
    action.state, action.ended_at, action.ended_by = state, ended_at, ended_by
    action.save(update_fields=["state", "ended_at", "ended_by"])


def in_force() -> QuerySet[AgreedAction]:
    """Open actions in the order of every list: due day, then plan order, without a day last.

    What a student agreed counts only once the supervisor has confirmed the session.
    """
    standing = Q(session__isnull=True) | Q(session__state=GuidanceSession.State.CONFIRMED)
    rows = AgreedAction.objects.filter(standing, state=State.OPEN)
    return rows.order_by(F("due_on").asc(nulls_last=True), "order", "pk")


def open_actions(case: CaseFile) -> list[AgreedAction]:
    """What is still to be done in a case file, by anybody."""
    return list(in_force().filter(case=case).select_related("worker"))


def next_three(case: CaseFile, owner: str | None = None) -> list[AgreedAction]:
    """The three earliest open actions: of anybody (for the worker) or of one owner (the participant's own page)."""
    rows = in_force().filter(case=case).select_related("worker")
    return list((rows.filter(owner=owner) if owner else rows)[:STEPS_SHOWN])


def of_page(opened: OpenCase, session_ids: list[int] | None = None) -> list[AgreedAction]:
    """For a page that shows both: what is open, and what was agreed in these sessions; fetched once."""

    def fetch() -> list[AgreedAction]:
        wanted = Q(state=State.OPEN) | Q(session__in=session_ids or [])
        rows = AgreedAction.objects.filter(wanted, case=opened.case).select_related("worker", "session")
        rows = rows.only(*SHOWN, "worker__name", "session__state")  # a session is twenty columns, sealed ones too
        return list(rows.order_by(F("due_on").asc(nulls_last=True), "order", "pk"))

    return opened.once("agreed_actions", fetch)


def is_in_force(action: AgreedAction) -> bool:
    """The rule of `in_force`, asked of one row that has its session."""
    standing = action.session is None or action.session.state == GuidanceSession.State.CONFIRMED
    return standing and action.state == State.OPEN


def due_for(worker: Account, until: datetime.date) -> list[AgreedAction]:
    """The worker's own open actions that fall due by a day, late ones included, with case and participant.

    Only in case files in which the worker works today: what was promised in others is not theirs any more.
    """
    cases = CaseFile.objects.for_user(worker, Permission.WORK)
    rows = in_force().filter(worker=worker, due_on__lte=until, case__in=cases)
    return list(rows.select_related("case__subject__participant"))


def last_agreed(case: CaseFile) -> list[AgreedAction]:
    """What was agreed at the latest session at which something was, with its session; at most eight."""
    rows = AgreedAction.objects.filter(case=case, session__state=GuidanceSession.State.CONFIRMED)
    rows = rows.select_related("session", "worker").order_by("-session__held_on", "-session__pk", "order", "pk")
    latest = list(rows[:8])
    return [row for row in latest if row.session_id == latest[0].session_id]


def ended(case: CaseFile) -> list[AgreedAction]:
    """What was done or dropped lately, newest first; at most twenty."""
    rows = AgreedAction.objects.filter(case=case).exclude(state=State.OPEN).select_related("worker", "ended_by")
    return list(rows.order_by("-ended_at", "-pk")[:20])
