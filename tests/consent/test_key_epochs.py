"""Epochs of root keys: rotated and rewrapped while the house serves; a key that was destroyed meanwhile stays so."""

import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse

from casework import search_keys
from consent import keyring, lookup
from consent.keystore import epochs, key_files, keys, providers
from consent.keystore.models import ErasedScope, LookupToken, WrappedKey
from consent.periods import now
from tests.conftest import Browser
from tests.people import NASRIN, Cast, sign_in

LONG = 40 * 24 * 3600  # seconds


@pytest.fixture
def root_keys(tmp_path: Path, settings: Any) -> Path:
    """The root keys of the suite in a directory that a test may change."""
    directory = tmp_path / "root-keys"
    shutil.copytree(settings.POLKU_KEK_DIR, directory)
    settings.POLKU_KEK_DIR = directory
    key_files.forget()
    return directory


def epochs_in_use() -> set[int]:
    return set(WrappedKey.objects.order_by("pk").values_list("kek", flat=True))


def age(file: Path, seconds: int = LONG) -> None:
    moment = now().timestamp() - seconds
    os.utime(file, (moment, moment))


def test_rotate__next_epoch__is_whole_private_and_used_by_new_keys(db: None, root_keys: Path, ring: Any) -> None:
    old = keyring.create("case")
    call_command("keys", "rotate")
    names = sorted(file.name for file in root_keys.iterdir())
    assert names == ["audit-1.key", "index-1.key", "kek-1.key", "kek-2.key"]
    assert (root_keys / "kek-2.key").stat().st_mode & 0o777 == 0o400
    new = keyring.create("case")
    assert dict(WrappedKey.objects.order_by("pk").values_list("scope", "kek")) == {old: 1, new: 2}
    assert set(keys.load([old, new])) == {old, new}


def test_rotate__that_finds_its_file_taken__writes_nothing_over_it(db: None, root_keys: Path) -> None:
    provider = providers.current()
    before = (root_keys / "kek-1.key").read_text()
    with pytest.raises(FileExistsError):
        provider.add("kek", 1, bytes(32))
    assert (root_keys / "kek-1.key").read_text() == before
    assert [file.name for file in root_keys.iterdir() if file.name.startswith(".")] == []


def test_rewrap__moves_every_key_in_batches__and_repeats_without_effect(cast: Cast, root_keys: Path) -> None:
    before = keys.load(WrappedKey.objects.order_by("pk").values_list("scope", flat=True))
    count = WrappedKey.objects.count()
    key_files.rotate("kek")
    assert epochs.rewrap(batch=4) == count > 8
    assert epochs_in_use() == {2}
    assert keys.load(before) == before
    assert epochs.rewrap(batch=4) == 0
    client = sign_in(Browser(), cast.minna)
    assert "Nasrin" in client.get(reverse("case-detail", args=[cast.case.uid])).content.decode()


def test_rewrap__of_rows_that_changed_since_they_were_read__changes_none(cast: Cast, root_keys: Path) -> None:
    key_files.rotate("kek")
    rows = list(WrappedKey.objects.order_by("pk"))
    epochs.rewrap()
    stands = dict(WrappedKey.objects.order_by("pk").values_list("pk", "wrapped"))
    assert epochs._replace([(2, epochs._wrapped_anew(row, 2), row) for row in rows]) == 0
    assert {pk: bytes(key) for pk, key in stands.items()} == {
        pk: bytes(key) for pk, key in WrappedKey.objects.order_by("pk").values_list("pk", "wrapped")
    }


