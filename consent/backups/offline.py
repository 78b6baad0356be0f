"""The offline key pair: what leaves the house is sealed to its public half; the private half lies in a safe.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. The pair is made on a machine that is not the server.
"""

import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

PUBLIC, PRIVATE = "polku-offline.public", "polku-offline.private"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class KeyUnfit(Exception):
    """A file is not a key of this kind, or not the key that opens this; the message says which."""


def make_pair(directory: Path) -> None:
    """Write a new pair; raises FileExistsError where one lies already."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = X25519PrivateKey.generate()
    for name, mode, key in (
        (PRIVATE, 0o400, private.private_bytes_raw()),
        (PUBLIC, 0o444, private.public_key().public_bytes_raw()),
    ):
        handle = os.open(directory / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{name.rpartition('.')[2]} x25519 {key.hex()}\n")


def _read(file: Path, half: str) -> bytes:
    try:
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        raise KeyUnfit(f"{file.name} cannot be read.") from None
    match = re.fullmatch(rf"{half} x25519 ([0-9a-f]{{64}})\s*", text)
    if not match:
        raise KeyUnfit(f"{file.name} is no {half} offline key.")
    return bytes.fromhex(match[1])


def public_key(file: Path) -> X25519PublicKey:
    """The public half; raises KeyUnfit."""
    return X25519PublicKey.from_public_bytes(_read(file, "public"))


def named_public_key(file: Path | None) -> X25519PublicKey:
    """The public half that the command or POLKU_OFFLINE_KEY names; raises KeyUnfit."""
    if file is None:
        raise KeyUnfit("Name the offline public key: POLKU_OFFLINE_KEY or --to.")
    return public_key(file)


def private_key(file: Path) -> X25519PrivateKey:
    """The private half; raises KeyUnfit."""
    return X25519PrivateKey.from_private_bytes(_read(file, "private"))


def seal(text: bytes, *, to: X25519PublicKey, info: bytes) -> bytes:
    """A short text that the private half alone opens."""
    return SUITE.encrypt(text, to, info)


def unseal(sealed: bytes, *, by: X25519PrivateKey, info: bytes) -> bytes:
    """What `seal` sealed; raises KeyUnfit."""
    try:
        return SUITE.decrypt(sealed, by, info)
    except (InvalidTag, ValueError):
        raise KeyUnfit("This private key does not open it.") from None
