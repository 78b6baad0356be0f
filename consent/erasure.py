"""Erasing is destroying keys: proposed by one, approved by another, carried out, certified.

| kind | proposes | approves |
|---|---|---|
| person, case file, health compartment | officer of the programme | another officer, coordinator, administrator |
| one entry or passage | lead worker (casework/redacting.py) | officer, coordinator |

Keys and ledger go first, in the keystore; then, in one transaction of the data database, the rows: what points at
somebody is emptied in live and history rows, drafts and sessions go. A crash between the two leaves content that
nobody can read, and `finish_all` goes on from the ledger (design.md §8, point 3). Notes are never touched one by one:
what was sealed is gone with its key, so a long file costs what a short one does. Upper floors add what they own by
`add_cleaner`.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consent import access_log, erasure_permit, holders, recipient_notices
from consent.access import Oversight
from consent.actors import Actor
from consent.erasing_targets import Target, scopes
from consent.errors import NotNow
from consent.keystore import keys
from consent.keystore.models import ErasedScope
from consent.models import (
    Account,
    DataRequest,
    Disposal,
    Draft,
    Programme,
    RecipientNotice,
    RetentionHold,
    Role,
    SignInCode,
    Subject,
    Submission,
)
from consent.periods import now, today
from consent.records import Record

State, Kind = Disposal.State, Disposal.Kind
PROPOSES = frozenset({Role.OFFICER})
APPROVES: dict[str, frozenset[str]] = {
    Kind.PERSON: frozenset({Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR}),
    Kind.CASE: frozenset({Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR}),
    Kind.HEALTH: frozenset({Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR}),
    Kind.PASSAGE: frozenset({Role.OFFICER, Role.COORDINATOR}),
}
LEDGER_AT_ONCE = 500
Cleaner = Callable[[Target, Disposal | None], dict[str, int]]
Ready = Callable[[Target], None]
_cleaners: list[Cleaner] = []
_checks: list[Ready] = []
_doers: dict[str, Callable[[Disposal], dict[str, int]]] = {}


class MayNotErase(NotNow):
    message = _("Only the data protection officer of the programme proposes erasing.")


class AnotherApproves(NotNow):
    message = _("Erasing needs two people: somebody else approves it, not the one who proposed it.")


class AlreadyProposed(NotNow):
    message = _("Erasing this has already been proposed.")


class NotWaiting(NotNow):
    message = _("This has already been decided.")


class NotApproved(NotNow):
    message = _("This has not been approved.")


class Held(NotNow):
    message = _("There is a hold on the case file. It can be erased when the hold has been lifted.")


class ErasedAlready(NotNow):
    message = _("This has already been erased.")


def add_cleaner(cleaner: Cleaner, *, ready: Ready | None = None) -> None:
    """Register what an upper floor cleans within the erasing transaction (it says how many of what), and what must
    hold before: `ready` raises a NotNow.
    """
    _cleaners.append(cleaner)
    if ready is not None:
        _checks.append(ready)


def add_doer(kind: str, doer: Callable[[Disposal], dict[str, int]]) -> None:
    """Register who carries out a kind that destroys no key; it runs inside the transaction and gives the counts."""
    _doers[kind] = doer


def check(target: Target) -> None:
    """Raise Held, ErasedAlready or a floor's own refusal where it may not be erased now."""
    if target.subject.erased_on is not None:
        raise ErasedAlready
    holds = RetentionHold.objects.filter(lifted_at__isnull=True)
    mine = holds.filter(subject=target.subject) if target.is_person else holds.filter(case_uid=target.case_uid)
    if mine.exists():
        raise Held
    for ready in _checks:
        ready(target)


@transaction.atomic
def propose(
    *,
    by: Actor,
    kind: str,
    why: str,
    subject: Subject,
    programme: Programme | None = None,
    case_uid: uuid.UUID | None = None,
    request: DataRequest | None = None,
    batch: uuid.UUID | None = None,
) -> Disposal:
    """Propose erasing a person, a case file or its health compartment.

    Raises MayNotErase, AlreadyProposed, and as `check`.
    """
    programme = programme or subject.programme
    if programme.pk not in by.programmes(*PROPOSES):
        raise MayNotErase
    check(Target(kind, subject, case_uid))
    return propose_unchecked(
        by=by.account,
        kind=kind,
        why=why,
        subject=subject,
        programme=programme,
        case_uid=case_uid,
        request=request,
        batch=batch,
    )


