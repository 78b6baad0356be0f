"""A new participant: searched first, created once; likely duplicates are told, hidden ones are not."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Assignment, CaseFile, Participant
from consent import identity_codes, keyring
from consent.keyring import Audience
from consent.models import Membership, Role
from tests.casework.register import hide, known, logged, said
from tests.people import LONG_AGO, Cast, sign_in

PAGE = "participant_new"
BORN = datetime.date(1990, 1, 10)
CODE = identity_codes.invented(BORN, 917)


def form(**typed: str) -> dict[str, str]:
    return {
        "submission": str(uuid.uuid4()),
        "searched": "Aino",
        "first_name": "Aino",
        "phone": "050 555 0123",
        "language": "fi",
        "then": "open",
        **typed,
    }


def post(client: Client, data: dict[str, str]) -> Any:
    return client.post(reverse("participant-new"), data)


def created() -> tuple[CaseFile, Participant]:
    """The newest file, with the person as a worker reads it; within a ring."""
    case = CaseFile.objects.latest("pk")
    keyring.current().open([(case.subject.scope, Audience.WORKER)])
    return case, Participant.objects.get(subject=case.subject)


def value_of(text: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    assert found is not None
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def test_new__first__searches(cast: Cast, client: Client) -> None:
    text = sign_in(client, cast.minna).get(reverse("participant-new")).content.decode()
    assert f'action="{reverse("participant-search")}"' in text
    assert 'name="first_name"' not in text
    without = client.post(reverse("participant-new"), {"searched": " "}).content.decode()
    assert 'name="first_name"' not in without


def test_new__from_the_search__carries_what_was_typed(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    text = client.post(reverse("participant-new"), {"searched": "Aino Maria Ylinen 10.1.1990"}).content.decode()
    assert [value_of(text, name) for name in ("first_name", "last_name", "birth_date")] == [
        "Aino Maria",
        "Ylinen",
        "10.1.1990",
    ]
    text = client.post(reverse("participant-new"), {"searched": "0505550123"}).content.decode()
    assert value_of(text, "phone").replace("\xa0", " ") == "050 555 0123"
    text = client.post(reverse("participant-new"), {"searched": CODE.lower()}).content.decode()
    assert value_of(text, "identity_code") == CODE
    assert "?" not in reverse("participant-new")


def test_new__name_and_contact__suffice(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    response = post(sign_in(client, cast.sari), form())
    case, person = created()
    assert response.headers["Location"] == reverse("case-detail", args=[case.uid])
    assert (person.name, person.phone, person.language) == ("Aino", "+358505550123", "fi")
    assert Assignment.objects.get(case=case).account == cast.sari
    assert logged(PAGE) == {case.subject.uid}
    assert person.history.get().history_user_id == cast.sari.pk


def test_new__record__goes_on_to_the_session(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    response = post(sign_in(client, cast.minna), form(then="record"))
    assert response.headers["Location"] == reverse("session-new", args=[created()[0].uid])


def test_new__everything__is_kept(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    typed = {
        "last_name": "  Ylinen ",
        "mail": "Aino@Example.org",
        "identity_code": CODE.lower(),
        "gender": "female",
        "neighbourhood": "other",
        "other_neighbourhood": "Koivula",
        "municipality": "Pori",
        "street_address": "Koivukatu 2",
        "postcode": "28130",
        "interpreter": "tarvitaan",
        "safe_contact": "Arkisin\r\nklo 12",
        "language": "so",
    }
    assert post(sign_in(client, cast.minna), form(**typed)).status_code == 302
    person = created()[1]
    assert (person.last_name, person.mail, person.identity_code) == ("Ylinen", "aino@example.org", CODE)
    assert (person.birth_date, person.gender, person.neighbourhood) == (BORN, "female", "Koivula")
    assert (person.municipality, person.street_address, person.postcode) == ("Pori", "Koivukatu 2", "28130")
    assert (person.interpreter, person.safe_contact, person.language) == ("tarvitaan", "Arkisin\nklo 12", "so")


def test_new__twice__makes_one(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    data = form()
    first, second = post(client, data), post(client, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert CaseFile.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first_name": " "}, "Write the first name."),
        ({"first_name": "12"}, "Write the name in letters."),
        ({"first_name": "A" * 81}, ""),
        (
            {"phone": ""},
            "Give a phone number or an e-mail address. If there is neither, write how the person can be reached.",
        ),
        ({"phone": "soita"}, "There are letters in the phone number. Write only the digits, like this: 050 555 0177."),
        ({"phone": "050 555"}, "There is no such phone number. Check that no digit is missing or too many."),
        ({"mail": "nasrin@"}, "Write the e-mail address like this: name@example.org."),
        (
            {"identity_code": "100190-999X"},
            "There is a typing error in the personal identity code: its last character does not match the rest.",
        ),
        ({"identity_code": "310290-9999"}, "The first six digits are not a date. Check the personal identity code."),
        ({"identity_code": "<script>"}, "Write the personal identity code like this: 100190-999P."),
        ({"birth_date": "31.2.1990"}, ""),
        ({"birth_date": "10.1."}, "Write the year too, like this: 14.3.1988."),
        ({"birth_date": "10.1.2990"}, ""),
        (
            {"identity_code": CODE, "birth_date": "11.1.1990"},
            "The birth date and the personal identity code do not agree.",
        ),
        ({"postcode": "?"}, "Write the postcode like this: 28100."),
        ({"language": "tlh"}, ""),
        ({"neighbourhood": "other"}, "Write which neighbourhood."),
        ({"neighbourhood": "Sampola", "other_neighbourhood": "X"}, "Choose from the list or write here, not both."),
    ],
)
def test_new__bad_input__is_said_beside_the_field_and_kept(
    cast: Cast, client: Client, typed: dict[str, str], words: str
) -> None:
    response = post(sign_in(client, cast.minna), form(safe_contact="", **typed))
    text = response.content.decode().replace("&#x27;", "'")
    assert response.status_code == 200
    assert 'aria-invalid="true"' in text
    assert CaseFile.objects.count() == 1
    assert not words or said(words) in text
    for name, value in typed.items():
        if value.strip() and name not in {"language", "neighbourhood"}:
            assert value_of(text, name).replace("&lt;", "<").replace("&gt;", ">") == value.strip()
    assert value_of(text, "searched") == "Aino"


def test_new__hostile__is_shown_as_text(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    typed = {"first_name": "<b>Aino\u202e\0", "safe_contact": "x" * 501}
    text = post(sign_in(client, cast.minna), form(**typed)).content.decode()
    assert "<b>Aino" not in text
    assert CaseFile.objects.count() == 1
    assert post(client, form(first_name="<b>Aino\u202e")).status_code == 302
    assert created()[1].first_name == "<b>Aino"


def test_new__exists__tells_whom_to_ask(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    other = known(cast.sari, cast.house.programme, "Aino Ylinen", phone="+358505550123")
    text = post(sign_in(client, cast.minna), form()).content.decode()
    assert said("Is already here. Ask: %(who)s", who="Kaisa") in text
    assert other.number not in text
    assert CaseFile.objects.count() == 2
    assert logged(PAGE) == {other.subject.uid}
    assert value_of(text, "phone") == "050 555 0123"
    assert post(client, form(anyway="yes")).status_code == 302
    assert CaseFile.objects.count() == 3


def test_new__exists_among_own__links_the_file(cast: Cast, client: Client) -> None:
    data = form(phone="050 555 0177")
    text = post(sign_in(client, cast.minna), data).content.decode()
    assert reverse("case-detail", args=[cast.case.uid]) in text
    assert post(client, data | {"anyway": "yes"}).status_code == 302  # the same form, not yet carried out
    assert CaseFile.objects.count() == 2


def test_new__hidden__is_not_told_and_not_blocked(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    other = known(cast.sari, cast.house.programme, "Aino Ylinen", phone="+358505550123")
    hide(other, cast.sari)
    response = post(sign_in(client, cast.minna), form())
    assert response.status_code == 302
    assert CaseFile.objects.count() == 3
    assert other.subject.uid in logged(PAGE)  # the lead worker sees it


def test_new__two_programmes__asks_which(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    Membership(
        account=cast.minna,
        organisation=cast.house.other,
        programme=cast.house.other_programme,
        role=Role.WORKER,
        starts_on=LONG_AGO,
    ).save()
    sign_in(client, cast.minna)
    assert post(client, form()).status_code == 200
    assert post(client, form(programme=str(cast.house.other_programme.pk))).status_code == 302
    assert created()[0].programme == cast.house.other_programme


@pytest.mark.parametrize(
    ("name", "status"),
    [("minna", 200), ("eeva", 200), ("sari", 200), ("outi", 200)]
    + [(name, 404) for name in ("onni", "kaisa", "raija", "petri", "kirsi", "arto", "anna", "nasrin")],
)
def test_new__may(cast: Cast, client: Client, name: str, status: int) -> None:
    assert sign_in(client, getattr(cast, name)).get(reverse("participant-new")).status_code == status
    if status == 404:
        assert post(client, form()).status_code == 404
        assert CaseFile.objects.count() == 1
