"""Signing, co-signing, amending, marking in error; and what the health compartment keeps to itself."""

import datetime
from typing import Any

import pytest
from django.db import transaction

from casework import agreed_actions, amendments, appointments, assignments, health_ground, session_drafts, sessions
from casework.models import AgreedAction, Amendment, Appointment, Assignment, CaseFile, GuidanceSession, HealthEntry
from consent import consents, keyring
from consent.fields import Unreadable, readable
from consent.keyring import Audience, GroundNeeded
from consent.models import Account, Consent
from consent.periods import now, today
from consent.records import StaleWrite
from tests.casework.opened import opened
from tests.people import Cast, allow_health

DAY = datetime.timedelta(days=1)


def sign(cast: Cast, account: Account, **more: Any) -> Any:
    given = {"kind": "meeting", "held_on": today(), "narrative": "Kävimme läpi lähetteen."} | more
    with opened(cast, account):
        return sessions.sign(by=account, case=cast.case, **given)


def test_sign__three_fields__suffice(cast: Cast) -> None:
    session = sign(cast, cast.minna)
    with opened(cast):
        stored = GuidanceSession.objects.get(uid=session.uid)
        assert stored.narrative == "Kävimme läpi lähetteen."
        assert (stored.state, stored.author, stored.confirmed_by) == ("confirmed", cast.minna, cast.minna)
    assert CaseFile.objects.get().last_contact_on == today()


def test_sign__everything__is_kept(cast: Cast) -> None:
    session = sign(
        cast,
        cast.minna,
        started_at=datetime.time(9),
        length_minutes=45,
        place="Sampolan lähiötupa",
        themes=["work", "language"],
        present=["interpreter"],
        for_participant="Harjoittelimme puhelua.",
        read_together=True,
        actions=[
            ("participant", "Tuo hygieniapassi", today() + DAY, None),
            ("worker", "Varaa tulkki", None, cast.jari),
        ],
    )
    with opened(cast):
        stored = GuidanceSession.objects.get(uid=session.uid)
        assert (stored.themes, stored.present, stored.place) == (
            ["work", "language"],
            ["interpreter"],
            "Sampolan lähiötupa",
        )
        assert stored.read_together
        assert stored.for_participant == "Harjoittelimme puhelua."
        rows = [(a.owner, a.text, a.worker) for a in agreed_actions.open_actions(cast.case)]
        assert rows == [("participant", "Tuo hygieniapassi", None), ("worker", "Varaa tulkki", cast.jari)]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"held_on": today() + DAY}, sessions.SessionInTheFuture),
        ({"narrative": " \n "}, sessions.NarrativeMissing),
        ({"kind": "health"}, sessions.HealthRightNeeded),
    ],
)
def test_sign__what_cannot_be__is_refused(cast: Cast, more: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        sign(cast, cast.minna, **more)
    assert not GuidanceSession.objects.exists()
    assert not HealthEntry.objects.exists()


def test_sign__without_grant__is_refused(cast: Cast) -> None:
    with opened(cast), pytest.raises(sessions.MayNotRecord):
        sessions.sign(by=cast.sari, case=cast.case, kind="meeting", held_on=today(), narrative="Terve.")


def test_sign__older_day__keeps_last_contact(cast: Cast) -> None:
    sign(cast, cast.minna)
    sign(cast, cast.minna, held_on=today() - 9 * DAY)
    assert CaseFile.objects.get().last_contact_on == today()


def test_health_entry__opens__with_its_right_only(cast: Cast) -> None:
    allow_health(cast)
    entry = sign(cast, cast.eeva, kind="health", narrative="Uni on huonoa.")
    assert isinstance(entry, HealthEntry)
    with opened(cast, cast.eeva):
        assert HealthEntry.objects.get().narrative == "Uni on huonoa."
    with opened(cast, cast.minna):
        assert isinstance(HealthEntry.objects.get().narrative, Unreadable)
    assert CaseFile.objects.get().last_contact_on is None


def test_health_entry__appointment_held__does_not_name_it(cast: Cast) -> None:
    with opened(cast, cast.eeva):
        appointment = appointments.book(
            by=cast.eeva, case=cast.case, starts_at=now() + DAY, kind="health", place="Huone 2"
        )
    allow_health(cast)
    sign(cast, cast.eeva, kind="health", appointment=appointment)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.session) == ("held", None)


