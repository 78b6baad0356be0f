"""Restriction of use (GDPR Art. 18): the data is kept and read where it must be, and nothing else is done with it.

A restricted person is on no list, in no search and in no report, and nothing is written about them; the worker who has
the file may read it. What the person wants as of right is still recorded: a withdrawal, a request, a statement.
"""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consent import recipient_notices
from consent.errors import NotNow
from consent.models import Account, Channel, DataRequest, RecipientNotice, Restriction, Subject
from consent.periods import now


class UseRestricted(NotNow):
    message = _(
        "The use of this person's data is restricted. It can be read, but nothing can be added or changed until the "
        "data protection officer lifts the restriction."
    )


class AlreadyRestricted(NotNow):
    message = _("The use is restricted already.")


class NotTold(NotNow):
    message = _("Tell the person first: the restriction may be lifted only after that.")


class AlreadyLifted(NotNow):
    message = _("The restriction has been lifted already.")


def live() -> QuerySet[Restriction]:
    """The restrictions in force."""
    rows: QuerySet[Restriction] = Restriction.objects.filter(lifted_at__isnull=True)
    return rows


def out_of_use(path: str = "subject") -> Q:
    """The condition that a row is about a restricted person: to be excluded from every list and figure.

    `path` leads from the row to its subject.
    """
    return Q(**{f"{path}__in": live().values("subject")})


def live_of(subject: Subject) -> Restriction | None:
    """The restriction in force on a person's data."""
    return live().filter(subject=subject).first()


def is_restricted(subject: Subject) -> bool:
    """Whether the use of a person's data is restricted now."""
    return live().filter(subject=subject).exists()


def refuse_writing(subjects: Collection[uuid.UUID]) -> None:
    """Raises UseRestricted when somebody among these people is restricted; one query."""
    if subjects and live().filter(subject__uid__in=subjects).exists():
        raise UseRestricted


@transaction.atomic
def place(
    *, by: Account, subject: Subject, why: str, reason: str = "", request: DataRequest | None = None
) -> Restriction:
    """Restrict the use from now; every recipient is owed a notice (Art. 19). Raises AlreadyRestricted.

    A reason in words is sealed under the person's key.
    """
    Subject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if is_restricted(subject):
        raise AlreadyRestricted
    restriction = Restriction(
        subject=subject,
        why=Restriction.Why(why),
        request=request,
        scope=subject.scope,
        reason=reason.strip(),
        placed_by=by,
        placed_at=now(),
    )
    restriction.save()
    recipient_notices.owed(subject, why=RecipientNotice.Why.RESTRICTION, request=request)
    return restriction


@transaction.atomic
def tell(restriction: Restriction, *, by: Account, channel: str) -> None:
    """Record that the person was told that it will be lifted (Art. 18(3)). `by` is whom history names.

    Raises AlreadyLifted.
    """
    row = _locked(restriction)
    row.told_at, row.told_channel = now(), Channel(channel)
    row.save(update_fields=["told_at", "told_channel"])


@transaction.atomic
def lift(restriction: Restriction, *, by: Account) -> None:
    """Lift it: everything is back as it was, and every recipient is owed a notice. Raises NotTold, AlreadyLifted."""
    row = _locked(restriction)
    if row.told_at is None:
        raise NotTold
    row.lifted_at, row.lifted_by = now(), by
    row.save(update_fields=["lifted_at", "lifted_by"])
    recipient_notices.owed(row.subject, why=RecipientNotice.Why.LIFTED, request=row.request)


def _locked(restriction: Restriction) -> Restriction:
    rows = Restriction.objects.select_for_update(of=("self",)).select_related("subject", "request")
    row: Restriction = rows.get(pk=restriction.pk)
    if row.lifted_at is not None:
        raise AlreadyLifted
    return row
