"""The recipient's inbox: what was sent and nothing else, as long as the ground holds."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Referral
from consent import consents, wording
from consent.models import AccessEvent, AccessEventSubject, Role
from consent.periods import today
from tests.casework.desk.page_facts import browser, counted, event_of, said, text_of
from tests.casework.desk.test_referral_detail import copies
from tests.casework.referral_stories import (
    ASIDE,
    HEADING,
    PAPER,
    REQUEST,
    WORK,
    accepted,
    approved,
    held,
    referral_open,
    sent,
    waiting,
    withdraw,
)
from tests.people import NASRIN, Cast, sign_in, staff

NOT_THEIRS = [ASIDE, "Esimerkkikatu", "Sampola", "nasrin@example.org", "P-2026-"]


def at(referral: Referral) -> str:
    return reverse("inbox-detail", args=[referral.uid])


def state(referral: Referral) -> str:
    return str(Referral.objects.values_list("state", flat=True).get(pk=referral.pk))


# Who may


def test_inbox__who_may(cast: Cast) -> None:
    referral = sent(cast)
    for name in ("minna", "jari", "eeva", "sari", "raija", "onni", "kaisa", "outi", "kirsi", "arto", "anna", "nasrin"):
        device = browser(getattr(cast, name))
        for address in (reverse("inbox"), at(referral), reverse("inbox-letter", args=[referral.uid])):
            response = device.get(address)
            assert response.status_code == 404, (name, address)
            assert "Nasrin" not in response.content.decode()


def test_inbox__another_organisation__cannot_tell_it_from_nothing(cast: Cast) -> None:
    referral = sent(cast)
    paula = browser(staff("paula", Role.PARTNER, cast.house.school, None))
    assert "Nasrin" not in text_of(paula.get(reverse("inbox")))
    theirs, nothing = paula.get(at(referral)), paula.get(reverse("inbox-detail", args=[uuid.uuid4()]))
    assert theirs.status_code == nothing.status_code == 404
    assert text_of(theirs) == text_of(nothing)
    assert paula.post(at(referral), {"answer": "rejected", "reject_reason": "criteria"}).status_code == 404
    assert state(referral) == "requested"


def test_inbox__what_was_not_sent__is_not_there(client: Client, cast: Cast) -> None:
    sign_in(client, cast.petri)
    for referral in (waiting(cast), approved(cast)):
        assert client.get(at(referral)).status_code == 404
    assert "Nasrin" not in text_of(client.get(reverse("inbox")))


def test_inbox__partner_whose_membership_ended__sees_nothing(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    membership = cast.petri.memberships.get()
    membership.until = today().replace(year=today().year - 1)
    membership.starts_on = membership.until
    membership.save()
    assert sign_in(client, cast.petri).get(at(referral)).status_code == 404


# Reading


def test_inbox__list__the_name_as_it_was_told(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    with referral_open(cast.minna, referral) as it:
        it.opened.participant.first_name = "Muuttunut"
        it.opened.participant.save(update_fields=["first_name"])
    words = text_of(sign_in(client, cast.petri).get(reverse("inbox")))
    assert "Nasrin Rahimi" in words
    assert HEADING in words
    assert wording.date_short(referral.respond_by) in words
    assert "Muuttunut" not in words
    event, subjects = event_of("inbox")
    assert (event.action, event.purpose, event.basis) == ("list", "referral", "recipient")
    assert subjects == {cast.case.subject.uid}


def test_inbox_detail__shows_the_slice_and_nothing_else(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    html = sign_in(client, cast.petri).get(at(referral)).content.decode()
    for words in ("Nasrin Rahimi", "14.3.1988", NASRIN.safe_contact, WORK, HEADING, REQUEST, referral.number):
        assert words in html, words
    for words in NOT_THEIRS:
        assert words not in html, words
    assert said("A file that you have downloaded does not disappear, even if the permission is withdrawn.") in text_of(
        sign_in(client, cast.petri).get(at(referral))
    )
    event, subjects = event_of("inbox_detail")
    assert (event.action, event.purpose, event.basis, event.object_uid) == (
        "view",
        "referral",
        "recipient",
        referral.uid,
    )
    assert subjects == {cast.case.subject.uid}


def test_inbox_detail__list_beside__is_logged_as_a_list(client: Client, cast: Cast) -> None:
    from casework import participants
    from tests.casework.referral_stories import case_open

    with case_open(cast.minna, cast.case):
        other = participants.create(by=cast.minna, programme=cast.house.programme, details=NASRIN)
    referral, _theirs = sent(cast), sent(cast, case=other)
    sign_in(client, cast.petri).get(at(referral))
    assert event_of("inbox_detail")[1] == {cast.case.subject.uid}
    event, subjects = event_of("inbox")
    assert event.action == "list"
    assert subjects == {other.subject.uid}


def test_inbox_detail__safety_prohibition__stands_first(client: Client, cast: Cast) -> None:
    with referral_open(cast.minna, waiting(cast)) as it:
        it.opened.participant.safety_prohibition = True
        it.opened.participant.save(update_fields=["safety_prohibition"])
    referral = sent(cast)
    html = sign_in(client, cast.petri).get(at(referral)).content.decode()
    main = html[html.index("<main") :]
    notice = main.index(said("Safety prohibition."))
    assert notice < main.index("<h1")
    assert main.index(NASRIN.safe_contact) < main.index("<h1")
    assert "Esimerkkikatu" not in html


def test_inbox_letter__byte_for_byte(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    response = sign_in(client, cast.petri).get(reverse("inbox-letter", args=[referral.uid]))
    assert response.content == PAPER
    assert response["Content-Disposition"] == f'inline; filename="{referral.number}.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert event_of("inbox_letter")[0].action == "print"


# The ground ends


def test_inbox__permission_withdrawn__is_gone_at_the_next_click_of_an_open_session(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    sign_in(client, cast.petri)
    assert HEADING in text_of(client.get(at(referral)))
    consents.withdraw(referral.consent, by=cast.nasrin, channel="portal")
    pages = [
        client.get(at(referral)),
        client.get(reverse("inbox"), {"kind": "answered"}),
        client.post(at(referral), {"answer": "accepted", "contact_person": "P", "planned_on": "31.12.2026"}),
    ]
    assert [page.status_code for page in pages] == [200, 200, 409]
    for page in pages:
        words = text_of(page)
        assert said("Closed. The content is no longer shown.") in words
        for gone in ("Nasrin", "Rahimi", HEADING, REQUEST, WORK, "14.3.1988"):
            assert gone not in words, gone
    assert client.get(reverse("inbox-letter", args=[referral.uid])).status_code == 404
    assert state(referral) == "cancelled"
    assert event_of("inbox_detail")[0].basis == "closed"


def test_inbox__one_of_two_withdrawn__the_other_stays(cast: Cast) -> None:
    to_employment, to_school = sent(cast), sent(cast, recipient=cast.house.school)
    paula = browser(staff("paula", Role.PARTNER, cast.house.school, None))
    petri = browser(cast.petri)
    withdraw(cast, to_employment.consent)
    assert HEADING not in text_of(petri.get(at(to_employment)))
    assert HEADING in text_of(paula.get(at(to_school)))


def test_inbox__closed__is_no_opening_by_the_recipient(client: Client, cast: Cast) -> None:
    from casework.referral_loop import first_openings

    referral = sent(cast)
    withdraw(cast, referral.consent)
    sign_in(client, cast.petri).get(at(referral))
    assert first_openings([Referral.objects.select_related("case__subject").get(pk=referral.pk)]) == {}


def test_inbox__key_destroyed__is_closed_and_lists_still_render(client: Client, cast: Cast) -> None:
    from consent.keystore import keys

    referral = sent(cast)
    keys.destroy([referral.scope], by=None)
    sign_in(client, cast.petri)
    for page in (client.get(reverse("inbox")), client.get(at(referral))):
        assert page.status_code == 200
        assert said("Closed. The content is no longer shown.") in text_of(page)
    assert client.get(reverse("inbox-letter", args=[referral.uid])).status_code == 404
    worker = browser(cast.minna)
    for address in (reverse("referral-list", args=[cast.case.uid]), reverse("referral-detail", args=[referral.uid])):
        assert worker.get(address).status_code == 200


# Answering


@pytest.mark.parametrize(
    ("story", "offered"),
    [
        (sent, {"accepted", "on-hold", "rejected"}),
        (held, {"accepted", "rejected"}),
        (accepted, {"in-progress", "on-hold", "failed", "completed"}),
    ],
)
def test_inbox_detail__offers_only_the_legal_answers_none_chosen(
    client: Client, cast: Cast, story: Any, offered: set[str]
) -> None:
    html = sign_in(client, cast.petri).get(at(story(cast))).content.decode()
    answers = ("accepted", "in-progress", "completed", "on-hold", "rejected", "failed")
    assert {value for value in answers if f'name="answer" value="{value}"' in html} == offered
    assert "checked" not in html


@pytest.mark.parametrize(
    ("story", "post", "after"),
    [
        (sent, {"answer": "accepted", "contact_person": "Petri", "planned_on": "31.12.2026"}, "accepted"),
        (sent, {"answer": "on-hold", "question": "Kielitaito?"}, "on-hold"),
        (sent, {"answer": "rejected", "reject_reason": "no_capacity"}, "rejected"),
        (accepted, {"answer": "in-progress", "started_on": "tänään"}, "in-progress"),
        (accepted, {"answer": "failed", "fail_reason": "not_started"}, "failed"),
        (
            accepted,
            {"answer": "completed", "outcome": "started_work", "outcome_text": "Aloitti.", "met_on": "tänään"},
            "completed",
        ),
    ],
)
def test_inbox_detail__answer__is_recorded_once(
    client: Client, cast: Cast, story: Any, post: dict[str, str], after: str
) -> None:
    referral = story(cast)
    sign_in(client, cast.petri)
    assert client.post(at(referral), post).status_code == 302
    assert state(referral) == after
    moves = referral.moves.count()
    client.post(at(referral), post)
    assert (state(referral), referral.moves.count()) == (after, moves)


@pytest.mark.parametrize(
    ("post", "kept"),
    [
        ({}, ""),
        ({"answer": "completed", "outcome": "no_need", "outcome_text": "Ei"}, ""),  # not legal yet
        ({"answer": "accepted", "contact_person": "Petri Laakso", "planned_on": "30.2.2027"}, "Petri Laakso"),
        ({"answer": "on-hold", "question": " "}, ""),
        ({"answer": "rejected"}, ""),
        ({"answer": "rejected", "reject_reason": "other", "reject_text": ""}, ""),
        ({"answer": "rejected", "reject_reason": "expired"}, ""),
    ],
)
def test_inbox_detail__bad_answer__says_what_is_missing_and_keeps_the_rest(
    client: Client, cast: Cast, post: dict[str, str], kept: str
) -> None:
    referral = sent(cast)
    response = sign_in(client, cast.petri).post(at(referral), post)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="form-errors"' in html
    assert kept in html
    assert "30.2.2027" in html or "planned_on" not in post
    assert state(referral) == "requested"


def test_inbox_detail__answered_meanwhile__is_said(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    sign_in(client, cast.petri)
    colleague = staff("pekka", Role.PARTNER, cast.house.employment, None)
    browser(colleague).post(at(referral), {"answer": "rejected", "reject_reason": "criteria"})
    response = client.post(at(referral), {"answer": "rejected", "reject_reason": "criteria"})
    assert response.status_code in {200, 409}
    assert referral.moves.filter(to_state="rejected").count() == 1


def test_inbox_detail__completed__asks_the_first_contact_only_when_unknown(client: Client, cast: Cast) -> None:
    referral = accepted(cast)
    sign_in(client, cast.petri)
    assert 'name="met_on"' in client.get(at(referral)).content.decode()
    client.post(at(referral), {"answer": "in-progress", "started_on": "tänään"})
    assert 'name="met_on"' not in client.get(at(referral)).content.decode()
    post = {"answer": "completed", "outcome": "started_service", "outcome_text": "Aloitti valmennuksen."}
    assert client.post(at(referral), post).status_code == 302
    assert state(referral) == "completed"


# Filters, pages, costs


def test_inbox__chips__open_and_answered(client: Client, cast: Cast) -> None:
    going, ended = sent(cast), sent(cast)
    browser(cast.petri).post(at(ended), {"answer": "rejected", "reject_reason": "criteria"})
    sign_in(client, cast.petri)
    lists = [client.get(reverse("inbox"), query).content.decode() for query in ({}, {"kind": "answered"})]
    assert [at(going) in html for html in lists] == [True, False]
    assert [at(ended) in html for html in lists] == [False, True]
    assert all(html.count('aria-current="true"') == 1 for html in lists)


def test_inbox__older_ones__are_a_page_away(client: Client, cast: Cast) -> None:
    copies(sent(cast), 51)
    sign_in(client, cast.petri)
    first, second = (client.get(reverse("inbox"), query).content.decode() for query in ({}, {"page": "2"}))
    assert (first.count('class="title"'), second.count('class="title"')) == (50, 2)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    for page in ("0", "x", "-1", "99999"):
        assert client.get(reverse("inbox"), {"page": page}).status_code == 200


def test_inbox__costs__the_same_at_two_and_at_forty(client: Client, cast: Cast) -> None:
    referral = sent(cast)
    copies(referral, 1)
    sign_in(client, cast.petri)
    client.get(reverse("inbox"))
    with counted() as few:
        client.get(reverse("inbox"))
    copies(referral, 38)
    with counted() as many:
        html = client.get(reverse("inbox")).content
    assert len(few) == len(many) <= 12, len(many)
    assert len(html) < 40_000
    with counted() as one:
        client.get(at(referral))
    assert len(one) <= 20, len(one)


def test_inbox__empty(client: Client, cast: Cast) -> None:
    words = text_of(sign_in(client, cast.petri).get(reverse("inbox")))
    assert said("None waits for an answer.") in words
    assert said("No referrals here.") in words


def test_home__of_a_partner__is_the_inbox(client: Client, cast: Cast) -> None:
    assert sign_in(client, cast.petri).get(reverse("home"))["Location"] == reverse("inbox")


def test_inbox__denied__is_kept_in_the_log_without_a_subject(cast: Cast) -> None:
    referral = sent(cast)
    browser(cast.outi).get(at(referral))
    event = AccessEvent.objects.get(action="denied")
    assert (event.page, event.object_uid) == ("inbox_detail", referral.uid)
    assert not AccessEventSubject.objects.filter(event=event).exists()
