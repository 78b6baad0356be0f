"""The drill: last month's backup beside today's keystore. Who was erased since stays erased; everybody else reads.

Runs on the database of the suite, so in CI on both.
"""

import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from casework import participants
from casework.models import CaseFile, Participant
from consent import append_only, due, keyring, lookup, readiness
from consent.actors import acting
from consent.backups import archive, data, offline, restoring, rows
from consent.fields import readable
from consent.keyring import Audience
from consent.keystore import keys, standing
from consent.keystore.models import ErasedScope, LookupToken, WrappedKey
from consent.models import AccessEvent, Account, ErasureSeen, Installation
from consent.periods import now
from tests.casework import stories
from tests.databases import drop_triggers
from tests.people import NASRIN, Cast

OLD = participants.Details(first_name="Erkki", last_name="Entinen", phone="+358505550111", birth_date=NASRIN.birth_date)
STAYS = participants.Details(first_name="Paula", last_name="Pysyvä", phone="+358505550122", mail="paula@example.org")
NEW = participants.Details(first_name="Uusi", last_name="Ihminen", phone="+358505550133")


def create(cast: Cast, details: participants.Details) -> CaseFile:
    with keyring.fresh(), acting(cast.minna):
        return participants.create(by=cast.minna, programme=cast.house.programme, details=details)


def name_of(scope: Any) -> list[str]:
    """Live and in history; "" where it cannot be read."""
    with keyring.fresh() as ring:
        ring.open([(scope, Audience.WORKER)])
        people = [*Participant.objects.filter(scope=scope), *Participant.history.filter(scope=scope)]
        return [str(person.first_name) if readable(person.first_name) else "" for person in people]


def empty_the_data_database() -> None:
    """A new, migrated database: nothing in it but what `migrate` puts there."""
    connection = connections["default"]
    drop_triggers(connection)
    frame = {"contenttypes.ContentType", "auth.Permission"}
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label != "keystore"]
    tables = [f'"{model._meta.db_table}"' for model in models if model._meta.label not in frame]
    if connection.vendor == "postgresql":
        statements = [f"TRUNCATE {', '.join(tables)}"]
    else:
        statements = [f"DELETE FROM {table}" for table in tables]
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are asked at the end
        for statement in statements:
            cursor.execute(statement)
    append_only.set_triggers(connection)
    standing.forget()


@pytest.fixture
def offline_pair(tmp_path: Path) -> Path:
    call_command("keys", "recovery", f"--keypair={tmp_path / 'safe'}", verbosity=0)
    return tmp_path / "safe"


def public(pair: Path) -> str:
    return str(pair / "polku-offline.public")


def private(pair: Path) -> str:
    return str(pair / "polku-offline.private")


def back_up(pair: Path, out: Path) -> Path:
    call_command("backup", out=out, to=Path(public(pair)), verbosity=0)
    return max(out.glob(data.PATTERN))


def everything() -> dict[str, list[list[Any]]]:
    """Every row of every table of a backup, as it stands."""
    return {model._meta.label: list(rows.read(model)) for model in data.tables()}


@pytest.fixture
def last_month(transactional_db: None, cast: Cast, offline_pair: Path, tmp_path: Path) -> dict[str, Any]:
    """A backup of a month ago; since then one person was erased and one came."""
    with time_machine.travel(now() - datetime.timedelta(days=30)):
        gone, stays = create(cast, OLD), create(cast, STAYS)
        stories.signed(cast)
        held = everything()
        file = back_up(offline_pair, tmp_path)
    keys.destroy([gone.subject.scope, gone.scope, gone.health_scope], by=cast.kirsi.pk)
    create(cast, NEW)
    return {"archive": file, "pair": offline_pair, "held": held, "gone": gone, "stays": stays}


def restore(month: dict[str, Any]) -> None:
    call_command("restore", file=month["archive"], private=Path(private(month["pair"])), verbosity=0)


def test_drill__last_months_backup__the_erased_stay_erased_and_everybody_else_reads(last_month: dict[str, Any]) -> None:
    gone, stays = last_month["gone"], last_month["stays"]
    assert set(name_of(gone.subject.scope)) == {""}
    empty_the_data_database()
    restore(last_month)
    assert Participant.objects.filter(scope=gone.subject.scope).exists(), "the old rows are back"
    assert set(name_of(gone.subject.scope)) == {""}, "and stay erased, live and in history"
    assert set(name_of(stays.subject.scope)) == {"Paula"}
    assert lookup.candidates(STAYS.search_keys()) == [stays.subject.scope], "the house's own tokens are left alone"
    LookupToken.objects.all().delete()  # a keystore that was recovered has none
    call_command("restore", accept=True, verbosity=0)
    assert readiness.faults() == []
    assert lookup.candidates(STAYS.search_keys()) == [stays.subject.scope]
    assert lookup.candidates(OLD.search_keys()) == []
    assert not LookupToken.objects.filter(scope=gone.subject.scope).exists()
    assert ErasureSeen.objects.count() == ErasedScope.objects.count() == 3


