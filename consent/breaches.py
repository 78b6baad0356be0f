"""Breaches: reported by anybody of the house, assessed, notified or not, people told, closed (GDPR Art. 33 and 34).

The clock is the cautious reading of "after having become aware": it starts when somebody of the house noticed, and
its 72 hours are elapsed hours in UTC (domain notes §2.2).
"""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consent import keyring
from consent.access import Oversight
from consent.errors import NotNow
from consent.keystore.models import ScopeKind
from consent.models import Account, Breach, Programme
from consent.periods import HELSINKI, day_in_finland, now

HOUR = datetime.timedelta(hours=1)
RUNNING = (Breach.State.NOTICED, Breach.State.ASSESSED)
DECIDED = (Breach.State.NOTIFIED, Breach.State.NOT_NEEDED)


class Impossible(NotNow):
    message = gettext_lazy("This cannot have happened then. Check the day and the time.")


class WordsNeeded(NotNow):
    message = gettext_lazy("Write what happened.")


class ReasonNeeded(NotNow):
    message = gettext_lazy("Write the reason: it stays in the register.")


class NotAssessed(NotNow):
    message = gettext_lazy("Choose what kind of breach it is and how great the risk is.")


class LateReasonNeeded(NotNow):
    message = gettext_lazy("The 72 hours had passed. Write why the notification was late.")


class RiskIsHigh(NotNow):
    message = gettext_lazy("A risk is notified. Assess the breach again if there is none.")


class NotInOrder(NotNow):
    message = gettext_lazy("The breach is not at this point, or somebody has moved it on meanwhile.")


class PeopleNotTold(NotNow):
    message = gettext_lazy("The risk is high: tell the people, or write why they are not told.")


@transaction.atomic
def report(*, by: Account, programme: Programme, noticed_at: datetime.datetime, words: str) -> Breach:
    """Put a breach, or the suspicion of one, into the register. Raises Impossible, WordsNeeded.

    The ring may be closed: the words are sealed under a new key that the officer alone opens.
    """
    moment = now()
    if noticed_at > moment or day_in_finland(noticed_at) < programme.starts_on:
        raise Impossible
    if not words.strip():
        raise WordsNeeded
    scope = keyring.create(ScopeKind.CASE)
    breach = Breach(
        programme=programme, scope=scope, noticed_at=noticed_at, reported_by=by, reported_at=moment, words=words.strip()
    )
    with keyring.also(sealing=[scope]):
        breach.save()
    return breach


@transaction.atomic
def assess(
    breach: Breach,
    *,
    by: Account,
    version: int,
    natures: Collection[str],
    people: int | None,
    records: int | None,
    risk: str,
    consequences: str,
    measures: str,
) -> Breach:
    """Say what it is and how grave (Art. 33(3)); again as often as more is known, until it is closed.

    A breach that was held to be no risk and turns out to be one waits for the notification again. Raises NotInOrder,
    NotAssessed, StaleWrite.
    """
    if breach.state == Breach.State.CLOSED:
        raise NotInOrder
    if risk not in {*Breach.Risk.values} - {""} or not set(natures) <= set(Breach.Nature.values) or not natures:
        raise NotAssessed
    breach.natures, breach.people, breach.records, breach.risk = sorted(natures), people, records, risk
    breach.consequences, breach.measures = consequences.strip(), measures.strip()
    breach.assessed_by, breach.assessed_at = by, now()
    grave_after_all = breach.state == Breach.State.NOT_NEEDED and risk != Breach.Risk.NONE
    if breach.state == Breach.State.NOTICED or grave_after_all:
        breach.state = Breach.State.ASSESSED
    breach.read_as(version).save()
    return breach


