"""Where the root keys come from: a directory, systemd credentials, or a directory that only Vault can open.

A provider gives whole epochs of root keys, when a process starts and when a new one appears. It is never asked to
open a data key: a page of fifty people would be fifty calls to another machine (docs/decisions/0009).
"""

import datetime
from pathlib import Path
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured

RootKeys = dict[tuple[str, int], bytes]
KINDS = ("kek", "index", "audit")


class KeyFileMissing(ImproperlyConfigured):
    """A root key that is needed cannot be had."""


class ReadOnly(ImproperlyConfigured):
    """This provider takes no keys from Polku; the message says how one is given to it."""


class Provider(Protocol):
    """32-byte root keys by kind (`KINDS`) and number."""

    @property
    def directory(self) -> Path:
        """Where its files lie."""

    def __hash__(self) -> int: ...

    def stamp(self) -> int:
        """Differs after a key came or went; cheap, asked often."""

    def read(self) -> RootKeys:
        """All root keys; raises ImproperlyConfigured where one is there and cannot be had."""

    def add(self, kind: str, number: int, key: bytes) -> None:
        """Keep a new root key; whole or not at all. Raises ReadOnly, FileExistsError."""

    def remove(self, kind: str, number: int) -> None:
        """Destroy a root key. Raises ReadOnly."""

    def made_at(self, kind: str, number: int) -> datetime.datetime | None:
        """When it was made; None where the provider does not know."""


def current() -> Provider:
    """The provider that POLKU_KEY_PROVIDER names."""
    from django.conf import settings

    from consent.keystore.providers.directory import DirectoryKeys
    from consent.keystore.providers.systemd import SystemdKeys
    from consent.keystore.providers.vault import VaultKeys

    if settings.POLKU_KEY_PROVIDER == "systemd":
        return SystemdKeys(settings.POLKU_KEK_DIR)
    if settings.POLKU_KEY_PROVIDER == "vault":
        return VaultKeys(
            settings.POLKU_KEK_DIR,
            address=settings.POLKU_VAULT_ADDRESS,
            name=settings.POLKU_VAULT_KEY,
            token_file=settings.POLKU_VAULT_TOKEN_FILE,
            authority=settings.POLKU_VAULT_CA,
        )
    return DirectoryKeys(settings.POLKU_KEK_DIR)