def test_drill__what_came_back__is_what_was_there_byte_for_byte(
    last_month: dict[str, Any], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_steps", {})  # what is done to old data before anybody sees it
    empty_the_data_database()
    restore(last_month)
    back = everything()
    marked = {"consent.Installation"}  # says that it is a copy
    assert {label for label in back if back[label] != last_month["held"][label]} <= marked
    assert len(back["consent.AccessEvent"]) == len(last_month["held"]["consent.AccessEvent"])
    call_command("restore", accept=True, verbosity=0)
    assert create(cast, NEW).pk > max(row[0] for row in back["casework.CaseFile"]), "new rows are numbered on"


def test_restored_copy__before_it_is_accepted__serves_not_and_writes_no_key(
    last_month: dict[str, Any], cast: Cast
) -> None:
    empty_the_data_database()
    restore(last_month)
    before = (WrappedKey.objects.count(), LookupToken.objects.count())
    assert readiness.faults() == [standing.RESTORED]
    for act in (
        lambda: create(cast, NEW),
        lambda: keys.destroy([last_month["stays"].scope], by=None),
        lookup.rebuild,
        lambda: call_command("run_due"),
    ):
        with pytest.raises(standing.KeystoreRefused, match="restore --accept"):
            act()
    for command in (["keys", "rewrap"], ["keys", "tokens"]):
        with pytest.raises(CommandError, match="restore --accept"):
            call_command(*command)
    assert (WrappedKey.objects.count(), LookupToken.objects.count()) == before
    call_command("restore", accept=True, verbosity=0)
    assert create(cast, NEW)
    with pytest.raises(CommandError, match="no restored copy"):
        call_command("restore", accept=True)


def test_restore__into_a_database_that_holds_something__changes_nothing(last_month: dict[str, Any]) -> None:
    before = everything()
    with pytest.raises(CommandError, match="not empty"):
        restore(last_month)
    assert everything() == before
    assert not Installation.objects.filter(restored_at__isnull=False).exists()


def test_restore__with_a_keystore_older_than_the_backup__is_refused(last_month: dict[str, Any], tmp_path: Path) -> None:
    newer = back_up(last_month["pair"], tmp_path)
    empty_the_data_database()
    drop_triggers(connections["keystore"])
    ErasedScope.objects.order_by("-pk")[:1].get().delete()
    with pytest.raises(CommandError, match="older than the erasure ledger"):
        restore({**last_month, "archive": newer})
    assert not AccessEvent.objects.exists()


def test_restore__archive_of_another_schema__is_refused(last_month: dict[str, Any]) -> None:
    empty_the_data_database()
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('consent', '0099_x', %s)", [now()])
    try:
        with pytest.raises(CommandError, match="another version"):
            restore(last_month)
    finally:
        with connections["default"].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0099_x'")


@pytest.mark.parametrize("harm", ["cut", "changed", "swapped", "appended", "another key", "no archive"])
def test_restore__of_a_damaged_archive__changes_nothing(last_month: dict[str, Any], harm: str, tmp_path: Path) -> None:
    file: Path = last_month["archive"]
    content = file.read_bytes()
    if harm == "cut":
        content = content[:-100]
    elif harm == "changed":
        content = content[:300] + bytes([content[300] ^ 1]) + content[301:]
    elif harm == "swapped":
        content = content[:200] + content[200:][::-1]
    elif harm == "appended":
        content += b"\0\0\0\x20" + bytes(32)
    elif harm == "no archive":
        content = b"hello"
    file.write_bytes(content)
    if harm == "another key":
        call_command("keys", "recovery", f"--keypair={tmp_path / 'other'}", verbosity=0)
        last_month["pair"] = tmp_path / "other"
    empty_the_data_database()
    with pytest.raises(CommandError):
        restore(last_month)
    assert not Account.objects.exists()
    assert not Installation.objects.exists()


def test_backup__names_nobody_and_carries_no_key(last_month: dict[str, Any]) -> None:
    by = offline.private_key(Path(private(last_month["pair"])))
    text = b"\n".join(archive.lines(last_month["archive"], by=by, holds=data.HOLDS))
    words = ("Erkki", "Paula", "Pysyv", "358505550122", '"keystore.', '"sessions.', "SignInCode")
    assert [word for word in words if word.encode() in text] == []
    wrapped = bytes(WrappedKey.objects.order_by("pk")[:1].get().wrapped)
    assert (rows._written(wrapped).encode() in text) is False
    assert (last_month["stays"].subject.scope.hex.encode() in text) is True, "the search itself finds what is there"


def test_due__ledger__is_noted_beside_the_data(last_month: dict[str, Any]) -> None:
    ErasureSeen.objects.all().delete()
    assert due.run()["erasures noted beside the data"] == 3
    assert due.run()["erasures noted beside the data"] == 0
