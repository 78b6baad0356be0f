"""Requests of persons about their data, each with its clock: GDPR Art. 12, 15–21, and 703/2023 §11 for log data.

A request is received, the identity checked, the time perhaps extended, then it is decided and answered. Days are worked
out here and never typed: a month of the Union's law, for log data two months of the national act.
"""

import dataclasses
import datetime
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from consent import recipient_notices, restrictions
from consent.errors import NotNow
from consent.models import Account, Channel, DataRequest, RecipientNotice, Restriction, Subject
from consent.periods import add_months, eu_deadline, national_deadline, now, today

Kind, State, Decision, Identity = DataRequest.Kind, DataRequest.State, DataRequest.Decision, DataRequest.Identity

OPEN = frozenset({State.RECEIVED, State.DECIDED})
GRANTED = frozenset({Decision.GRANTED, Decision.PARTLY})
#: What can be given only to somebody who is known to be that person.
GIVES_DATA = frozenset({Kind.ACCESS, Kind.PORTABILITY, Kind.LOG})
MONTHS = 1
MONTHS_EXTENDED = 3
MONTHS_OF_LOG_REQUEST = 2
MONTHS_OF_LOG = 24
WEEK = datetime.timedelta(days=7)


class ImpossibleDay(NotNow):
    message = _("The day cannot be right: it is ahead, or before the programme began.")


class OlderLog(NotNow):
    message = _("Log data older than two years needs a reason.")


class NothingAsked(NotNow):
    message = _("Write what the person asks for.")


class Ended(NotNow):
    message = _("The request has ended already.")


class NotDecided(NotNow):
    message = _("Decide the request before it is answered.")


class AlreadyDecided(NotNow):
    message = _("The request has been decided already.")


class UnknownPerson(NotNow):
    message = _("Check first who is asking.")


class OneHand(NotNow):
    message = _(
        "You recorded this request and checked who asks. Let a worker check it on the case file before the data opens."
    )


class NotExtendable(NotNow):
    message = _("The law gives no longer time for a request of log data.")


class ExtendedAlready(NotNow):
    message = _("The time has been extended already.")


class TooLate(NotNow):
    message = _("The time can be extended only during the first month.")


class NoneGranted(NotNow):
    message = _("No request of the person to erase has been granted. Record the request and its decision first.")


class ReasonMissing(NotNow):
    message = _("Write the reasons.")


@dataclasses.dataclass(frozen=True)
class Clock:
    """`target_on` is the unmoved day, which an association keeps to; `due_on` the limit by law."""

    target_on: datetime.date
    due_on: datetime.date


def clock(kind: str, received_on: datetime.date, *, extended: bool = False) -> Clock:
    """When a request is due.

    Source: GDPR Art. 12(3) and Reg. 1182/71 Art. 3; log data: 703/2023 §11 and act 150/1930 §§ 2, 3 and 5.
    """
    if kind == Kind.LOG:
        return Clock(
            add_months(received_on, MONTHS_OF_LOG_REQUEST), national_deadline(received_on, MONTHS_OF_LOG_REQUEST)
        )
    months = MONTHS_EXTENDED if extended else MONTHS
    return Clock(add_months(received_on, months), eu_deadline(received_on, months))


@dataclasses.dataclass(frozen=True)
class About:
    """The entry that a request is about: its kind as the log names it, and its uid."""

    kind: str
    uid: uuid.UUID


@dataclasses.dataclass(frozen=True)
class Days:
    """From which day until which the log is asked for; both are included."""

    first: datetime.date | None = None
    last: datetime.date | None = None


