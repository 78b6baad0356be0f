"""Checkpoints as signed notes: C2SP tlog-checkpoint and signed-note, Ed25519.

Anybody's tools can check them: the text is the log's origin, its size and its root in base64; a signature line names
the key. The origin is `polku/` and the installation's id, and is the key's name too.
"""

import base64
import dataclasses
import functools
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.keystore import key_files
from consent.models import Installation

ED25519 = b"\1"
DASH = "\N{EM DASH} "


class NoteBroken(Exception):
    """A checkpoint that is none, is of another log, or carries no signature of ours that holds."""


@dataclasses.dataclass(frozen=True)
class Signed:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes


def origin() -> str:
    """The name of this installation's log."""
    return f"polku/{Installation.objects.get().uid.hex}"


@functools.cache
def _key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key_files.root_key("audit", number))


def _public(number: int) -> bytes:
    return _key(number).public_key().public_bytes_raw()


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature line names its key (C2SP signed-note)."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_keys(name: str) -> list[str]:
    """Our public keys as C2SP verifier keys, oldest first; they are no secret."""
    return [
        f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"
        for public in map(_public, key_files.numbers("audit"))
    ]


def sign(signed: Signed) -> str:
    """The note, signed with the newest key. Raises KeyFileMissing."""
    text = f"{signed.origin}\n{signed.size}\n{base64.b64encode(signed.root).decode()}\n"
    number = key_files.active("audit")
    signature = key_id(signed.origin, _public(number)) + _key(number).sign(text.encode())
    return f"{text}\n{DASH}{signed.origin} {base64.b64encode(signature).decode()}\n"


def opened(note: str, name: str) -> Signed:
    """What a note says, after its signature by one of our keys held. Raises NoteBroken."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != name:
        raise NoteBroken("not a checkpoint of this log")
    known = {key_id(name, _public(number)): number for number in key_files.numbers("audit")}
    if not any(_holds(line, text, name, known) for line in signatures.splitlines()):
        raise NoteBroken("no signature of this log's keys holds")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except ValueError:
        raise NoteBroken("not a checkpoint") from None
    if len(root) != 32 or size < 0 or str(size) != lines[1]:
        raise NoteBroken("not a checkpoint")
    return Signed(name, size, root)


def _holds(line: str, text: str, name: str, known: dict[bytes, int]) -> bool:
    if not line.startswith(f"{DASH}{name} "):
        return False
    try:
        signature = base64.b64decode(line.removeprefix(f"{DASH}{name} "), validate=True)
        number = known[signature[:4]]
        _key(number).public_key().verify(signature[4:], text.encode())
    except (ValueError, KeyError, InvalidSignature):
        return False
    return True
