"""Root keys from a directory: for wrapping, for lookup tokens, for signing the log, each by epoch (ASVS 5.0, 13.3).

Files: `kek-<id>.key`, `index-<epoch>.key` and `audit-<epoch>.key` (an Ed25519 seed), 32 random bytes each as 64 hex
digits, readable by the service account only. The active one of a kind is the one with the highest number.
"""

import functools
import re
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NAME = re.compile(r"(kek|index|audit)-([0-9]{1,9})\.key", re.ASCII)


class KeyFileMissing(ImproperlyConfigured):
    """A root key that is needed is not in the directory."""


@functools.cache
def _read(directory: Path) -> dict[tuple[str, int], bytes]:
    keys: dict[tuple[str, int], bytes] = {}
    for path in sorted(directory.glob("*.key")) if directory.is_dir() else []:
        if match := NAME.fullmatch(path.name):
            try:
                content = path.read_text(encoding="ascii").strip()
            except OSError as refusal:
                raise ImproperlyConfigured(f"{path.name} in POLKU_KEK_DIR cannot be read.") from refusal
            except UnicodeDecodeError:
                content = ""
            if not re.fullmatch(r"[0-9a-f]{64}", content):
                raise ImproperlyConfigured(f"{path.name} in POLKU_KEK_DIR is not 64 hex digits.")
            keys[match[1], int(match[2])] = bytes.fromhex(content)
    return keys


def root_key(kind: str, number: int) -> bytes:
    """The 32-byte root key; the directory is read anew once when the number is unknown."""
    if (kind, number) not in _read(settings.POLKU_KEK_DIR):
        _read.cache_clear()
    try:
        return _read(settings.POLKU_KEK_DIR)[kind, number]
    except KeyError:
        raise KeyFileMissing(f"{kind}-{number}.key is missing from POLKU_KEK_DIR.") from None


def numbers(kind: str) -> list[int]:
    """The numbers of all root keys of a kind, oldest first."""
    return sorted(number for (its_kind, number) in _read(settings.POLKU_KEK_DIR) if its_kind == kind)


def active(kind: str) -> int:
    """The number of the newest root key of a kind."""
    found = numbers(kind)
    if not found:
        _read.cache_clear()
        raise KeyFileMissing(f"There is no {kind}-<number>.key in POLKU_KEK_DIR. Polku does not start without it.")
    return found[-1]


@functools.cache
def kek(number: int) -> AESGCM:
    """The cipher of a key-encryption key."""
    return AESGCM(root_key("kek", number))


def generate(directory: Path) -> None:
    """Make the first root keys in a new directory; existing files are left alone."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("kek-1.key", "index-1.key", "audit-1.key"):
        path = directory / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
            path.chmod(0o400)
    _read.cache_clear()
    kek.cache_clear()