@transaction.atomic
def receive(
    *,
    by: Account,
    subject: Subject,
    kind: str,
    channel: str,
    words: str = "",
    received_on: datetime.date | None = None,
    about: About | None = None,
    log: Days | None = None,
) -> DataRequest:
    """Register a request with its clock; needs the person's scope to seal under.

    What the person sends from the own pages carries its identity. An objection restricts the use until it is decided
    (Art. 18(1)(d)). Raises ImpossibleDay, NothingAsked, OlderLog.
    """
    received_on = received_on or today()
    if not subject.programme.starts_on <= received_on <= today():
        raise ImpossibleDay
    if kind in {Kind.RECTIFICATION, Kind.OBJECTION} and not words.strip():
        raise NothingAsked
    days = _log_days(log or Days(), received_on, words) if kind == Kind.LOG else Days()
    due = clock(kind, received_on)
    request = DataRequest(
        subject=subject,
        programme=subject.programme,
        kind=Kind(kind),
        received_on=received_on,
        channel=Channel(channel),
        recorded_by=by,
        target_on=due.target_on,
        due_on=due.due_on,
        first_due_on=due.due_on,
        about_kind=about.kind if about else "",
        about_uid=about.uid if about else None,
        log_from=days.first,
        log_until=days.last,
        scope=subject.scope,
        words=words.strip(),
    )
    if channel == Channel.PORTAL and subject.account_id == by.pk:
        request.identity, request.identity_by, request.identity_at = Identity.OWN_PAGES, by, now()
    request.save()
    if kind == Kind.OBJECTION and not restrictions.is_restricted(subject):
        restrictions.place(by=by, subject=subject, why=Restriction.Why.OBJECTION, request=request)
    return request


def _log_days(asked: Days, received_on: datetime.date, words: str) -> Days:
    """The last 24 months unless asked otherwise; older days only for a reason (703/2023 §11). Raises as `receive`."""
    two_years_ago = add_months(received_on, -MONTHS_OF_LOG)
    first, last = asked.first or two_years_ago, asked.last or received_on
    if not first <= last <= received_on:
        raise ImpossibleDay
    if first < two_years_ago and not words.strip():
        raise OlderLog
    return Days(first, last)


@transaction.atomic
def check_identity(request: DataRequest, *, by: Account, how: str) -> None:
    """Record how the person was known. Raises Ended, and UnknownPerson where nobody looked (Art. 12(6))."""
    row = _locked(request)
    if row.state not in OPEN:
        raise Ended
    if how not in {Identity.KNOWN, Identity.DOCUMENT}:
        raise UnknownPerson
    row.identity, row.identity_by, row.identity_at = how, by, now()
    row.save(update_fields=["identity", "identity_by", "identity_at"])


@transaction.atomic
def extend(request: DataRequest, *, by: Account, reason: str) -> None:
    """Give the answer three months from receipt; the person is told the reasons within the first month (Art. 12(3)).

    Raises AlreadyDecided, Ended, NotExtendable, ExtendedAlready, TooLate, ReasonMissing.
    """
    row = _undecided(request)
    if row.kind == Kind.LOG:
        raise NotExtendable
    if row.extended_at is not None:
        raise ExtendedAlready
    if today() > row.first_due_on:
        raise TooLate
    if not reason.strip():
        raise ReasonMissing
    due = clock(row.kind, row.received_on, extended=True)
    row.target_on, row.due_on, row.extended_at, row.extension_reason = due.target_on, due.due_on, now(), reason.strip()
    row.save(update_fields=["target_on", "due_on", "extended_at", "extension_reason"])


@transaction.atomic
def decide(
    request: DataRequest, *, by: Account, decision: str, answer: str = "", why_restricted: str = ""
) -> DataRequest:
    """Grant, grant in part or refuse. A refusal is in writing, has its reasons and says how to complain (Art. 12(4)).

    A granted correction owes a notice to every recipient (Art. 19); a granted restriction begins at once. Raises
    AlreadyDecided, Ended, UnknownPerson, ReasonMissing.
    """
    row = _undecided(request)
    if decision not in {Decision.GRANTED, Decision.PARTLY, Decision.REFUSED}:
        raise NotDecided
    if decision != Decision.REFUSED and not row.identity:
        raise UnknownPerson
    answer = answer.strip()
    if decision != Decision.GRANTED:
        if not answer:
            raise ReasonMissing
        answer = f"{answer}\n\n{how_to_complain(row.kind)}"
    row.decision, row.decided_by, row.decided_at, row.answer = Decision(decision), by, now(), answer
    row.state = State.DECIDED
    row.save(update_fields=["decision", "decided_by", "decided_at", "answer", "state"])
    if decision != Decision.REFUSED:
        _carry_out(row, by, why_restricted)
    return row


def _carry_out(row: DataRequest, by: Account, why_restricted: str) -> None:
    subject: Subject = row.subject
    if row.kind == Kind.RECTIFICATION:
        recipient_notices.owed(subject, why=RecipientNotice.Why.RECTIFICATION, request=row)
    if row.kind == Kind.RESTRICTION and not restrictions.is_restricted(subject):
        why = why_restricted or Restriction.Why.CONTESTED
        restrictions.place(by=by, subject=subject, why=why, reason=row.answer, request=row)


