"""The crypto inventory in the repository is the one that the code gives."""

from pathlib import Path

import pytest
from django.core.management import call_command

from consent import crypto_inventory
from tests.house import tree

INVENTORY = Path("docs/crypto-inventory.md")


def test_inventory__in_the_repository__is_that_of_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("keys", "inventory")
    assert capsys.readouterr().out == tree.text(INVENTORY), f"manage.py keys inventory --out {INVENTORY}"


def test_inventory__every_primitive__is_described_and_its_module_says_what_it_is_for() -> None:
    found = crypto_inventory.found()
    assert [primitive.what for primitive in found if primitive.source == "-"] == []
    assert [file for places in found.values() for file, purpose in places.items() if not purpose] == []
    assert "consent/envelope.py" in found[crypto_inventory.AES]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305", {"ChaCha20Poly1305"}),
        ("import hashlib\nhashlib.md5(b'')", {"hashlib.md5"}),
        ("from hashlib import sha1", {"hashlib.sha1"}),
        ("import os\nos.urandom(3)\nos.getcwd()", {"os.urandom"}),
        ("from cryptography.hazmat.primitives import hashes", set()),
        ("total = 1", set()),
    ],
)
def test_inventory__uses__are_seen(source: str, names: set[str]) -> None:
    assert set(crypto_inventory.uses(source)) == names