def test_rewrap__key_destroyed_between_reading_and_writing__stays_destroyed(
    transactional_db: None, cast: Cast, root_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another connection rewraps and is held between the two; the erasure commits meanwhile."""
    scope, others = cast.case.subject.scope, WrappedKey.objects.count() - 1
    key_files.rotate("kek")
    has_read, may_write, outcome = threading.Event(), threading.Event(), list[int]()
    wrap = keys.wrap

    def held(*parts: Any) -> bytes:
        has_read.set()
        assert may_write.wait(30)
        return wrap(*parts)

    def rewrap() -> None:
        try:
            outcome.append(epochs.rewrap())
        finally:
            connections.close_all()

    monkeypatch.setattr(keys, "wrap", held)
    thread = threading.Thread(target=rewrap)
    thread.start()
    assert has_read.wait(30)
    keys.destroy([scope], by=None)
    may_write.set()
    thread.join(30)
    assert outcome == [others]
    assert not WrappedKey.objects.filter(scope=scope).exists()
    assert ErasedScope.objects.filter(scope=scope).exists()
    assert keys.load([scope]) == {}


def test_running_server__key_of_a_new_epoch__is_read_without_a_restart(cast: Cast, root_keys: Path) -> None:
    """Another process rotated: this one was told nothing."""
    client, address = sign_in(Browser(), cast.minna), reverse("case-detail", args=[cast.case.uid])
    assert "Nasrin" in client.get(address).content.decode()
    providers.current().add("kek", 2, bytes(32))
    assert epochs.rewrap() == WrappedKey.objects.count()
    assert "Nasrin" in client.get(address).content.decode()
    assert key_files.active("kek") == 2


def test_running_server__unknown_epoch__makes_it_read_once_more(cast: Cast, root_keys: Path) -> None:
    """Even where the directory's time of change tells nothing (two changes in one tick of its clock)."""
    key_files.rotate("kek")
    epochs.rewrap()
    key_files._cipher.cache_clear()
    provider = providers.current()
    key_files._read(provider, provider.stamp()).pop(("kek", 2))
    assert keys.load([cast.case.scope])


def test_retire__epoch__goes_only_when_nothing_needs_it_and_its_grace_is_over(cast: Cast, root_keys: Path) -> None:
    with pytest.raises(CommandError, match="newest"):
        call_command("keys", "retire", "kek", "1")
    key_files.rotate("kek")
    with pytest.raises(CommandError, match=r"needed by \d+ keys"):
        call_command("keys", "retire", "kek", "1")
    call_command("keys", "rewrap")
    with pytest.raises(CommandError, match="rests until"):
        call_command("keys", "retire", "kek", "1")
    assert (root_keys / "kek-1.key").exists()
    age(root_keys / "kek-2.key", 8 * 24 * 3600)
    call_command("keys", "retire", "kek", "1")
    assert not (root_keys / "kek-1.key").exists()
    assert keys.load([cast.case.scope])
    with pytest.raises(CommandError, match="no kek-1"):
        call_command("keys", "retire", "kek", "1")


def test_retired_epoch__old_copy_of_the_keystore__opens_nothing(cast: Cast, root_keys: Path) -> None:
    old = list(WrappedKey.objects.filter(scope=cast.case.subject.scope))
    key_files.rotate("kek")
    epochs.rewrap()
    keys.destroy([cast.case.subject.scope], by=None)
    epochs.retire("kek", 1, at_once=True)
    WrappedKey.objects.bulk_create(old)
    with pytest.raises(key_files.KeyFileMissing, match=r"kek-1\.key"):
        keys.load([cast.case.subject.scope])


# Index keys


def test_index_key__rotated__finds_by_the_old_one_until_the_tokens_are_made_anew(cast: Cast, root_keys: Path) -> None:
    scope = cast.case.subject.scope
    call_command("keys", "rotate", "--kind", "index")
    assert lookup.candidates(NASRIN.search_keys()) == [scope]
    with pytest.raises(CommandError, match="lookup tokens"):
        call_command("keys", "retire", "index", "1")
    call_command("keys", "tokens")
    assert set(LookupToken.objects.order_by("pk").values_list("epoch", flat=True)) == {2}
    assert lookup.candidates(NASRIN.search_keys()) == [scope]
    call_command("keys", "retire", "index", "1", "--at-once")
    assert lookup.candidates(NASRIN.search_keys()) == [scope]


def test_tokens__made_anew__are_those_of_the_details_and_of_nobody_else(cast: Cast) -> None:
    fields = ("kind", "epoch", "token", "scope")
    before = sorted(map(str, LookupToken.objects.order_by("pk").values_list(*fields)))
    LookupToken.objects.create(kind="tel", epoch=1, token=7, scope=cast.case.scope)
    assert lookup.rebuild() == 1
    assert sorted(map(str, LookupToken.objects.order_by("pk").values_list(*fields))) == before


def test_tokens__of_somebody_erased_while_they_are_made__are_not_left_behind(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = cast.case.subject.scope
    read = list(search_keys.everybody())
    assert [found for found, _ in read] == [scope]
    keys.destroy([scope], by=None)
    monkeypatch.setattr(lookup, "_sources", [lambda: iter(read)])
    assert lookup.rebuild() == 0
    assert not LookupToken.objects.filter(scope=scope).exists()
    assert list(search_keys.everybody()) == []


# What a monitor sees


def status(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What `keys status` says, and what it finds wrong."""
    try:
        call_command("keys", "status")
    except CommandError as fault:
        return capsys.readouterr().out, str(fault)
    return capsys.readouterr().out, ""


@pytest.fixture
def all_well(cast: Cast, root_keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cast:
    call_command("keys", "recovery", f"--keypair={tmp_path / 'safe'}")
    call_command("keys", "recovery", f"--out={tmp_path}", f"--to={tmp_path / 'safe' / 'polku-offline.public'}")
    keys._mark_used(list(WrappedKey.objects.order_by("pk").values_list("scope", flat=True)))
    capsys.readouterr()
    return cast


def test_status__all_well__counts_and_finds_nothing(all_well: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    said, wrong = status(capsys)
    assert wrong == ""
    assert f"used: {WrappedKey.objects.count()}" in said
    assert "of kind health: 1" in said
    assert f"kek-1: {WrappedKey.objects.count()} keys, the newest" in said
    assert f"index-1: {LookupToken.objects.count()} lookup tokens, the newest" in said
    assert f"newest recovery copy: {now():%Y-%m-%d}" in said
    with keyring.fresh():
        keyring.create("case")
    keys.destroy([all_well.case.health_scope], by=None)
    keys._mark_used(list(WrappedKey.objects.order_by("pk").values_list("scope", flat=True)))
    said, wrong = status(capsys)
    assert wrong == ""
    assert "keys that no row names: 1\nerasures: 1\nerased scopes that rows still name: 1" in said


def test_status__what_is_late_or_lost__is_said(
    all_well: Cast, root_keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    age(root_keys / "kek-1.key")
    assert "`keys rotate` is due" in status(capsys)[1]
    key_files.rotate("kek")
    assert status(capsys)[1] == ""
    age(root_keys / "kek-2.key", 9 * 24 * 3600)
    assert "`keys retire kek 1`" in status(capsys)[1]
    WrappedKey.objects.filter(scope=all_well.case.scope).delete()
    assert "1 scopes have rows, no key and no erasure" in status(capsys)[1]
    (root_keys / "kek-1.key").unlink()
    assert "kek-1.key is missing" in status(capsys)[1]
