"""What somebody may not know of is not there: in the same words, and for the same work, as what never was."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Participant
from consent import keyring
from consent.actors import acting
from consent.keyring import Audience
from tests.casework.register import Statements, hide, statements
from tests.conftest import Browser
from tests.matrix.table import CAST, ROWS, Row
from tests.matrix.test_access import ADDRESSES
from tests.matrix.world import UNKNOWN, World
from tests.people import actor, sign_in

OF_AN_OBJECT = [row for row in ROWS if row.of != "-" and ADDRESSES[row.name].rule]
KNOWS_AND_MAY_NOT = ("onni", "attendance-draft")  # he takes attendance there; only the note is not his to write
SIGNED_IN = [person for person in CAST if person != "nobody"]


def unknown(parts: dict[str, Any]) -> dict[str, Any]:
    """The same address of something that never was."""
    return {name: UNKNOWN if isinstance(part, uuid.UUID) else part for name, part in parts.items()}


def ask(client: Client, row: Row, parts: dict[str, Any]) -> tuple[int, str, Statements]:
    """Status, page without what is random, and the statements that it took."""
    url = reverse(row.name, kwargs=parts)
    with statements() as sent:
        response = client.get(url) if row.method == "G" else client.post(url)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, page, sent


def shape(sent: Statements) -> list[str]:
    """The statements without their values."""
    return [re.sub(r"'[^']*'|\b\d+\b|NULL|\?|%s", "·", sql) for sql in sent.sent]


@pytest.mark.django_db
@pytest.mark.parametrize("person", SIGNED_IN)
def test_object__that_is_not_for_me__answers_like_one_that_never_was(world: World, person: str) -> None:
    account = getattr(world.cast, person)
    client, faults, roles = sign_in(Browser(), account), [], actor(account).roles
    client.get(reverse("more"))
    for row in OF_AN_OBJECT:
        if row.status[person] != 404 or (person, row.name) == KNOWS_AND_MAY_NOT:
            continue
        if not roles & ADDRESSES[row.name].rule.may and row.name not in {"case-detail", "inbox-detail"}:
            continue  # the door never asks for the object: one page of the kind says it for all
        parts = world.address_parts(row.of)
        status, page, sent = ask(client, row, parts)
        status_of_unknown, page_of_unknown, sent_of_unknown = ask(client, row, unknown(parts))
        if (status, page) != (status_of_unknown, page_of_unknown):
            faults.append(f"{row.name}: {status} and {status_of_unknown}, in other words")
        if sent.count != sent_of_unknown.count:
            faults.append(f"{row.name}: {sent.count} statements, {sent_of_unknown.count} for an unknown one")
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_address__of_another_kind_of_object__is_not_found(world: World) -> None:
    """The uid of a case file where a session's is asked for, and so on: nobody may see an error, and nothing opens."""
    kinds = {name: world.parts[name] for name in ("case", "session", "referral", "group", "account")}
    faults = []
    for person in ("minna", "petri", "nasrin", "raija"):
        client = sign_in(Browser(raise_request_exception=False), getattr(world.cast, person))
        for row in OF_AN_OBJECT:
            if row.status[person] in {403, 404} or row.method == "P" or "uid" not in world.address_parts(row.of):
                continue
            parts, own = world.address_parts(row.of), row.of.partition("+")[0]
            for kind, uid in kinds.items():
                wrong = parts | {"uid": uid}
                if (
                    uid in {parts["uid"], world.parts["demo"]}
                    or own.endswith(kind)
                    or kind.endswith(own)
                    or {own, kind} <= ALIKE
                ):
                    continue
                status = client.get(reverse(row.name, kwargs=wrong)).status_code
                if status != 404:
                    faults.append(f"{person} {row.name} of {kind}: {status}")
    assert not faults, "\n".join(faults)


ALIKE = {"action", "done-action", "own-done-action", "step"}  # all of them are agreed actions


@pytest.mark.django_db
def test_hidden_person__for_colleagues__is_not_there_for_the_same_work(world: World) -> None:
    """Under a safety prohibition a colleague gets 404 instead of 403; what it took to find out tells nothing."""
    cast = world.cast
    with keyring.fresh(), acting(cast.minna):
        hide(cast.case, cast.minna)
        with keyring.also([(cast.case.subject.scope, Audience.WORKER)]):
            assert Participant.objects.get(subject=cast.case.subject).safety_prohibition
    client = sign_in(Browser(), cast.sari)
    client.get(reverse("more"))
    row = next(row for row in ROWS if row.name == "case-detail")
    status, page, sent = ask(client, row, {"uid": cast.case.uid})
    status_of_unknown, page_of_unknown, sent_of_unknown = ask(client, row, {"uid": UNKNOWN})
    assert (status, page) == (status_of_unknown, page_of_unknown)
    assert status == 404
    assert sent.count == sent_of_unknown.count


def test_shape__of_statements__leaves_values_out() -> None:
    assert shape(Statements(["SELECT 'a', 12, %s"])) == ["SELECT ·, ·, ·"]