@transaction.atomic
def notify(breach: Breach, *, by: Account, version: int, at: datetime.datetime, why_late: str = "") -> Breach:
    """Record that the Ombudsman was notified. Raises NotInOrder, Impossible, LateReasonNeeded (33(1)), StaleWrite."""
    if breach.state != Breach.State.ASSESSED:
        raise NotInOrder
    if not breach.noticed_at <= at <= now():
        raise Impossible
    if at > breach.due_at and not why_late.strip():
        raise LateReasonNeeded
    breach.state, breach.notified_at, breach.why_late = Breach.State.NOTIFIED, at, why_late.strip()
    breach.decided_by, breach.decided_at = by, now()
    breach.read_as(version).save()
    return breach


@transaction.atomic
def need_not_notify(breach: Breach, *, by: Account, version: int, why_not: str) -> Breach:
    """Decide that no notification is needed, because no risk is likely (33(1)); the reason stays (33(5)).

    Raises NotInOrder, RiskIsHigh, ReasonNeeded, StaleWrite.
    """
    if breach.state != Breach.State.ASSESSED:
        raise NotInOrder
    if breach.risk != Breach.Risk.NONE:
        raise RiskIsHigh
    if not why_not.strip():
        raise ReasonNeeded
    breach.state, breach.why_not = Breach.State.NOT_NEEDED, why_not.strip()
    breach.decided_by, breach.decided_at = by, now()
    breach.read_as(version).save()
    return breach


@transaction.atomic
def settle_people(
    breach: Breach, *, by: Account, version: int, told_at: datetime.datetime | None, how_told: str
) -> Breach:
    """Record when and how the people were told (Art. 34), or, with no moment, why they are not (34(3)).

    Raises NotInOrder, Impossible, ReasonNeeded, StaleWrite.
    """
    if breach.state in {Breach.State.NOTICED, Breach.State.CLOSED}:
        raise NotInOrder
    if told_at is not None and not breach.noticed_at <= told_at <= now():
        raise Impossible
    if not how_told.strip():
        raise ReasonNeeded
    breach.people_told_at, breach.how_told = told_at, how_told.strip()
    breach.people_settled_by, breach.people_settled_at = by, now()
    breach.read_as(version).save()
    return breach


@transaction.atomic
def close(breach: Breach, *, by: Account, version: int) -> Breach:
    """Close it; it stays in the register. Raises NotInOrder, PeopleNotTold, StaleWrite."""
    if breach.state not in DECIDED:
        raise NotInOrder
    if breach.risk == Breach.Risk.HIGH and breach.people_settled_at is None:
        raise PeopleNotTold
    breach.state, breach.closed_by, breach.closed_at = Breach.State.CLOSED, by, now()
    breach.read_as(version).save()
    return breach


def moment_of(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    """The moment of a day and a Finnish clock time; of an hour that comes twice, the first, which starts the clock."""
    return datetime.datetime.combine(day, clock.replace(fold=0), HELSINKI).astimezone(datetime.UTC)


def hours_left(breach: Breach, at: datetime.datetime | None = None) -> int:
    """Whole hours until the end of the 72; negative when they have passed."""
    return (breach.due_at - (at or now())) // HOUR


def time_left_in_words(breach: Breach, at: datetime.datetime | None = None) -> str:
    """What is left of the 72 hours, in words; "" where nothing runs."""
    if not breach.runs:
        return ""
    hours = hours_left(breach, at)
    if hours < 0:
        return _("The 72 hours have passed.")
    return ngettext("%(hours)s hour left", "%(hours)s hours left", hours) % {"hours": hours}


def open_in(found: Oversight) -> int:
    """How many breaches wait for the officer; one query."""
    return Breach.objects.filter(programme__in=found.programmes).exclude(state=Breach.State.CLOSED).count()


def first_to_end(found: Oversight) -> str:
    """What is left of the 72 hours that end first, in words; one query."""
    rows = Breach.objects.filter(programme__in=found.programmes, state__in=RUNNING)
    first = rows.order_by("noticed_at", "pk").first()
    return time_left_in_words(first) if first else ""