def propose_unchecked(*, by: Account, **what: Any) -> Disposal:
    """The row of a proposal, once: for callers that have asked who may. Raises AlreadyProposed."""
    Subject.objects.select_for_update().get(pk=what["subject"].pk)  # two who propose at once come one after the other
    same = ("kind", "subject", "case_uid", "object_uid")
    waiting = Disposal.objects.filter(state__in=[State.PROPOSED, State.APPROVED])
    if waiting.filter(**{name: what.get(name) for name in same if what.get(name) is not None}).exists():
        raise AlreadyProposed
    disposal = Disposal(proposed_by=by, proposed_at=now(), **what)
    disposal.save()
    return disposal


def may_decide(disposal: Disposal, actor: Actor) -> bool:
    """Whether the actor is another than who proposed it, and one of those who approve its kind in its programme."""
    allowed = disposal.programme_id in actor.programmes(*APPROVES[disposal.kind])
    return allowed and actor.account.pk != disposal.proposed_by_id


@transaction.atomic
def approve(disposal: Disposal, *, by: Actor) -> Disposal:
    """A second person agrees; `carry_out` may follow. Raises NotWaiting, AnotherApproves, as `check`."""
    disposal = _waiting(disposal)
    if not may_decide(disposal, by):
        raise AnotherApproves
    if disposal.kind != Kind.PASSAGE:
        check(Target.of(disposal))
    return _decide(disposal, State.APPROVED, by.account)


@transaction.atomic
def refuse(disposal: Disposal, *, by: Actor) -> Disposal:
    """It is not to be erased; who proposed it may take it back so. Raises NotWaiting, AnotherApproves."""
    disposal = _waiting(disposal)
    if not may_decide(disposal, by) and by.account.pk != disposal.proposed_by_id:
        raise AnotherApproves
    return _decide(disposal, State.REFUSED, by.account)


def _waiting(disposal: Disposal) -> Disposal:
    rows = Disposal.objects.select_for_update(of=("self",)).select_related("subject", "programme")
    found: Disposal = rows.get(pk=disposal.pk)
    if found.state != State.PROPOSED:
        raise NotWaiting
    return found


def _decide(disposal: Disposal, state: str, by: Account) -> Disposal:
    disposal.state, disposal.decided_by, disposal.decided_at = state, by, now()
    disposal.save(update_fields=["state", "decided_by", "decided_at"])
    return disposal


def carry_out(disposal: Disposal) -> Disposal:
    """Do what was approved: keys first, then the rows; safe to repeat. Raises NotApproved.

    Not inside a transaction: the approval must be committed before the first key goes.
    """
    disposal = Disposal.objects.select_related("subject", "programme").get(pk=disposal.pk)
    if disposal.state == State.DONE:
        return disposal
    if disposal.state != State.APPROVED:
        raise NotApproved
    going: set[uuid.UUID] = set()
    if disposal.kind not in _doers:
        going = scopes(Target.of(disposal))
        keys.destroy(going, by=disposal.decided_by_id)
    return _finish(disposal, going)


@transaction.atomic
def _finish(disposal: Disposal, going: set[uuid.UUID]) -> Disposal:
    row: Disposal = Disposal.objects.select_for_update(of=("self",)).select_related("subject").get(pk=disposal.pk)
    if row.state == State.DONE:  # another process was first
        return row
    told = _owe_notices(row)
    counts = _doers[row.kind](row) if row.kind in _doers else clean(Target.of(row), row, going)
    row = Disposal.objects.get(pk=row.pk)  # a cleaner may have parted it from the person
    row.state, row.done_at, row.counts = State.DONE, now(), counts | ({"notice": told} if told else {})
    row.save(update_fields=["state", "done_at", "counts"])
    access_log.security("erased")
    return row


def _owe_notices(disposal: Disposal) -> int:
    """Whoever got the data is to be told that it was erased (Art. 19): while it is still known whose it is."""
    if disposal.why == Disposal.Why.RETENTION:  # its recipients keep it for their own time
        return 0
    return recipient_notices.owed(
        disposal.subject,
        why=RecipientNotice.Why.ERASURE,
        request=disposal.request,
        case_uid=disposal.case_uid,
        item="health" if disposal.kind == Kind.HEALTH else "",
    )


