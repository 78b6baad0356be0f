"""The administrator's organisations and notices: whole texts, versions, and contacts that wait."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent import consents, notices
from consent.models import LegalGround, Notice, Organisation, Proposal, Question
from consent.periods import today
from tests.casework.desk.page_facts import counted, text_of
from tests.people import Cast, sign_in, with_grounds

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


def form(**more: Any) -> dict[str, Any]:
    typed = {
        "name": "Satakunnan kela",
        "name_to": "Kelalle",
        "kind": "public",
        "profile": "benefits",
        "phone": "050 555 0170",
        "mail": "kela@example.org",
        "language": "fi",
        "active": "on",
        "title_fi": "Tiedot Kelalle",
        "text_fi": "Saammeko kertoa tämän Kelalle? Voit sanoa ei.",
        "title_sv": "",
        "text_sv": "",
        "title_en": "",
        "text_en": "",
        "submission": str(uuid.uuid4()),
    }
    return typed | more


def made(client: Client, cast: Cast, **more: Any) -> Organisation:
    sign_in(client, cast.anna).post(reverse("organisation-new"), form(**more))
    return Organisation.objects.get(name="Satakunnan kela")


def edit(client: Client, organisation: Organisation, **more: Any) -> Any:
    here = reverse("organisation-edit", args=[organisation.uid])
    return client.post(here, form(**{"version": str(organisation.version)} | more))


def asked(organisation: Organisation) -> list[tuple[int, str, str]]:
    rows = Question.objects.filter(recipient=organisation, withdrawn_on__isnull=True).order_by("language", "pk")
    return list(rows.values_list("number", "language", "text"))


# Organisations


def test_organisation_list__shows__recipients_and_own_controller(client: Client, cast: Cast) -> None:
    words = text_of(sign_in(client, cast.anna).get(reverse("organisation-list")))
    for expected in ("Polku-hanke", "Työllisyyspalvelut, Pori", "Employment services", "palvelut@example.org"):
        assert expected in words
    assert "Toinen hanke" not in words, "another programme's controller"


def test_organisation__other_controller__is_not_found(client: Client, cast: Cast) -> None:
    here = reverse("organisation-edit", args=[cast.house.other.uid])
    sign_in(client, cast.anna)
    assert client.get(here).status_code == 404
    assert client.post(here, form()).status_code == 404


@pytest.mark.parametrize("name", ["minna", "kaisa", "kirsi", "petri", "nasrin"])
def test_organisation__others__change_nothing(client: Client, cast: Cast, name: str) -> None:
    sign_in(client, getattr(cast, name))
    assert client.post(reverse("organisation-new"), form()).status_code == 404
    assert client.post(reverse("organisation-edit", args=[cast.house.school.uid]), form()).status_code == 404
    assert not Organisation.objects.filter(name="Satakunnan kela").exists()


def test_organisation_new__recipient__is_asked_about_from_now(client: Client, cast: Cast, grounds: Any) -> None:
    organisation = made(client, cast, title_sv="Uppgifter till FPA", text_sv="Får vi berätta?")
    assert (organisation.phone, organisation.mail, organisation.profile) == (
        "+358505550170", "kela@example.org", "benefits",
    )  # fmt: skip
    texts = {"fi": "Saammeko kertoa tämän Kelalle? Voit sanoa ei.", "sv": "Får vi berätta?", "prs": "Saammeko kertoa"}
    for language, text in texts.items():
        questions = consents.questions_for(cast.house.programme, language)
        assert any(q.recipient == organisation and q.text.startswith(text) for q in questions)


def test_organisation_new__sent_twice__is_made_once(client: Client, cast: Cast, grounds: Any) -> None:
    sent = form()
    sign_in(client, cast.anna)
    for _ in range(2):
        assert client.post(reverse("organisation-new"), sent).url == reverse("organisation-list")
    assert Organisation.objects.filter(name="Satakunnan kela").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Write the name."),
        ({"kind": ""}, "Choose the sector."),
        ({"profile": "friends"}, "valid choice"),
        ({"phone": "05O 555"}, "error"),
        ({"mail": "kela"}, "Write the e-mail address like this"),
        ({"text_fi": ""}, "Write the question as it is read to the participant."),
        ({"title_fi": "  "}, "Write a heading for the question."),
        ({"title_sv": "Uppgifter"}, "Write the question as it is read to the participant."),
        ({"profile": "", "title_fi": "", "text_fi": "", "title_sv": "A", "text_sv": "B"}, "in Finnish too"),
    ],
)
def test_organisation_new__bad_input__says_what_and_keeps_the_rest(
    client: Client, cast: Cast, grounds: Any, wrong: dict[str, str], words: str
) -> None:
    response = sign_in(client, cast.anna).post(reverse("organisation-new"), form(name_to="kept form") | wrong)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert 'value="kept form"' in response.content.decode()
    assert not Organisation.objects.filter(profile="benefits").exists()


def test_organisation_edit__same_question__stays_the_same_version(client: Client, cast: Cast, grounds: Any) -> None:
    organisation = made(client, cast)
    before = asked(organisation)
    edit(client, organisation, name="Satakunnan Kela")
    organisation.refresh_from_db()
    assert organisation.name == "Satakunnan Kela"
    assert asked(organisation) == before == [(1, "fi", "Saammeko kertoa tämän Kelalle? Voit sanoa ei.")]
    assert not Proposal.objects.exists()


def test_organisation_edit__changed_question__is_a_new_version(client: Client, cast: Cast, grounds: Any) -> None:
    organisation = made(client, cast)
    edit(client, organisation, text_fi="Saammeko kertoa enemmän?")
    assert asked(organisation) == [(2, "fi", "Saammeko kertoa enemmän?")]


def test_organisation_edit__no_longer_a_recipient__is_asked_no_more(client: Client, cast: Cast, grounds: Any) -> None:
    organisation = made(client, cast)
    edit(client, organisation, profile="", title_fi="", text_fi="")
    assert asked(organisation) == []


def test_organisation_edit__new_contact__waits(client: Client, cast: Cast, grounds: Any) -> None:
    organisation = made(client, cast)
    response = edit(client, organisation, mail="uusi@example.org")
    organisation.refresh_from_db()
    assert organisation.mail == "kela@example.org"
    assert Proposal.objects.get().mail == "uusi@example.org"
    page = client.get(response.url)
    assert "wait until a second person has confirmed them" in text_of(page)
    assert "contact details wait" in text_of(page)
    assert "uusi@example.org" in text_of(sign_in(client, cast.kaisa).get(reverse("proposal-list")))


def test_organisation_edit__somebody_else_saved_first__shows_both(client: Client, cast: Cast, grounds: Any) -> None:
    organisation = made(client, cast)
    edit(client, organisation, name="Kela, Pori")
    response = edit(client, organisation, name="Kansaneläkelaitos", name_to="Kelan toimistoon")
    assert response.status_code == 409
    html = response.content.decode()
    for expected in ("Kela, Pori", "Kansaneläkelaitos", "Kelan toimistoon", "Anna"):
        assert expected in html
    organisation.refresh_from_db()
    assert organisation.name == "Kela, Pori"
    assert f'name="version" value="{organisation.version}"' in html, "sending again saves over what holds now"
    edit(client, organisation, name="Kansaneläkelaitos")
    organisation.refresh_from_db()
    assert organisation.name == "Kansaneläkelaitos"


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999"])
def test_organisation_edit__no_version__is_not_saved(client: Client, cast: Cast, grounds: Any, version: str) -> None:
    organisation = made(client, cast)
    assert edit(client, organisation, name="Toinen nimi", version=version).status_code in {200, 409}
    organisation.refresh_from_db()
    assert organisation.name == "Satakunnan kela"


def test_organisation_list__queries__same_at_2_and_40_rows(client: Client, cast: Cast) -> None:
    def load() -> int:
        sign_in(client, cast.anna).get(reverse("organisation-list"))
        with counted() as statements:
            assert len(client.get(reverse("organisation-list")).content) < 40_000
        return len(statements)

    few = load()
    for number in range(37):
        Organisation(name=f"Yhdistys {number}", kind="third_sector", profile="association").save()
    assert load() == few <= 12


# Notices


def publish(client: Client, cast: Cast, **more: Any) -> Any:
    sent = {
        "programme": str(cast.house.programme.uid),
        "valid_from": today().strftime("%d.%m.%Y"),
        "text_fi": "Uusi seloste.",
        "text_sv": "",
        "text_en": "",
        "submission": str(uuid.uuid4()),
    }
    return sign_in(client, cast.anna).post(reverse("notice-new"), sent | more)


def test_notice_new__next_version__is_in_force_from_its_day(client: Client, cast: Cast, grounds: Any) -> None:
    assert publish(client, cast).url == reverse("notice-list")
    assert {notice.number for notice in notices.in_force(cast.house.programme)} == {2}
    publish(client, cast, valid_from=(today() + 3 * DAY).strftime("%d.%m.%Y"))
    assert {notice.number for notice in notices.in_force(cast.house.programme)} == {2}
    html = client.get(reverse("notice-list")).content.decode()
    states = [html.split(f"Version {number}")[1].split("</li>")[0] for number in (3, 2, 1)]
    for state, words in zip(states, ["not yet in force", "in force", "no longer in force"], strict=True):
        assert words in state


def test_notice_new__begins_with__the_text_in_force(client: Client, cast: Cast, grounds: Any) -> None:
    html = sign_in(client, cast.anna).get(reverse("notice-new")).content.decode()
    assert "Miksi käsittelemme tietojasi" in html
    assert "Varför vi behandlar dina uppgifter" in html


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text_fi": " "}, "Write the text in Finnish"),
        ({"valid_from": (today() - DAY).strftime("%d.%m.%Y")}, "already past"),
        ({"valid_from": ""}, "Write the day."),
        ({"programme": str(uuid.uuid4())}, "valid choice"),
    ],
)
def test_notice_new__bad_input__says_what_and_keeps_the_rest(
    client: Client, cast: Cast, grounds: Any, wrong: dict[str, str], words: str
) -> None:
    response = publish(client, cast, **{"text_sv": "Behålls."} | wrong)
    assert response.status_code == 200
    assert words in text_of(response)
    assert "Behålls." in response.content.decode()
    assert Notice.objects.count() == 3
