"""Who has looked at the participant's data, and what was told to whom."""

import datetime
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from casework import assignments, break_glass, participants, referrals
from casework.models import Assignment, Participant
from consent import access_log, log_names
from consent.actors import acting
from consent.models import Account
from consent.periods import HELSINKI
from tests.casework import referral_stories as stories
from tests.casework.desk.page_facts import event_of, text_of
from tests.casework.opened import opened
from tests.casework.register import known
from tests.pathways.conftest import Group
from tests.people import Cast, actor


def look(cast: Cast, who: Account, day: int = 20, hour: int = 9, month: int = 11, **more: Any) -> None:
    """Somebody looks at Nasrin's data on a day of November."""
    given = {"action": "view", "page": "case_detail", "purpose": "guidance"} | more
    with time_machine.travel(datetime.datetime(2026, month, day, hour, 2, tzinfo=HELSINKI), tick=False):
        access_log.record(actor(who), subjects=[cast.case.subject.uid], **given)


def page(own: Client, month: str = "") -> str:
    """The words of the page."""
    address = reverse("me-access") + (f"?month={month}" if month else "")
    response = own.get(address)
    assert response.status_code == 200
    return text_of(response)


def test_access__own_workers_by_name__others_by_role_and_unit(own: Client, group: Group, cast: Cast) -> None:
    for row in Assignment.objects.filter(case=cast.case).order_by("pk"):
        row.starts_on = datetime.date(2026, 1, 8)
        row.save(update_fields=["starts_on"])
    for number, who in enumerate((cast.minna, cast.jari, cast.onni, cast.sari, cast.raija, cast.kaisa, cast.petri)):
        look(cast, who, hour=8 + number)
    text = page(own)
    for name in ("Minna", "Jari", "Onni"):
        assert name in text
    for name in ("Sari", "Raija", "Kaisa", "Petri"):
        assert name not in text
    for words in (
        "Service guide, Polku-hanke",
        "Group facilitator, Polku-hanke",
        "Coordinator, Polku-hanke",
        "Työllisyyspalvelut, Pori",
    ):
        assert words in text, words
    assert "Partner" not in text


def test_access__day_clock_deed_and_why__are_said(own: Client, group: Group, cast: Cast) -> None:
    look(cast, cast.kaisa, hour=9)
    look(cast, cast.kaisa, hour=11, action="write", purpose="administration")
    text = page(own)
    assert "November 2026 Friday 20 Nov Coordinator, Polku-hanke At 9:02. Wrote in your data." in text
    assert "Why: to help you in your matter. Why: to agree who helps you." in text
    assert text.count("Coordinator") == 1


def test_access__closed_compartment__is_told_by_role_even_of_an_own_worker(
    own: Client, group: Group, cast: Cast
) -> None:
    look(cast, cast.eeva, day=24, purpose="health", compartment="health", page="health_entry")
    look(cast, cast.eeva, day=24)
    text = page(own)
    assert "Health counsellor, Polku-hanke At 9:02. Read your data. Why: health counselling." in text
    assert "Eeva At 9:02. Read your data. Why: to help you in your matter." in text


def test_access__own_visits_and_what_was_stopped__are_left_out(own: Client, group: Group, cast: Cast) -> None:
    own.get(reverse("me"))
    own.get(reverse("me-data"))
    look(cast, cast.outi, action="denied")
    text = page(own)
    assert "Nobody has looked at your data this month." in text
    assert "Your own visits are not here." in text
    event, subjects = event_of("me_access")
    assert (event.purpose, event.basis, subjects) == ("own_data", "own", {cast.case.subject.uid})


def test_access__worker_of_another_time__is_no_own_worker_now(own: Client, group: Group, cast: Cast) -> None:
    row = Assignment.objects.get(case=cast.case, account=cast.jari)
    row.starts_on = datetime.date(2026, 11, 2)
    row.save(update_fields=["starts_on"])
    with time_machine.travel(datetime.datetime(2026, 11, 10, 9, tzinfo=HELSINKI), tick=False):
        assignments.end(row, by=cast.minna, why="ended")
    look(cast, cast.jari, day=9)
    look(cast, cast.jari, day=11)
    text = page(own)
    assert text.count("Jari") == 1
    assert text.index("Wednesday 11 Nov Service guide") < text.index("Monday 9 Nov Jari")


