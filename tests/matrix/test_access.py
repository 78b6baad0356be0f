"""The access matrix, walked: every address × the cast. What is not in the table is not served."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from consent.middleware.readonly import STAMPS
from consent.models import AccessEvent, AccessEventSubject, Account, Role
from tests.conftest import Browser
from tests.matrix import headers
from tests.matrix.addresses import Address, addresses
from tests.matrix.table import CAST, NOWHERE, OF_ALLAUTH, PUBLIC, ROWS, Row, read
from tests.matrix.world import World, rolled_back
from tests.people import sign_in

REFUSED = {403, 404, 405}
OWN = {"home", "kept-form"}  # for every role, since they show one's own
ADDRESSES = {address.name: address for address in addresses()}
SAID_OF_NASRIN = ("Nasrin", "Rahimi", "140388", "555 0177", "555550177", "nasrin@", "hygieniapass", "Esimerkkikatu")


def unlisted(found: Iterable[Address]) -> set[str]:
    return {address.name for address in found} ^ {row.name for row in ROWS}


def unguarded(found: Iterable[Address]) -> set[str]:
    """Addresses whose view has no door and is not one of the listed others."""
    return {
        address.name
        for address in found
        if not address.rule
        and not (address.is_public and address.name in PUBLIC)
        and not (address.is_allauths and address.name in OF_ALLAUTH)
        and address.name not in NOWHERE
    }


def test_table__covers__every_address() -> None:
    assert unlisted(addresses()) == set()


def test_addresses__each__has_a_name_of_its_own() -> None:
    counted = Counter(address.name for address in addresses())
    assert [name for name, times in counted.items() if times > 1 or "/" in name] == []


def test_views__each__has_a_door_or_stands_in_a_list() -> None:
    assert unguarded(addresses()) == set()


@override_settings(ROOT_URLCONF="tests.matrix.stray_urls")
def test_walk__stray_address__is_seen() -> None:
    assert unlisted(addresses()) == {"stray"}
    assert unguarded(addresses()) == {"stray"}


def test_table__row_that_is_not_whole__is_refused() -> None:
    with pytest.raises(AssertionError):
        read("head\nhome G - 0 200 200")


def test_doors__roles_and_purposes__say_what_they_guard() -> None:
    """A door for every role is for pages about nobody; a page about people names why it is opened."""
    rules = [(address.name, address.rule) for address in addresses() if address.rule]
    for name, rule in rules:
        logs = rule.purpose != "none"
        assert rule.may <= set(Role), name
        assert not logs or rule.about.__name__ != "nobody", name
        assert rule.may < set(Role) or not logs or name in OWN, name
        assert logs is (ROW[name].log != "-"), name


ROW = {row.name: row for row in ROWS}


def visit(client: Client, world: World, row: Row, method: str) -> HttpResponse:
    url = reverse(row.name, kwargs=world.address_parts(row.of))
    response: Any = client.get(url) if method == "G" else client.post(url)
    return response  # type: ignore[no-any-return]


def browser(world: World, person: str) -> Client:
    client = Browser(raise_request_exception=False)
    if person != "nobody":
        sign_in(client, getattr(world.cast, person))
        client.get(reverse("more"))  # the session's first page writes its stamp
    return client


def new_events(after: int) -> list[AccessEvent]:
    return list(AccessEvent.objects.filter(pk__gt=after).order_by("pk"))


def last_event() -> int:
    return AccessEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def faults_of_log(world: World, row: Row, account: Account, status: int, events: list[AccessEvent]) -> list[str]:
    """What is wrong with the events of one visit: one that says what happened, about whom, or none."""
    rule, nasrin = ADDRESSES[row.name].rule, world.cast.case.subject.uid
    about = set(
        AccessEventSubject.objects.filter(event__in=events).order_by("pk").values_list("subject_uid", flat=True)
    )
    shown = [event for event in events if event.action != AccessEvent.Action.DENIED]
    denied = [event for event in events if event.action == AccessEvent.Action.DENIED]
    said = f"{row.name}: {status}, logged {[(e.action, e.page) for e in events]} about {len(about)}"
    if rule is None or status == 405:
        return [said] if events else []
    if row.log == "B" and shown:
        shown, beside = shown[:1], shown[1:]
        if [(event.action, event.page) for event in beside] != [(AccessEvent.Action.LIST, "inbox")]:
            return [said]
    if any(event.actor_id != account.pk or event.page != rule.name for event in [*shown, *denied]):
        return [f"{said}; by or of another"]
    if status in REFUSED:
        return [] if len(denied) == 1 and not shown and about <= {nasrin} else [said]
    if rule.purpose == "none":
        return [said] if events else []
    if denied or len(shown) != 1:
        return [said]
    wanted = {"N": about == {nasrin}, "B": about == {nasrin}, "0": not about, "L": about <= {nasrin}}
    return [] if wanted.get(row.log) else [said]


@pytest.mark.django_db
@pytest.mark.parametrize("person", CAST)
def test_address__visited__answers_and_logs_as_the_table_says(world: World, person: str) -> None:
    client, faults = browser(world, person), []
    for row in ROWS:
        with rolled_back():
            last = last_event()
            response = visit(client, world, row, row.method)
            status, events = response.status_code, new_events(last)
            if status != row.status[person]:
                faults.append(f"{row.name}: {status}, not {row.status[person]}")
            elif person == "nobody":
                faults += [f"{row.name}: logged"] if events else []
            else:
                faults += faults_of_log(world, row, getattr(world.cast, person), status, events)
            faults += headers.faults(row.name, response)
            if status in {302, 403, 404, 405} and any(word in response.content.decode() for word in SAID_OF_NASRIN):
                faults.append(f"{row.name}: says who it is about while refusing")
    assert not faults, "\n".join(faults)


def business() -> dict[str, str]:
    """A digest of every table but logs, sessions and caches, on both databases."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table, alias = model._meta.db_table, "keystore" if model._meta.app_label == "keystore" else "default"
        if table not in STAMPS:
            with connections[alias].cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("person", CAST)
def test_address__sent_to_without_a_right__changes_nothing(world: World, person: str) -> None:
    client, faults, before = browser(world, person), [], business()
    for row in ROWS:
        if ADDRESSES[row.name].rule and (person == "nobody" or row.status[person] in {403, 404}):
            response = visit(client, world, row, "P")
            leads_to_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in/")
            if not (
                leads_to_sign_in
                if person == "nobody" and response.status_code == 302
                else response.status_code in REFUSED
            ):
                faults.append(f"{row.name}: {response.status_code}")
    assert not faults, "\n".join(faults)
    after = business()
    assert [table for table in before if before[table] != after[table]] == []
