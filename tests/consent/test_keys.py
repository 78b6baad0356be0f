"""Keys: made before rows, dropped when nothing came of them, destroyed for good, bound to their scope."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from casework.models import Participant
from consent import due, envelope, keyring
from consent.keystore import key_files, keys
from consent.keystore.models import ErasedScope, WrappedKey
from consent.periods import now
from consent.scopes import named_scopes, scope_columns
from tests.people import Cast


def a_day_later() -> datetime.datetime:
    return now() + datetime.timedelta(days=1)


def test_unused_key__after_a_day__is_dropped_and_used_ones_stay(cast: Cast) -> None:
    orphan = keyring.create("case")
    WrappedKey.objects.update(state=WrappedKey.State.PENDING)
    before = WrappedKey.objects.count()
    assert keys.drop_unused(named_scopes, before=a_day_later()) == 1
    assert not WrappedKey.objects.filter(scope=orphan).exists()
    assert WrappedKey.objects.filter(state=WrappedKey.State.USED).count() == before - 1


def test_unused_key__of_today__stays(db: None, ring: keyring.Keyring) -> None:
    keyring.create("case")
    due.run()
    assert WrappedKey.objects.count() == 1


def test_scope_columns__know__every_sealed_model(cast: Cast) -> None:
    assert {"scope"} <= scope_columns()[Participant]
    assert named_scopes([cast.case.scope, cast.case.health_scope, uuid.uuid4()]) == {
        cast.case.scope,
        cast.case.health_scope,
    }


def test_wrapped_key__moved_to_another_scope__is_damaged(db: None, ring: keyring.Keyring) -> None:
    one, two = keyring.create("case"), keyring.create("case")
    rows = {row.scope: row for row in WrappedKey.objects.order_by("pk")}
    rows[one].wrapped = rows[two].wrapped
    with pytest.raises(keys.KeyDamaged):
        keys.unwrap(rows[one])


def test_destroyed_key__is_in_the_ledger__and_gone(db: None, ring: keyring.Keyring) -> None:
    scope = keyring.create("person")
    assert keys.destroy([scope], by=7) == 1
    assert keys.load([scope]) == {}
    assert ErasedScope.objects.get().scope == scope


def test_root_keys__missing__say_which(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.POLKU_KEK_DIR", tmp_path / "none")
    with pytest.raises(ImproperlyConfigured, match="kek"):
        key_files.active("kek")
    call_command("keys", "generate", verbosity=0)
    assert key_files.active("kek") == 1
    assert len(key_files.root_key("index", 1)) == 32


def test_root_key__not_hex__stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kek-1.key").write_text("secret")
    monkeypatch.setattr("django.conf.settings.POLKU_KEK_DIR", tmp_path)
    with pytest.raises(ImproperlyConfigured, match=r"kek-1\.key"):
        key_files.active("kek")


def test_envelope__any_byte_changed__is_broken() -> None:
    key, scope, record = bytes(32), uuid.uuid4(), uuid.uuid4()
    binding = {"key": key, "field_id": "person.first_name", "scope": scope, "record": record}
    sealed = envelope.seal(b"Nasrin", version=1, pad=32, **binding)
    assert envelope.unseal(sealed, **binding) == b"Nasrin"
    for place in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[place] ^= 1 << bit
            with pytest.raises(envelope.SealBroken):
                envelope.unseal(bytes(changed), **binding)
    for length in range(len(sealed)):
        with pytest.raises(envelope.SealBroken):
            envelope.unseal(sealed[:length], **binding)


@pytest.mark.parametrize("changed", ["field_id", "scope", "record"])
def test_envelope__bound__to_field_scope_and_record(changed: str) -> None:
    binding = {"key": bytes(32), "field_id": "a.b", "scope": uuid.uuid4(), "record": uuid.uuid4()}
    sealed = envelope.seal(b"x", version=1, pad=32, **binding)
    with pytest.raises(envelope.SealBroken):
        envelope.unseal(sealed, **{**binding, changed: "a.c" if changed == "field_id" else uuid.uuid4()})


def test_envelope__short_texts__have_one_length() -> None:
    binding = {"key": bytes(32), "field_id": "a.b", "scope": uuid.uuid4(), "record": uuid.uuid4()}
    lengths = {len(envelope.seal(text, version=1, pad=32, **binding)) for text in (b"Ai", b"Marja-Leena-Katariina")}
    assert len(lengths) == 1
