"""What a recipient may open: the referrals sent to its organisation, while the ground holds, and nothing else."""

import dataclasses
import uuid
from typing import Any

from casework.models import Referral
from casework.models.referrals import ReferralQuerySet
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound
from consent.keyring import Audience
from consent.models import Role
from consent.periods import today

RECIPIENT = "recipient"  # the basis in the log of everything that a recipient opens


@dataclasses.dataclass(frozen=True)
class ReceivedReferral:
    """A referral as its recipient has it; without `opens` it is known to have been sent, and nothing more is shown."""

    referral: Referral
    opens: bool


def _received(actor: Actor) -> ReferralQuerySet:
    organisations = actor.organisations(Role.PARTNER)
    received: ReferralQuerySet = Referral.objects.filter(recipient__in=organisations, sent_at__isnull=False)
    return received.with_opening(today())


def inbox(actor: Actor, **_: Any) -> Found:
    """What was sent to the actor's organisations; the view says which page of it is shown and logs those people."""
    return Found(it=_received(actor), basis=RECIPIENT, kind="inbox")


def referral_received(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """A referral sent to the actor's organisation; its slice opens while it may be read, and no other scope ever."""
    rows = _received(actor).select_related("recipient", "sender", "ground", "consent", "case__subject")
    referral = rows.filter(uid=uid).first()
    if referral is None:
        raise NotFound
    return Found(
        it=ReceivedReferral(referral, referral.opens),
        opens=((referral.scope, Audience.PARTNER),) if referral.opens else (),
        subjects=(referral.case.subject.uid,),
        basis=RECIPIENT if referral.opens else "closed",
        kind="referral",
        uid=referral.uid,
        case=referral.case.uid,
    )


def letter_received(actor: Actor, uid: uuid.UUID, **_: Any) -> Found:
    """The same for its paper, which is not there when the referral is closed."""
    found = referral_received(actor, uid)
    if not found.it.opens:
        raise NotFound(subjects=found.subjects, case=found.case)
    return found
