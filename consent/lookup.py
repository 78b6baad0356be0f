"""Exact lookup over everybody: keyed tokens of search keys, verified after decryption; no prefixes at rest.

Tokens are HMAC-SHA256 with a subkey per kind, truncated to 64 bits (security review §2.3). A hit tells only that
somebody exists; the caller shows more to those who may open the file.
"""

import dataclasses
import datetime
import hashlib
import hmac
import itertools
import uuid
from collections.abc import Callable, Iterator

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.db.models import Max

from consent import folding
from consent.keystore import key_files, standing
from consent.keystore.models import LookupToken, TokenKind, WrappedKey
from consent.keystore.router import KEYSTORE


@dataclasses.dataclass(frozen=True)
class SearchKeys:
    """What a person can be found by; empty values make no token."""

    first_name: str = ""
    last_name: str = ""
    birth_date: datetime.date | None = None
    identity_code: str = ""
    phone: str = ""
    mail: str = ""

    def values(self) -> dict[TokenKind, str]:
        """The text under each kind of token; names folded, in fixed order."""
        first, last = folding.folded(self.first_name), folding.folded(self.last_name)
        born = self.birth_date.isoformat() if self.birth_date else ""
        found = {
            TokenKind.IDENTITY_CODE: self.identity_code,
            TokenKind.PHONE: self.phone,
            TokenKind.MAIL: folding.mail(self.mail) if self.mail else "",
            TokenKind.FULL_NAME: f"{last}|{first}" if first and last else "",
            TokenKind.LAST_NAME_BIRTH: f"{last}|{born}" if last and born else "",
            TokenKind.FIRST_NAME_BIRTH: f"{first}|{born}" if first and born else "",
        }
        return {kind: value for kind, value in found.items() if value}


def token(kind: TokenKind, value: str, epoch: int) -> int:
    """The signed 64-bit token of a value."""
    root = key_files.root_key("index", epoch)
    subkey = HKDF(hashes.SHA256(), 32, None, b"polku.index\0" + kind.encode()).derive(root)
    digest = hmac.digest(subkey, value.encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big", signed=True)


def remember(scope: uuid.UUID, keys: SearchKeys) -> None:
    """Replace the tokens of a person by those of these search keys."""
    standing.may_write()
    LookupToken.objects.filter(scope=scope).delete()
    LookupToken.objects.bulk_create(_tokens(scope, keys))


def _tokens(scope: uuid.UUID, keys: SearchKeys) -> list[LookupToken]:
    epoch = key_files.active("index")
    return [
        LookupToken(kind=kind, epoch=epoch, token=token(kind, value, epoch), scope=scope)
        for kind, value in keys.values().items()
    ]


Source = Callable[[], Iterator[tuple[uuid.UUID, SearchKeys]]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Register who knows people and what they can be found by; an app adds its own when it is loaded.

    A source gives person scopes and their search keys, and leaves out whom it cannot read any more.
    """
    _sources.append(source)


def rebuild(*, batch: int = 500) -> int:
    """Make every lookup token anew, under the newest index key; returns how many people can be found.

    For after a restore (tokens are in no dump) and after `keys rotate --kind index`. Safe while the house serves:
    a person's key is locked while their tokens are written, so that an erasure meanwhile leaves none behind.
    """
    standing.may_write()
    old = LookupToken.objects.aggregate(last=Max("pk"))["last"] or 0
    everybody, people = itertools.chain.from_iterable(source() for source in _sources), 0
    while some := dict(itertools.islice(everybody, batch)):
        with transaction.atomic(using=KEYSTORE):
            rows = WrappedKey.objects.filter(scope__in=some).select_for_update().order_by("pk")
            keyed = set(rows.values_list("scope", flat=True))
            LookupToken.objects.filter(scope__in=keyed).delete()
            LookupToken.objects.bulk_create([row for scope in keyed for row in _tokens(scope, some[scope])])
        people += len(keyed)
    LookupToken.objects.filter(pk__lte=old).delete()  # whoever is left is known to no source
    return people


def forget(scope: uuid.UUID) -> None:
    """Drop the tokens of an erased person."""
    LookupToken.objects.filter(scope=scope).delete()


def candidates(*keys: SearchKeys, limit: int = 20) -> list[uuid.UUID]:
    """Person scopes that share a token with any of these keys, most tokens shared first; to be verified by the caller.

    Several keys are several readings of one text (either name first): one query all the same.
    """
    epochs = key_files.numbers("index")[-2:]  # while the tokens are rebuilt after a rotation, some are still of before
    values = [pair for each in keys for pair in each.values().items()]
    wanted = {token(kind, value, epoch) for epoch in epochs for kind, value in values}
    rows = LookupToken.objects.filter(token__in=sorted(wanted), epoch__in=epochs).values_list("scope", flat=True)
    counts: dict[uuid.UUID, int] = {}
    for scope in rows.order_by("pk")[:200]:
        counts[scope] = counts.get(scope, 0) + 1
    return sorted(counts, key=lambda scope: -counts[scope])[:limit]
