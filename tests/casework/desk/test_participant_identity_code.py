"""The whole identity code: against a reason, once, in the log."""

import pytest
from django.test import Client
from django.urls import reverse

from consent import keyring
from consent.keyring import Audience
from consent.models import AccessEvent
from tests.casework.desk.test_participant_edit import save
from tests.casework.desk.test_participant_new import BORN, CODE
from tests.casework.register import hide, said
from tests.people import Cast, sign_in

MASKED = f"100190-***{CODE[-1]}"


def address(cast: Cast) -> str:
    return reverse("participant-identity-code", args=[cast.case.uid])


@pytest.fixture
def recorded(cast: Cast) -> Cast:
    """Nasrin's code is known."""
    save(cast, cast.minna, identity_code=CODE, birth_date=BORN)
    return cast


def test_code__asked__is_masked(recorded: Cast, client: Client) -> None:
    text = sign_in(client, recorded.jari).get(address(recorded)).content.decode()
    assert MASKED in text
    assert CODE not in text
    assert not AccessEvent.objects.filter(action="reveal").exists()


def test_code__with_a_reason__is_shown_once(recorded: Cast, client: Client) -> None:
    sign_in(client, recorded.jari)
    response = client.post(address(recorded), {"reason": "Kelan hakemus"})
    assert CODE in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    event = AccessEvent.objects.get(action="reveal")
    assert (event.actor, event.case_uid, event.object_kind) == (recorded.jari, recorded.case.uid, "participant")
    assert event.subjects.get().subject_uid == recorded.case.subject.uid
    with keyring.fresh() as ring:
        ring.open([(recorded.case.scope, Audience.PARTICIPANT)])
        assert AccessEvent.objects.get(pk=event.pk).reason == "Kelan hakemus"
    assert CODE not in client.get(address(recorded)).content.decode()


@pytest.mark.parametrize("reason", ["", "   "])
def test_code__without_a_reason__stays_masked(recorded: Cast, client: Client, reason: str) -> None:
    text = sign_in(client, recorded.minna).post(address(recorded), {"reason": reason}).content.decode()
    assert CODE not in text
    assert MASKED in text
    assert said("Write why the personal identity code is needed.") in text
    assert not AccessEvent.objects.filter(action="reveal").exists()


def test_code__overlong_reason__is_kept(recorded: Cast, client: Client) -> None:
    text = sign_in(client, recorded.minna).post(address(recorded), {"reason": "x" * 201}).content.decode()
    assert CODE not in text
    assert "x" * 201 in text


def test_code__none_recorded__says_so(cast: Cast, client: Client) -> None:
    text = sign_in(client, cast.minna).post(address(cast), {"reason": "Kelan hakemus"}).content.decode()
    assert said("No personal identity code has been recorded.") in text
    assert not AccessEvent.objects.filter(action="reveal").exists()


def test_code__hidden__is_not_printed(recorded: Cast, client: Client) -> None:
    hide(recorded.case, recorded.minna)
    text = sign_in(client, recorded.minna).get(address(recorded)).content.decode()
    assert said("Safety prohibition: this page is not printed.") in text


@pytest.mark.parametrize(
    ("name", "status"),
    [("minna", 200), ("jari", 200), ("eeva", 200), ("sari", 403)]
    + [(name, 404) for name in ("onni", "kaisa", "raija", "petri", "outi", "kirsi", "arto", "anna", "nasrin")],
)
def test_code__may(recorded: Cast, client: Client, name: str, status: int) -> None:
    response = sign_in(client, getattr(recorded, name)).post(address(recorded), {"reason": "Kelan hakemus"})
    assert response.status_code == status
    assert (CODE in response.content.decode()) is (status == 200)
