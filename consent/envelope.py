"""The envelope of a sealed value: AES-256-GCM, bound to field, scope and record.

Layout (32 bytes over the padded text): 0xE1, flags, key version (uint16 BE), nonce (12), ciphertext and tag (16).
Additional data: "polku.f1" NUL, length of field id, field id, scope (16), record (16), the first four bytes.
Sources: NIST SP 800-38D; padding ISO/IEC 7816-4.
"""

import os
import struct
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC, PADDED = 0xE1, 0x01


class SealBroken(Exception):
    """The value was changed, moved from another record or field, or is not an envelope at all."""


def _aad(field_id: str, scope: uuid.UUID, record: uuid.UUID, head: bytes) -> bytes:
    name = field_id.encode("ascii")
    return b"polku.f1\0" + bytes([len(name)]) + name + scope.bytes + record.bytes + head


def seal(
    text: bytes, *, key: bytes, version: int, field_id: str, scope: uuid.UUID, record: uuid.UUID, pad: int
) -> bytes:
    """The envelope of `text`, padded to a multiple of `pad` bytes so that lengths tell little."""
    head, nonce = struct.pack(">BBH", MAGIC, PADDED, version), os.urandom(12)
    padded = text + b"\x80" + bytes(-(len(text) + 1) % pad)
    return head + nonce + AESGCM(key).encrypt(nonce, padded, _aad(field_id, scope, record, head))


def key_version(envelope: bytes) -> int:
    """Which version of the scope's key opens it; raises SealBroken."""
    if len(envelope) < 33 or envelope[0] != MAGIC or envelope[1] != PADDED:
        raise SealBroken("not an envelope")
    return int.from_bytes(envelope[2:4], "big")


def unseal(envelope: bytes, *, key: bytes, field_id: str, scope: uuid.UUID, record: uuid.UUID) -> bytes:
    """The text of an envelope; raises SealBroken when anything differs from what was sealed."""
    key_version(envelope)
    try:
        padded = AESGCM(key).decrypt(envelope[4:16], envelope[16:], _aad(field_id, scope, record, envelope[:4]))
    except InvalidTag:
        raise SealBroken(field_id) from None
    text, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise SealBroken(field_id)
    return text
