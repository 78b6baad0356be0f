"""Notices to recipients (GDPR Art. 19): whoever got the data is told that it was corrected, erased or restricted.

Whom to tell comes from the disclosure log and from nowhere else. A notice names no content: it says which letter or
conversation it was about, and who told the recipient, how and when.
"""

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consent.errors import NotNow
from consent.models import Account, Channel, DataRequest, Disclosure, RecipientNotice, Subject
from consent.periods import now

State = RecipientNotice.State


class Settled(NotNow):
    message = _("This notice has been dealt with already.")


class HowTold(NotNow):
    message = _("Choose how the recipient was told.")


@transaction.atomic
def owed(
    subject: Subject,
    *,
    why: str,
    request: DataRequest | None = None,
    case_uid: uuid.UUID | None = None,
    item: str = "",
) -> int:
    """Make one notice for each recipient of the disclosure log, about what it got last; returns how many were made.

    `case_uid` narrows it to what was told from one case file, `item` to disclosures that name it. A recipient whom the
    same thing is owed already is not owed it twice.
    """
    waiting = RecipientNotice.objects.filter(subject=subject, why=why, state=State.TO_SEND, request=request)
    known = set(waiting.values_list("recipient_id", flat=True).order_by("pk"))
    latest: dict[int, Disclosure] = {}
    told = Disclosure.objects.filter(subject=subject)
    for disclosure in (told.filter(case_uid=case_uid) if case_uid else told).order_by("at", "pk"):
        if not item or item in disclosure.items:
            latest[disclosure.recipient_id] = disclosure
    made = 0
    for recipient, disclosure in sorted(latest.items()):
        if recipient not in known:
            RecipientNotice(
                disclosure=disclosure,
                recipient_id=recipient,
                subject=subject,
                request=request,
                why=RecipientNotice.Why(why),
                made_at=now(),
            ).save()
            made += 1
    return made


@transaction.atomic
def settle(notice: RecipientNotice, by: Account, state: str, channel: str = "") -> None:
    """Record who told the recipient and how, or that it was out of proportion. Raises Settled, HowTold."""
    row: RecipientNotice = RecipientNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.state != State.TO_SEND:
        raise Settled
    if state == State.SENT and channel not in Channel.values:
        raise HowTold
    row.state = State.SENT if state == State.SENT else State.IMPOSSIBLE
    row.channel = channel if row.state == State.SENT else ""
    row.settled_by, row.settled_at = by, now()
    row.save(update_fields=["state", "channel", "settled_by", "settled_at"])


def of_programmes(programmes: frozenset[int]) -> QuerySet[RecipientNotice]:
    """Notices about people of these programmes, those to send first, the oldest on top."""
    rows: QuerySet[RecipientNotice] = RecipientNotice.objects.filter(subject__programme__in=programmes)
    return rows.select_related("subject", "disclosure", "recipient", "settled_by", "request").order_by(
        "-state", "made_at", "pk"
    )
