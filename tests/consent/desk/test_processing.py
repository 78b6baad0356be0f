"""Grounds of processing in words, for the officer of the programme."""

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import LegalGround
from tests.casework.desk.page_facts import text_of
from tests.people import Cast, sign_in, with_grounds


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


@pytest.fixture
def grounds(cast: Cast) -> dict[str, LegalGround]:
    return with_grounds(cast.house.programme)


def test_processing__grounds__say_what_the_controller_still_confirms(
    client: Client, cast: Cast, grounds: dict[str, LegalGround]
) -> None:
    grounds["guidance"].confirmed = True
    grounds["guidance"].save(update_fields=["confirmed"])
    html = sign_in(client, cast.kirsi).get(reverse("privacy-processing")).content.decode()
    sheets = {part.split("</h2>")[0]: part.split("</article>")[0] for part in html.split("<h2>")[1:]}
    assert len(sheets) == len(grounds)
    assert "confirmed by the controller" in sheets["Guidance and case file"]
    referral = sheets["Telling in a referral"]
    for expected in ("the controller confirms", "Waiver of secrecy", "621/1999", "withdraw", "Polku-hanke"):
        assert expected in referral


def test_processing__grounds_of_others__are_not_shown(client: Client, cast: Cast) -> None:
    with_grounds(cast.house.other_programme)
    assert "Toinen hanke" not in text_of(sign_in(client, cast.kirsi).get(reverse("privacy-processing")))
