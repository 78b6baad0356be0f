"""A restricted person is read and nothing else: on no list, in no figure, and no write passes (issue 4, point 7)."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from casework import finding, referral_moves
from casework.access import register
from casework.models import CaseFile, Referral
from consent import keyring, recipient_notices, restrictions
from consent.actors import acting
from consent.models import AccessEvent, RecipientNotice, Restriction
from consent.periods import HELSINKI, today
from pathways import access, attendance, monthly_figures, walk_ins
from pathways.models import Attendance, Enrolment
from tests.casework import referral_stories, stories
from tests.casework.desk.page_facts import text_of
from tests.casework.opened import opened
from tests.conftest import Browser
from tests.pathways.conftest import Group, make_case
from tests.people import Cast, actor, sign_in

WHY = Restriction.Why.CONTESTED


@pytest.fixture
def restricted(cast: Cast) -> Restriction:
    return restrict(cast)


def restrict(cast: Cast, reason: str = "Henkilö sanoo, että osoite on väärä.") -> Restriction:
    with keyring.also(sealing=[cast.case.subject.scope]), acting(cast.kirsi):
        return restrictions.place(by=cast.kirsi, subject=cast.case.subject, why=WHY, reason=reason)


def lift(cast: Cast, restriction: Restriction) -> None:
    with acting(cast.kirsi):
        restrictions.tell(restriction, by=cast.kirsi, channel="phone")
        restrictions.lift(restriction, by=cast.kirsi)


def browser(cast: Cast, name: str) -> Client:
    client = Browser()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, getattr(cast, name))


# The verbs


def test_place__twice__is_refused_by_verb_and_database(cast: Cast, restricted: Restriction) -> None:
    with pytest.raises(restrictions.AlreadyRestricted):
        restrict(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction(
            subject=cast.case.subject, why=WHY, scope=restricted.scope, placed_by=cast.kirsi,
            placed_at=restricted.placed_at,
        ).save()  # fmt: skip


def test_lift__before_the_person_is_told__is_refused_by_verb_and_database(cast: Cast, restricted: Restriction) -> None:
    with pytest.raises(restrictions.NotTold):
        restrictions.lift(restricted, by=cast.kirsi)
    row = Restriction.objects.get(pk=restricted.pk)
    row.lifted_at, row.lifted_by = row.placed_at, cast.kirsi
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["lifted_at", "lifted_by"])


def test_lift__twice__is_refused(cast: Cast, restricted: Restriction) -> None:
    lift(cast, restricted)
    assert not restrictions.is_restricted(cast.case.subject)
    for again in (restrictions.lift, lambda row, by: restrictions.tell(row, by=by, channel="phone")):
        with pytest.raises(restrictions.AlreadyLifted):
            again(restricted, by=cast.kirsi)


def test_place_and_lift__owe_every_recipient_a_notice(cast: Cast) -> None:
    referral_stories.sent(cast)
    restriction = restrict(cast)
    lift(cast, restriction)
    rows = RecipientNotice.objects.order_by("pk").values_list("recipient__name", "why", "state")
    assert list(rows) == [
        (cast.house.employment.name, "restriction", "to_send"),
        (cast.house.employment.name, "lifted", "to_send"),
    ]


# Out of every list


def shown_everywhere(cast: Cast, group: Group) -> dict[str, bool]:
    """Where Nasrin stands for whoever may list her."""
    minna, kaisa, raija = browser(cast, "minna"), browser(cast, "kaisa"), browser(cast, "raija")
    return {
        "own list": "Nasrin" in text_of(minna.get(reverse("participant-list"))),
        "search": "Nasrin" in text_of(minna.post(reverse("participant-search"), {"q": "Nasrin"})),
        "coordinator's list": "Nasrin" in text_of(kaisa.get(reverse("participant-list"))),
        "my day": "Nasrin" in text_of(minna.get(reverse("home"))),
        "recording": "Nasrin" in text_of(minna.get(reverse("session-start"))),
        "group": "Nasrin" in text_of(raija.get(reverse("group-participants", args=[group.series.uid]))),
        "roll call": "Nasrin" in text_of(raija.get(reverse("attendance", args=[group.meeting.uid]))),
        "exact lookup": exact(cast),
    }


def exact(cast: Cast) -> bool:
    with keyring.fresh() as ring:
        found = register(actor(cast.sari))
        ring.open(found.opens)
        answer = finding.search(actor(cast.sari), found.it, finding.understand("050 555 0177"))
    return bool(answer.hits or answer.ask)


def test_restricted__every_list__is_without_the_person_and_has_them_again(cast: Cast, group: Group) -> None:
    stories.booked_today(cast, datetime.time(15))
    assert all(shown_everywhere(cast, group).values()), shown_everywhere(cast, group)
    restriction = restrict(cast)
    assert not any(shown_everywhere(cast, group).values()), shown_everywhere(cast, group)
    lift(cast, restriction)
    assert all(shown_everywhere(cast, group).values())


def test_restricted__walk_in__is_off_the_list_and_no_candidate(cast: Cast, group: Group) -> None:
    guest = make_case(cast.minna, cast, "Vieno Vieras")
    with acting(cast.raija):
        attendance.add_walk_in(by=cast.raija, meeting=group.meeting, case=guest)
    assert guest in [row.case for row in attendance.roster(group.meeting)]
    with acting(cast.kirsi):
        restrictions.place(by=cast.kirsi, subject=guest.subject, why=WHY)
    assert guest not in [row.case for row in attendance.roster(group.meeting)]
    marking = actor(cast.raija)
    found = access.meeting_to_mark(marking, group.meeting.uid)
    assert guest not in walk_ins.candidates(marking, found.it)


def test_restricted__unanswered_referral__is_not_reminded_of(cast: Cast) -> None:
    referral_stories.sent(cast)
    restriction = restrict(cast)
    later = today() + datetime.timedelta(days=30)
    assert referral_moves.remind_unanswered(later) == 0
    lift(cast, restriction)
    assert referral_moves.remind_unanswered(later) == 1


def test_restricted__figures__count_without_the_person(cast: Cast) -> None:
    with time_machine.travel(datetime.datetime(2027, 3, 10, 12, tzinfo=HELSINKI), tick=False):
        stories.signed(cast, held_on=datetime.date(2027, 2, 3))
        before = figures(cast)
        restriction = restrict(cast)
        assert (before, figures(cast)) == (1, 0)
        lift(cast, restriction)
        assert figures(cast) == 1


def figures(cast: Cast) -> int:
    ((_programme, months),) = monthly_figures.of([cast.house.programme], today())
    return sum(month.sessions.count for month in months)


def test_restricted__recipient__sees_the_letter_no_more(cast: Cast) -> None:
    referral = referral_stories.sent(cast)
    petri = browser(cast, "petri")
    words = "Nasrin"
    assert words in petri.get(reverse("inbox-detail", args=[referral.uid])).content.decode()
    restriction = restrict(cast)
    assert words not in petri.get(reverse("inbox-detail", args=[referral.uid])).content.decode()
    assert not Referral.objects.with_opening(today()).get(pk=referral.pk).opens
    lift(cast, restriction)
    assert words in petri.get(reverse("inbox-detail", args=[referral.uid])).content.decode()


# Read-only


WRITING_PAGES = [
    "session-new", "participant-edit", "appointment-new", "agreed-action-new", "case-consents-ask", "case-notice",
    "referral-new", "health-message-new", "goal-set", "step-new", "case-enrol", "case-own-pages", "case-people-new",
]  # fmt: skip


def test_restricted__every_page_that_writes__refuses_in_words(cast: Cast) -> None:
    minna = browser(cast, "minna")
    restriction = restrict(cast)
    for name in WRITING_PAGES:
        for send in (minna.get, minna.post):
            response = send(reverse(name, args=[cast.case.uid]))
            assert response.status_code == 409, name
            assert "It can be read, but nothing can be added or changed until" in text_of(response), name
    lift(cast, restriction)
    assert minna.get(reverse("participant-edit", args=[cast.case.uid])).status_code == 200


def test_restricted__entries__are_neither_amended_nor_marked_nor_drafted(cast: Cast) -> None:
    session, entry = stories.signed(cast), stories.health_entry(cast)
    action = stories.agreed(cast, "Tuo hygieniapassi")
    restrict(cast)
    minna, eeva = browser(cast, "minna"), browser(cast, "eeva")
    sent = [
        minna.post(reverse("session-amend", args=[session.uid]), {"text": "Lisäys", "why": "later"}),
        minna.post(reverse("session-error", args=[session.uid])),
        minna.post(reverse("session-draft", args=[cast.case.uid]), {"narrative": "Luonnos"}),
        minna.post(reverse("agreed-action-finish", args=[action.uid])),
        eeva.post(reverse("health-entry-amend", args=[entry.uid]), {"text": "Lisäys", "why": "later"}),
        eeva.post(reverse("health-entry-error", args=[entry.uid])),
    ]
    assert [response.status_code for response in sent] == [409] * len(sent)
    session.refresh_from_db()
    assert (session.state, session.amendments.count()) == ("confirmed", 0)
    assert entry.amendments.count() == 0


def test_restricted__attendance__is_not_marked(cast: Cast, group: Group) -> None:
    restrict(cast)
    enrolment = Enrolment.objects.get(case=cast.case, series=group.series)
    browser(cast, "raija").post(
        reverse("attendance-tap", args=[group.meeting.uid]), {"row": f"e{enrolment.pk}", "status": "present"}
    )
    assert not Attendance.objects.filter(case=cast.case).exists()


def test_restricted__assigned_worker__reads_and_is_told_so(cast: Cast) -> None:
    session = stories.signed(cast)
    restrict(cast)
    minna = browser(cast, "minna")
    text = text_of(minna.get(reverse("case-detail", args=[cast.case.uid])))
    assert "The use is restricted You can read, but nothing can be added or changed." in text
    assert "Henkilö sanoo, että osoite on väärä." in text
    assert "Record a meeting" not in text
    assert stories.NARRATIVE in text_of(minna.get(reverse("session-detail", args=[session.uid])))
    assert browser(cast, "sari").get(reverse("case-detail", args=[cast.case.uid])).status_code == 403


def test_restricted__person__still_takes_a_permission_back_through_the_worker(cast: Cast) -> None:
    referral_stories.sent(cast)
    consent = cast.case.subject.consents.filter(state="given").latest("pk")
    restrict(cast)
    browser(cast, "minna").post(
        reverse("case-consent-withdraw", args=[cast.case.uid, consent.uid]), {"channel": "phone"}
    )
    consent.refresh_from_db()
    assert consent.state == "withdrawn"


# The officer's pages


def test_officer__restricts_tells_and_lifts(cast: Cast) -> None:
    kirsi = browser(cast, "kirsi")
    form = {"number": cast.case.number, "why": "claims", "reason": "Oikeudenkäynti on kesken."}
    response = kirsi.post(reverse("privacy-restrictions"), form)
    row = Restriction.objects.get()
    address = reverse("privacy-restriction", args=[row.uid])
    assert response["Location"] == address
    assert "Oikeudenkäynti on kesken." in text_of(kirsi.get(address))
    assert kirsi.post(address, {"act": "lift"}).status_code == 409
    kirsi.post(address, {"act": "tell", "channel": "phone"})
    kirsi.post(address, {"act": "lift"})
    row.refresh_from_db()
    assert row.lifted_by == cast.kirsi
    assert AccessEvent.objects.filter(page="privacy_restriction", action="write").exists()


def test_officer__restricting_twice__is_refused_in_words(cast: Cast, restricted: Restriction) -> None:
    form = {"number": cast.case.number, "why": "claims", "reason": "Toistamiseen."}
    response = browser(cast, "kirsi").post(reverse("privacy-restrictions"), form)
    assert "The use is restricted already." in text_of(response)


def test_case__opened_in_a_test__is_refused_while_restricted(cast: Cast, restricted: Restriction) -> None:
    with pytest.raises(restrictions.UseRestricted), opened(cast):
        pass
    assert CaseFile.objects.granted_to(cast.minna, "read_casefile").exists()
    assert not CaseFile.objects.for_user(cast.minna, "read_casefile").exists()
    assert recipient_notices.owed(cast.case.subject, why="erasure") == 0
