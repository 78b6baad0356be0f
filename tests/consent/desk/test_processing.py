"""Grounds of processing in words, for the officer of the programme."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consent import default_grounds
from consent import grounds as verbs
from consent.models import LegalGround, Notice, Purpose, SecurityEvent
from consent.periods import today
from consent.wording import date_full
from tests.casework import referral_stories
from tests.casework.desk.page_facts import text_of
from tests.moments import noon
from tests.people import Cast, sign_in, with_grounds

DAY = datetime.timedelta(days=1)


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


# Changing by a new version


def typed(ground: LegalGround, **more: Any) -> dict[str, Any]:
    """The form of a new version as a browser sends it."""
    facts = {name: getattr(ground, name) for name in verbs.FACTS}
    facts = {name: value for name, value in facts.items() if value is not False}
    sent = {"valid_from": date_full(today() + DAY), "version": ground.version, "submission": str(uuid.uuid4())}
    return facts | sent | more


def revise(client: Client, ground: LegalGround, **more: Any) -> Any:
    return client.post(reverse("privacy-ground-revise", args=[ground.uid]), typed(ground, **more))


def test_revise__officer__makes_a_version_that_waits_for_the_controller(
    client: Client, cast: Cast, grounds: dict[str, LegalGround]
) -> None:
    sign_in(client, cast.kirsi)
    form = typed(grounds["guidance"], retention="3 vuotta", recipients=["social", "health"])
    address = reverse("privacy-ground-revise", args=[grounds["guidance"].uid])
    urls = {client.post(address, form).url for _ in range(2)}
    new = LegalGround.objects.get(replaces=grounds["guidance"])
    assert urls == {reverse("privacy-ground", args=[new.uid])}
    assert (new.retention, new.recipients, new.confirmed) == ("3 vuotta", ["social", "health"], False)
    assert SecurityEvent.objects.filter(kind="ground_revised", actor=cast.kirsi).count() == 1
    page = text_of(client.get(urls.pop()))
    assert "not yet in force" in page
    assert "Social services" in page
    old = text_of(client.get(reverse("privacy-ground", args=[grounds["guidance"].uid])))
    assert "Newer version" in old
    assert "Change by a new version" not in old


def test_revise__answers__are_counted_before_they_end(client: Client, cast: Cast) -> None:
    referral_stories.permit(cast, cast.house.employment)
    ground = referral_stories.ground_of(cast)
    page = text_of(sign_in(client, cast.kirsi).get(reverse("privacy-ground-revise", args=[ground.uid])))
    assert "1 answer in force rests on this version and ends with it." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({}, "Nothing is different"),
        ({"valid_from": "1.1.2026", "retention": "x"}, "is already past"),
        ({"valid_from": "31.2.", "retention": "x"}, "Check these"),
        ({"data_categories": ["shoe_size"], "retention": "x"}, "not one of the available choices"),
        ({"recipients": ["everybody"], "retention": "x"}, "not one of the available choices"),
        ({"art6": "", "retention": "x"}, "Write the article."),
        ({"kind": "custom"}, "not one of the available choices"),
    ],
    ids=[
        "nothing new",
        "in the past",
        "no such day",
        "no such data",
        "no such recipient",
        "no article",
        "no such kind",
    ],
)
def test_revise__bad_input__is_said_above_the_form(
    client: Client, cast: Cast, grounds: dict[str, LegalGround], wrong: dict[str, Any], words: str
) -> None:
    sign_in(client, cast.kirsi)
    response = revise(client, grounds["guidance"], **wrong)
    assert response.status_code == 400
    assert words in text_of(response)
    assert not LegalGround.objects.filter(replaces=grounds["guidance"]).exists()


def test_revise__stale_form__is_refused(client: Client, cast: Cast, grounds: dict[str, LegalGround]) -> None:
    sign_in(client, cast.kirsi)
    form = typed(grounds["guidance"], retention="x")
    verbs.confirm(grounds["guidance"], by=cast.kirsi)
    assert client.post(reverse("privacy-ground-revise", args=[grounds["guidance"].uid]), form).status_code == 409
    assert LegalGround.objects.get(pk=grounds["guidance"].pk).valid_until is None


def test_confirm__officer__stands_on_the_page(client: Client, cast: Cast, grounds: dict[str, LegalGround]) -> None:
    sign_in(client, cast.kirsi)
    here = reverse("privacy-ground", args=[grounds["esf"].uid])
    assert client.post(reverse("privacy-ground-confirm", args=[grounds["esf"].uid])).url == here
    page = text_of(client.get(here))
    assert "confirmed by the controller" in page
    assert "Kirsi" in page


def test_end__last_day__is_warned_about_and_then_missed(
    client: Client, cast: Cast, grounds: dict[str, LegalGround]
) -> None:
    sign_in(client, cast.kirsi)
    last = today() + 9 * DAY
    address = reverse("privacy-ground-end", args=[grounds["pictures"].uid])
    assert client.post(address, {"last_day": date_full(today() - DAY)}).status_code == 400
    client.post(address, {"last_day": date_full(last)})
    assert f"The ground ends on {date_full(last)}" not in text_of(client.get(address))
    page = text_of(client.get(reverse("privacy-processing")))
    assert "and none follows." in page
    with time_machine.travel(noon(today() + 10 * DAY)):
        sign_in(client, cast.kirsi)
        assert "No ground is in force today." in text_of(client.get(reverse("privacy-processing")))


def test_new__purpose_of_its_own__has_its_names_and_code(
    client: Client, cast: Cast, grounds: dict[str, LegalGround]
) -> None:
    sign_in(client, cast.kirsi)
    form = typed(grounds["esf"], name_fi="Palautteen keruu", name_sv="Respons", name_en="Feedback of people")
    address = reverse("privacy-ground-new")
    assert "Choose the programme." in text_of(client.post(address, form))
    form["programme"] = str(cast.house.programme.uid)
    assert "Write the name in every language." in text_of(client.post(address, {**form, "name_sv": ""}))
    assert client.post(address, form).status_code == 302
    purpose = Purpose.objects.get(code="feedback-of-people")
    assert purpose.grounds.get().programme == cast.house.programme
    again = typed(grounds["esf"], programme=form["programme"], purpose=str(purpose.uid))
    assert "Another version of the same ground" in text_of(client.post(address, again))
    taken = {**form, "submission": str(uuid.uuid4())}
    assert "There is a purpose of this name already." in text_of(client.post(address, taken))


def test_ground__of_another_programme__is_not_there(client: Client, cast: Cast) -> None:
    other = default_grounds.install(cast.house.other_programme, valid_from=today())["guidance"]
    sign_in(client, cast.kirsi)
    for name in ("privacy-ground", "privacy-ground-revise", "privacy-ground-end"):
        assert client.get(reverse(name, args=[other.uid])).status_code == 404
    assert client.post(reverse("privacy-ground-confirm", args=[other.uid])).status_code == 404


# The notice


def publish(client: Client, cast: Cast, **more: str) -> Any:
    form = {
        "programme": str(cast.house.programme.uid),
        "valid_from": "tänään",
        "text_fi": "Uusi seloste.",
        "submission": str(uuid.uuid4()),
    }
    return sign_in(client, cast.anna).post(reverse("notice-new"), form | more)


def test_notice__what_is_not_ticked__is_asked_anew(client: Client, cast: Cast, grounds: dict[str, LegalGround]) -> None:
    assert publish(client, cast, same_pictures="on", why_pictures="Kuvista ei muuttunut mitään.").status_code == 302
    notice = Notice.objects.get(number=2)
    assert notice.unchanged == {"pictures": "Kuvista ei muuttunut mitään."}
    assert {"health", "referral"} <= set(notice.asks_anew)
    assert "pictures" not in notice.asks_anew


def test_notice__tick_without_a_reason__is_refused(client: Client, cast: Cast, grounds: dict[str, LegalGround]) -> None:
    response = publish(client, cast, same_pictures="on", why_pictures=" ")
    assert "Write why what was agreed stays as it was" in text_of(response)
    assert not Notice.objects.filter(number=2).exists()


def test_notice__before_the_last_version__is_refused(
    client: Client, cast: Cast, grounds: dict[str, LegalGround]
) -> None:
    assert publish(client, cast, valid_from=date_full(today() + 9 * DAY)).status_code == 302
    assert "A new version cannot begin before the one that it replaces." in text_of(publish(client, cast))
