"""Anonymous facts of erased case files: written in the erasing transaction, so coarse and mixed that none leads back.

Whoever holds the whole database and the order of the disposals must not tell which row came with which. So the table is
written anew as a whole, in random order and with new keys, whenever a row is added: on SQLite the row numbers, on
PostgreSQL the places in the file and the writing transaction, say the same of every row. (Two copies of the database,
from before and after one disposal, differ by one row: what this cannot hide, months and bands blur.)
"""

import random
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Sum

from casework.models import AnonymousCase, CaseFile, GuidanceSession, Referral
from casework.models.anonymous import first_of_month
from consent.periods import today

Band = AnonymousCase.Band
BANDS = ((0, Band.NONE), (5, Band.FEW), (20, Band.SOME), (50, Band.MANY))
MINUTES = 60
_FACTS = ("programme_id", "opened_month", "closed_month", "outcome", "sessions", "hours", "referrals")


def band(count: float) -> str:
    """The band of a count."""
    return next((each.value for most, each in BANDS if count <= most), Band.MOST.value)


def facts_of(case: CaseFile) -> AnonymousCase:
    """What is to be kept of a case file; not yet saved."""
    held = GuidanceSession.objects.filter(case=case, state=GuidanceSession.State.CONFIRMED)
    sums = held.aggregate(sessions=Count("pk"), minutes=Sum("length_minutes"))
    sent = Referral.objects.filter(case=case, sent_at__isnull=False).count()
    return AnonymousCase(
        programme_id=case.programme_id,
        opened_month=first_of_month(case.opened_on),
        closed_month=first_of_month(case.closed_on or today()),
        outcome=case.outcome,
        sessions=band(sums["sessions"]),
        hours=band((sums["minutes"] or 0) / MINUTES),
        referrals=band(sent),
    )


@transaction.atomic
def add(new: Iterable[AnonymousCase]) -> None:
    """Add rows: the whole table in a new random order."""
    rows = [*AnonymousCase.objects.select_for_update().order_by("pk"), *new]
    AnonymousCase.objects.all().delete()
    mixed = [AnonymousCase(**{name: getattr(row, name) for name in _FACTS}) for row in rows]
    random.Random(secrets.randbits(128)).shuffle(mixed)  # noqa: S311  (seeded by the system's generator)
    AnonymousCase.objects.bulk_create(mixed)
