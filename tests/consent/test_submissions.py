"""A form is carried out once, however often and however fast it is sent; one that was refused may be sent again."""

import uuid

import pytest
from django.db import IntegrityError
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse

from casework.models import CaseFile
from consent.errors import NotNow
from consent.models import Account, Organisation, Submission
from consent.submissions import once
from tests.conftest import Browser
from tests.consent.test_records import at_once
from tests.people import Cast, sign_in


def request_of(account: Account, key: object) -> object:
    request = RequestFactory().post("/", {"submission": str(key)})
    request.user = account
    return request


def make(name: str = "Uusi") -> str:
    Organisation(name=name, kind="public").save()
    return f"/made/{name}/"


def made() -> int:
    return Organisation.objects.filter(name__startswith="Uusi").count()


def go(response: HttpResponseBase) -> str:
    return str(response["Location"])


def test_form__sent_twice__is_carried_out_once_and_leads_to_the_same_place(cast: Cast) -> None:
    request = request_of(cast.minna, uuid.uuid4())
    first = go(once(request, make))  # type: ignore[arg-type]
    assert go(once(request, lambda: make("Uusi toinen"))) == first == "/made/Uusi/"  # type: ignore[arg-type]
    assert made() == 1


def test_form__of_another_account__is_another_form(cast: Cast) -> None:
    key = uuid.uuid4()
    once(request_of(cast.minna, key), make)  # type: ignore[arg-type]
    once(request_of(cast.jari, key), make)  # type: ignore[arg-type]
    assert made() == 2


@pytest.mark.parametrize("key", ["", "not-a-uuid", "\0", "x" * 5000])
def test_form__with_a_broken_id__is_carried_out(cast: Cast, key: str) -> None:
    assert go(once(request_of(cast.minna, key), make)) == "/made/Uusi/"  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", [NotNow("Täynnä."), ValueError("x")])
def test_form__refused__may_be_sent_again_under_its_id(cast: Cast, fault: Exception) -> None:
    """A view that shows the refusal beside the form does not roll its transaction back: the id must not be spent."""
    request = request_of(cast.minna, uuid.uuid4())

    def refuses() -> str:
        make()
        raise fault

    with pytest.raises(type(fault)):
        once(request, refuses)  # type: ignore[arg-type]
    assert not Submission.objects.exists()
    assert made() == 0
    assert go(once(request, make)) == "/made/Uusi/"  # type: ignore[arg-type]


def test_form__failing_on_the_database_inside__is_not_taken_for_a_repeated_one(cast: Cast) -> None:
    """An IntegrityError of the act itself is the act's."""

    def doubles() -> str:
        Organisation(name="Uusi", kind="public", uid=cast.house.own.uid).save()
        return "/"

    with pytest.raises(IntegrityError):
        once(request_of(cast.minna, uuid.uuid4()), doubles)  # type: ignore[arg-type]
    assert not Submission.objects.exists()


def test_form__sent_by_many_at_once__is_carried_out_once(transactional_db: None, cast: Cast) -> None:
    """Four browsers, one form, one participant: over HTTP, as it happens when somebody is impatient."""
    clients: list[Client] = [sign_in(Browser(), cast.minna) for _ in range(4)]
    key, places = str(uuid.uuid4()), list[str]()
    sent = {"submission": key, "searched": "Aamu", "first_name": "Aamu", "phone": "050 555 0142", "language": "fi"}
    before = CaseFile.objects.count()

    def act(number: int) -> None:
        response = clients[number].post(reverse("participant-new"), sent)
        places.append(response.headers.get("Location", str(response.status_code)))

    assert at_once(act, 4) == []
    assert CaseFile.objects.count() == before + 1, places
    newest = CaseFile.objects.order_by("-pk").first()
    assert newest is not None
    assert places == [reverse("case-detail", args=[newest.uid])] * 4
