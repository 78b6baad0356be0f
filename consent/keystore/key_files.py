"""Root keys by epoch: for wrapping, for lookup tokens, for signing the log; from the provider (ASVS 5.0, 13.3).

32 random bytes each (of "audit" an Ed25519 seed), never derived from another secret. The active one of a kind is the
one with the highest number. What was read is kept by the process; when the provider's stamp differs, or a number is
unknown, it is read anew.
"""

import contextlib
import functools
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from consent.keystore import providers
from consent.keystore.providers import KINDS, KeyFileMissing, Provider, RootKeys
from consent.keystore.providers.directory import DirectoryKeys


@functools.lru_cache(maxsize=4)
def _read(provider: Provider, stamp: int) -> RootKeys:
    return provider.read()


def _all() -> RootKeys:
    provider = providers.current()
    return _read(provider, provider.stamp())


def root_key(kind: str, number: int) -> bytes:
    """The 32-byte root key; the provider is read anew once when the number is unknown."""
    if (kind, number) not in _all():
        _read.cache_clear()
    try:
        return _all()[kind, number]
    except KeyError:
        raise KeyFileMissing(f"{kind}-{number}.key is missing from POLKU_KEK_DIR.") from None


def numbers(kind: str) -> list[int]:
    """The epochs of a kind, oldest first."""
    return sorted(number for (its_kind, number) in _all() if its_kind == kind)


def active(kind: str) -> int:
    """The number of the newest root key of a kind."""
    if not numbers(kind):
        _read.cache_clear()
    if not (found := numbers(kind)):
        raise KeyFileMissing(f"There is no {kind}-<number>.key in POLKU_KEK_DIR. Polku does not start without it.")
    return found[-1]


def kek(number: int) -> AESGCM:
    """The cipher of a key-encryption key."""
    return _cipher(providers.current(), number)


@functools.cache
def _cipher(provider: Provider, number: int) -> AESGCM:
    return AESGCM(root_key("kek", number))


def rotate(kind: str) -> int:
    """Make the next epoch of a kind; new keys use it from now on. Returns its number; raises providers.ReadOnly."""
    number = active(kind) + 1
    providers.current().add(kind, number, secrets.token_bytes(32))
    forget()
    return number


def generate_missing() -> None:
    """The first root key of each kind, from the installation's provider; existing ones are left alone."""
    provider = providers.current()
    provider.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    present = {kind for kind, _ in provider.read()}
    for kind in KINDS:
        if kind not in present:
            provider.add(kind, 1, secrets.token_bytes(32))
    forget()


def generate(directory: Path) -> None:
    """Make the first root keys in a new directory; existing files are left alone."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    provider = DirectoryKeys(directory)
    for kind in KINDS:
        if not (directory / f"{kind}-1.key").exists():
            with contextlib.suppress(FileExistsError):  # two first runs at once
                provider.add(kind, 1, secrets.token_bytes(32))
    forget()


def forget() -> None:
    """Read everything anew at the next use."""
    _read.cache_clear()
    _cipher.cache_clear()


__all__ = [
    "KeyFileMissing", "active", "forget", "generate", "generate_missing", "kek", "numbers", "root_key", "rotate",
]  # fmt: skip
