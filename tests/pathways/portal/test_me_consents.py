"""The participant's own permissions: withdrawn in one action, answered again; and what the partner sees then."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Referral
from consent import consents, default_grounds
from consent.models import Consent, Question
from tests.casework import referral_stories as stories
from tests.casework.desk.page_facts import event_of, text_of
from tests.casework.register import known
from tests.pathways.portal.conftest import browser_of
from tests.people import Cast

UNTIL = datetime.timedelta(days=400)


def listed(own: Client) -> str:
    """The words of the list."""
    return text_of(own.get(reverse("me-consents")))


def read(own: Client, consent: Consent) -> str:
    """The words of one permission."""
    response = own.get(reverse("me-consent", args=[consent.uid]))
    assert response.status_code == 200
    return text_of(response)


def reply(own: Client, consent: Consent, what: str, **more: object) -> Client:
    """Answer the question of a permission again."""
    data = {"answer": what, "question": str(consent.question.uid), "submission": str(uuid.uuid4()), **more}
    return own.post(reverse("me-consent", args=[consent.uid]), data)


def test_consents__each_answer__in_own_words_until_when(own: Client, cast: Cast) -> None:
    given = stories.permit(cast, cast.house.employment)
    stories.permit(cast, cast.house.school, state="refused")
    text = listed(own)
    assert "Saammeko kertoa tietojasi vastaanottajalle?" in text
    assert "You said yes on" in text
    assert "The permission is in force until" in text
    assert "You said no on" in text
    assert text.count("Take the permission back") == 1
    assert text.count("Change your answer") == 2
    assert given.state == "given"


def test_consents__law__is_told_in_easy_words_without_a_button(own: Client, cast: Cast) -> None:
    stories.ground_of(cast)
    response = own.get(reverse("me-consents"))
    text = text_of(response)
    assert "The law says that we may help you." in text
    assert "We do not ask your permission for these." in text
    for words in ("1050/2018", "6(1)", "artikla", "§"):
        assert words not in text
    assert "withdraw" not in response.content.decode()


def test_withdraw__one_action__says_what_has_happened(own: Client, cast: Cast) -> None:
    referral = stories.sent(cast)
    consent = Consent.objects.get(recipient=cast.house.employment)
    response = own.post(reverse("me-consent-withdraw", args=[consent.uid]), follow=True)
    text = text_of(response)
    assert "You took the permission back on" in text
    assert "We do not use it any more." in text
    assert "They cannot see your letters any more. A file that they saved does not disappear." in text
    consent.refresh_from_db()
    assert (consent.state, consent.withdrawn_channel) == ("withdrawn", "portal")
    assert consent.history.latest("history_id").history_user_id == cast.nasrin.pk
    referral.refresh_from_db()
    assert referral.state == "cancelled"
    assert "You took the permission back on" in listed(own)
    assert event_of("me_consent_withdraw")[0].action == "write"


def test_withdraw__partner_with_the_letter_open__sees_it_no_more(own: Client, cast: Cast) -> None:
    referral, elsewhere = stories.sent(cast), stories.sent(cast, recipient=cast.house.school)
    petri, address = browser_of(cast, "petri"), reverse("inbox-detail", args=[referral.uid])
    assert stories.REQUEST in text_of(petri.get(address))
    assert petri.get(reverse("inbox-letter", args=[referral.uid])).status_code == 200
    own.post(reverse("me-consent-withdraw", args=[Consent.objects.get(recipient=cast.house.employment).uid]))
    text = text_of(petri.get(address))
    for words in (stories.REQUEST, stories.WORK, stories.HEADING, "Nasrin"):
        assert words not in text, words
    assert petri.get(reverse("inbox-letter", args=[referral.uid])).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.state == "requested"


def test_withdraw__twice__is_once(own: Client, cast: Cast) -> None:
    consent = stories.permit(cast, cast.house.employment)
    for _ in range(2):
        assert own.post(reverse("me-consent-withdraw", args=[consent.uid])).status_code == 302
    assert consent.history.count() == 2


def test_withdraw__without_letters__does_not_speak_of_them(own: Client, cast: Cast) -> None:
    consent = stories.permit(cast, cast.house.employment)
    own.post(reverse("me-consent-withdraw", args=[consent.uid]))
    assert "letters any more" not in read(own, consent)


def test_withdraw__already_ended__is_told(own: Client, cast: Cast) -> None:
    consent = stories.permit(cast, cast.house.employment, state="refused")
    response = own.post(reverse("me-consent-withdraw", args=[consent.uid]), follow=True)
    assert "This permission has already ended." in text_of(response)


def test_withdraw__anothers__is_not_found(own: Client, cast: Cast) -> None:
    other = known(cast.minna, cast.house.programme, "Amina Hassan")
    consent = stories.permit(cast, cast.house.employment, case=other)
    assert own.post(reverse("me-consent-withdraw", args=[consent.uid])).status_code == 404
    assert own.get(reverse("me-consent", args=[consent.uid])).status_code == 404
    assert reply(own, consent, "refused").status_code == 404  # type: ignore[attr-defined]
    consent.refresh_from_db()
    assert consent.state == "given"


def test_withdraw__by_address_alone__does_nothing(own: Client, cast: Cast) -> None:
    consent = stories.permit(cast, cast.house.employment)
    assert own.get(reverse("me-consent-withdraw", args=[consent.uid])).status_code == 405


# The question once more


@pytest.mark.parametrize("what", ["given", "refused", "later"])
def test_answer__again__is_recorded_as_her_own(own: Client, cast: Cast, what: str) -> None:
    former = stories.permit(cast, cast.house.employment)
    text = read(own, former)
    assert "Yes No Ask later" in text
    assert reply(own, former, what).status_code == 302  # type: ignore[attr-defined]
    newest = Consent.objects.latest("pk")
    assert (newest.state, newest.channel, newest.heard_by) == (what, "portal", cast.nasrin)
    assert "Thank you. We have your answer." in read(own, newest)
    assert listed(own).count("Saammeko kertoa tietojasi") == 1


def test_answer__no_after_yes__ends_the_letter(own: Client, cast: Cast) -> None:
    referral = stories.sent(cast)
    reply(own, Consent.objects.get(recipient=cast.house.employment), "refused")
    referral.refresh_from_db()
    assert referral.state == "cancelled"


def test_answer__sent_twice__counts_once(own: Client, cast: Cast) -> None:
    former = stories.permit(cast, cast.house.employment)
    same = str(uuid.uuid4())
    for _ in range(2):
        reply(own, former, "given", submission=same)
    assert Consent.objects.count() == 2


def test_answer__question_has_changed__is_asked_anew(own: Client, cast: Cast) -> None:
    former = stories.permit(cast, cast.house.employment)
    texts = {"fi": ("Lähete", "Uusi kysymys?")}
    default_grounds.ask(former.ground, texts, recipient=cast.house.employment)
    reply(own, former, "given")
    assert Consent.objects.count() == 1
    text = read(own, former)
    assert "The question has changed. Read it again." in text
    assert "Uusi kysymys?" in text
    assert "Uusi kysymys?" not in listed(own)


def test_answer__nobody_asks_any_more__is_said(own: Client, cast: Cast) -> None:
    former = stories.permit(cast, cast.house.employment)
    default_grounds.retire(former.ground, cast.house.employment)
    assert "We do not ask this any more." in read(own, former)
    assert "Change your answer" not in listed(own)
    reply(own, former, "given")
    assert Consent.objects.count() == 1


def test_answer__unknown_word__is_nothing(own: Client, cast: Cast) -> None:
    former = stories.permit(cast, cast.house.employment)
    assert reply(own, former, "perhaps").status_code == 404  # type: ignore[attr-defined]
    assert Consent.objects.count() == 1


def test_consents__expired__is_said_before_anybody_marks_it(own: Client, cast: Cast) -> None:
    consent = stories.permit(cast, cast.house.employment)
    consent.until = consent.until - UNTIL  # type: ignore[operator]
    consent.save(update_fields=["until"])
    text = listed(own)
    assert "The permission ended on" in text
    assert "Take the permission back" not in text


def test_consents__question_in_the_language_of_the_page(own: Client, cast: Cast) -> None:
    ground = stories.ground_of(cast)
    texts = {"fi": ("Lähete", "Suomeksi?"), "en": ("Referral", "In English?")}
    finnish, _english = default_grounds.ask(ground, texts, recipient=cast.house.employment)
    consents.answer(
        by=cast.minna,
        subject=cast.case.subject,
        question=finnish,
        state="given",
        language="fi",
        channel="in_person",
    )
    assert "In English?" in listed(own)
    own.defaults["HTTP_ACCEPT_LANGUAGE"] = "sv"
    html = own.get(reverse("me-consents")).content.decode()
    assert '<p lang="fi">Suomeksi?</p>' in html
    assert Question.objects.filter(language="sv", recipient=cast.house.employment).count() == 0
    assert Referral.objects.count() == 0
