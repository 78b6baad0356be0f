"""Something told by phone, at a meeting or by secure mail: recorded with its ground, or refused in words."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import break_glass, told
from consent import consents, keyring
from consent.actors import acting
from consent.disclosures import NoGround
from consent.fields import readable
from consent.keyring import Audience
from consent.models import AccessEvent, Consent, Disclosure
from tests.casework.desk.page_facts import counted, event_of, text_of
from tests.casework.referral_stories import case_open, ground_of, permit, sent
from tests.conftest import Browser
from tests.people import Cast, sign_in

WORDS = "Kerroin, että hygieniapassi on suoritettu."


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def tell(cast: Cast, **more: Any) -> Disclosure:
    given = {"recipient": cast.house.employment, "items": ["situation", "plan"], "channel": "phone"} | more
    with case_open(cast.minna, cast.case) as opened:
        return told.tell(by=cast.minna, opened=opened, **given)


def hide(cast: Cast) -> None:
    person = cast.case.subject.participant
    with keyring.also([(person.scope, Audience.WORKER)]):
        person.safety_prohibition = True
        person.save(update_fields=["safety_prohibition"])


def here(cast: Cast, name: str = "case-told") -> str:
    return reverse(name, args=[cast.case.uid])


def post(client: Client, cast: Cast, **more: Any) -> Any:
    given = {"recipient": str(cast.house.employment.uid), "items": ["situation"], "channel": "phone"} | more
    return sign_in(client, cast.minna).post(here(cast, "case-told-record"), given)


@pytest.mark.parametrize("channel", ["phone", "meeting", "mail"])
def test_tell__with_permission__is_recorded_sealed(cast: Cast, channel: str) -> None:
    consent = permit(cast, cast.house.employment)
    row = tell(cast, channel=channel, words=f"  {WORDS}\n")
    said = (row.channel, row.items, row.consent, row.by, row.case_uid, row.purpose)
    assert said == (channel, ["plan", "situation"], consent, cast.minna, cast.case.uid, "referral")
    assert not readable(Disclosure.objects.get().told)
    for audience, reads in ((Audience.WORKER, True), (Audience.PARTICIPANT, True), (Audience.OFFICER, False)):
        with keyring.fresh() as ring:
            ring.open([(cast.case.scope, audience)])
            shown = Disclosure.objects.get().told
            assert readable(shown) is reads
            assert shown == WORDS or not reads


def test_tell__without_permission__is_refused(cast: Cast) -> None:
    ground_of(cast)
    with pytest.raises(NoGround):
        tell(cast)
    consents.withdraw(permit(cast, cast.house.employment), by=cast.nasrin, channel="portal")
    with pytest.raises(NoGround):
        tell(cast)
    permit(cast, cast.house.employment)
    with pytest.raises(NoGround):
        tell(cast, recipient=cast.house.school)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"items": []}, told.NothingTold),
        ({"items": ["situation", "health"]}, told.NotCovered),
        ({"items": ["log"]}, told.NotCovered),
        ({"channel": "letter"}, told.UnknownChannel),
    ],
)
def test_tell__more_than_the_ground_covers__is_refused(cast: Cast, more: dict[str, Any], error: type) -> None:
    permit(cast, cast.house.employment)
    with pytest.raises(error):
        tell(cast, **more)


def test_tell__contact_under_a_safety_prohibition__is_refused(cast: Cast) -> None:
    permit(cast, cast.house.employment)
    assert tell(cast, items=["contact"]).items == ["contact"]
    hide(cast)
    with pytest.raises(told.ContactProhibited):
        tell(cast, items=["contact"])
    with case_open(cast.minna, cast.case) as opened:
        assert "contact" not in told.offered(told.addressees(opened, by=cast.minna), hidden=True)


def test_addressees__own_last_told__stands_first(cast: Cast) -> None:
    for recipient in (cast.house.employment, cast.house.school):
        permit(cast, recipient)

    def order() -> list[str]:
        with case_open(cast.minna, cast.case) as opened:
            return [each.organisation.name for each in told.addressees(opened, by=cast.minna)]

    assert order() == ["Aikuislukio", "Työllisyyspalvelut, Pori"]
    tell(cast)
    assert order() == ["Työllisyyspalvelut, Pori", "Aikuislukio"]


def test_page__two_taps__record_and_show(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.employment)
    html = sign_in(client, cast.minna).get(here(cast)).content.decode()
    assert html.count('type="radio" name="recipient"') == 1
    assert re.search(r'name="channel" value="phone"[^>]* checked', html)
    assert "checked" not in html.partition('name="items"')[2].partition("</fieldset>")[0]
    assert "No ground in force for telling these: Aikuislukio." in text_of(client.get(here(cast)))
    assert post(client, cast, words=WORDS).headers["Location"] == here(cast)
    event, subjects = event_of("case_told_record")
    assert (event.action, event.actor, subjects) == ("disclose", cast.minna, {cast.case.subject.uid})
    words = text_of(client.get(here(cast)))
    for expected in ("Työllisyyspalvelut, Pori", "Situation", WORDS, "By phone", "Minna", "Waiver of secrecy"):
        assert expected in words


def test_page__ground_gone_since__is_said_in_words(client: Client, cast: Cast) -> None:
    consents.withdraw(permit(cast, cast.house.employment), by=cast.nasrin, channel="portal")
    words = text_of(post(client, cast))
    assert "There is no permission or other ground in force for telling" in words
    assert not Disclosure.objects.exists()


def test_page__posted_twice__is_recorded_once(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.employment)
    for _ in range(2):
        assert post(client, cast, submission="6f1c1e0e-0000-4000-8000-000000000001").status_code == 302
    assert Disclosure.objects.count() == 1


def test_timeline__told_by_word__stands_among_the_events(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.employment)
    tell(cast)
    words = text_of(sign_in(client, cast.minna).get(reverse("case-detail", args=[cast.case.uid]), {"kind": "told"}))
    assert "Recipient: Työllisyyspalvelut, Pori · Situation, Goals and steps" in words


def test_timeline__who_only_learns_or_looks_in_an_emergency__is_not_told(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.employment)
    tell(cast)
    with keyring.fresh(), acting(cast.sari):
        break_glass.open_in_emergency(by=cast.sari, case=cast.case, reason="Hätä oli suuri.")
    for account in (cast.onni, cast.sari):
        words = text_of(sign_in(client, account).get(reverse("case-detail", args=[cast.case.uid])))
        assert "Nasrin" in words
        assert "Information given" not in words


def test_portal__new_channels__are_told_to_the_participant(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.employment)
    tell(cast, items=["contact"], words=WORDS, channel="meeting")
    words = text_of(sign_in(client, cast.nasrin).get(reverse("me-access")))
    for expected in ("Työllisyyspalvelut, Pori", "Contact details", WORDS):
        assert expected in words


# The officer's log


def listed(client: Client, cast: Cast, **asked: str) -> list[str]:
    sign_in(client, cast.kirsi)
    page = reverse("privacy-disclosures")
    html = (client.post(page, asked) if asked else client.get(page)).content.decode()
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).replace("\xa0", " ").split()) for row in body.split("</tr>")[:-1]]


def test_officer__letters_and_words__what_to_whom_on_what_ground(client: Client, cast: Cast) -> None:
    letter = sent(cast)
    tell(cast, words=WORDS)
    by_word, by_letter = listed(client, cast)
    consent = Consent.objects.get(recipient=cast.house.employment)
    for expected in ("Minna", "Työllisyyspalvelut, Pori", "By phone", "Situation", cast.case.number, "Waiver", "until"):
        assert expected in by_word
    for expected in ("In Polku", "What we asked", letter.letter_hash[:12], cast.case.number):
        assert expected in by_letter
    assert consent.until is not None
    page = client.get(reverse("privacy-disclosures")).content.decode()
    for secret in ("Nasrin", "Rahimi", WORDS, str(cast.case.uid), str(cast.case.subject.uid)):
        assert secret not in page
    assert event_of("privacy_disclosures")[1] == set()


def test_officer__narrowed_and_scoped(client: Client, cast: Cast) -> None:
    from tests.people import staff

    permit(cast, cast.house.employment)
    permit(cast, cast.house.school)
    tell(cast)
    tell(cast, recipient=cast.house.school)
    assert len(listed(client, cast, number=cast.case.number)) == 2
    (row,) = listed(client, cast, recipient=str(cast.house.school.uid))
    assert "Aikuislukio" in row
    assert listed(client, cast, until="1.1.2026") == []
    kerttu = staff("kerttu", "officer", cast.house.other, cast.house.other_programme)  # type: ignore[arg-type]
    other = sign_in(Browser(), kerttu).get(reverse("privacy-disclosures"))
    assert "<tbody>" not in other.content.decode()


def test_officer__paged__at_the_same_cost(client: Client, cast: Cast) -> None:
    permit(cast, cast.house.employment)

    def cost() -> tuple[int, int]:
        sign_in(client, cast.kirsi).get(reverse("privacy-disclosures"))
        with counted() as statements:
            response = client.post(reverse("privacy-disclosures"), {"number": cast.case.number})
        assert len(response.content) < 60_000
        return len(statements), len(response.context["rows"])

    tell(cast)
    few, _ = cost()
    with case_open(cast.minna, cast.case) as opened:
        for _ in range(60):
            told.tell(by=cast.minna, opened=opened, recipient=cast.house.employment, items=["plan"], channel="phone")
    assert cost() == (few, 50)
    response = client.post(reverse("privacy-disclosures"), {"number": cast.case.number})
    second = client.post(
        reverse("privacy-disclosures"), {"number": cast.case.number, "before": response.context["older"]}
    )
    assert len(second.context["rows"]) == 11
    assert AccessEvent.objects.filter(page="privacy_disclosures").exists()
