"""The world of the matrix: the cast's one case file with one of everything in it, made by the real verbs."""

import contextlib
import dataclasses
import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connections, transaction

from casework import agreed_actions, appointments, referral_moves, sessions
from casework.models import Assignment, GuidanceSession, HealthEntry, Referral
from consent import drafts, keyring, notices, proposals
from consent.actors import acting
from consent.keyring import Audience
from consent.memberships import RoleWanted
from consent.models import Consent, Draft, Proposal, Role
from consent.periods import HELSINKI, today
from consent.proof import sealing
from consent.sign_in import codes, interrupted
from pathways import enrolments, groups, plans, services
from pathways.models import GroupSeries, GroupSession
from tests.casework import referral_stories, stories
from tests.casework.opened import opened
from tests.pathways.conftest import TUESDAY, make_series
from tests.people import LONG_AGO, Cast, make_cast, make_house

UNKNOWN = uuid.UUID("00000000-0000-4000-8000-000000000000")
NEXT_WEEK = datetime.datetime(2026, 12, 1, 10, tzinfo=HELSINKI)


@dataclasses.dataclass
class World:
    """The cast, and what the addresses of its pages are made of, by name."""

    cast: Cast
    parts: dict[str, Any]

    def address_parts(self, of: str) -> dict[str, Any]:
        """Parts of an address: "case" is `{uid: …}`, "case+goal" is `{uid: …, goal: …}`, "-" is none."""
        if of == "-":
            return {}
        first, *others = of.split("+")
        start = self.parts[first]
        found = dict(start) if isinstance(start, dict) else {"uid": start}
        return found | {name: self.parts[name] for name in others}


@contextlib.contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction on both databases that leaves nothing behind."""
    with contextlib.ExitStack() as stack:
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        try:
            yield
        finally:
            for alias in connections:
                transaction.set_rollback(True, using=alias)


def make_world() -> World:
    """Everything at once; on the Tuesday on which the group meets."""
    with keyring.fresh():
        cast = make_cast(make_house())
        parts: dict[str, Any] = {"case": cast.case.uid}
        for fill in (_entries, _consents_and_referrals, _group_and_plan, _house):
            parts |= fill(cast)
    return World(cast, parts)


def _entries(cast: Cast) -> dict[str, Any]:
    session = stories.signed(cast, for_participant="Sait hygieniapassin.")
    with opened(cast):
        action = agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Tuo hygieniapassi")
        done = agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Soita tulkille")
        agreed_actions.finish(done, by=cast.minna)
        own = agreed_actions.agree(by=cast.minna, case=cast.case, owner="participant", text="Täytä hakemus")
        agreed_actions.finish(own, by=cast.nasrin)
        appointment = appointments.book(by=cast.minna, case=cast.case, starts_at=NEXT_WEEK, place="Lähiötupa")
    entry = stories.health_entry(cast)
    with opened(cast, cast.onni):
        waiting = sessions.sign(
            by=cast.onni, case=cast.case, kind="meeting", held_on=today(), narrative="Onnin kirjaama tapaaminen."
        )
    assert isinstance(waiting, GuidanceSession)
    assert isinstance(entry, HealthEntry)
    assignment = Assignment.objects.get(case=cast.case, account=cast.jari)
    return {
        "session": session.uid,
        "waiting-session": waiting.uid,
        "health-entry": entry.uid,
        "action": action.uid,
        "done-action": done.uid,
        "own-done-action": own.uid,
        "appointment": appointment.uid,
        "assignment": assignment.uid,
    }


def _consents_and_referrals(cast: Cast) -> dict[str, Any]:
    sent = referral_stories.sent(cast)
    draft = referral_stories.written(cast, recipient=cast.house.school)
    consent = Consent.objects.get(recipient=cast.house.employment, state=Consent.State.GIVEN)
    texts = {"fi": "Tietosuojaseloste\n\nMitä tietoja\n\nNimi ja yhteystiedot."}
    (notice,) = notices.publish(cast.house.programme, texts, valid_from=LONG_AGO)
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=notice, channel="in_person")
    return {"referral": sent.uid, "draft-referral": draft.uid, "consent": consent.uid}


def _group_and_plan(cast: Cast) -> dict[str, Any]:
    with acting(cast.raija):
        series = make_series(cast.raija, cast)
        for account, role in ((cast.raija, "facilitator"), (cast.onni, "student")):
            groups.facilitate(by=cast.kaisa, series=series, account=account, role=role, starts_on=series.starts_on)
        enrolment = enrolments.enrol(by=cast.minna, series=series, case=cast.case, on=series.starts_on)
    meeting = GroupSession.objects.get(series=series, slot_on=TUESDAY)
    assert isinstance(series, GroupSeries)
    service = services.create(by=cast.kaisa, organisation=cast.house.own, kind="language", name="Kielikahvila")
    with opened(cast):
        goal = plans.set_goal(by=cast.minna, case=cast.case, words="Haluan töihin keittiöön.", on=TUESDAY)
        step = plans.add_step(
            by=cast.minna, case=cast.case, owner="participant", text="Käy ryhmässä", due_on=TUESDAY, goal=goal
        )
    return {
        "group": series.uid,
        "meeting": meeting.uid,
        "enrolment": enrolment.uid,
        "service": service.uid,
        "goal": goal.uid,
        "step": step.action.uid,
        "row": {"uid": meeting.uid, "key": f"e{enrolment.pk}"},
    }


def _house(cast: Cast) -> dict[str, Any]:
    wanted = RoleWanted(Role.HEALTH, cast.house.own, cast.house.programme)
    proposal = proposals.propose_role(by=cast.anna, account=cast.sari, wanted=wanted, tell=False)
    assert isinstance(proposal, Proposal)
    kept = uuid.uuid4()
    with keyring.also(sealing=[cast.minna.scope]):
        content = {"path": "/", "fields": [["note", "Sovimme ajan perjantaille."]]}
        drafts.save(author=cast.minna, form=interrupted.FORM, about=kept, scope=cast.minna.scope, content=content)
    code, _ = codes.issue(cast.nasrin)
    sealing.seal()
    assert Draft.objects.filter(author=cast.minna).exists()
    return {
        "account": cast.arto.uid,
        "organisation": cast.house.school.uid,
        "proposal": proposal.uid,
        "kept": kept,
        "code": code.uid,
        "demo": cast.minna.uid,
        "key-number": {"pk": 1},
        "reset": {"uidb36": "1", "key": "abc-def"},
        "version": {"version": "0"},
    }


def referral_of(world: World) -> Referral:
    """The one that petri has."""
    found: Referral = Referral.objects.get(uid=world.parts["referral"])
    return found


__all__ = ["UNKNOWN", "Audience", "World", "make_world", "referral_moves", "referral_of", "rolled_back"]
