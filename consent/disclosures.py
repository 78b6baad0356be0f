"""Disclosures: nothing leaves the house without a ground in force at that moment, and every time is recorded."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consent import keyring
from consent.consents import GroundInForce, holds
from consent.errors import NotNow
from consent.models import Account, Consent, Disclosure, Organisation, Subject
from consent.periods import today


class NoGround(NotNow):
    message = _("There is no permission or other ground in force for telling this.")


@transaction.atomic
def disclose(
    *,
    by: Account,
    subject: Subject,
    recipient: Organisation,
    items: Iterable[str],
    in_force: GroundInForce | None,
    channel: str,
    purpose: str,
    case_uid: uuid.UUID | None = None,
    document_hash: str = "",
    object_uid: uuid.UUID | None = None,
    told: str = "",
    scope: uuid.UUID | None = None,
) -> Disclosure:
    """Record what was told to whom on what ground; raises NoGround when the ground does not hold now.

    The row of the consent is read again, under a lock, so that a withdrawal a moment ago is seen.
    """
    if in_force is None:
        raise NoGround
    day, consent = today(), None
    if in_force.consent is not None:
        consent = Consent.objects.select_for_update().get(pk=in_force.consent.pk)
        if not holds(consent, day) or consent.subject_id != subject.pk or consent.recipient_id != recipient.pk:
            raise NoGround
    if in_force.ground.valid_until is not None and in_force.ground.valid_until < day:
        raise NoGround
    with keyring.also(sealing=[scope] if scope else []):
        return Disclosure.objects.create(
            subject=subject,
            case_uid=case_uid,
            by=by,
            recipient=recipient,
            items=sorted(items),
            ground=in_force.ground,
            consent=consent,
            by_consent=consent is not None,
            channel=channel,
            purpose=purpose,
            document_hash=document_hash,
            object_uid=object_uid,
            told=told,
            scope=scope,
        )
