"""Drafts of sessions: one per author and case file, found again on any device, never overwritten by an older page.

A page carries its own id and the moment of the draft that it was made from. It may save over what it saved itself,
and over the draft that it was made from; anything else was written elsewhere meanwhile.
"""

import dataclasses
import datetime
import uuid
from typing import Any

from django.db import transaction

from casework import health_ground
from casework.access import OpenCase
from casework.forms.sessions import Typed, is_blank
from casework.models import SessionKind
from consent import drafts
from consent.fields import readable
from consent.models import Account, Draft, Submission

FORM = "session"
PAGE = "page"
APPOINTMENT = "appointment"


@dataclasses.dataclass(frozen=True)
class Page:
    """The page that is being written on: its id, and the moment of the draft that it was made from ("" for none)."""

    uid: str
    base: str


class DraftConflict(Exception):
    """Something happened to the draft on another page; nothing was written."""

    draft: Draft | None = None


class WrittenElsewhere(DraftConflict):
    """Another page has saved a newer text."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__()


class DraftGone(DraftConflict):
    """The draft that the page was made from has been confirmed or dropped on another page."""


def find(author: Account, opened: OpenCase) -> Draft | None:
    """The author's draft in a case file; None too when it can no longer be read (the health right has ended)."""
    draft = drafts.find(author=author, form=FORM, about=opened.case.uid)
    return draft if draft is not None and readable(draft.content) else None


def moment(draft: Draft | None) -> str:
    """What a page carries to say which draft it was made from."""
    return draft.saved_at.isoformat() if draft is not None else ""


@transaction.atomic
def save(author: Account, opened: OpenCase, *, text: Typed, page: Page, appointment: str = "") -> Draft | None:
    """Keep what is typed, sealed as the entry will be; None when there is nothing to keep.

    Raises WrittenElsewhere, DraftGone, and GroundNeeded for a note about health that nothing allows. What the page
    has already carried out is not kept again: a late save of a page that was confirmed meanwhile would come back as a
    ghost.
    """
    if was_carried_out(author, page):
        return None
    current = check(author, opened, page)
    if current is None and is_blank(text):
        return None
    scope = scope_for(opened, str(text["kind"]))
    if scope == opened.case.health_scope:
        health_ground.require(opened.case)
    return drafts.save(
        author=author,
        form=FORM,
        about=opened.case.uid,
        scope=scope,
        content={**text, PAGE: page.uid, APPOINTMENT: appointment},
    )


def check(author: Account, opened: OpenCase, page: Page) -> Draft | None:
    """The draft that the page may save over; raises WrittenElsewhere, DraftGone."""
    row = Draft.objects.select_for_update().filter(author=author, form=FORM, about=opened.case.uid).first()
    if row is None or not readable(row.content):
        if page.base:
            raise DraftGone
        return None
    if row.content.get(PAGE) != page.uid and moment(row) != page.base:
        raise WrittenElsewhere(row)
    return row


def discard(author: Account, opened: OpenCase) -> None:
    """Drop the draft."""
    drafts.discard(author=author, form=FORM, about=opened.case.uid)


def scope_for(opened: OpenCase, kind: str) -> uuid.UUID:
    """The scope that the text will have: the health compartment's for health counselling."""
    closed = kind == SessionKind.HEALTH and opened.opens_health
    return opened.case.health_scope if closed else opened.case.scope


def was_carried_out(author: Account, page: Page) -> bool:
    """Whether the page's form has already become an entry."""
    try:
        key = uuid.UUID(page.uid)
    except ValueError:
        return False
    return Submission.objects.filter(account=author, key=key).exclude(result="").exists()


def saved_moments(author: Account) -> dict[uuid.UUID, datetime.datetime]:
    """When the author's drafts were saved, by the uid of the case file; newest first."""
    rows = Draft.objects.filter(author=author, form=FORM).order_by("-saved_at")
    return dict(rows.values_list("about", "saved_at"))


def typed_in(draft: Draft) -> dict[str, Any]:
    """What stands in a draft, without what belongs to the page."""
    return {name: value for name, value in draft.content.items() if name not in {PAGE, APPOINTMENT}}
