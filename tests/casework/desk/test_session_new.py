"""Recording a meeting: three fields, a draft that keeps itself, one act that confirms."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import AgreedAction, GuidanceSession, HealthEntry
from consent import keyring
from consent.fields import readable
from consent.models import AccessEvent, Account, Draft
from consent.periods import today
from tests.casework import stories
from tests.casework.desk.page_facts import browser, counted, event_of, said, text_of
from tests.casework.opened import opened
from tests.people import Cast, allow_health, sign_in

NOBODY = "0d4d8b4e-4f2f-4f8e-9d3a-555555555555"
TEXT = "Kävimme läpi lähetteen ja harjoittelimme puhelua."


def address(cast: Cast) -> str:
    return reverse("session-new", args=[cast.case.uid])


def draft_address(cast: Cast) -> str:
    return reverse("session-draft", args=[cast.case.uid])


def hidden(response: Any) -> dict[str, str]:
    """What the page carries of itself."""
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', response.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def opened_page(client: Client, cast: Cast, query: str = "") -> dict[str, str]:
    """Open the page; what it carries, with today's meeting filled in."""
    response = client.get(address(cast) + query)
    assert response.status_code == 200
    return {"held_on": "tänään", "kind": "meeting", "agreed-0-owner": "participant", **hidden(response)}


def draft_text(cast: Cast, account: Account) -> str:
    with opened(cast, account):
        return str(Draft.objects.get(author=account).content["narrative"])


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((name, 200) for name in ("minna", "jari", "eeva", "onni")),
        *((name, 404) for name in ("raija", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin")),
        ("sari", 403),
    ],
)
def test_session_new__who_may(client: Client, cast: Cast, name: str, status: int) -> None:
    sign_in(client, getattr(cast, name))
    assert client.get(address(cast)).status_code == status
    assert client.post(draft_address(cast), {"narrative": TEXT, "kind": "meeting"}).status_code == status
    assert Draft.objects.exists() is (status == 200)


