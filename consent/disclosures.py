"""Disclosures: nothing leaves the house without a ground in force at that moment, and every time is recorded."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consent import keyring
from consent.consents import GroundInForce, asked_on, holds, in_force_on
from consent.errors import NotNow
from consent.models import Account, Consent, Disclosure, LegalGround, Organisation, Subject
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

    Ground and consent are read again, the consent under a lock, so that a withdrawal a moment ago is seen.
    """
    if in_force is None:
        raise NoGround
    day = today()
    ground = LegalGround.objects.filter(in_force_on(day), pk=in_force.ground.pk, purpose__code=purpose).first()
    if ground is None:
        raise NoGround
    consent = None
    if ground.kind != LegalGround.Kind.STATUTE:
        consent = _still_given(in_force, subject, recipient, day)
    with keyring.also(sealing=[scope] if scope else []):
        return Disclosure.objects.create(
            subject=subject,
            case_uid=case_uid,
            by=by,
            recipient=recipient,
            items=sorted(items),
            ground=ground,
            consent=consent,
            by_consent=consent is not None,
            channel=channel,
            purpose=purpose,
            document_hash=document_hash,
            object_uid=object_uid,
            told=told,
            scope=scope,
        )


def _still_given(in_force: GroundInForce, subject: Subject, recipient: Organisation, day: datetime.date) -> Consent:
    asked = in_force.consent
    if asked is None:
        raise NoGround
    rows = Consent.objects.select_for_update(of=("self",)).filter(asked_on(day), pk=asked.pk, ground=in_force.ground)
    consent: Consent | None = rows.filter(subject=subject, recipient=recipient).first()
    if consent is None or not holds(consent, day):
        raise NoGround
    return consent
