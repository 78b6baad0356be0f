"""Who closes a case file and has texts removed: the lead worker; of a health entry, its author.

Others who may work on the file are told whom to ask; to everybody else it is not there.
"""

import uuid

from casework import closing, redacting
from casework.access import case_to_work, coordinator_of
from casework.access_to_entries import health_entry_to_read, session_to_work
from consent.actors import Actor
from consent.door import Found
from consent.errors import Refused


def case_to_close(actor: Actor, uid: uuid.UUID) -> Found:
    """A case file that the actor leads."""
    found = case_to_work(actor, uid)
    if not closing.is_led_by(found.it.case, actor.account):
        raise _ask(found)
    return found


def session_to_redact(actor: Actor, uid: uuid.UUID) -> Found:
    """A session of a case file that the actor leads."""
    return _to_redact(actor, session_to_work(actor, uid))


def health_entry_to_redact(actor: Actor, uid: uuid.UUID) -> Found:
    """A health entry that the actor wrote, or may open as the lead worker."""
    return _to_redact(actor, health_entry_to_read(actor, uid))


def _to_redact(actor: Actor, found: Found) -> Found:
    if not redacting.may_propose(actor.account, found.it.opened.case, found.it.entry):
        raise _ask(found)
    return found


def _ask(found: Found) -> Refused:
    """As for who works on a case file: the coordinator names another lead worker."""
    case = getattr(found.it, "opened", found.it).case
    return Refused(coordinator_of(case.programme_id), subjects=found.subjects, case=case.uid)
