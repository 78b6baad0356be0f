"""The first page of the participant: the goal, the next three steps, and only what is confirmed."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from casework import agreed_actions, participants, sessions
from casework.models import AgreedAction, CaseFile
from consent import keyring
from consent.accounts import create_participant_account
from consent.actors import acting
from consent.keyring import Audience
from consent.keystore import keys
from consent.models import AccessEvent
from pathways import enrolments, plans
from tests.casework import referral_stories
from tests.casework.desk.page_facts import event_of, text_of
from tests.casework.opened import opened
from tests.casework.register import hide, known
from tests.pathways.conftest import TUESDAY, Group, make_series
from tests.pathways.portal.conftest import BRING, FOR_NASRIN, FROM_EEVA, GOAL, THURSDAY, agree, book, browser_of, sign
from tests.people import Cast, sign_in

DAY = datetime.timedelta(days=1)


def page(own: Client) -> str:
    """The words of the page."""
    response = own.get(reverse("me"))
    assert response.status_code == 200
    return text_of(response)


def done(own: Client, action: AgreedAction, **more: object) -> int:
    """Press "done"; the status."""
    data = {"version": action.version, **more}
    return own.post(reverse("me-step-done", args=[action.uid]), data).status_code


def test_me__everything__is_said_once_in_plain_words(own: Client, life: Cast) -> None:
    text = page(own)
    for words in (
        "Hello Nasrin !",
        GOAL,
        BRING,
        "At the latest Thursday 26 Nov",
        "Sampolan lähiötupa, huone 2",
        "The worker books an interpreter.",
        "Tiistairyhmä",
        FOR_NASRIN,
        "Call: Polku-hanke",
    ):
        assert words in text, words
    for words in ("There is an interpreter", FROM_EEVA, "Varaa tulkki", "Eeva"):
        assert words not in text, words


def test_me__view__is_logged_as_own(own: Client, life: Cast) -> None:
    own.get(reverse("me"))
    event, subjects = event_of("me")
    assert (event.action, event.purpose, event.basis, event.actor) == ("view", "own_data", "own", life.nasrin)
    assert subjects == {life.case.subject.uid}


def test_home__participant__begins_here(own: Client, life: Cast) -> None:
    assert own.get(reverse("home")).headers["Location"] == reverse("me")


def test_me__four_links__stand_on_every_page(own: Client, life: Cast) -> None:
    for name in ("me", "me-calendar", "me-letters", "me-data", "me-access", "me-consents", "me-messages"):
        html = own.get(reverse(name)).content.decode()
        for link in ("me", "me-calendar", "me-letters", "me-data"):
            assert f'<a href="{reverse(link)}"' in html, (name, link)
        assert html.count('aria-current="page"') + html.count('aria-current="true"') == 2, (
            name
        )  # here, and the language


def test_me__interpreter_confirmed__is_said(own: Client, group: Group, cast: Cast) -> None:
    book(cast, interpreter="confirmed")
    text = page(own)
    assert "There is an interpreter." in text
    assert "books an interpreter" not in text


def test_me__steps__are_three_by_day_and_only_own(own: Client, group: Group, cast: Cast) -> None:
    for text, due in (("Neljäs", None), ("Kolmas", THURSDAY), ("Toinen", TUESDAY), ("Ensimmäinen", TUESDAY - DAY)):
        agree(cast, text, due)
    agree(cast, "Työntekijän oma", TUESDAY, owner="worker")
    text = page(own)
    assert text.index("Ensimmäinen") < text.index("Toinen") < text.index("Kolmas")
    assert "Neljäs" not in text
    assert "Työntekijän oma" not in text
    assert "Today, Tuesday 24 Nov" in text


def test_me__late_step__is_all_right_and_not_red(own: Client, group: Group, cast: Cast) -> None:
    agree(cast, due_on=TUESDAY - 4 * DAY)
    response = own.get(reverse("me"))
    assert "Did the day pass? That is all right. Call: Polku-hanke." in text_of(response)
    html = response.content.decode()
    assert 'class="notice stop"' not in html
    assert 'class="tag stop"' not in html
    assert 'class="error"' not in html


def test_me__step_of_a_student__counts_when_confirmed(own: Client, group: Group, cast: Cast) -> None:
    session = sign(cast, by=cast.onni, actions=[("participant", BRING, THURSDAY, None)])
    action = AgreedAction.objects.get(session=session)
    assert BRING not in page(own)
    assert FOR_NASRIN not in page(own)
    assert done(own, action) == 404
    with opened(cast):
        sessions.cosign(session, by=cast.minna)
    assert BRING in page(own)
    assert FOR_NASRIN in page(own)


# Done, and undone


def test_step_done__button__finishes_and_offers_the_way_back(own: Client, group: Group, cast: Cast) -> None:
    action = agree(cast)
    assert done(own, action) == 302
    action.refresh_from_db()
    assert (action.state, action.ended_by) == ("done", cast.nasrin)
    text = page(own)
    assert "You marked the step as done. Undo" in text
    assert "You have no steps now." in text
    assert "Undo" not in page(own)
    assert own.post(reverse("me-step-undo", args=[action.uid]), {"version": action.version}).status_code == 302
    action.refresh_from_db()
    assert action.state == "open"
    assert BRING in page(own)


def test_step_done__twice__is_once(own: Client, group: Group, cast: Cast) -> None:
    action = agree(cast)
    assert (done(own, action), done(own, action)) == (302, 302)
    action.refresh_from_db()
    assert (action.state, action.history.count()) == ("done", 2)


def test_step_done__stale__is_told_and_nothing_changes(own: Client, group: Group, cast: Cast) -> None:
    action = agree(cast)
    own.post(reverse("me-step-done", args=[action.uid]), {"version": action.version + 1})
    action.refresh_from_db()
    assert action.state == "open"
    assert "This step has changed. Look at it again." in page(own)


def test_step_done__workers_or_anothers__is_not_found(own: Client, group: Group, cast: Cast) -> None:
    of_worker = agree(cast, "Varaa tulkki", owner="worker")
    other = group.people[1]
    with acting(cast.sari), keyring.also([(other.scope, Audience.WORKER)]):
        of_other = agreed_actions.agree(by=cast.sari, case=other, owner="participant", text="Soita")
    assert (done(own, of_worker), done(own, of_other)) == (404, 404)
    assert set(AgreedAction.objects.order_by("pk").values_list("state", flat=True)) == {"open"}
    assert AccessEvent.objects.filter(page="me_step_done", action="denied").count() == 2


def test_step_undo__what_the_worker_ended__stays(own: Client, group: Group, cast: Cast) -> None:
    action = agree(cast)
    with opened(cast):
        agreed_actions.drop(action, by=cast.minna)
    assert own.post(reverse("me-step-undo", args=[action.uid])).status_code == 404
    action.refresh_from_db()
    assert action.state == "dropped"


def test_step_done__follows_a_group__not_before_it_is_over(own: Client, group: Group, cast: Cast) -> None:
    action = agree(cast, "Tule ryhmään")
    with opened(cast):
        plans.link(by=cast.minna, action=action, group=group.series)
    text = page(own)
    assert "Today, Tuesday 24 Nov 13:00–15:00" in text
    assert "Done" not in text
    assert done(own, action) == 302
    action.refresh_from_db()
    assert action.state == "open"
    assert "This step is done when the group or the letter is done." in page(own)
    enrolments.leave(enrolments.of_case(cast.case)[0], by=cast.minna)
    assert "Done" in page(own)
    done(own, action)
    action.refresh_from_db()
    assert action.state == "done"


def test_step__follows_a_letter__names_the_recipient(own: Client, group: Group, cast: Cast) -> None:
    referral = referral_stories.sent(cast)
    action = agree(cast, "Vastaa puhelimeen")
    with opened(cast):
        plans.link(by=cast.minna, action=action, referral=referral)
    html = own.get(reverse("me")).content.decode()
    assert "<p>Työllisyyspalvelut, Pori</p>" in html
    assert reverse("me-step-done", args=[action.uid]) not in html


# What lies ahead


def test_me__health_counsellors_meeting__does_not_say_what_it_is_about(own: Client, group: Group, cast: Cast) -> None:
    book(cast, by=cast.eeva, kind="health")
    text = page(own)
    assert "Meeting with your worker Eeva" in text
    assert "ealth" not in text


def test_me__queue_and_no_day__are_said(own: Client, group: Group, cast: Cast) -> None:
    with acting(cast.raija):
        full = make_series(cast.raija, cast, title="Kielikahvila", capacity=1)
        over = make_series(cast.raija, cast, title="Metsäkävely", ends_on=TUESDAY - DAY)
        enrolments.enrol(by=cast.sari, series=full, case=group.people[1], on=TUESDAY)
        enrolments.enrol(by=cast.minna, series=full, case=cast.case, on=TUESDAY)
        enrolments.enrol(by=cast.minna, series=over, case=cast.case, on=TUESDAY - 30 * DAY)
    text = page(own)
    assert "Kielikahvila You are in the queue. Your worker tells you when there is a place." in text
    assert "Metsäkävely The next day is not known yet." in text


def test_me__letters__wait_without_promise(own: Client, group: Group, cast: Cast) -> None:
    referral_stories.sent(cast)
    text = page(own)
    assert "Wait for an answer. Your worker tells you." in text
    assert "A letter waits for your answer." not in text
    referral_stories.waiting(cast)
    assert "A letter waits for your answer." in page(own)


def test_me__looks__are_counted_by_worker_and_day(own: Client, group: Group, cast: Cast) -> None:
    assert "Nobody has looked at your data this month." in page(own)
    minna = browser_of(cast, "minna")
    for _ in range(3):
        minna.get(reverse("case-detail", args=[cast.case.uid]))
    assert "Your data has been looked at 1 time this month." in page(own)
    browser_of(cast, "jari").get(reverse("case-detail", args=[cast.case.uid]))
    assert "Your data has been looked at 2 times this month." in page(own)


# Whose page, whose words


@pytest.mark.parametrize("name", "minna jari eeva sari raija onni kaisa petri outi kirsi arto anna".split())
def test_portal__staff__finds_nothing(client: Client, life: Cast, name: str) -> None:
    sign_in(client, getattr(life, name))
    for url in ("me", "me-calendar", "me-letters", "me-consents", "me-access", "me-data", "me-messages", "me-notice"):
        assert client.get(reverse(url)).status_code == 404, url


def test_portal__stranger__signs_in_first(client: Client, life: Cast) -> None:
    assert client.get(reverse("me")).headers["Location"].startswith(reverse("account_login"))


def test_me__own_words_from_right_to_left__keep_their_direction(own: Client, group: Group, cast: Cast) -> None:
    words = "می‌خواهم در آشپزخانه کار کنم"
    with opened(cast):
        plans.set_goal(by=cast.minna, case=cast.case, words=words, on=TUESDAY)
    html = own.get(reverse("me")).content.decode()
    assert f'<blockquote dir="rtl" lang="prs">{words}</blockquote>' in html
    assert '<html lang="en" dir="ltr">' in html


def test_me__safety_prohibition__no_place_on_paper(own: Client, life: Cast) -> None:
    places = own.get(reverse("me")).content.decode()
    assert '<li class="no-print">' not in places
    hide(life.case, life.minna)
    hidden = own.get(reverse("me")).content.decode()
    lines = [line for line in hidden.splitlines() if "lähiötupa" in line]
    assert len(lines) == 3  # the step of that day, the meeting, the group
    assert all('<li class="no-print">' in line for line in lines)


def test_me__ended_guidance__has_no_steps_and_stays_readable(own: Client, life: Cast) -> None:
    case = CaseFile.objects.get(pk=life.case.pk)
    case.state, case.closed_on = CaseFile.State.CLOSED, TUESDAY
    case.save()
    text = page(own)
    assert "Your guidance has ended." in text
    assert GOAL in text
    assert BRING not in text


def test_me__two_files__the_open_one_leads(own: Client, group: Group, cast: Cast) -> None:
    closed = CaseFile.objects.get(pk=cast.case.pk)
    with opened(cast):
        plans.set_goal(by=cast.minna, case=cast.case, words="Vanha tavoite", on=TUESDAY)
    closed.state, closed.closed_on = CaseFile.State.CLOSED, TUESDAY
    closed.save()
    with acting(cast.minna):
        fresh = participants.open_case(
            by=cast.minna, subject=closed.subject, programme=closed.programme, opened_on=TUESDAY
        )
        with keyring.also([(fresh.scope, Audience.WORKER)]):
            plans.set_goal(by=cast.minna, case=fresh, words="Uusi tavoite", on=TUESDAY)
    text = page(own)
    assert "Uusi tavoite" in text
    assert "Vanha tavoite" not in text


def test_portal__erased_person__is_greeted_without_a_name(own: Client, life: Cast) -> None:
    keys.destroy([life.case.subject.scope, life.case.scope], by=None)
    text = page(own)
    assert "Hello!" in text
    assert "Nasrin" not in text
    for name in ("me-calendar", "me-letters", "me-data", "me-access", "me-messages"):
        assert own.get(reverse(name)).status_code == 200, name


def test_me__another_participant__sees_only_their_own(client: Client, life: Cast) -> None:
    case = known(life.minna, life.house.programme, "Amina Hassan")
    with acting(life.minna):
        amina = create_participant_account(case.subject)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    sign_in(client, amina)
    text = page(client)
    assert "Hello Amina !" in text
    for words in (GOAL, BRING, FOR_NASRIN, "Nasrin", "Tiistairyhmä"):
        assert words not in text
