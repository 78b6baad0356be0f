"""The recovery copy: the whole keystore to an offline key, and back into an empty one; the erased do not come back."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse

from casework.models import Participant
from consent import append_only, keyring, lookup, readiness
from consent.backups import archive, offline
from consent.keyring import Audience
from consent.keystore import key_files, keys, recovery, standing
from consent.keystore.models import ErasedScope, Installation, LookupToken, WrappedKey
from consent.models import ErasureSeen
from consent.periods import now
from tests.conftest import Browser
from tests.databases import drop_triggers
from tests.people import NASRIN, Cast, sign_in


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    offline.make_pair(tmp_path / "safe")
    return tmp_path / "safe"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


def copy(safe: Path, copies: Path) -> Path:
    call_command("keys", "recovery", f"--out={copies}", f"--to={safe / offline.PUBLIC}")
    return max(copies.glob(recovery.PATTERN))


def recover(file: Path, safe: Path, *more: str) -> None:
    call_command("keys", "recover", f"--in={file}", f"--private={safe / offline.PRIVATE}", *more)


def lose_the_keystore(*, but_not: tuple[type, ...] = ()) -> None:
    drop_triggers(connections["keystore"])
    for model in (WrappedKey, LookupToken, ErasedScope, Installation):
        if model not in but_not:
            model.objects.all().delete()
    append_only.set_triggers(connections["keystore"])
    standing.forget()


def first_name(cast: Cast) -> str:
    with keyring.fresh() as ring:
        ring.open([(cast.case.subject.scope, Audience.WORKER)])
        return str(Participant.objects.get(subject=cast.case.subject).first_name)


def test_pair__private_half__is_for_its_owner_and_never_written_over(safe: Path) -> None:
    assert (safe / offline.PRIVATE).stat().st_mode & 0o777 == 0o400
    with pytest.raises(CommandError):
        call_command("keys", "recovery", f"--keypair={safe}")
    with pytest.raises(CommandError, match="no public offline key"):
        call_command("keys", "recovery", f"--out={safe}", f"--to={safe / offline.PRIVATE}")


def test_recovery__into_an_empty_keystore__brings_keys_ledger_and_root_keys(
    cast: Cast, safe: Path, copies: Path, tmp_path: Path, settings: Any
) -> None:
    keys.destroy([cast.case.health_scope], by=cast.kirsi.pk)
    ledger = list(ErasedScope.objects.order_by("pk").values())
    held = list(WrappedKey.objects.order_by("pk").values())
    file = copy(safe, copies)
    lose_the_keystore()
    assert "The keystore is missing" in readiness.faults()[0]
    settings.POLKU_KEK_DIR = tmp_path / "new-root-keys"
    key_files.forget()
    recover(file, safe)
    assert first_name(cast) == "Nasrin"
    assert list(ErasedScope.objects.order_by("pk").values()) == ledger
    assert [{**row, "wrapped": bytes(row["wrapped"])} for row in WrappedKey.objects.order_by("pk").values()] == [
        {**row, "wrapped": bytes(row["wrapped"])} for row in held
    ]
    assert sorted(path.name for path in (tmp_path / "new-root-keys").iterdir()) == [
        "audit-1.key",
        "index-1.key",
        "kek-1.key",
    ]
    assert lookup.candidates(NASRIN.search_keys()) == []
    call_command("keys", "tokens")
    assert lookup.candidates(NASRIN.search_keys()) == [cast.case.subject.scope]
    (scope,) = keys.create("case")
    assert WrappedKey.objects.get(scope=scope).pk > max(row["id"] for row in held), "new keys are numbered on"


@pytest.mark.parametrize("ledger", ["in the keystore", "known to the data"])
def test_recovery__of_a_copy_from_before_an_erasure__does_not_bring_it_back(
    cast: Cast, safe: Path, copies: Path, ledger: str
) -> None:
    file = copy(safe, copies)
    keys.destroy([cast.case.subject.scope], by=cast.kirsi.pk)
    if ledger == "in the keystore":
        ErasureSeen.objects.all().delete()
        lose_the_keystore(but_not=(ErasedScope, Installation))
    else:
        lose_the_keystore()
    recover(file, safe)
    assert keys.load([cast.case.subject.scope]) == {}
    assert set(keys.load([cast.case.scope])) == {cast.case.scope}
    assert first_name(cast) == "Poistettu"
    assert readiness.faults() == []
    assert ErasedScope.objects.get().scope == cast.case.subject.scope


def test_recovery__into_a_keystore_that_holds_keys__is_refused(cast: Cast, safe: Path, copies: Path) -> None:
    file = copy(safe, copies)
    before = WrappedKey.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        recover(file, safe)
    assert WrappedKey.objects.count() == before


def test_recovery__into_a_directory_that_is_not_there__is_said(db: None, safe: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no directory"):
        copy(safe, tmp_path / "nowhere")


def test_recovery__of_another_house__is_refused(cast: Cast, safe: Path, copies: Path) -> None:
    Installation.objects.all().delete()
    Installation.objects.create()
    file = copy(safe, copies)
    lose_the_keystore()
    with pytest.raises(CommandError, match="another installation"):
        recover(file, safe)
    assert not WrappedKey.objects.exists()


def test_recovery__beside_other_root_keys__is_refused_whole(
    cast: Cast, safe: Path, copies: Path, tmp_path: Path, settings: Any
) -> None:
    file = copy(safe, copies)
    lose_the_keystore()
    settings.POLKU_KEK_DIR = tmp_path / "others"
    key_files.generate(tmp_path / "others")
    with pytest.raises(CommandError, match="Another"):
        recover(file, safe)
    assert not WrappedKey.objects.exists()
    recover(file, safe, f"--root-keys={tmp_path / 'elsewhere'}")
    assert WrappedKey.objects.exists()


@pytest.mark.parametrize("harm", ["cut", "changed", "other key"])
def test_recovery__of_a_damaged_copy__changes_nothing(
    cast: Cast, safe: Path, copies: Path, tmp_path: Path, harm: str
) -> None:
    file = copy(safe, copies)
    content = file.read_bytes()
    file.write_bytes({"cut": content[:-1], "changed": content[:-1] + bytes([content[-1] ^ 1])}.get(harm, content))
    if harm == "other key":
        offline.make_pair(tmp_path / "other")
        safe = tmp_path / "other"
    lose_the_keystore()
    with pytest.raises(CommandError):
        recover(file, safe)
    assert not WrappedKey.objects.exists()
    assert not Installation.objects.exists()


def test_copies__more_than_fourteen_or_older_than_thirty_days__are_removed(
    cast: Cast, safe: Path, copies: Path
) -> None:
    (copies / "notes.txt").write_text("not ours")
    begin = now()
    for day in range(20):
        with time_machine.travel(begin + datetime.timedelta(days=day)):
            copy(safe, copies)
    assert len(list(copies.glob(recovery.PATTERN))) == recovery.KEPT_GENERATIONS
    with time_machine.travel(begin + datetime.timedelta(days=45)):
        newest = copy(safe, copies)
    left = sorted(path.name for path in copies.glob(recovery.PATTERN))
    assert left[-1] == newest.name
    assert left[0] >= f"polku-keystore-{begin + datetime.timedelta(days=15):%Y%m%d}"
    assert (copies / "notes.txt").exists()


def test_copy__without_the_private_key__says_nothing(cast: Cast, safe: Path, copies: Path) -> None:
    file = copy(safe, copies)
    content = file.read_bytes()
    assert key_files.root_key("kek", 1) not in content
    assert key_files.root_key("kek", 1).hex().encode() not in content
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(offline.KeyUnfit):
        list(archive.lines(file, by=offline.private_key(safe / offline.PRIVATE), holds=b"data"))


# While serving


def test_keystore__swapped_for_an_older_one_while_serving__shows_nobody(cast: Cast) -> None:
    """The erased person's key is back, as in a copy of yesterday: not a word of theirs is shown."""
    old = list(WrappedKey.objects.filter(scope=cast.case.subject.scope))
    keys.destroy([cast.case.subject.scope], by=None)
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    address = reverse("case-detail", args=[cast.case.uid])
    assert "Poistettu" in client.get(address).content.decode()
    drop_triggers(connections["keystore"])
    ErasedScope.objects.all().delete()
    WrappedKey.objects.bulk_create(old)
    response = client.get(address)
    assert response.status_code == 503
    assert "Nasrin" not in response.content.decode()
    assert any("older than the erasure ledger: erasure" in fault for fault in readiness.faults())


@pytest.mark.parametrize(
    ("change", "said"), [("another", "belongs to another installation"), ("empty", "The keystore is missing")]
)
def test_keystore__that_is_not_ours_while_serving__shows_nobody_and_erases_nobody(
    cast: Cast, change: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    assert "Nasrin" in client.get(reverse("case-detail", args=[cast.case.uid])).content.decode()
    lose_the_keystore()
    if change == "another":
        Installation.objects.create()
    for address in (reverse("case-detail", args=[cast.case.uid]), reverse("participant-list")):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 503, address
        assert "Nasrin" not in page
        assert "Poistettu" not in page, "nobody may read as erased who is not"
    assert said in readiness.faults()[0]
    assert said in caplog.text
    with pytest.raises(ImproperlyConfigured, match=said):
        readiness.refuse_unless_ready()
    assert said in Browser().get(reverse("readyz")).content.decode()