@transaction.atomic
def answer(request: DataRequest, *, by: Account, channel: str) -> None:
    """Record that the person has the answer. Raises NotDecided, Ended, UnknownPerson.

    Somebody unknown may be told of a refusal, and of nothing else.
    """
    row = _locked(request)
    if row.state == State.RECEIVED:
        raise NotDecided
    if row.state != State.DECIDED:
        raise Ended
    if not row.identity and row.decision != Decision.REFUSED:
        raise UnknownPerson
    row.state, row.answered_by, row.answered_at, row.answered_channel = State.ANSWERED, by, now(), Channel(channel)
    row.save(update_fields=["state", "answered_by", "answered_at", "answered_channel"])


@transaction.atomic
def take_back(request: DataRequest, *, by: Account) -> None:
    """The person does not ask any more. `by` is whom history names. Raises Ended."""
    row = _locked(request)
    if row.state not in OPEN:
        raise Ended
    row.state = State.TAKEN_BACK
    row.save(update_fields=["state"])


@transaction.atomic
def leave_out(request: DataRequest, *, by: Account, entries: list[str]) -> None:
    """Name the entries that stay out of the answer because they are about somebody else. Raises AlreadyDecided, Ended.

    `entries` are "kind:uid" (`consent.exports`); only how many they are is told (Art. 15(4)).
    """
    row = _undecided(request)
    row.left_out = sorted(set(entries))
    row.save(update_fields=["left_out"])


def _locked(request: DataRequest) -> DataRequest:
    row: DataRequest = DataRequest.objects.select_for_update(of=("self",)).select_related("subject").get(pk=request.pk)
    return row


def _undecided(request: DataRequest) -> DataRequest:
    row = _locked(request)
    if row.state == State.DECIDED:
        raise AlreadyDecided
    if row.state != State.RECEIVED:
        raise Ended
    return row


def how_to_complain(kind: str) -> str:
    """The way on from a refusal, in the language of the page; it is stored with the decision.

    Source: GDPR Art. 12(4), 77 and 79; tietosuojalaki 1050/2018 § 21; log data: 703/2023 §11.
    """
    words = [
        gettext(
            "If you are not content with the decision, you may bring the matter before the Data Protection Ombudsman: "
            "tietosuoja@om.fi, phone 029 566 6700, PO Box 800, 00531 Helsinki. It is free of charge."
        ),
        gettext(
            "You may also take the matter to a court. A decision of the Ombudsman may be appealed against in the "
            "administrative court."
        ),
    ]
    if kind == Kind.LOG:
        words.insert(0, gettext("This is a written decision on a request of log data (703/2023 §11)."))
    return "\n".join(words)


# Lists


def of_programmes(programmes: frozenset[int]) -> QuerySet[DataRequest]:
    """Every request of these programmes, what is due first on top; the ended ones last."""
    rows: QuerySet[DataRequest] = DataRequest.objects.filter(programme__in=programmes).select_related("subject")
    return rows.order_by("due_on", "pk")


def still_open(rows: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
    """Those that wait for a decision or an answer."""
    return rows.filter(state__in=OPEN)


def pressing(rows: QuerySet[DataRequest], on: datetime.date) -> QuerySet[DataRequest]:
    """Those that are overdue, or due within a week of a day."""
    return still_open(rows).filter(due_on__lte=on + WEEK)


def overdue(rows: QuerySet[DataRequest], on: datetime.date) -> QuerySet[DataRequest]:
    """Those that should have been answered before a day."""
    return still_open(rows).filter(due_on__lt=on)


def due_in_words(request: DataRequest, on: datetime.date) -> str:
    """How the clock stands: "3 days left", "due today", "2 days late"; for what has ended, its state."""
    if request.state not in OPEN:
        return str(request.get_state_display())
    days = (request.due_on - on).days
    if days == 0:
        return pgettext("request", "due today")
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def granted_erasure(subject: Subject) -> DataRequest:
    """The person's newest granted request to erase, which a proposal rests on. Raises NoneGranted."""
    rows = DataRequest.objects.filter(subject=subject, kind=DataRequest.Kind.ERASURE, decision__in=GRANTED)
    request: DataRequest | None = rows.order_by("-decided_at", "-pk").first()
    if request is None:
        raise NoneGranted
    return request