def clean(target: Target, disposal: Disposal | None, going: Iterable[uuid.UUID]) -> dict[str, int]:
    """Empty what the keys leave behind, in the caller's transaction; how many of what."""
    going = list(going)
    counts: Counter[str] = Counter()
    for kind in ErasedScope.objects.filter(scope__in=going).order_by("pk").values_list("kind", flat=True):
        counts[f"key_{kind}"] += 1
    counts["draft"] += Draft.objects.filter(scope__in=going).delete()[0]
    if target.is_person and target.subject.account_id is not None:
        counts["draft"] += _end_account(target.subject.account)
        counts["account"] += 1
    if not target.is_health:
        counts["row"] += _clear_columns(target, disposal)
    for cleaner in _cleaners:  # they may part rows from the person, so that the columns come first
        counts.update(cleaner(target, disposal))
    if target.is_person:
        subject = Subject.objects.get(pk=target.subject.pk)
        subject.erased_on = today()
        subject.save(update_fields=["erased_on"])
    return {name: number for name, number in sorted(counts.items()) if number}


def empty(record: Record, *, disposal: Disposal | None, **values: Any) -> None:
    """Give columns of a record a value that says nothing, in the row and in all its history rows."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))
    erasure_permit.rewrite(record, disposal=disposal, **values)


def _clear_columns(target: Target, disposal: Disposal | None) -> int:
    cleared = 0
    for holder in holders.holders():
        rows = target.rows(holder) if holder.clears else None
        for row in rows.order_by("pk") if rows is not None else ():
            empty(row, disposal=disposal, **{name: value() for name, value in holder.clears.items()})
            cleared += 1
    return cleared


def _end_account(account: Account | None) -> int:
    """The participant's own way in: sessions, codes, forms and drafts go, the account ends; how many drafts."""
    assert account is not None
    used = UserSession.objects.filter(user=account)
    Session.objects.filter(session_key__in=list(used.order_by("pk").values_list("session_key", flat=True))).delete()
    used.delete()
    SignInCode.objects.filter(account=account).delete()
    Submission.objects.filter(account=account).delete()
    account.is_active, account.last_login = False, None
    account.save(update_fields=["is_active", "last_login"])
    return Draft.objects.filter(author=account).delete()[0]


def how_many_wait(oversight: Oversight) -> int:
    """How many disposals of these programmes wait for a second person."""
    return Disposal.objects.filter(programme__in=oversight.programmes, state=State.PROPOSED).count()


def finish_all() -> int:
    """Go on where a crash or a restore left off: approved disposals, and rows whose key the ledger calls erased.

    Returns how many were finished. After a restore nothing is decided anew: the ledger decided.
    """
    approved = Disposal.objects.filter(state=State.APPROVED).order_by("pk")
    done = sum(carry_out(disposal).state == State.DONE for disposal in approved if may_begin(disposal))
    return done + sum(_finish_erased(target) for target in _erased_but_not_clean())


def may_begin(disposal: Disposal) -> bool:
    """Whether an approved disposal may be carried out now: one by retention waits for its day, none passes a hold."""
    from consent import retention  # retention proposes by this module

    return retention.day_has_come(disposal)


def _erased_but_not_clean() -> list[Target]:
    ledger = list(ErasedScope.objects.order_by("pk").values_list("scope", flat=True))
    found: list[Target] = []
    for begin in range(0, len(ledger), LEDGER_AT_ONCE):
        part = ledger[begin : begin + LEDGER_AT_ONCE]
        Draft.objects.filter(scope__in=part).delete()
        people = Subject.objects.filter(scope__in=part, erased_on__isnull=True).order_by("pk")
        found += [Target(Kind.PERSON, subject) for subject in people]
        for holder in holders.holders():
            if holder.case == "uid":
                rows = holder.model._default_manager.filter(scope__in=part, erased_on__isnull=True)
                uids = dict(rows.order_by("pk").values_list("uid", "subject"))
                subjects = Subject.objects.in_bulk(set(uids.values()))
                found += [Target(Kind.CASE, subjects[subject], uid) for uid, subject in uids.items()]
    whole = {target.subject.pk for target in found if target.is_person}
    return [target for target in found if target.is_person or target.subject.pk not in whole]


def clean_restored() -> int:
    """Empty what an old copy of the data brought back of those whom the ledger calls erased; how many targets.

    The keystore is left alone: the copy may not be the house yet.
    """
    found = _erased_but_not_clean()
    for target in found:
        with transaction.atomic():
            clean(target, None, scopes(target))
    return len(found)


def _finish_erased(target: Target) -> bool:
    going = scopes(target)
    keys.destroy(going, by=None)
    with transaction.atomic():
        clean(target, None, going)
    return True
