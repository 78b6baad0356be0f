"""Who may what with erasing and retention. No page here opens what was recorded; of a redaction only its reason.

| who | disposals | retention, classes, holds |
|---|---|---|
| officer | of own programmes: proposes, approves what another proposed | of own programmes |
| coordinator | of own programmes: approves | – |
| administrator | of own programmes, but no redaction: approves | – |
| everybody else | – | – |
"""

import dataclasses
import uuid

from django.db.models import Q, QuerySet

from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound
from consent.keyring import Audience, Pair
from consent.models import Disposal, Redaction, RetentionClass, RetentionHold, Role

APPROVERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR})


@dataclasses.dataclass(frozen=True)
class Disposals:
    """The disposals that somebody may see, and with which right the reasons of redactions open."""

    rows: QuerySet[Disposal]
    proposes: bool
    audience: Audience


def disposals(actor: Actor, **_: object) -> Found:
    """Disposals of the actor's programmes; an administrator approves no redaction, and sees none."""
    rows = Disposal.objects.select_related("programme", "proposed_by", "decided_by", "subject", "redaction")
    whole = actor.programmes(Role.OFFICER, Role.COORDINATOR)
    keys = ~Q(kind=Disposal.Kind.PASSAGE)
    rows = rows.filter(Q(programme__in=whole) | Q(keys, programme__in=actor.programmes(Role.ADMINISTRATOR)))
    is_officer = actor.has(Role.OFFICER)
    audience = Audience.OFFICER if is_officer else Audience.COORDINATOR
    return Found(it=Disposals(rows, is_officer, audience), kind="disposals")


def disposal(actor: Actor, uid: uuid.UUID) -> Found:
    """One of them."""
    found = disposals(actor).it
    row = found.rows.filter(uid=uid).first()
    if row is None:
        raise NotFound
    return Found(it=row, subjects=(row.subject.uid,), kind="disposal", uid=uid, case=row.case_uid)


def reasons(rows: list[Disposal], audience: Audience) -> tuple[Pair, ...]:
    """What opens the reasons of the redactions among these rows, and no text of the case file."""
    scopes = Redaction.objects.filter(disposal__in=rows).order_by("pk").values_list("scope", flat=True)
    return tuple((scope, audience) for scope in scopes)


def retention_class(actor: Actor, uid: uuid.UUID) -> Found:
    """The version in force without an end of a class of the officer's programmes."""
    rows = RetentionClass.objects.filter(programme__in=actor.programmes(Role.OFFICER), valid_until__isnull=True)
    row = rows.select_related("programme").filter(uid=uid).first()
    if row is None:
        raise NotFound
    return Found(it=row, kind="retention_class", uid=uid)


def retention_hold(actor: Actor, uid: uuid.UUID) -> Found:
    """One hold on a case file of the officer's programmes."""
    rows = RetentionHold.objects.filter(subject__programme__in=actor.programmes(Role.OFFICER))
    row = rows.select_related("subject").filter(uid=uid).first()
    if row is None:
        raise NotFound
    return Found(it=row, subjects=(row.subject.uid,), kind="retention_hold", uid=uid, case=row.case_uid)
