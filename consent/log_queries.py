"""What an officer asks the access log: of whom, by whom, when, what. Each question goes by an index of its own.

| asked | index |
|---|---|
| about one person | `subject_once_per_event` (subject, event) |
| by one account, between two moments | `access_by_actor` (actor, at) |
| one kind of action | `access_by_action` (action, at) |
| a stretch of time | `at` |

Whoever works in the officer's programmes and whoever is looked after there is in scope by that alone; only a stretch of
time asks of every row whose it is, and is therefore never without a beginning.
"""

import dataclasses
import datetime
import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.access import Oversight
from consent.models import AccessEvent, AccessEventSubject, Account, Membership, Subject
from consent.periods import now

Action = AccessEvent.Action
WINDOW = datetime.timedelta(days=30)  # how far back a question goes that names neither person nor account
PAGE = 50
CLOSED = "health"
MOST_SEEN = 5_000  # people in one answer to "what did this account see"


@dataclasses.dataclass(frozen=True)
class Asked:
    """One question. `subject` is a person's uid; moments are aware, `until` itself is not included."""

    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    actor: Account | None = None
    subject: uuid.UUID | None = None
    action: str = ""
    purpose: str = ""

    @property
    def begins(self) -> datetime.datetime | None:
        """Where it begins: thirty days back where it names neither person nor account nor day."""
        if self.since or self.actor or self.subject:
            return self.since
        return (self.until or now()) - WINDOW

    @property
    def by_default(self) -> bool:
        """Whether the beginning is the house's and not the reader's."""
        return self.begins != self.since


def events(found: Oversight, asked: Asked) -> QuerySet[AccessEvent]:
    """The events that answer it, newest first."""
    rows = AccessEvent.objects.filter(_between(asked.begins, asked.until))
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.subject:
        named = AccessEventSubject.objects.filter(subject_uid=asked.subject).order_by().values("event_id")
        rows = rows.filter(pk__in=named)
    if asked.action:
        rows = rows.filter(action=asked.action)
    if asked.purpose == CLOSED:  # of a closed part nothing is told but that
        rows = rows.filter(Q(purpose=CLOSED) | ~Q(compartment=""))
    elif asked.purpose:
        rows = rows.filter(purpose=asked.purpose, compartment="")
    if not (asked.actor or asked.subject):
        rows = rows.filter(_of_programmes(found))
    return rows.select_related("actor", "organisation").order_by("-at", "-pk")


def _between(since: datetime.datetime | None, until: datetime.datetime | None) -> Q:
    return (Q(at__gte=since) if since else Q()) & (Q(at__lt=until) if until else Q())


def _of_programmes(found: Oversight) -> Q:
    """By somebody who works in these programmes, or about somebody who is looked after in them."""
    here = Membership.objects.filter(programme__in=found.programmes).order_by().values_list("account_id", flat=True)
    people = Subject.objects.filter(programme__in=found.programmes, uid=OuterRef("subject_uid"))
    about = AccessEventSubject.objects.filter(Exists(people), event=OuterRef("pk"))
    return Q(actor__in=set(here.distinct())) | Q(Exists(about))


def after(rows: QuerySet[Any], cursor: str) -> QuerySet[Any]:
    """The rows of a log behind the one whose primary key a page ended with; all of them for none, or one unknown."""
    last = None
    if cursor.isdecimal() and len(cursor) < 19:
        last = rows.model.objects.filter(pk=int(cursor)).values_list("at", "pk").order_by("pk").first()
    if last is None:
        return rows
    at, pk = last
    return rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)


def person(found: Oversight, uid: uuid.UUID | None) -> uuid.UUID | None:
    """The uid of a person if the officer looks after them."""
    mine = Subject.objects.filter(uid=uid, programme__in=found.programmes) if uid else Subject.objects.none()
    return mine.values_list("uid", flat=True).order_by("pk").first()


def seen(found: Oversight, asked: Asked) -> list[uuid.UUID]:
    """Whom an account saw or wrote about in the time that is asked: people of these programmes, each once.

    At most MOST_SEEN. What was stopped showed nobody.
    """
    assert asked.actor is not None
    rows = AccessEventSubject.objects.filter(event__actor=asked.actor).exclude(event__action=Action.DENIED)
    if asked.begins:
        rows = rows.filter(event__at__gte=asked.begins)
    if asked.until:
        rows = rows.filter(event__at__lt=asked.until)
    uids = set(rows.order_by().values_list("subject_uid", flat=True).distinct()[:MOST_SEEN])
    here = Subject.objects.filter(programme__in=found.programmes, uid__in=uids)
    return list(here.values_list("uid", flat=True).order_by("pk"))
