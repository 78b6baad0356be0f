"""Amendments: what is added to a confirmed entry; the entry itself never changes."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework import health_ground
from casework.models import Amendment, GuidanceSession, HealthEntry
from consent.errors import NotNow
from consent.models import Account
from consent.periods import now


class AmendmentNeedsWords(NotNow):
    message = _("Write what you want to add.")


class NotYetConfirmed(NotNow):
    message = _("The entry waits for the supervisor. It can be amended once it is confirmed.")


class EntryIsInError(NotNow):
    message = _("The entry is marked as entered in error and takes no amendments.")


@transaction.atomic
def amend(entry: GuidanceSession | HealthEntry, *, by: Account, text: str, why: str) -> Amendment:
    """Add to a confirmed entry, sealed under the entry's own key.

    Raises AmendmentNeedsWords, NotYetConfirmed, EntryIsInError, GroundNeeded.
    """
    if entry.state == GuidanceSession.State.WAITING:
        raise NotYetConfirmed
    if entry.state == GuidanceSession.State.ERROR:
        raise EntryIsInError
    if not text.strip():
        raise AmendmentNeedsWords
    if isinstance(entry, HealthEntry):
        health_ground.require(entry.case)
    amendment = Amendment(
        session=entry if isinstance(entry, GuidanceSession) else None,
        health_entry=entry if isinstance(entry, HealthEntry) else None,
        scope=entry.scope,
        text=text.strip(),
        why=why,
        author=by,
        written_at=now(),
    )
    amendment.save()
    return amendment