def test_session_new__three_fields__confirm_and_lock(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    response = client.post(address(cast), {**opened_page(client, cast), "narrative": TEXT})
    assert response.headers["Location"] == reverse("case-detail", args=[cast.case.uid])
    session = GuidanceSession.objects.get()
    assert (session.state, session.kind, session.held_on, session.author) == (
        "confirmed",
        "meeting",
        today(),
        cast.minna,
    )
    event, subjects = event_of("session_new")
    assert (event.action, event.basis, subjects) == ("write", "lead", {cast.case.subject.uid})
    assert said("The entry is confirmed.") in text_of(client.get(response.headers["Location"]))


def test_session_new__post_twice__is_one_session(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    data = {**opened_page(client, cast), "narrative": TEXT}
    first, second = client.post(address(cast), data), client.post(address(cast), data)
    assert first.headers["Location"] == second.headers["Location"]
    assert GuidanceSession.objects.count() == 1


def test_session_new__everything__is_kept(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    data = opened_page(client, cast) | {
        "narrative": TEXT,
        "kind": "phone",
        "themes": ["work", "language"],
        "started_at": "9",
        "length_minutes": "45",
        "place": "Sampola",
        "present": ["interpreter"],
        "for_participant": "Harjoittelimme puhelua.",
        "read_together": "on",
        "agreed-count": "3",
        "agreed-0-text": "Tuo hygieniapassi",
        "agreed-0-due_on": "huomenna",
        "agreed-1-owner": str(cast.jari.uid),
        "agreed-1-text": "Varaa tulkki",
        "agreed-2-owner": "participant",
    }
    client.post(address(cast), data)
    with opened(cast):
        session = GuidanceSession.objects.get()
        assert (session.kind, session.started_at, session.length_minutes) == ("phone", datetime.time(9), 45)
        assert (session.themes, session.present, session.place) == (["work", "language"], ["interpreter"], "Sampola")
        assert session.read_together
        rows = [(row.text, row.owner, row.worker, row.due_on) for row in AgreedAction.objects.order_by("pk")]
    tomorrow = today() + datetime.timedelta(days=1)
    assert rows == [("Tuo hygieniapassi", "participant", None, tomorrow), ("Varaa tulkki", "worker", cast.jari, None)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held_on": "31.2."}, "held_on"),
        ({"held_on": "huomenna"}, "held_on"),
        ({"kind": "health"}, "kind"),
        ({"narrative": ""}, "narrative"),
        ({"started_at": "25.00"}, "started_at"),
        ({"length_minutes": "paljon"}, "length_minutes"),
        ({"agreed-0-due_on": "joskus", "agreed-0-text": "Tuo hygieniapassi"}, "agreed-0-due_on"),
        ({"agreed-0-due_on": "huomenna"}, "agreed-0-text"),
        ({"agreed-0-owner": NOBODY, "agreed-0-text": "Soita"}, "agreed-0-owner"),
    ],
)
def test_session_new__wrong__is_said_beside_the_field_and_kept(
    client: Client, cast: Cast, wrong: dict[str, str], field: str
) -> None:
    sign_in(client, cast.minna)
    data = opened_page(client, cast) | {"narrative": TEXT, "for_participant": "Sait passin."} | wrong
    response = client.post(address(cast), data)
    assert response.status_code == 200
    html = response.content.decode()
    assert f'id="id_{field}_error"' in html
    assert re.search(rf'<a href="#id_{field}(_0)?">', html), "in the summary above the form too"
    assert "Sait passin." in html
    assert data["held_on"] in html
    assert (TEXT in html) is bool(data["narrative"])
    assert not GuidanceSession.objects.exists()
    again = {**data, **hidden(response), "held_on": "tänään", "kind": "meeting", "narrative": TEXT}
    again |= {
        "started_at": "",
        "length_minutes": "",
        "agreed-0-owner": "participant",
        "agreed-0-text": "",
        "agreed-0-due_on": "",
    }
    assert client.post(address(cast), again).status_code == 302
    assert GuidanceSession.objects.count() == 1


def test_session_new__without_script__a_row_more_keeps_everything(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    data = opened_page(client, cast) | {"narrative": TEXT, "agreed-0-text": "Tuo hygieniapassi", "held_on": "ei päivä"}
    response = client.post(address(cast), {**data, "more": "1"})
    html = response.content.decode()
    assert hidden(response)["agreed-count"] == "2"
    assert 'name="agreed-1-text"' in html
    assert all(text in html for text in (TEXT, "Tuo hygieniapassi", "ei päivä"))
    assert "_error" not in html
    assert '<details class="sheet roomy" open>' in html
    assert not GuidanceSession.objects.exists()


def test_draft__kept__on_another_device_after_sign_out(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    data = opened_page(client, cast) | {"narrative": TEXT, "agreed-0-text": "Tuo passi", "themes": ["work"]}
    response = client.post(draft_address(cast), data)
    assert response.headers["Content-Type"].startswith("text/plain")
    assert re.search(r"\d{1,2}[.:]\d\d", response.content.decode())
    client.logout()
    html = browser(cast.minna).get(address(cast)).content.decode()
    assert TEXT in html
    assert "Tuo passi" in html
    assert TEXT not in browser(cast.jari).get(address(cast)).content.decode()


def test_draft__is_sealed__under_the_case(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.post(draft_address(cast), opened_page(client, cast) | {"narrative": TEXT})
    assert Draft.objects.get().scope == cast.case.scope
    with keyring.fresh():
        assert not readable(Draft.objects.get().content)


def test_draft__health__is_sealed_in_the_compartment(client: Client, cast: Cast) -> None:
    sign_in(client, cast.eeva)
    allow_health(cast)
    data = opened_page(client, cast) | {"narrative": stories.CLOSED, "kind": "health"}
    client.post(draft_address(cast), data)
    assert Draft.objects.get().scope == cast.case.health_scope
    page = client.get(address(cast))
    assert stories.CLOSED in page.content.decode()
    client.post(address(cast), data | hidden(page))
    assert HealthEntry.objects.get().author == cast.eeva
    assert not GuidanceSession.objects.exists()


@pytest.mark.parametrize("button", ["draft", "later", "more", "confirm"])
def test_draft__health_without_a_ground__is_not_kept_and_the_text_stays(
    client: Client, cast: Cast, button: str
) -> None:
    sign_in(client, cast.eeva)
    client.cookies["django_language"] = "en"
    data = opened_page(client, cast) | {"narrative": stories.CLOSED, "kind": "health"}
    if button == "draft":
        response = client.post(draft_address(cast), data)
    else:
        response = client.post(address(cast), data | ({} if button == "confirm" else {button: "1"}))
        assert stories.CLOSED in response.content.decode()
    assert response.status_code == 200
    assert "has not allowed notes about their health" in response.content.decode()
    assert not Draft.objects.exists()
    assert not HealthEntry.objects.exists()


def test_draft__goes__in_the_act_that_confirms(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    data = opened_page(client, cast) | {"narrative": TEXT}
    client.post(draft_address(cast), data)
    client.post(address(cast), data)
    assert not Draft.objects.exists()
    client.post(draft_address(cast), data)
    assert not Draft.objects.exists(), "a late save of a confirmed page must not come back as a ghost"


def test_draft__later__is_kept_and_day_shows_it(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    response = client.post(address(cast), opened_page(client, cast) | {"narrative": TEXT, "later": "1"})
    assert response.headers["Location"] == reverse("home")
    assert draft_text(cast, cast.minna) == TEXT
    assert address(cast) in client.get(reverse("home")).content.decode()


def test_draft__nothing_written__is_no_draft(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.post(draft_address(cast), opened_page(client, cast) | {"narrative": ""})
    assert not Draft.objects.exists()


def test_draft__deleted_by_button__is_gone(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.post(draft_address(cast), opened_page(client, cast) | {"narrative": TEXT})
    client.post(address(cast), opened_page(client, cast) | {"discard": "1"})
    assert not Draft.objects.exists()


def test_draft__older_page__never_overwrites_a_newer_text(client: Client, cast: Cast) -> None:
    desk, phone = browser(cast.minna), browser(cast.minna)
    old, new = opened_page(desk, cast), opened_page(phone, cast)
    for text in ("puhelimella", "puhelimella lisää"):
        assert phone.post(draft_address(cast), new | {"narrative": text}).status_code == 200
    answer = desk.post(draft_address(cast), old | {"narrative": "pöydällä"}).content.decode()
    assert draft_text(cast, cast.minna) == "puhelimella lisää"
    assert answer != phone.post(draft_address(cast), new | {"narrative": "puhelimella lisää"}).content.decode()
    refused = desk.post(address(cast), old | {"narrative": "pöydällä"})
    html = refused.content.decode()
    assert not GuidanceSession.objects.exists()
    assert "pöydällä" in html
    assert "puhelimella lisää" in html
    desk.post(address(cast), old | {"narrative": "pöydällä ja puhelimella"} | hidden(refused))
    with opened(cast):
        assert GuidanceSession.objects.get().narrative == "pöydällä ja puhelimella"
    assert not Draft.objects.exists()


def test_draft__confirmed_elsewhere__asks_before_a_second_session(client: Client, cast: Cast) -> None:
    desk, phone = browser(cast.minna), browser(cast.minna)
    phone.post(draft_address(cast), opened_page(phone, cast) | {"narrative": TEXT})
    on_desk, on_phone = opened_page(desk, cast), opened_page(phone, cast)
    phone.post(address(cast), on_phone | {"narrative": TEXT})
    desk.post(draft_address(cast), on_desk | {"narrative": TEXT})
    assert not Draft.objects.exists()
    refused = desk.post(address(cast), on_desk | {"narrative": TEXT})
    assert refused.status_code == 200
    assert TEXT in refused.content.decode()
    assert GuidanceSession.objects.count() == 1


def test_draft__logs__no_subject_for_every_few_seconds(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.post(draft_address(cast), opened_page(client, cast) | {"narrative": TEXT})
    event, subjects = event_of("session_draft")
    assert (event.case_uid, subjects) == (cast.case.uid, set())
    assert AccessEvent.objects.filter(page="session_new", subjects__subject_uid=cast.case.subject.uid).exists()


def test_student__entry__waits_and_offers_no_health(client: Client, cast: Cast) -> None:
    sign_in(client, cast.onni)
    html = client.get(address(cast)).content.decode()
    assert 'value="health"' not in html
    assert reverse("health-message-new", args=[cast.case.uid]) not in html
    client.post(address(cast), opened_page(client, cast) | {"narrative": TEXT})
    assert GuidanceSession.objects.get().state == "waiting"


def test_health_kind__offered__only_with_the_right(client: Client, cast: Cast) -> None:
    assert 'value="health"' not in browser(cast.minna).get(address(cast)).content.decode()
    assert 'value="health"' in browser(cast.eeva).get(address(cast)).content.decode()


def test_appointment__fills_in__and_is_held(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    row = stories.booked_today(cast, datetime.time(9), kind="phone", length_minutes=20, interpreter="confirmed")
    query = f"?appointment={row.uid}"
    html = client.get(address(cast) + query).content.decode()
    assert 'value="Sampolan lähiötupa"' in html
    assert re.search(r'value="phone"[^>]*checked', html)
    assert re.search(r'value="interpreter"[^>]*checked', html)
    response = client.post(address(cast), opened_page(client, cast, query) | {"narrative": TEXT, "kind": "phone"})
    assert response.headers["Location"] == reverse("home")
    row.refresh_from_db(fields=["state", "session"])
    assert (row.state, row.session) == ("held", GuidanceSession.objects.get())


@pytest.mark.parametrize("query", ["?appointment=x", f"?appointment={NOBODY}", "?appointment=" + "9" * 500])
def test_appointment__unknown__is_left_out(client: Client, cast: Cast, query: str) -> None:
    sign_in(client, cast.minna)
    assert 'name="appointment"' not in client.get(address(cast) + query).content.decode()


def test_aside__says__what_was_agreed_last_time(client: Client, cast: Cast) -> None:
    stories.signed(
        cast, held_on=today() - datetime.timedelta(days=7), actions=[("participant", "Vanha asia", None, None)]
    )
    stories.signed(cast, actions=[("worker", "Lähetä lähete", None, cast.minna)])
    words = text_of(sign_in(client, cast.minna).get(address(cast)))
    assert "Minna : Lähetä lähete" in words.replace("Minna:", "Minna :")
    assert "Vanha asia" not in words


def test_session_new__hostile_text__is_only_text(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    evil = "</textarea><script>alert(1)</script> {{ 1 }} \x00 \u202e"
    response = client.post(address(cast), opened_page(client, cast) | {"narrative": evil, "held_on": "x"})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    client.post(draft_address(cast), opened_page(client, cast) | {"narrative": evil})
    assert "<script>alert" not in client.get(address(cast)).content.decode()


def test_session_new__too_long__is_said_and_kept(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    response = client.post(address(cast), opened_page(client, cast) | {"narrative": "a" * 20_001})
    assert 'id="id_narrative_error"' in response.content.decode()
    assert "a" * 20_001 in response.content.decode()


def test_session_new__counts__of_rows_that_lie_are_held_in_check(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    for count in ("9" * 50, "-1", "x", ""):
        data = opened_page(client, cast) | {"agreed-count": count, "narrative": TEXT, "held_on": "x"}
        assert client.post(address(cast), data).status_code == 200


def test_session_new__statements__do_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    client.get(address(cast))
    sizes = []
    for count in (2, 38):
        for number in range(count):
            stories.signed(cast, actions=[("participant", f"Asia {number}", None, None)] * 3)
        with counted() as statements:
            client.get(address(cast))
        sizes.append(len(statements))
    assert sizes[0] == sizes[1]
    assert sizes[1] <= 15
