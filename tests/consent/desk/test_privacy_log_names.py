"""The controller's setting of names in the participant's list: by officer or administrator, with the reason."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent import log_names
from consent.models import Programme, SecurityEvent
from consent.records import StaleWrite
from tests.casework.desk.page_facts import text_of
from tests.people import Cast, sign_in

WHY = "Yhtymähallitus päätti 12.11.2026."


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def post(client: Client, programme: Programme, **more: Any) -> Any:
    given = {"programme": str(programme.uid), "names": "yes", "why": WHY, "version": programme.version} | more
    return client.post(reverse("privacy-log-names"), given)


@pytest.mark.parametrize("name", ["kirsi", "anna"])
def test_names__set_with_the_reason__is_kept_and_logged(client: Client, cast: Cast, name: str) -> None:
    account, programme = getattr(cast, name), cast.house.programme
    assert not programme.names_in_log
    assert post(sign_in(client, account), programme).status_code == 302
    programme.refresh_from_db()
    assert (programme.names_in_log, programme.names_in_log_why) == (True, WHY)
    assert programme.history.order_by("-history_id")[0].history_user_id == account.pk
    assert SecurityEvent.objects.filter(kind="names_in_log_decided", actor=account).exists()
    assert WHY in client.get(reverse("privacy-log-names")).content.decode()


def test_names__without_a_reason__is_refused(client: Client, cast: Cast) -> None:
    response = post(sign_in(client, cast.kirsi), cast.house.programme, why=" ")
    assert "Write why the controller has decided so." in text_of(response)
    with pytest.raises(log_names.WhyNeeded):
        log_names.decide(cast.house.programme, by=cast.kirsi, names=True, why="", version=1)
    assert not Programme.objects.get(pk=cast.house.programme.pk).names_in_log


def test_names__of_another_programme__is_not_there(client: Client, cast: Cast) -> None:
    post(sign_in(client, cast.kirsi), cast.house.other_programme)
    assert not Programme.objects.get(pk=cast.house.other_programme.pk).names_in_log


def test_names__older_version__is_not_written_over(client: Client, cast: Cast) -> None:
    programme = cast.house.programme
    post(sign_in(client, cast.kirsi), programme)
    assert post(client, programme, names="no").status_code == 409
    with pytest.raises(StaleWrite):
        log_names.decide(programme, by=cast.kirsi, names=False, why=WHY, version=programme.version)
    assert Programme.objects.get(pk=programme.pk).names_in_log
