"""The world of the matrix: the cast's one case file with one of everything in it, made by the real verbs."""

import contextlib
import dataclasses
import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import time_machine
from django.db import connections, transaction

from casework import agreed_actions, appointments, break_glass, referral_moves, sessions
from casework.models import Assignment, GuidanceSession, HealthEntry, Referral
from consent import (
    breaches,
    case_refs,
    consent_papers,
    default_retention,
    drafts,
    erasure,
    keyring,
    notices,
    proposals,
    receipts,
    requests,
    restrictions,
    retention,
)
from consent.actors import acting
from consent.keyring import Audience
from consent.memberships import RoleWanted
from consent.models import Consent, Draft, LegalGround, Proposal, RecipientNotice, Role
from consent.periods import HELSINKI, now, today
from consent.proof import sealing
from consent.scans import Scan
from consent.sign_in import codes, interrupted
from pathways import enrolments, groups, plans, services
from pathways.models import GroupSeries, GroupSession
from tests.casework import referral_stories, stories
from tests.casework.opened import opened
from tests.pathways.conftest import TUESDAY, make_series
from tests.people import LONG_AGO, Cast, actor, make_cast, make_house

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
        for fill in (_entries, _consents_and_referrals, _group_and_plan, _asked, _house):
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
    with time_machine.travel(now() - 2 * stories.DAY), acting(cast.sari):  # its hour has gone
        opening = break_glass.open_in_emergency(by=cast.sari, case=cast.case, reason="Hätä oli suuri.")
    return {
        "session": session.uid,
        "waiting-session": waiting.uid,
        "health-entry": entry.uid,
        "action": action.uid,
        "done-action": done.uid,
        "own-done-action": own.uid,
        "appointment": appointment.uid,
        "assignment": assignment.uid,
        "opening": opening.uid,
    }


def _consents_and_referrals(cast: Cast) -> dict[str, Any]:
    sent = referral_stories.sent(cast)
    draft = referral_stories.written(cast, recipient=cast.house.school)
    consent = Consent.objects.get(recipient=cast.house.employment, state=Consent.State.GIVEN)
    texts = {"fi": "Tietosuojaseloste\n\nMitä tietoja\n\nNimi ja yhteystiedot."}
    same = dict.fromkeys(("health", "pictures", "referral", "research", "peers"), "Sama kuin ennen.")
    (notice,) = notices.publish(cast.house.programme, texts, valid_from=LONG_AGO, unchanged=same)
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=notice, channel="in_person")
    receipt = receipts.issue(by=cast.minna, subject=cast.case.subject, answers=[consent], language="fi")
    paper = consent_papers.make(
        by=cast.minna, subject=cast.case.subject, scope=cast.case.scope, questions=[consent.question], language="fi"
    )
    consent_papers.attach(paper, by=cast.minna, scan=Scan("pdf", b"%PDF-1.7"))
    return {
        "referral": sent.uid,
        "draft-referral": draft.uid,
        "consent": consent.uid,
        "receipt": receipt.uid,
        "paper": paper.uid,
    }


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


def _asked(cast: Cast) -> dict[str, Any]:
    """A request of Nasrin's own, and a restriction that was lifted again: its recipients wait to be told."""
    subject = cast.case.subject
    with keyring.also(sealing=[subject.scope]), acting(cast.nasrin):
        request = requests.receive(by=cast.nasrin, subject=subject, kind="access", channel="portal")
        restriction = restrictions.place(by=cast.kirsi, subject=subject, why="contested", reason="Osoite on väärä.")
    restrictions.tell(restriction, by=cast.kirsi, channel="phone")
    restrictions.lift(restriction, by=cast.kirsi)
    notice = RecipientNotice.objects.filter(subject=subject).latest("pk")
    return {
        "request": request.uid,
        "request-kind": {"kind": "access"},
        "restriction": restriction.uid,
        "recipient-notice": notice.uid,
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
    breach = breaches.report(by=cast.minna, programme=cast.house.programme, noticed_at=now(), words="Väärä kirje.")
    ground = LegalGround.objects.get(programme=cast.house.programme, purpose__code="guidance")
    return _disposals(cast) | {
        "account": cast.arto.uid,
        "breach": breach.uid,
        "breach-step": {"uid": breach.uid, "step": "assess"},
        "ground": ground.uid,
        "house-paper": {"name": "record"},
        "organisation": cast.house.school.uid,
        "proposal": proposal.uid,
        "kept": kept,
        "code": code.uid,
        "demo": cast.minna.uid,
        "key-number": {"pk": 1},
        "reset": {"uidb36": "1", "key": "abc-def"},
        "version": {"version": "0"},
    }


def _disposals(cast: Cast) -> dict[str, Any]:
    subject, case = cast.case.subject, cast.case
    health = erasure.propose(by=actor(cast.kirsi), kind="health", why="request", subject=subject, case_uid=case.uid)
    classes = default_retention.install(cast.house.programme, valid_from=LONG_AGO)
    found = case_refs.by_number(case.number, {cast.house.programme.pk})
    assert found is not None
    with keyring.also(sealing=[case.scope]):
        placed = retention.hold(by=actor(cast.kirsi), case=found, why="audit", reason="Tarkastus kestää kevääseen.")
    return {"disposal": health.uid, "retention-class": classes["case"].uid, "retention-hold": placed.uid}


def referral_of(world: World) -> Referral:
    """The one that petri has."""
    found: Referral = Referral.objects.get(uid=world.parts["referral"])
    return found


__all__ = ["UNKNOWN", "Audience", "World", "make_world", "referral_moves", "referral_of", "rolled_back"]
