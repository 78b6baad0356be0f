"""Changing details: over the version that was read; when two write at once, nothing typed is lost."""

import dataclasses
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import participants
from casework.models import CaseFile, Participant
from consent import keyring, lookup
from consent.actors import acting
from consent.keyring import Audience
from consent.keystore import keys
from consent.lookup import SearchKeys
from consent.models import Account
from tests.casework.desk.test_participant_new import BORN, CODE, value_of
from tests.casework.register import hide, last_event, logged, said
from tests.people import NASRIN, Cast, sign_in

PAGE = "participant_edit"
PLACES = ("Esimerkkikatu 1", "28100", "Sampola", 'value="Pori"')


def address(case: CaseFile) -> str:
    return reverse("participant-edit", args=[case.uid])


def form(text: str, **typed: str) -> dict[str, str]:
    """What the browser would send of a page's last form, changed."""
    body = text[text.rindex("<form") :]
    data = {}
    for tag in re.findall(r"<input[^>]+>", body):
        kind, name = re.search(r'type="(\w+)"', tag), re.search(r'name="([^"]+)"', tag)
        if name and not (kind and kind[1] in {"radio", "checkbox"} and "checked" not in tag):
            value = re.search(r'value="([^"]*)"', tag)
            data[name[1]] = value[1] if value else ("on" if kind and kind[1] == "checkbox" else "")
    for name_, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        data[name_] = chosen[1] if chosen else ""
    notes = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', body, re.DOTALL)
    return {**data, **dict(notes), **typed}


def details(cast: Cast) -> participants.Details:
    """Nasrin's details as they stand."""
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        return participants.details_of(Participant.objects.get(subject=cast.case.subject))


def save(cast: Cast, by: Account, **changed: Any) -> None:
    """Somebody saves in between."""
    with keyring.fresh() as ring, acting(by):
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        person = Participant.objects.get(subject=cast.case.subject)
        wanted = dataclasses.replace(participants.details_of(person), **changed)
        participants.change(person, details=wanted, version=person.version)


def opened(client: Client, cast: Cast) -> str:
    response = client.get(address(cast.case))
    assert response.status_code == 200
    return response.content.decode()


def test_edit__shows__everything_but_the_code(cast: Cast, client: Client) -> None:
    save(cast, cast.minna, identity_code=CODE, birth_date=BORN)
    text = opened(sign_in(client, cast.jari), cast)
    data = form(text)
    assert (data["first_name"], data["last_name"], data["birth_date"]) == ("Nasrin", "Rahimi", "10.1.1990")
    assert (data["language"], data["neighbourhood"], data["street_address"]) == ("prs", "Sampola", "Esimerkkikatu 1")
    assert CODE not in text
    assert f"100190-***{CODE[-1]}" in text
    assert data["identity_code"] == ""
    assert (last_event(PAGE).action, logged(PAGE)) == ("view", {cast.case.subject.uid})


