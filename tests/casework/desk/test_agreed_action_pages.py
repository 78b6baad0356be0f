"""Agreed actions on pages: done, no longer needed, open again, and added without a session."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import agreed_actions
from casework.models import AgreedAction
from consent.periods import today
from tests.casework import stories
from tests.casework.desk.page_facts import browser, counted, event_of, said, text_of
from tests.casework.opened import opened
from tests.people import Cast, sign_in


def act(action: AgreedAction, verb: str) -> str:
    return reverse(f"agreed-action-{verb}", args=[action.uid])


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((n, 302) for n in ("minna", "jari", "eeva")),
        *((n, 404) for n in ("onni", "raija", "kaisa", "petri", "outi", "kirsi", "arto", "anna", "nasrin")),
        ("sari", 403),
    ],
)
def test_finish__who_may(client: Client, cast: Cast, name: str, status: int) -> None:
    action = stories.agreed(cast, "Tuo hygieniapassi")
    assert sign_in(client, getattr(cast, name)).post(act(action, "finish")).status_code == status
    assert AgreedAction.objects.get().state == ("done" if status == 302 else "open")
    assert client.get(act(action, "finish")).status_code == 405


def test_finish__from_the_day__offers_the_way_back_once(client: Client, cast: Cast) -> None:
    action = stories.agreed(cast, "Varaa tulkki", owner="worker", due_on=today())
    sign_in(client, cast.minna)
    assert "Varaa tulkki" in client.get(reverse("home")).content.decode()
    response = client.post(act(action, "finish"), {"version": action.version, "back": "day"})
    assert response.headers["Location"] == reverse("home")
    event, subjects = event_of("agreed_action_finish")
    assert (event.action, event.object_uid, subjects) == ("write", action.uid, {cast.case.subject.uid})
    html = client.get(reverse("home")).content.decode()
    assert act(action, "reopen") in html
    assert "Varaa tulkki" not in html
    assert act(action, "reopen") not in client.get(reverse("home")).content.decode()
    client.post(act(action, "reopen"), {"back": "day"})
    assert AgreedAction.objects.get().state == "open"


def test_finish__from_the_case__goes_back_there(client: Client, cast: Cast) -> None:
    action = stories.agreed(cast, "Tuo hygieniapassi")
    case = reverse("case-detail", args=[cast.case.uid])
    response = sign_in(client, cast.minna).post(act(action, "finish"), {"version": action.version}, follow=True)
    assert response.redirect_chain == [(case, 302)]
    assert act(action, "reopen") in response.content.decode()


def test_finish__changed_meanwhile__says_so(client: Client, cast: Cast) -> None:
    action = stories.agreed(cast, "Tuo hygieniapassi")
    agreed_actions.finish(action, by=cast.jari)
    agreed_actions.reopen(action, by=cast.jari)
    sign_in(client, cast.minna)
    response = client.post(act(action, "finish"), {"version": "1"}, follow=True)
    assert said("Somebody else changed this meanwhile. It is shown as it stands now.") in text_of(response)
    assert AgreedAction.objects.get().state == "open"
    client.post(act(action, "finish"), {"version": "9" * 400})
    assert AgreedAction.objects.get().state == "done"
    again = client.post(act(action, "finish"), follow=True)
    assert said("This has already been marked as done or no longer needed.") in text_of(again)


def test_drop__and_open_again__from_the_list(client: Client, cast: Cast) -> None:
    action = stories.agreed(cast, "Tuo hygieniapassi")
    sign_in(client, cast.minna)
    page = reverse("case-actions", args=[cast.case.uid])
    response = client.post(act(action, "drop"), {"version": action.version, "back": "list"})
    assert response.headers["Location"] == page
    assert AgreedAction.objects.get().state == "dropped"
    html = client.get(page).content.decode()
    assert "Tuo hygieniapassi" in html
    assert html.count(act(action, "reopen")) == 2, "in the toast and in the row"


def test_case_actions__student__reads_and_changes_nothing(client: Client, cast: Cast) -> None:
    action = stories.agreed(cast, "Tuo hygieniapassi")
    html = sign_in(client, cast.onni).get(reverse("case-actions", args=[cast.case.uid])).content.decode()
    assert "Tuo hygieniapassi" in html
    assert act(action, "finish") not in html
    new = reverse("agreed-action-new", args=[cast.case.uid])
    assert new not in html
    assert client.post(new, {"agreed-text": "x", "agreed-owner": "participant"}).status_code == 404


def test_agreed_action_new__adds__once(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    new = reverse("agreed-action-new", args=[cast.case.uid])
    data: dict[str, Any] = {
        "agreed-owner": str(cast.jari.uid),
        "agreed-text": "Soita Kelaan",
        "agreed-due_on": "huomenna",
        "submission": "0d4d8b4e-4f2f-4f8e-9d3a-333333333333",
    }
    for _ in range(2):
        client.post(new, data)
    with opened(cast):
        action = AgreedAction.objects.get()
        assert (action.text, action.owner, action.worker) == ("Soita Kelaan", "worker", cast.jari)
    assert client.get(new).headers["Location"] == reverse("case-actions", args=[cast.case.uid])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agreed-text": ""}, "text"),
        ({"agreed-text": "a" * 201}, "text"),
        ({"agreed-due_on": "eilen vai tänään"}, "due_on"),
        ({"agreed-owner": "x"}, "owner"),
    ],
)
def test_agreed_action_new__wrong__is_said_and_kept(
    client: Client, cast: Cast, wrong: dict[str, str], field: str
) -> None:
    data = {"agreed-owner": "participant", "agreed-text": "Soita Kelaan", "agreed-due_on": "huomenna"} | wrong
    response = sign_in(client, cast.minna).post(reverse("agreed-action-new", args=[cast.case.uid]), data)
    html = response.content.decode()
    assert f'id="id_agreed-{field}_error"' in html
    assert data["agreed-text"] in html
    assert data["agreed-due_on"] in html
    assert not AgreedAction.objects.exists()


def test_case_actions__statements__do_not_grow(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    page = reverse("case-actions", args=[cast.case.uid])
    client.get(page)
    sizes = []
    for count in (2, 38):
        for number in range(count):
            done = stories.agreed(cast, f"Tehty {number}")
            agreed_actions.finish(done, by=cast.jari)
            stories.agreed(cast, f"Avoin {number}", due_on=today())
        with counted() as statements:
            response = client.get(page)
        sizes.append(len(statements))
    assert sizes[0] == sizes[1]
    assert sizes[1] <= 12
    size = len(response.content)
    assert size <= 40_000
    assert "Avoin 0" in browser(cast.jari).get(page).content.decode()
