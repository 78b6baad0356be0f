"""The rows of the recipient's list: a name only while the referral may be read, and only as it was told."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework import referral_content
from casework.access_to_inbox import RECIPIENT
from casework.models import Referral, ReferralState
from casework.referral_loop import TAG_KINDS
from consent import access_log, keyring, wording
from consent.door import PageRequest, show
from consent.fields import readable
from consent.keyring import Audience, Pair
from consent.models import AccessEvent
from consent.periods import today


def listed(request: PageRequest, referrals: list[Referral]) -> list[dict[str, Any]]:
    """The rows of the list page: opened and logged as its own event."""
    show(request, pairs=_pairs(referrals), subjects=_subjects(referrals))
    return rows(referrals)


def listed_beside(request: PageRequest, referrals: list[Referral], current: UUID) -> list[dict[str, Any]]:
    """The rows beside one open referral: an event of their own, since nobody opened those people's letters."""
    others = [referral for referral in referrals if referral.uid != current]
    access_log.record(
        request.actor,
        action=AccessEvent.Action.LIST,
        page="inbox",
        purpose="referral",
        subjects=_subjects(others),
        request=request,
        basis=RECIPIENT,
        object_kind="inbox",
    )
    keyring.current().open(_pairs(others))
    return rows(referrals, current)


def _pairs(referrals: Iterable[Referral]) -> list[Pair]:
    return [(referral.scope, Audience.PARTNER) for referral in referrals if referral.opens]


def _subjects(referrals: Iterable[Referral]) -> list[UUID]:
    return [referral.case.subject.uid for referral in referrals if referral.opens]


def rows(referrals: Iterable[Referral], current: UUID | None = None) -> list[dict[str, Any]]:
    """One row each; needs `case__subject` and `sender` selected."""
    return [{**_row(referral), "current": referral.uid == current} for referral in referrals]


def _row(referral: Referral) -> dict[str, Any]:
    href = reverse("inbox-detail", args=[referral.uid])
    if not referral.opens or not readable(referral.heading):
        return {
            "href": href,
            "title": _("Referral %(number)s") % {"number": referral.number},
            "heading": "",
            "line": _("Closed. The content is no longer shown."),
            "tag_kind": "off",
            "tag_text": pgettext("referral", "Closed"),
            "tag_icon": "lock",
        }
    assert referral.sent_at is not None
    came = {"day": wording.day(referral.sent_at), "sender": referral.sender.name}
    due = referral.respond_by if referral.state == ReferralState.SENT else None
    return {
        "href": href,
        "title": referral_content.name_in(referral),
        "heading": referral.heading,
        "line": _("Came %(day)s, %(sender)s") % came,
        "tag_kind": TAG_KINDS[referral.state] if referral.state != ReferralState.ON_HOLD else "",
        "tag_text": wording.date_short(due) if due else state_words(referral),
        "tag_icon": "",
    }


def state_words(referral: Referral) -> str:
    """The state in the recipient's words."""
    if referral.state == ReferralState.SENT:
        late = referral.respond_by is not None and referral.respond_by < today()
        return _("Answer was due") if late else _("Waits for your answer")
    return _("You asked") if referral.state == ReferralState.ON_HOLD else str(referral.get_state_display())
