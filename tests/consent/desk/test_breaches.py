"""The pages of the register of breaches: everybody of the house reports, the officer alone reads."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent import breaches, keyring
from consent.keyring import Audience
from consent.models import Breach
from consent.periods import HELSINKI, now
from tests.casework.desk.page_facts import text_of
from tests.people import Cast, sign_in

WORDS = "Kirje meni väärälle henkilölle."
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"


def sent(**more: str) -> dict[str, str]:
    given = {"day": "tänään", "clock": "0.00", "words": WORDS, "submission": str(uuid.uuid4())}
    return given | more


@pytest.fixture
def breach(cast: Cast) -> Breach:
    return breaches.report(by=cast.minna, programme=cast.house.programme, noticed_at=now() - HOUR, words=WORDS)


def step(client: Client, breach: Breach, name: str, **typed: Any) -> Any:
    version = Breach.objects.values_list("version", flat=True).get(pk=breach.pk)
    return client.post(reverse("privacy-breach-step", args=[breach.uid, name]), {"version": version} | typed)


def read(breach: Breach) -> Breach:
    keyring.current().open([(breach.scope, Audience.OFFICER)])
    return Breach.objects.get(pk=breach.pk)


def test_report__worker__writes_it_once_and_does_not_read_it(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    assert reverse("breach-report") in client.get(reverse("more")).content.decode()
    form = sent(programme=str(cast.house.programme.uid))
    for _ in range(2):
        assert client.post(reverse("breach-report"), form).url == reverse("more")
    breach = Breach.objects.get()
    assert breach.reported_by == cast.minna
    assert read(breach).words == WORDS
    assert client.get(reverse("privacy-breach", args=[breach.uid])).status_code == 404


def test_report__participant_and_partner__have_no_such_page(client: Client, cast: Cast) -> None:
    for account in (cast.nasrin, cast.petri):
        sign_in(client, account)
        assert reverse("breach-report") not in client.get(reverse("more")).content.decode()
        assert client.get(reverse("breach-report")).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "huomenna"}, "has not come yet"),
        ({"day": "1.1.2026"}, "This cannot have happened then."),
        ({"day": "31.2."}, "Check these"),
        ({"words": " "}, "Write what happened."),
        ({"programme": str(uuid.uuid4())}, "valid choice"),
    ],
    ids=["tomorrow", "before the programme", "no such day", "no words", "another programme"],
)
def test_report__bad_input__keeps_what_was_typed(client: Client, cast: Cast, wrong: dict[str, str], words: str) -> None:
    typed = sent(programme=str(cast.house.programme.uid)) | wrong
    response = sign_in(client, cast.minna).post(reverse("breach-report"), typed)
    assert response.status_code == 400
    assert words in text_of(response)
    assert not Breach.objects.exists()
    if "words" not in wrong:
        assert WORDS in response.content.decode()


def test_first_page__open_breach__says_how_many_hours_are_left(client: Client, cast: Cast, breach: Breach) -> None:
    words = text_of(sign_in(client, cast.kirsi).get(reverse("privacy")))
    assert "70 hours left" in words or "71 hours left" in words
    assert "1 waiting" in words


def test_register__list__shows_no_words(client: Client, cast: Cast, breach: Breach) -> None:
    html = sign_in(client, cast.kirsi).get(reverse("privacy-breaches")).content.decode()
    assert "hours left" in html
    assert WORDS not in html


def test_register__whole_way__step_by_step(client: Client, cast: Cast, breach: Breach) -> None:
    sign_in(client, cast.kirsi)
    here = reverse("privacy-breach", args=[breach.uid])
    assert WORDS in client.get(here).content.decode()
    assessed = {"natures": ["confidentiality"], "people": "1", "risk": "high", "consequences": "Osoite tuli tietoon."}
    assert step(client, breach, "assess", **assessed).url == here
    words = text_of(client.get(here))
    assert "A high risk" in words
    assert "Osoite tuli tietoon." in words
    assert "Close the breach" not in words
    moment = {"day": "tänään", "clock": now().astimezone(HELSINKI).strftime("%H.%M")}
    assert step(client, breach, "close").status_code == 400, "not before it is decided"
    assert step(client, breach, "notify", **moment).url == here
    assert step(client, breach, "close").status_code == 400, "the risk is high and nobody has been told"
    assert step(client, breach, "people", how_told="Soitettiin.", **moment).url == here
    assert step(client, breach, "close").url == here
    assert read(breach).state == "closed"


def test_step__stale_version__is_refused(client: Client, cast: Cast, breach: Breach) -> None:
    sign_in(client, cast.kirsi)
    assessed = {"natures": ["integrity"], "risk": "none", "version": "7"}
    address = reverse("privacy-breach-step", args=[breach.uid, "assess"])
    assert client.post(address, assessed).status_code == 409
    assert read(breach).state == "noticed"


def test_step__unknown__is_not_there(client: Client, cast: Cast, breach: Breach) -> None:
    sign_in(client, cast.kirsi)
    assert client.get(reverse("privacy-breach-step", args=[breach.uid, "forget"])).status_code == 404
    assert client.get(reverse("privacy-breach", args=[uuid.uuid4()])).status_code == 404


def test_register__another_programme__is_not_there(client: Client, cast: Cast) -> None:
    other = breaches.report(
        by=cast.outi, programme=cast.house.other_programme, noticed_at=now() - HOUR, words="Toisen talon asia."
    )
    sign_in(client, cast.kirsi)
    assert client.get(reverse("privacy-breach", args=[other.uid])).status_code == 404
    assert "No breach has been reported." in text_of(client.get(reverse("privacy-breaches")))