def test_send_to_health__writes__and_cannot_read(cast: Cast) -> None:
    allow_health(cast)
    with opened(cast) as case:
        entry = sessions.send_to_health(by=cast.minna, case=case.case, text="Kertoi unettomuudesta.")
        assert isinstance(HealthEntry.objects.get(pk=entry.pk).narrative, Unreadable)
    with opened(cast, cast.eeva):
        assert HealthEntry.objects.get().narrative == "Kertoi unettomuudesta."
    with opened(cast, cast.onni), pytest.raises(sessions.MayNotRecord):
        sessions.send_to_health(by=cast.onni, case=cast.case, text="Hei.")


def test_student__entry__waits_for_the_supervisor(cast: Cast) -> None:
    session = sign(cast, cast.onni)
    assert (session.state, session.confirmed_by) == ("waiting", None)
    assert CaseFile.objects.get().last_contact_on is None
    cases = CaseFile.objects.for_user(cast.minna, "read_casefile")
    assert sessions.waiting_for(cast.minna, cases) == [session]
    assert sessions.waiting_for(cast.jari, cases) == []
    for somebody in (cast.onni, cast.jari):
        with pytest.raises(sessions.NotTheSupervisor):
            sessions.cosign(session, by=somebody)
    sessions.cosign(session, by=cast.minna)
    session.refresh_from_db()
    assert (session.state, session.author, session.confirmed_by) == ("confirmed", cast.onni, cast.minna)
    assert CaseFile.objects.get().last_contact_on == today()
    with pytest.raises(sessions.AlreadyConfirmed):
        sessions.cosign(session, by=cast.minna)


def test_student__supervisor_not_on_the_case__lead_confirms(cast: Cast) -> None:
    session = sign(cast, cast.onni)
    assignments.assign(by=cast.minna, case=cast.case, account=cast.sari, role="lead", why=Assignment.Why.HANDOVER)
    sessions.cosign(session, by=cast.sari)
    assert session.state == "confirmed"


def test_amend__keeps__the_entry(cast: Cast) -> None:
    session = sign(cast, cast.minna)
    with opened(cast, cast.jari):
        sessions.amend(session, by=cast.jari, text="Puhelu oli torstaina.", why="mistake")
        session.refresh_from_db()
        assert session.narrative == "Kävimme läpi lähetteen."
        (amendment,) = session.amendments.all()
        assert (amendment.text, amendment.author, amendment.why) == ("Puhelu oli torstaina.", cast.jari, "mistake")
    with keyring.fresh():
        assert not readable(session.amendments.get().text)


@pytest.mark.parametrize("state", ["never asked", "refused", "withdrawn"])
def test_health__without_a_ground__is_not_written_by_anybody(cast: Cast, state: str) -> None:
    """Not signed, not sent there, not added to what stands; what stands stays."""
    entry = None
    if state != "never asked":
        allow_health(cast)
        entry = sign(cast, cast.eeva, kind="health", narrative="Uni on huonoa.")
        given = Consent.objects.get(ground__purpose__code="health")
        if state == "withdrawn":
            consents.withdraw(given, by=cast.minna, channel="phone")
        else:
            again = {"state": "refused", "language": "fi", "channel": "in_person"}
            consents.answer(by=cast.minna, subject=cast.case.subject, question=given.question, **again)
    stood = HealthEntry.objects.count()
    with pytest.raises(GroundNeeded):
        sign(cast, cast.eeva, kind="health", narrative="Uni on yhä huonoa.")
    with opened(cast), pytest.raises(GroundNeeded):
        sessions.send_to_health(by=cast.minna, case=cast.case, text="Kertoi unettomuudesta.")
    if entry is not None:
        with opened(cast, cast.eeva), pytest.raises(GroundNeeded):
            sessions.amend(entry, by=cast.eeva, text="Lisätieto.", why="later")
    assert HealthEntry.objects.count() == stood
    assert not Amendment.objects.exists()
    sign(cast, cast.eeva, narrative="Muusta kuin terveydestä.")


