"""Who may withdraw an answer: whoever works in the case file of the person who gave it."""

import dataclasses
import uuid

from casework.access import case_to_heed
from consent.actors import Actor
from consent.door import Found
from consent.errors import NotFound
from consent.models import Consent


def consent_to_withdraw(actor: Actor, uid: uuid.UUID, consent: uuid.UUID) -> Found:
    """A case file in which the actor works, with one answer of its person in its programme."""
    found = case_to_heed(actor, uid)
    case = found.it.case
    row = Consent.objects.filter(uid=consent, subject=case.subject, ground__programme=case.programme).first()
    if row is None:
        raise NotFound(subjects=found.subjects, case=case.uid)
    return dataclasses.replace(found, it=(found.it, row))
