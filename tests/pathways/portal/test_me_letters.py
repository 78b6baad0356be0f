"""Letters about the participant: approved, changed or refused by the one they are about; and told how they went."""

import pytest
from django.test import Client
from django.urls import reverse

from casework import referral_moves, referrals
from casework.models import Referral, ReferralApproval
from consent.actors import acting
from consent.models import AccessEvent, Consent
from consent.periods import today
from tests.casework import referral_stories as stories
from tests.casework.desk.page_facts import event_of, text_of
from tests.casework.register import known
from tests.pathways.portal.conftest import browser_of
from tests.people import Cast


def answer(own: Client, referral: Referral, what: str, **more: str) -> int:
    """Nasrin's answer to the letter as it stands; the status."""
    data = {"answer": what, "content": referral.content_hash, **more}
    return own.post(reverse("me-letter", args=[referral.uid]), data).status_code


def listed(own: Client) -> str:
    """The words of the list."""
    return text_of(own.get(reverse("me-letters")))


def read(own: Client, referral: Referral) -> str:
    """The words of one letter."""
    response = own.get(reverse("me-letter", args=[referral.uid]))
    assert response.status_code == 200
    return text_of(response)


def test_letter__waiting__is_read_and_approved(own: Client, cast: Cast) -> None:
    referral = stories.waiting(cast)
    assert f"{stories.HEADING} A letter about you is ready. Read it and answer." in listed(own)
    text = read(own, referral)
    assert stories.REQUEST in text
    assert stories.WORK in text
    assert "I approve I want changes I do not approve" in text
    assert answer(own, referral, "approved") == 302
    approval = ReferralApproval.objects.get()
    assert (approval.answer, approval.channel, approval.recorded_by) == ("approved", "portal", cast.nasrin)
    assert approval.content_hash == referral.content_hash
    assert "You approved the letter. Your worker sends it." in read(own, referral)
    assert "A letter waits" not in text_of(own.get(reverse("me")))
    sent = stories.send(cast, Referral.objects.get(pk=referral.pk))
    assert sent.state == "requested"


def test_letter__view_and_answer__are_logged(own: Client, cast: Cast) -> None:
    referral = stories.waiting(cast)
    read(own, referral)
    event, subjects = event_of("me_letter")
    assert (event.action, event.purpose, event.object_uid) == ("view", "own_data", referral.uid)
    assert subjects == {cast.case.subject.uid}
    answer(own, referral, "approved")
    assert event_of("me_letter")[0].action == "write"


@pytest.mark.parametrize(
    ("what", "state", "words"),
    [
        ("changes", "draft", "You wanted changes. Your worker changes the letter."),
        ("refused", "cancelled", "You did not approve the letter. We did not send it."),
    ],
)
def test_letter__no__takes_it_away_and_says_so(own: Client, cast: Cast, what: str, state: str, words: str) -> None:
    referral = stories.waiting(cast)
    assert (answer(own, referral, what), answer(own, referral, what)) == (302, 302)
    referral.refresh_from_db()
    assert referral.state == state
    assert ReferralApproval.objects.count() == 1
    assert words in listed(own)
    text = read(own, referral)
    assert words in text
    assert stories.REQUEST not in text


def test_letter__approved_then_other_mind__before_it_is_sent(own: Client, cast: Cast) -> None:
    referral = stories.waiting(cast)
    answer(own, referral, "approved")
    text = read(own, referral)
    assert "Did you change your mind? I want changes I do not approve" in text
    answer(own, referral, "changes")
    referral.refresh_from_db()
    assert referral.state == "draft"


def test_letter__content_changed_meanwhile__is_shown_again(own: Client, cast: Cast) -> None:
    referral = stories.waiting(cast)
    response = own.post(reverse("me-letter", args=[referral.uid]), {"answer": "approved", "content": "an older letter"})
    assert response.status_code == 409
    assert "The letter has changed. Read it again." in text_of(response)
    assert not ReferralApproval.objects.exists()


def test_letter__unknown_answer__is_nothing(own: Client, cast: Cast) -> None:
    referral = stories.waiting(cast)
    assert answer(own, referral, "perhaps") == 404
    assert not ReferralApproval.objects.exists()


def test_letter__answer_after_it_was_sent__changes_nothing(own: Client, cast: Cast) -> None:
    referral = stories.sent(cast)
    assert answer(own, referral, "refused") == 409
    referral.refresh_from_db()
    assert referral.state == "requested"


def test_letter__draft__is_the_workers(own: Client, cast: Cast) -> None:
    referral = stories.written(cast)
    assert "You have no letters." in listed(own)
    for name in ("me-letter", "me-letter-pdf"):
        assert own.get(reverse(name, args=[referral.uid])).status_code == 404