def test_health__sealing_past_the_verbs__is_refused_without_a_ground(cast: Cast) -> None:
    """Whatever code comes to write there, the key itself is not handed out."""
    written = {"case": cast.case, "kind": "health", "held_on": today(), "author": cast.eeva, "narrative": "Uni."}
    entry = HealthEntry(scope=cast.case.health_scope, **written)
    with opened(cast, cast.eeva), pytest.raises(GroundNeeded), transaction.atomic():
        entry.save()
    text, page = {"kind": "health", "narrative": "Uni on huonoa."}, session_drafts.Page("", "")
    with opened(cast, cast.eeva) as case, pytest.raises(GroundNeeded):
        session_drafts.save(cast.eeva, case, text=text, page=page)
    allow_health(cast)
    with opened(cast, cast.eeva) as case:
        health_ground.require(case.case)
        entry.save()
    late = Amendment(health_entry=entry, scope=entry.scope, text="Lisäys.", why="later", author=cast.eeva)
    with opened(cast, cast.eeva), pytest.raises(GroundNeeded), transaction.atomic():
        late.save()  # what one request found holds in no other


def test_amend__health_entry__stays_in_its_compartment(cast: Cast) -> None:
    allow_health(cast)
    entry = sign(cast, cast.eeva, kind="health")
    with opened(cast, cast.eeva):
        sessions.amend(entry, by=cast.eeva, text="Lisätieto.", why="later")
    with keyring.fresh() as ring:
        ring.open([(cast.case.scope, Audience.WORKER)])
        assert not readable(entry.amendments.get().text)


def test_amend__waiting_or_in_error_or_empty__is_refused(cast: Cast) -> None:
    session = sign(cast, cast.onni)
    with pytest.raises(amendments.NotYetConfirmed):
        sessions.amend(session, by=cast.minna, text="Lisää.", why="later")
    sessions.cosign(session, by=cast.minna)
    with pytest.raises(amendments.AmendmentNeedsWords):
        sessions.amend(session, by=cast.minna, text=" ", why="later")
    sessions.mark_error(session, by=cast.minna)
    with pytest.raises(amendments.EntryIsInError):
        sessions.amend(session, by=cast.minna, text="Lisää.", why="later")


def test_mark_error__by_author_or_lead__keeps_text_and_drops_what_was_agreed(cast: Cast) -> None:
    with opened(cast, cast.jari):
        appointment = appointments.book(by=cast.jari, case=cast.case, starts_at=now() + DAY)
    session = sign(cast, cast.jari, actions=[("participant", "Tuo hygieniapassi", None, None)], appointment=appointment)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.session) == ("held", session)
    with pytest.raises(sessions.NotYoursToMark):
        sessions.mark_error(session, by=cast.eeva)
    sessions.mark_error(session, by=cast.minna)
    with opened(cast):
        session.refresh_from_db()
        assert (session.state, session.narrative) == ("error", "Kävimme läpi lähetteen.")
    assert AgreedAction.objects.get().state == "dropped"
    assert Appointment.objects.get().state == "planned"
    with pytest.raises(sessions.AlreadyInError):
        sessions.mark_error(session, by=cast.minna)


def test_mark_error__version_no_longer_in_force__is_stale(cast: Cast) -> None:
    session = sign(cast, cast.onni)
    sessions.cosign(session, by=cast.minna)
    with pytest.raises(StaleWrite):
        sessions.mark_error(session, by=cast.minna, version=1)
