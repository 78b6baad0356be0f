"""History of changes: when, who, which field; values by right, no place of hidden people, no health to students."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from casework import access, assignments, case_changes
from casework.models import Assignment, CaseFile
from consent import keyring
from consent.actors import acting
from consent.keystore import keys
from tests.casework.desk.test_participant_edit import save
from tests.casework.desk.test_participant_new import BORN, CODE
from tests.casework.register import last_event, logged, said, statements
from tests.people import Cast, actor, sign_in

PAGE = "case_history"


def history(client: Client, cast: Cast, **asked: object) -> str:
    response = client.get(reverse("case-history", args=[cast.case.uid]), asked)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ").replace("\u2060", "")


def contacted(case: CaseFile, times: int) -> None:
    """Sessions move the day of the last contact."""
    for n in range(times):
        case.last_contact_on = datetime.date(2026, 1, 7) + datetime.timedelta(days=n)
        case.save(update_fields=["last_contact_on"])


def test_history__change__says_who_and_what(cast: Cast, client: Client) -> None:
    save(cast, cast.jari, phone="+358505550202", interpreter="")
    text = history(sign_in(client, cast.minna), cast)
    row = text[text.index("<tbody>") :].split("</tr>")[0]
    for words in ("Jari", "050 555 0177", "050 555 0202", "Nainen, jos mahdollista"):
        assert words in row
    for words in (said("Phone"), said("Interpreter")):
        assert words in row
    assert "Rahimi" not in row  # what did not change is not repeated
    assert (last_event(PAGE).action, logged(PAGE)) == ("view", {cast.case.subject.uid})


def test_history__assignment__says_role_and_reason(cast: Cast, client: Client) -> None:
    with acting(cast.kaisa):
        row = Assignment.objects.get(account=cast.jari)
        assignments.end(row, by=cast.kaisa, why=Assignment.Why.PERSON)
    text = history(sign_in(client, cast.minna), cast)
    first = text[text.index("<tbody>") :].split("</tr>")[0]
    for words in ("Kaisa", "Jari", said("Co-worker"), said("The participant wished so")):
        assert words in first


def test_history__first__shows_how_it_began(cast: Cast, client: Client) -> None:
    text = history(sign_in(client, cast.minna), cast)
    for words in ("Nasrin", "Rahimi", "Dari", "Esimerkkikatu 1", said("Open")):
        assert words in text
    assert "prs" not in text


def test_history__identity_code__is_masked(cast: Cast, client: Client) -> None:
    save(cast, cast.minna, identity_code=CODE, birth_date=BORN)
    text = history(sign_in(client, cast.minna), cast)
    assert CODE not in text
    assert f"100190-***{CODE[-1]}" in text


def test_history__hidden__tells_no_place(cast: Cast, client: Client) -> None:
    save(cast, cast.minna, street_address="Koivukatu 2")
    save(cast, cast.minna, safety_prohibition=True)
    text = history(sign_in(client, cast.minna), cast)
    for place in ("Esimerkkikatu", "Koivukatu", "Sampola", "28100", ">Pori<"):
        assert place not in text
    assert said("changed; not shown because of the safety prohibition") in text
    assert said("Safety prohibition: this page is not printed.") in text


def test_history__student__is_not_told_of_health(cast: Cast, client: Client) -> None:
    assert "Eeva" in history(sign_in(client, cast.minna), cast)
    assert "Eeva" not in history(sign_in(client, cast.onni), cast)


def test_history__closed_ring__tells_fields_without_values(cast: Cast) -> None:
    """Even without a key it can be told that a field changed, and which."""
    save(cast, cast.jari, phone="+358505550202")
    found = access.case_to_read(actor(cast.minna), cast.case.uid).it
    with keyring.fresh(), override("fi"):
        changes, _more = case_changes.page_of(found, 1, size=50)
    newest = changes[0]
    with override("fi"):
        assert [str(one.label) for one in newest.differences] == [said("Phone")]
    assert {newest.differences[0].before, newest.differences[0].after} == {said("Locked")}


def test_history__erased__still_renders(cast: Cast, client: Client) -> None:
    save(cast, cast.jari, phone="+358505550202")
    keys.destroy([cast.case.subject.scope], by=None)
    text = history(sign_in(client, cast.minna), cast)
    assert said("Erased") in text
    assert "050 555" not in text


def test_history__pages__of_fifty_newest_first(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    with acting(cast.minna):
        contacted(cast.case, 60)
    sign_in(client, cast.minna)
    first, second = history(client, cast), history(client, cast, page=2)
    rows = first.count("<tr>") - 1
    assert (rows, second.count("<tr>") - 1) == (50, 16)  # person, file, four assignments, sixty contacts
    assert "?page=2" in first
    assert "?page=3" not in second
    assert len(first.encode()) <= 40_000
    assert first.index("7.3.2026</ins>") < first.index("6.3.2026</ins>")
    assert "Nasrin" in second[second.index("<tbody>") :]


def test_history__statements__do_not_grow(cast: Cast, ring: keyring.Keyring, client: Client) -> None:
    sign_in(client, cast.minna)
    history(client, cast)
    with statements() as few:
        history(client, cast)
    with acting(cast.minna):
        contacted(cast.case, 40)
    with statements() as many:
        history(client, cast)
    assert few.count == many.count <= 20


@pytest.mark.parametrize(
    ("name", "status"),
    [("minna", 200), ("jari", 200), ("eeva", 200), ("onni", 200), ("sari", 403)]
    + [(name, 404) for name in ("kaisa", "raija", "petri", "outi", "kirsi", "arto", "anna", "nasrin")],
)
def test_history__may(cast: Cast, client: Client, name: str, status: int) -> None:
    page = reverse("case-history", args=[cast.case.uid])
    assert sign_in(client, getattr(cast, name)).get(page).status_code == status
