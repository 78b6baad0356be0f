"""What a person says to an entry about them: it stands beside the entry and changes nothing in it (GDPR Art. 16)."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consent import keyring
from consent.errors import NotNow
from consent.models import Account, DataRequest, Statement, Subject
from consent.periods import now

LONGEST = 4_000


class NothingSaid(NotNow):
    message = _("Write what you want to say.")


@transaction.atomic
def write(
    *,
    by: Account,
    subject: Subject,
    about_kind: str,
    about_uid: uuid.UUID,
    scope: uuid.UUID,
    text: str,
    request: DataRequest | None = None,
) -> Statement:
    """Put the person's words beside an entry, sealed under the entry's `scope`; written by the person or for them.

    Raises NothingSaid.
    """
    if not text.strip():
        raise NothingSaid
    keyring.current().found_ground([scope])  # that the person may answer is ground enough (Art. 16), in health too
    statement = Statement(
        subject=subject,
        about_kind=about_kind,
        about_uid=about_uid,
        request=request,
        scope=scope,
        text=text.strip()[:LONGEST],
        written_by=by,
        written_at=now(),
    )
    statement.save()
    return statement


def beside(uid: uuid.UUID) -> Iterable[Statement]:
    """What the person said to one entry, in order; one query."""
    rows = Statement.objects.filter(about_uid=uid).select_related("written_by")
    return list(rows.order_by("written_at", "pk"))