def test_edit__unchanged__writes_nothing(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    before = details(cast)
    assert client.post(address(cast.case), form(opened(client, cast))).status_code == 302
    assert details(cast) == before
    assert Participant.history.count() == 1


def test_edit__saves__and_search_follows(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    data = form(opened(client, cast), last_name="Karimi", phone="050 555 0199", identity_code=CODE, birth_date="")
    response = client.post(address(cast.case), data)
    assert response.headers["Location"] == reverse("case-detail", args=[cast.case.uid])
    now = details(cast)
    assert (now.last_name, now.phone, now.identity_code, now.birth_date) == ("Karimi", "+358505550199", CODE, BORN)
    assert lookup.candidates(SearchKeys("Nasrin", "Karimi")) == [cast.case.subject.scope]
    assert lookup.candidates(SearchKeys("Nasrin", "Rahimi")) == []
    assert Participant.history.latest().history_user_id == cast.minna.pk


def test_edit__identity_code__kept_changed_removed(cast: Cast, client: Client) -> None:
    save(cast, cast.minna, identity_code=CODE, birth_date=BORN)
    sign_in(client, cast.minna)
    client.post(address(cast.case), form(opened(client, cast), municipality="Ulvila"))
    assert details(cast).identity_code == CODE
    text = client.post(address(cast.case), form(opened(client, cast), birth_date="11.1.1990")).content.decode()
    assert said("The birth date and the personal identity code do not agree.") in text
    client.post(address(cast.case), form(opened(client, cast), remove_identity_code="on"))
    assert details(cast).identity_code == ""


def test_edit__bad_input__is_said_and_kept(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    response = client.post(address(cast.case), form(opened(client, cast), first_name="", mail="x@"))
    text = response.content.decode()
    assert said("Write the first name.") in text
    assert value_of(text, "mail") == "x@"
    response = client.post(address(cast.case), form(opened(client, cast), phone="", mail="", safe_contact=""))
    assert "aria-invalid" in response.content.decode()
    assert details(cast).first_name == "Nasrin"


def test_edit__two_at_once__keeps_both(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    data = form(opened(client, cast), phone="050 555 0101", safe_contact="Vain viestit", language="fa")
    save(cast, cast.jari, phone="+358505550202", municipality="Ulvila", language="fa")
    response = client.post(address(cast.case), data)
    text = response.content.decode().replace("\xa0", " ")
    assert response.status_code == 409
    assert details(cast).phone == "+358505550202"
    assert said("Somebody else saved this while you were writing.") in text
    assert "Jari" in text
    for version in ("050 555 0177", "050 555 0202", "050 555 0101"):  # before, theirs, mine
        assert version in text
    kept = form(text)
    assert kept["phone"] == "050 555 0101"  # both changed it: mine stands in the field, to be decided
    assert kept["municipality"] == "Ulvila"  # only jari changed it
    assert kept["safe_contact"] == "Vain viestit"  # only I changed it
    assert text.count('name="phone"') == text.count('name="municipality"') == 1
    assert client.post(address(cast.case), kept).status_code == 302
    now = details(cast)
    assert (now.phone, now.municipality, now.safe_contact) == ("+358505550101", "Ulvila", "Vain viestit")
    assert now.street_address == NASRIN.street_address


def test_edit__two_at_once__identity_code_is_masked(cast: Cast, client: Client) -> None:
    save(cast, cast.minna, birth_date=None)
    sign_in(client, cast.minna)
    data = form(opened(client, cast), identity_code=CODE)
    other = "100190-918" + "0123456789ABCDEFHJKLMNPRSTUVWXY"[100190918 % 31]
    save(cast, cast.jari, identity_code=other)
    text = client.post(address(cast.case), data).content.decode()
    assert other not in text
    assert f"100190-***{other[-1]}" in text
    assert form(text)["identity_code"] == CODE  # what was typed is not lost


def test_edit__hidden__shows_and_keeps_no_place(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    text = opened(client, cast)
    assert all(place in text for place in PLACES)
    assert client.post(address(cast.case), form(text, safety_prohibition="on")).status_code == 302
    text = opened(client, cast)
    assert not any(place in text for place in PLACES)
    for name in ("street_address", "postcode", "municipality", "neighbourhood", "other_neighbourhood"):
        assert f'name="{name}"' not in text
    assert said("Safety prohibition: this page is not printed.") in text
    data = form(text, street_address="Uusi 3", interpreter="ei tarvita")
    assert client.post(address(cast.case), data).status_code == 302
    assert details(cast).street_address == "Esimerkkikatu 1"  # kept for the figures, shown to nobody


def test_edit__hidden_meanwhile__the_conflict_shows_no_place(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    data = form(opened(client, cast), street_address="Koivukatu 2")
    save(cast, cast.jari, municipality="Ulvila", safety_prohibition=True)
    text = client.post(address(cast.case), data).content.decode()
    for place in ("Esimerkkikatu", "Koivukatu", "Ulvila", "Sampola", "28100"):
        assert place not in text


def test_edit__erased__says_so(cast: Cast, client: Client) -> None:
    keys.destroy([cast.case.subject.scope], by=None)
    response = sign_in(client, cast.minna).get(address(cast.case))
    assert response.status_code == 409
    assert said("The person's details have been erased or are locked. They cannot be changed.") in (
        response.content.decode().replace("&#x27;", "'")
    )


def test_edit__version_of_nonsense__is_refused(cast: Cast, client: Client) -> None:
    sign_in(client, cast.minna)
    for version in ("", "x", "0", "-3"):
        assert client.post(address(cast.case), form(opened(client, cast), version=version)).status_code == 200
    assert (
        client.post(address(cast.case), form(opened(client, cast), version="99", phone="050 555 0101")).status_code
        == 409
    )
    assert Participant.history.count() == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [("minna", 200), ("jari", 200), ("eeva", 200), ("sari", 403)]
    + [(name, 404) for name in ("onni", "kaisa", "raija", "petri", "outi", "kirsi", "arto", "anna", "nasrin")],
)
def test_edit__may(cast: Cast, client: Client, name: str, status: int) -> None:
    sign_in(client, getattr(cast, name))
    assert client.get(address(cast.case)).status_code == status
    if status != 200:
        assert client.post(address(cast.case), {"first_name": "Muu", "version": "1"}).status_code == status
        assert last_event(PAGE).action == "denied"


def test_edit__hidden__does_not_exist_for_a_colleague(cast: Cast, client: Client) -> None:
    hide(cast.case, cast.minna)
    assert sign_in(client, cast.sari).get(address(cast.case)).status_code == 404
