"""Views of the officer's log that know case files: looks without an assignment, one's own name, a safety prohibition.

Names and flags are sealed. Where a view has to compare them they are opened in memory, the opening is itself in the log
with everybody whom it concerned, and nothing of them is shown. Monitoring as in domain notes §2.3.
"""

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from casework.access_to_inbox import RECIPIENT
from casework.models import Assignment, Participant
from consent import access_log, folding, log_views
from consent.access import Oversight
from consent.actors import Actor
from consent.fields import readable
from consent.keyring import Audience
from consent.models import AccessEvent, AccessEventSubject, Role
from consent.periods import HELSINKI

MOST_OPENED = 1_000  # people whose sealed details one view opens to compare them
Action = AccessEvent.Action
Events = QuerySet[AccessEvent]
OTHER_RELATIONS = frozenset({RECIPIENT, "closed", "coordinator", "programme"})


def register() -> None:
    """Add the views."""
    log_views.add(
        "no-relation",
        label=_("Without an assignment"),
        lede=_("Somebody saw a case file on a day on which they had no assignment to it."),
        order=10,
        narrow=without_relation,
    )
    log_views.add(
        "own-name",
        label=_("Own last name"),
        lede=_("The worker and the participant have the same last name. At most 1,000 people are compared."),
        order=20,
        narrow=own_name,
    )
    log_views.add(
        "safety-prohibition",
        label=_("Safety prohibition"),
        lede=_("Looks at people under a safety prohibition. At most 1,000 people are compared."),
        order=30,
        narrow=under_prohibition,
    )


def without_relation(events: Events, found: Oversight, actor: Actor) -> Events:
    """Staff who saw a case file on a day of no assignment of theirs; coordinators and recipients have other relations.

    Emergency openings are among them, with their own word for it.
    """
    day = OuterRef("day")
    worked = Assignment.objects.filter(case__uid=OuterRef("case_uid"), account=OuterRef("actor"), starts_on__lte=day)
    worked = worked.filter(Q(until__isnull=True) | Q(until__gte=day), Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    rows = events.annotate(day=TruncDate("at", tzinfo=HELSINKI)).filter(_about_somebody(), case_uid__isnull=False)
    rows = rows.exclude(action=Action.DENIED).exclude(basis__in=OTHER_RELATIONS).exclude(purpose="privacy")
    return rows.filter(~Exists(worked), actor__is_staff_member=True).exclude(role=Role.PARTNER)


def _about_somebody() -> Exists:
    return Exists(AccessEventSubject.objects.filter(event=OuterRef("pk")))


def own_name(events: Events, found: Oversight, actor: Actor) -> Events:
    """Staff who saw somebody of their own last name."""
    by_staff = events.filter(actor__is_staff_member=True, subjects__isnull=False).exclude(action=Action.DENIED)
    pairs = by_staff.order_by().values_list("actor_id", "actor__name", "subjects__subject_uid").distinct()
    looked: dict[uuid.UUID, list[tuple[int, str]]] = {}
    for account, name, subject in pairs:
        looked.setdefault(subject, []).append((account, last_of(name)))
    meant = Q(pk__in=[])
    for person in _opened(looked, found, actor):
        name = folding.folded(person.last_name) if readable(person.last_name) else ""
        same = [account for account, theirs in looked[person.subject.uid] if name and theirs == name]
        if same:
            about = AccessEventSubject.objects.filter(event=OuterRef("pk"), subject_uid=person.subject.uid)
            meant |= Q(Exists(about), actor__in=same)
    return events.filter(meant)


def last_of(name: str) -> str:
    """The last name of a worker, who is kept by first and last name in one."""
    words = name.split()
    return folding.folded(words[-1]) if len(words) > 1 else ""


def under_prohibition(events: Events, found: Oversight, actor: Actor) -> Events:
    """Looks at people under a safety prohibition, by whomever but themselves."""
    others = events.exclude(role=Role.PARTICIPANT)
    seen = others.filter(subjects__isnull=False).order_by().values_list("subjects__subject_uid", flat=True).distinct()
    hidden = [person.subject.uid for person in _opened(seen, found, actor) if person.safety_prohibition is True]
    about = AccessEventSubject.objects.filter(event=OuterRef("pk"), subject_uid__in=hidden)
    return others.filter(Exists(about))


def _opened(uids: Iterable[uuid.UUID], found: Oversight, actor: Actor) -> Iterator[Participant]:
    """The people of these programmes among them, each opened while it is compared."""
    rows = Participant.objects.filter(subject__uid__in=list(uids), subject__programme__in=found.programmes)
    people = list(rows.select_related("subject").order_by("-pk")[:MOST_OPENED])
    pairs = [(person.scope, Audience.LOOKUP) for person in people]
    if not people:
        return
    with access_log.opened(
        pairs, by=actor, purpose="privacy", page="privacy_log_compared", subjects=[p.subject.uid for p in people]
    ):
        yield from people