def test_access__months__are_pages(own: Client, group: Group, cast: Cast) -> None:
    subject = cast.case.subject
    subject.created_at = datetime.datetime(2026, 9, 30, 22, 30, tzinfo=datetime.UTC)  # the first of October in Finland
    subject.save(update_fields=["created_at"])
    look(cast, cast.kaisa, month=10, day=31, hour=23)
    look(cast, cast.sari, month=11, day=1, hour=0)
    november, october = page(own), page(own, "2026-10")
    assert "Sunday 1 Nov" in november
    assert "Service guide" in november
    assert "Coordinator" not in november
    assert "November 2026 Whom have we told" in october
    assert "Saturday 31 Oct Coordinator, Polku-hanke At 23:02." in october
    assert "September 2026" not in october
    for strange in ("2026-13", "x", "9999-99", "2030-01", "0000-00"):
        assert "Sunday 1 Nov" in page(own, strange), strange


def test_access__identity_code_revealed__with_the_workers_reason(own: Client, group: Group, cast: Cast) -> None:
    with opened(cast):
        person = Participant.objects.get(subject=cast.case.subject)
        details = participants.details_of(person)
        participants.change(
            person, details=details.__class__(**{**details.__dict__, "identity_code": "140388-951R"}), version=1
        )
        participants.reveal_identity_code(
            person, by=actor(cast.minna), case=cast.case, reason="Kelan hakemusta varten.", page="code"
        )
    text = page(own)
    assert "Looked at your personal identity code." in text
    assert "The worker wrote: Kelan hakemusta varten." in text
    assert "140388" not in text


def test_access__others_people__are_not_here(own: Client, group: Group, cast: Cast) -> None:
    other = known(cast.minna, cast.house.programme, "Amina Hassan")
    with time_machine.travel(datetime.datetime(2026, 11, 20, 9, tzinfo=HELSINKI), tick=False):
        access_log.record(actor(cast.kaisa), action="view", page="x", purpose="guidance", subjects=[other.subject.uid])
    assert "Nobody has looked at your data this month." in page(own)


def test_access__list_with_others__counts_for_her_alone(own: Client, group: Group, cast: Cast) -> None:
    other = known(cast.minna, cast.house.programme, "Amina Hassan")
    access_log.record(
        actor(cast.sari),
        action="list",
        page="inbox",
        purpose="guidance",
        subjects=[other.subject.uid, cast.case.subject.uid],
    )
    text = page(own)
    assert "Service guide, Polku-hanke" in text
    assert "Amina" not in text


# What was told


def test_told__letter__names_recipient_day_parts_and_permission(own: Client, group: Group, cast: Cast) -> None:
    stories.sent(cast)
    text = page(own)
    assert "Työllisyyspalvelut, Pori Tuesday 24 Nov You gave permission on 24 Nov 2026. Permission: Lähete" in text
    for label in ("Name", "Date of birth", "Phone", "Language", "Work and training", "What we asked for you"):
        assert label in text, label
    assert stories.WORK not in text


def test_told__answer_later__is_named(own: Client, group: Group, cast: Cast) -> None:
    referral = stories.held(cast)
    with stories.referral_open(cast.minna, referral) as it:
        referrals.give_more(by=cast.minna, referral=it.referral, answer="Suomea hyvin.", approved_by="phone")
    assert "An answer to their question" in page(own)


def test_told__nothing__is_said(own: Client, group: Group, cast: Cast) -> None:
    assert "We have not told anybody about you." in page(own)


# Names, emergencies, the plain rows


def by_name(cast: Cast, *, names: bool) -> None:
    programme = cast.house.programme
    programme.refresh_from_db()
    log_names.decide(
        programme, by=cast.kirsi, names=names, why="Rekisterinpitäjä päätti niin.", version=programme.version
    )


def test_access__controller_gives_names__everybody_stands_by_name_but_the_closed_part(
    own: Client, group: Group, cast: Cast
) -> None:
    look(cast, cast.sari)
    look(cast, cast.petri, hour=10)
    look(cast, cast.eeva, hour=11, compartment="health")
    assert "Sari" not in page(own)
    by_name(cast, names=True)
    words = page(own)
    assert "Sari, Service guide, Polku-hanke" in words
    assert "Petri, Työllisyyspalvelut, Pori" in words
    assert "Eeva" not in words
    by_name(cast, names=False)
    assert "Sari" not in page(own)


def test_access__emergency_opening__stands_at_once_with_its_reason(own: Client, group: Group, cast: Cast) -> None:
    reason = "Hätä oli suuri, enkä tavoittanut ketään."
    with acting(cast.sari):
        break_glass.open_in_emergency(by=cast.sari, case=cast.case, reason=reason)
    words = page(own)
    assert "Opened your data in an emergency." in words
    assert f"The worker wrote : {reason}" in words.replace("wrote:", "wrote :")
    assert "Service guide, Polku-hanke" in words
    assert "Sari" not in words
