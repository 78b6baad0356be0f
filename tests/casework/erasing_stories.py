"""A case file with something in every table, closed, and erased by two people: shortcuts to the real verbs."""

import datetime
import uuid
from typing import Any

from casework import closing
from casework.models import CaseFile
from consent import drafts, erasure, keyring
from consent.models import Disposal
from tests.casework import referral_stories, stories
from tests.casework.opened import opened
from tests.people import Cast, actor


def lived(cast: Cast) -> CaseFile:
    """Sessions, a health entry, an agreed action, a meeting to come, a referral that was sent, drafts of both sides."""
    session = stories.signed(cast, for_participant="Sait hygieniapassin.", length_minutes=45)
    stories.health_entry(cast)
    stories.agreed(cast, "Tuo hygieniapassi")
    stories.booked(cast)
    referral_stories.sent(cast)
    with opened(cast):
        content = {"narrative": "Kesken jäänyt."}
        drafts.save(author=cast.minna, form="session", about=cast.case.uid, scope=cast.case.scope, content=content)
    with keyring.also(sealing=[cast.nasrin.scope]):
        drafts.save(author=cast.nasrin, form="own", about=uuid.uuid4(), scope=cast.nasrin.scope, content={"a": "b"})
    assert session.pk
    return cast.case


def closed(cast: Cast, **more: Any) -> CaseFile:
    """The cast's case file, closed by minna."""
    given = {"outcome": "work", "drop_actions": True, "leave_places": True, "cancel_meetings": True} | more
    return closing.close(by=cast.minna, case=cast.case, **given)


def approved(cast: Cast, kind: str = "case", why: str = "request", **more: Any) -> Disposal:
    """Proposed by kirsi, approved by kaisa."""
    case_uid = None if kind == "person" else cast.case.uid
    given = {"subject": cast.case.subject, "case_uid": case_uid} | more
    return erasure.approve(erasure.propose(by=actor(cast.kirsi), kind=kind, why=why, **given), by=actor(cast.kaisa))


def erased(cast: Cast, kind: str = "case", **more: Any) -> Disposal:
    """Carried out as well."""
    return erasure.carry_out(approved(cast, kind, **more))


def backdate(case: CaseFile, *, opened_on: datetime.date, closed_on: datetime.date) -> None:
    """The days of a case file as if it had been long ago."""
    case.opened_on, case.closed_on = opened_on, closed_on
    case.save(update_fields=["opened_on", "closed_on"])
