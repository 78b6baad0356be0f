"""The officer's page about the integrity of the log: what was checked when, checking its newest part, and the seal."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from consent.models import AccessEvent, Checkpoint, SecurityEvent
from consent.proof import notes, sealing, verifying
from consent.proof.checking import What
from tests.casework.desk.page_facts import text_of
from tests.consent.proof import stories
from tests.people import Cast, sign_in


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.kirsi)


def shown(client: Client) -> str:
    return text_of(client.get(reverse("privacy-proof")))


def test_proof__of_a_new_house__says_that_nothing_was_sealed_or_checked(officer: Client) -> None:
    text = shown(officer)
    assert "The integrity of the log has not been checked yet" in text
    assert "Last sealed not yet" in text
    assert "Download" not in text
    assert officer.get(reverse("privacy-proof-checkpoint")).status_code == 404


def test_proof__sealed_and_checked__says_when_and_how_many(officer: Client, cast: Cast) -> None:
    stories.written(cast)
    sealed = sealing.seal()
    response = officer.post(reverse("privacy-proof"), follow=True)
    text = text_of(response)
    assert "The newest events are as they were sealed." in text
    assert "Integrity of the log checked" in text
    assert "The newest part of the log was checked." in text
    assert f"Events sealed {sealed}" in text
    assert notes.verifier_keys(notes.origin())[0] in text
    event = SecurityEvent.objects.get(kind="log_newest_verified")
    assert event.actor == cast.kirsi


def test_proof__whole_log_checked_on_the_server__says_so(officer: Client, cast: Cast) -> None:
    stories.written(cast)
    sealing.seal()
    call_command("audit", "verify")
    assert "The whole log was checked." in shown(officer)


def test_proof__fault__is_said_and_stays_until_the_whole_log_is_well(officer: Client, cast: Cast) -> None:
    (event, *_) = stories.written(cast)
    sealing.seal()
    stories.altered("UPDATE consent_accessevent SET page = 'x' WHERE id = %s", event.pk)
    text = text_of(officer.post(reverse("privacy-proof"), follow=True))
    assert "Something in the log is not as it was sealed." in text
    assert "A fault was found" in text
    assert "The newest events are as they were sealed." not in text
    stories.altered("UPDATE consent_accessevent SET page = %s WHERE id = %s", event.page, event.pk)
    assert "A fault was found" in text_of(officer.post(reverse("privacy-proof"), follow=True))
    call_command("audit", "verify")
    assert "A fault was found" not in shown(officer)


def test_proof__found_on_the_server__is_said_on_the_page(officer: Client, cast: Cast) -> None:
    (event, *_) = stories.written(cast)
    sealing.seal()
    stories.altered("UPDATE consent_accessevent SET page = 'x' WHERE id = %s", event.pk)
    with pytest.raises(CommandError):
        call_command("audit", "verify")
    assert "A fault was found" in shown(officer)


def test_checkpoint__downloaded__is_the_newest_note(officer: Client, cast: Cast) -> None:
    stories.written(cast)
    size = sealing.seal()
    response = officer.get(reverse("privacy-proof-checkpoint"))
    assert response.content.decode() == Checkpoint.objects.get().note
    assert response.headers["Content-Disposition"] == f'attachment; filename="polku-{size}.note"'
    assert AccessEvent.objects.order_by("-pk")[0].action == "export"


def test_verify_newest__sees_the_newest_and_not_the_rest(cast: Cast) -> None:
    old = stories.written(cast)[0]
    sealing.seal()
    new = stories.written(cast)[0]
    sealing.seal()
    assert verifying.verify_newest(6).events == 6
    assert verifying.verify_newest(7).events == Checkpoint.objects.order_by("-size")[0].size
    stories.altered("UPDATE consent_accessevent SET page = 'x' WHERE id = %s", old.pk)
    assert verifying.verify_newest(6).bad() is None
    assert verifying.verify_newest(7).bad() is not None
    stories.altered("UPDATE consent_accessevent SET page = 'x' WHERE id = %s", new.pk)
    bad = verifying.verify_newest(6).bad()
    assert bad is not None
    assert bad.row_id == new.pk


def test_verify_newest__older_checkpoint_changed__is_a_fault(cast: Cast) -> None:
    stories.written(cast)
    sealing.seal()
    stories.written(cast)
    sealing.seal()
    first = Checkpoint.objects.order_by("size")[0]
    stories.altered(
        "UPDATE consent_checkpoint SET frontier = %s WHERE size = %s", bytes(len(first.frontier)), first.size
    )
    assert verifying.verify_newest(6).bad() is not None


def test_verify_newest__event_taken_away__is_a_fault(cast: Cast) -> None:
    event = stories.written(cast)[2]
    sealing.seal()
    stories.altered("DELETE FROM consent_accesseventsubject WHERE event_id = %s", event.pk)
    stories.altered("DELETE FROM consent_accessevent WHERE id = %s", event.pk)
    bad = verifying.verify_newest(6).bad()
    assert bad is not None
    assert (bad.what, bad.row_id) == (What.GONE, event.pk)
