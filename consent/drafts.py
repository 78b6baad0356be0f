"""Drafts: what is being written, saved on the server every few seconds, sealed like the text it will become."""

import datetime
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from consent.models import Account, Draft
from consent.periods import now

KEPT_DAYS = 14


@transaction.atomic
def save(
    *, author: Account, form: str, about: uuid.UUID, scope: uuid.UUID, content: Any, base_version: int | None = None
) -> Draft:
    """Save or replace the author's draft of a form about an object."""
    rows = Draft.objects.select_for_update().filter(author=author, form=form, about=about)
    draft = rows.first()
    if draft is None:
        new = Draft(author=author, form=form, about=about)
        try:
            with transaction.atomic():
                return _written(new, scope, content, base_version)
        except IntegrityError:  # another device has just begun the same draft; without its row the refusal stands
            draft = rows.first()
            if draft is None:
                raise
    return _written(draft, scope, content, base_version)


def _written(draft: Draft, scope: uuid.UUID, content: Any, base_version: int | None) -> Draft:
    draft.scope, draft.content, draft.base_version = scope, content, base_version
    draft.save()
    return draft


def find(*, author: Account, form: str, about: uuid.UUID) -> Draft | None:
    """The author's draft, from whichever device it was written on."""
    return Draft.objects.filter(author=author, form=form, about=about).first()


def discard(*, author: Account, form: str, about: uuid.UUID) -> None:
    """Drop the draft in the transaction that carries the form out."""
    Draft.objects.filter(author=author, form=form, about=about).delete()


def drop_old() -> int:
    """Drop drafts untouched for 14 days; returns how many."""
    limit = now() - datetime.timedelta(days=KEPT_DAYS)
    return Draft.objects.filter(saved_at__lt=limit).delete()[0]
