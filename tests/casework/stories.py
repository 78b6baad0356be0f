"""What has happened in the cast's case file: shortcuts to the real verbs, for tests that look at the result."""

import datetime
from typing import Any

from casework import agreed_actions, appointments, sessions
from casework.models import AgreedAction, Appointment, GuidanceSession, HealthEntry
from consent.models import Account
from consent.periods import HELSINKI, now, today
from tests.casework.opened import opened
from tests.people import Cast, allow_health

DAY = datetime.timedelta(days=1)
NARRATIVE = "Nasrin kertoi hygieniapassista ja oli siitä ylpeä."
CLOSED = "Uni on huonoa ja päihteistä puhuttiin."


def signed(cast: Cast, by: Account | None = None, **more: Any) -> GuidanceSession:
    """A session of today by minna, unless told otherwise."""
    by = by or cast.minna
    given = {"kind": "meeting", "held_on": today(), "narrative": NARRATIVE} | more
    with opened(cast, by):
        session = sessions.sign(by=by, case=cast.case, **given)
    assert isinstance(session, GuidanceSession)
    return session


def health_entry(cast: Cast, **more: Any) -> HealthEntry:
    """A health entry of today by eeva."""
    given = {"kind": "health", "held_on": today(), "narrative": CLOSED} | more
    allow_health(cast)
    with opened(cast, cast.eeva):
        entry = sessions.sign(by=cast.eeva, case=cast.case, **given)
    assert isinstance(entry, HealthEntry)
    return entry


def agreed(cast: Cast, text: str, **more: Any) -> AgreedAction:
    """Something that the participant promised."""
    with opened(cast):
        return agreed_actions.agree(by=cast.minna, case=cast.case, **{"owner": "participant", "text": text} | more)


def booked(cast: Cast, **more: Any) -> Appointment:
    """A meeting with minna in two days, unless told otherwise."""
    with opened(cast):
        given = {"starts_at": now() + 2 * DAY, "place": "Sampolan lähiötupa", "anyway": True} | more
        return appointments.book(by=cast.minna, case=cast.case, **given)


def booked_today(cast: Cast, clock: datetime.time, **more: Any) -> Appointment:
    """A meeting with minna today, whether its time has come or not (as booked on an earlier day)."""
    with opened(cast):
        starts_at = datetime.datetime.combine(today(), clock, HELSINKI)
        given = {"worker": cast.minna, "place": "Sampolan lähiötupa"} | more
        row = Appointment(case=cast.case, scope=cast.case.scope, starts_at=starts_at, **given)
        row.save()
        return row
