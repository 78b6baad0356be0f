"""The participant's own details, messages and the notice."""

from django.test import Client
from django.urls import reverse

from consent import notices
from tests.casework.desk.page_facts import event_of, text_of
from tests.casework.register import hide
from tests.pathways.portal.conftest import FOR_NASRIN, FROM_EEVA
from tests.people import Cast, with_grounds


def test_data__own_details_and_who_helps(own: Client, life: Cast) -> None:
    life.minna.phone = "+358505550142"
    life.minna.save(update_fields=["phone"])
    response = own.get(reverse("me-data"))
    text = text_of(response)
    for words in (
        "Nasrin Rahimi",
        "050 555 0177",
        "nasrin@example.org",
        "Dari",
        "Nainen, jos mahdollista",
        "Arkisin klo 12–15, ei ääniviestejä",
        "Is something wrong? Call: Minna.",
        "Jari",
        "Eeva",
    ):
        assert words in text, words
    assert 'href="tel:+358505550142"' in response.content.decode()
    for words in ("Esimerkkikatu", "28100", "1988", "Health"):
        assert words not in text, words
    event, subjects = event_of("me_data")
    assert (event.purpose, subjects) == ("own_data", {life.case.subject.uid})


def test_data__links__lead_to_everything_else(own: Client, life: Cast) -> None:
    html = own.get(reverse("me-data")).content.decode()
    for name in ("me-consents", "me-access", "me-messages", "me-letters", "me-notice"):
        assert f'href="{reverse(name)}"' in html


def test_data__safety_prohibition__is_not_printed(own: Client, life: Cast) -> None:
    line = '<p class="no-print-person">'
    assert line not in own.get(reverse("me-data")).content.decode()
    hide(life.case, life.minna)
    assert line in own.get(reverse("me-data")).content.decode()


def test_messages__from_every_worker__without_saying_of_what(own: Client, life: Cast) -> None:
    text = text_of(own.get(reverse("me-messages")))
    assert f"{FOR_NASRIN} Minna, Tuesday 17 Nov" in text
    assert f"{FROM_EEVA} Eeva, Tuesday 17 Nov" in text
    assert "ealth" not in text


def test_messages__none__is_said(own: Client, cast: Cast) -> None:
    assert "There are no messages yet." in text_of(own.get(reverse("me-messages")))


def test_notice__in_force__is_read_again(own: Client, cast: Cast) -> None:
    assert own.get(reverse("me-notice")).status_code == 404
    with_grounds(cast.house.programme)
    assert "You got this notice on" not in text_of(own.get(reverse("me-notice")))
    notice = notices.notice_for(cast.house.programme, "en")
    assert notice is not None
    notices.give_notice(by=cast.minna, subject=cast.case.subject, notice=notice, channel="in_person")
    text = text_of(own.get(reverse("me-notice")))
    assert "You got this notice on" in text
    assert "The workers who help you see your data." in text
