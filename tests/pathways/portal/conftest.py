"""Nasrin's months: what she may read on her own pages, and beside it everything that is not for her."""

import datetime
from typing import Any

import pytest
from django.test import Client

from casework import agreed_actions, amendments, appointments, sessions
from casework.models import AgreedAction, GuidanceSession, HealthEntry
from consent import keyring
from consent.actors import acting
from consent.keyring import Audience
from consent.periods import HELSINKI
from pathways import attendance, meetings, plans
from tests.casework.opened import opened
from tests.conftest import Browser
from tests.pathways.conftest import TUESDAY, Group
from tests.people import Cast, allow_health, sign_in

THURSDAY = TUESDAY + datetime.timedelta(days=2)
GOAL = "Haluan töihin keittiöön."
FOR_NASRIN = "Sait hygieniapassin. Se on hieno asia."
FROM_EEVA = "Juo vettä joka päivä."
BRING = "Tuo hygieniapassi"
#: What stands in sealed fields that are not for the participant; nothing of it may reach any of her pages.
NOT_FOR_HER = {
    "narrative": "KANARIA-kertomus",
    "amendment": "KANARIA-täydennys",
    "health narrative": "KANARIA-terveyskirjaus",
    "group theme": "KANARIA-ryhmän-teema",
    "group note": "KANARIA-ryhmän-muistiinpano",
    "message to health": "KANARIA-viesti-terveysneuvojalle",
}


def sign(cast: Cast, **more: Any) -> Any:
    """Minna records a meeting of last week."""
    given = {
        "kind": "meeting",
        "held_on": TUESDAY - datetime.timedelta(days=7),
        "narrative": NOT_FOR_HER["narrative"],
        "for_participant": FOR_NASRIN,
        "themes": ["money"],
        "present": ["relative"],
    } | more
    by = given.pop("by", cast.minna)
    with opened(cast, by):
        return sessions.sign(by=by, case=cast.case, **given)


def agree(cast: Cast, text: str = BRING, due_on: datetime.date | None = THURSDAY, **more: Any) -> AgreedAction:
    """Minna writes down what was agreed; by the participant unless named."""
    given = {"owner": "participant", "text": text, "due_on": due_on} | more
    with opened(cast):
        return agreed_actions.agree(by=cast.minna, case=cast.case, **given)


def book(cast: Cast, **more: Any) -> Any:
    """Minna books a meeting on Thursday at ten."""
    given = {
        "starts_at": datetime.datetime.combine(THURSDAY, datetime.time(10), HELSINKI),
        "place": "Sampolan lähiötupa, huone 2",
    } | more
    by = given.pop("by", cast.minna)
    with opened(cast, by):
        return appointments.book(by=by, case=cast.case, **given)


@pytest.fixture
def life(group: Group, cast: Cast, ring: keyring.Keyring) -> Cast:
    """Everything that can be written about Nasrin, for her and not for her."""
    with opened(cast):
        plans.set_goal(by=cast.minna, case=cast.case, words=GOAL, on=TUESDAY)
    session = sign(cast, actions=[("participant", BRING, THURSDAY, None), ("worker", "Varaa tulkki", None, None)])
    assert isinstance(session, GuidanceSession)
    allow_health(cast)
    with opened(cast):
        amendments.amend(session, by=cast.minna, text=NOT_FOR_HER["amendment"], why="forgotten")
        sessions.send_to_health(by=cast.minna, case=cast.case, text=NOT_FOR_HER["message to health"])
    entry = sign(
        cast, by=cast.eeva, kind="health", narrative=NOT_FOR_HER["health narrative"], for_participant=FROM_EEVA
    )
    assert isinstance(entry, HealthEntry)
    with acting(cast.raija), keyring.also([(group.series.scope, Audience.FACILITATOR)]):
        series = group.series
        series.theme = NOT_FOR_HER["group theme"]
        series.save(update_fields=["theme"])
        attendance.mark(by=cast.raija, meeting=group.meeting, case=cast.case, status="present")
        meetings.hold(group.meeting, NOT_FOR_HER["group note"], by=cast.raija)
    book(cast, interpreter="needed")
    return cast


@pytest.fixture
def own(tuesday: None, client: Client, cast: Cast) -> Client:
    """Nasrin's browser, in English: the catalogue of the other languages is not what these tests are about."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, cast.nasrin)


def browser_of(cast: Cast, name: str) -> Client:
    """Another browser, of another of the cast."""
    other = Browser()
    other.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(other, getattr(cast, name))