def test_letter__draft_after_changes__is_known_but_not_read(own: Client, cast: Cast) -> None:
    referral = stories.waiting(cast)
    answer(own, referral, "changes")
    html = own.get(reverse("me-letters")).content.decode()
    assert stories.HEADING not in html
    assert stories.REQUEST not in own.get(reverse("me-letter", args=[referral.uid])).content.decode()


def test_letter__anothers__is_not_found(own: Client, cast: Cast) -> None:
    other = known(cast.minna, cast.house.programme, "Amina Hassan", phone="+358505550142", language="so")
    referral = stories.sent(cast, case=other)
    waiting = stories.waiting(cast, case=other)
    for name in ("me-letter", "me-letter-pdf"):
        assert own.get(reverse(name, args=[referral.uid])).status_code == 404
    assert answer(own, waiting, "approved") == 404
    assert "You have no letters." in listed(own)
    assert not ReferralApproval.objects.filter(referral=waiting).exists()
    assert AccessEvent.objects.filter(page="me_letter", action="denied").exists()


def test_letter__paper__is_the_one_that_was_sent(own: Client, cast: Cast) -> None:
    referral = stories.sent(cast)
    response = own.get(reverse("me-letter-pdf", args=[referral.uid]))
    assert (response.content, response.headers["Content-Type"]) == (stories.PAPER, "application/pdf")
    assert response.headers["Content-Disposition"] == f'inline; filename="{referral.number}.pdf"'
    assert event_of("me_letter_pdf")[0].action == "print"


def test_letter__accepted__says_whom_and_when(own: Client, cast: Cast) -> None:
    referral = stories.accepted(cast)
    text = read(own, referral)
    assert "They said yes." in text
    assert "You meet: Petri Laakso" in text
    assert "Today, " in text
    assert "Wait for an answer." not in text


def test_letter__more_asked__is_the_workers_turn(own: Client, cast: Cast) -> None:
    text = read(own, stories.held(cast))
    assert "They asked for more information. Your worker answers them." in text
    assert "They wrote: Mikä on kielitaito?" in text


def test_letter__more_given__is_not_quoted_as_theirs(own: Client, cast: Cast) -> None:
    referral = stories.held(cast)
    with stories.referral_open(cast.minna, referral) as it:
        referrals.give_more(by=cast.minna, referral=it.referral, answer="Suomea hyvin.", approved_by="phone")
    text = read(own, referral)
    assert "Wait for an answer." in text
    assert "They wrote" not in text


def test_letter__rejected__is_said_kindly(own: Client, cast: Cast) -> None:
    referral = stories.sent(cast)
    with stories.received(cast.petri, referral) as it:
        referral_moves.reject(by=cast.petri, referral=it.referral, reason="no_capacity", text="Ryhmä on täynnä.")
    text = read(own, referral)
    assert "They said no this time. They have no room now. That is all right. Call your worker." in text
    assert "Ryhmä on täynnä." in text


def test_letter__completed__says_what_came_of_it(own: Client, cast: Cast) -> None:
    referral = stories.accepted(cast)
    with stories.received(cast.petri, referral) as it:
        referral_moves.complete(
            by=cast.petri,
            referral=it.referral,
            outcome="started_work",
            text="Aloitti keittiössä.",
            first_contact_on=today(),
        )
    text = read(own, referral)
    assert "This matter is ready. You started in work or a work trial." in text
    assert "Aloitti keittiössä." in text


def test_letter__taken_back_by_the_worker__is_said_without_the_workers_reason(own: Client, cast: Cast) -> None:
    referral = stories.sent(cast)
    with acting(cast.minna), stories.referral_open(cast.minna, referral) as it:
        referrals.cancel(by=cast.minna, referral=it.referral, reason="other", text="Sisäinen syy.")
    text = read(own, referral)
    assert "Your worker took the letter back." in text
    assert "Sisäinen syy." not in text


def test_letter__permission_withdrawn__stays_readable_for_her(own: Client, cast: Cast) -> None:
    referral = stories.sent(cast)
    stories.withdraw(cast, Consent.objects.get(recipient=cast.house.employment))
    text = read(own, referral)
    assert "The permission ended. They cannot see the letter any more." in text
    assert stories.REQUEST in text


def test_letter__worker_and_partner__do_not_come_this_way(cast: Cast) -> None:
    referral = stories.sent(cast)
    for name in ("minna", "petri", "kaisa"):
        assert browser_of(cast, name).get(reverse("me-letter", args=[referral.uid])).status_code == 404
