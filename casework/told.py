"""Telling somebody by phone, at a meeting or by secure mail: to whom, on what ground, what kind of data; in two taps.

What is told is written as categories of data, which the ground has to cover, and one sentence if need be. Letters and
the portal write their own disclosures (casework.referrals).
"""

import dataclasses
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import letter_choices, letter_fields, referrals
from casework.access import OpenCase
from casework.letter_choices import NAMED_ONLY, PURPOSE
from casework.models import CaseFile
from consent import disclosed_items
from consent.consents import GroundInForce
from consent.data_categories import CATEGORIES
from consent.disclosures import disclose
from consent.errors import NotNow
from consent.models import Account, Disclosure, Organisation

Channel = Disclosure.Channel
CHANNELS = (Channel.PHONE, Channel.MEETING, Channel.MAIL)  # consent.disclosed_items.BY_WORD, in the order of a form
CONTACT = "contact"
#: Never told by word of mouth: other people's groups and the house's own logs.
NOT_TOLD = frozenset({"log", "pictures", "participation"})
LONGEST = 200  # characters of the one sentence
SHOWN = 50
#: Parts of a letter that are no field of the register.
PARTS: dict[str, str | Promise] = {
    "request": pgettext_lazy("told", "What we asked"),
    "meanwhile": pgettext_lazy("told", "What we do meanwhile"),
    "answer": pgettext_lazy("told", "An answer to their question"),
}


class NothingTold(NotNow):
    message = _("Choose what was told.")


class NotCovered(NotNow):
    message = _("The ground in force does not cover everything that was chosen.")


class ContactProhibited(NotNow):
    message = _("Safety prohibition: contact details are not told to anybody.")


class UnknownChannel(NotNow):
    message = _("Choose how it was told.")


@dataclasses.dataclass(frozen=True)
class Addressee:
    """Somebody who may be told, or to whom nothing may be told now."""

    organisation: Organisation
    in_force: GroundInForce | None

    @property
    def covers(self) -> frozenset[str]:
        """The categories of data that the ground covers."""
        if self.in_force is None:
            return frozenset()
        named = self.in_force.ground.data_categories
        return frozenset(named or CATEGORIES.keys() - NAMED_ONLY) - NOT_TOLD


def register() -> None:
    """Name what letters tell."""
    disclosed_items.add("letters", _labels)


def _labels() -> dict[str, str | Promise]:
    return {field.code: field.label for field in letter_fields.every()} | PARTS


def addressees(opened: OpenCase, *, by: Account) -> list[Addressee]:
    """Whom a worker could tell about this person: those last told by this worker first; four queries at most."""
    rows = referrals.recipients()
    grounds = letter_choices.grounds_by_recipient(opened, rows)
    told = Disclosure.objects.filter(by=by, recipient__in=rows).order_by()
    last = dict(told.values_list("recipient").annotate(Max("at")))
    rows.sort(key=lambda row: last[row.pk].timestamp() if row.pk in last else 0, reverse=True)
    return [Addressee(row, grounds.get(row.pk)) for row in rows]


def offered(whom: Collection[Addressee], *, hidden: bool) -> dict[str, str | Promise]:
    """The categories that some of them may be told, by code; no contact details under a safety prohibition."""
    covered = frozenset().union(*(each.covers for each in whom)) - ({CONTACT} if hidden else set())
    return {code: label for code, label in CATEGORIES.items() if code in covered}


@transaction.atomic
def tell(
    *, by: Account, opened: OpenCase, recipient: Organisation, items: Collection[str], channel: str, words: str = ""
) -> Disclosure:
    """Record what was told. Raises NothingTold, UnknownChannel, ContactProhibited, NotCovered, and NoGround where none

    holds at this moment.
    """
    case: CaseFile = opened.case
    if not items:
        raise NothingTold
    if channel not in CHANNELS:
        raise UnknownChannel
    if CONTACT in items and opened.participant.safety_prohibition is not False:
        raise ContactProhibited
    addressee = Addressee(recipient, letter_choices.in_force_for(opened, recipient))
    if addressee.in_force is not None and not set(items) <= addressee.covers:
        raise NotCovered
    words = " ".join(words.split())[:LONGEST]
    return disclose(
        by=by,
        subject=case.subject,
        case_uid=case.uid,
        recipient=recipient,
        items=items,
        in_force=addressee.in_force,
        channel=channel,
        purpose=PURPOSE,
        told=words,
        scope=case.scope if words else None,
    )


def of_case(case: CaseFile, limit: int = SHOWN) -> list[Disclosure]:
    """What was told of a case file, the latest first; one query."""
    rows = Disclosure.objects.filter(subject=case.subject, case_uid=case.uid)
    return list(rows.select_related("recipient", "by", "ground__purpose").order_by("-at", "-pk")[:limit])
