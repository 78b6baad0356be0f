"""The keyring of a request: it opens only what its door opened; all else reads as locked.

A request starts with an empty ring. The door opens pairs (scope, audience) of the objects that its loader
found. A sealed field declares its audiences; it reads only where the ring was opened for one of them.
Keys of all opened scopes are fetched in one query, at the first reading, and die with the ring.
"""

import contextlib
import contextvars
import enum
import uuid
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from consent.errors import NotNow
from consent.keystore import keys
from consent.keystore.models import ScopeKind


class Audience(enum.StrEnum):
    """For whom a scope is opened."""

    WORKER = "worker"
    HEALTH = "health"
    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    PARTNER = "partner"
    OFFICER = "officer"
    SELF = "self"  # a worker's own drafts and second-factor secrets
    LOOKUP = "lookup"  # verifying an exact hit; nothing of it is shown


Pair = tuple[uuid.UUID, Audience]


class Locked(Exception):
    """The scope was not opened for an audience of this field."""


class Erased(NotNow):
    """The scope has no key any more: nothing reads there, and nothing can be added."""

    message = _("The details have been erased. Nothing can be added to them any more.")


class GroundNeeded(NotNow):
    """A health compartment is written on a ground in force at that moment, and on no other (GDPR Art. 9(2))."""

    message = _("The person has not allowed notes about their health, or no longer allows them. Ask for it first.")


class Keyring:
    """Opened pairs and, lazily, their keys."""

    def __init__(self) -> None:
        self._audiences: dict[uuid.UUID, set[Audience]] = {}
        self._sealing: set[uuid.UUID] = set()
        self._grounded: set[uuid.UUID] = set()
        self._keys: dict[uuid.UUID, keys.ScopeKeys] = {}
        self._asked: set[uuid.UUID] = set()
        self._waiting: set[uuid.UUID] = set()

    def open(self, pairs: Iterable[Pair]) -> None:
        """Open scopes for audiences; fetches nothing yet."""
        for scope, audience in pairs:
            self._audiences.setdefault(scope, set()).add(audience)
            self._await(scope)

    def allow_sealing(self, scopes: Iterable[uuid.UUID]) -> None:
        """Let values be sealed under these scopes without opening them (a write-only compartment)."""
        for scope in scopes:
            self._sealing.add(scope)
            self._await(scope)

    def found_ground(self, scopes: Iterable[uuid.UUID]) -> None:
        """Say that a ground in force allows writing into these health compartments; opens and seals nothing itself."""
        self._grounded.update(scopes)

    def _await(self, scope: uuid.UUID) -> None:
        if scope not in self._asked:
            self._waiting.add(scope)

    def _load(self) -> None:
        if not self._waiting:  # asked at every reading: a search reads thousands
            return
        self._keys.update(keys.load(self._waiting))
        self._asked |= self._waiting  # not before: a key that could not be fetched must never read as erased
        self._waiting = set()

    def to_read(self, scope: uuid.UUID, audiences: frozenset[Audience], version: int) -> bytes:
        """The key that opens a value; raises Locked or Erased."""
        if not audiences & self._audiences.get(scope, set()):
            raise Locked
        self._load()
        try:
            return self._keys[scope].versions[version]
        except KeyError:
            raise Erased from None

    def to_seal(self, scope: uuid.UUID) -> tuple[int, bytes]:
        """Newest version and key for sealing; raises Locked, Erased or GroundNeeded."""
        if scope not in self._audiences and scope not in self._sealing:
            raise Locked
        self._load()
        held = self._keys.get(scope)
        if held is None:
            raise Erased
        if held.kind == ScopeKind.HEALTH and scope not in self._grounded:
            raise GroundNeeded
        version = max(held.versions)
        return version, held.versions[version]


_ring: contextvars.ContextVar[Keyring | None] = contextvars.ContextVar("keyring", default=None)


def current() -> Keyring:
    """The ring in force; outside a request and a `with opened(...)` an empty one that opens nothing."""
    return _ring.get() or Keyring()


@contextlib.contextmanager
def fresh() -> Iterator[Keyring]:
    """A new, empty ring for one request or task."""
    token = _ring.set(Keyring())
    try:
        yield current()
    finally:
        _ring.reset(token)


@contextlib.contextmanager
def also(pairs: Iterable[Pair] = (), *, sealing: Iterable[uuid.UUID] = ()) -> Iterator[Keyring]:
    """Open more on a ring made for this block alone; the outer ring keeps what it had.

    The caller is a loader, a verb that makes new scopes, or `consent.access_log.opened`, which logs it.
    """
    outer, ring = current(), Keyring()
    ring._audiences = {scope: set(audiences) for scope, audiences in outer._audiences.items()}
    ring._sealing, ring._grounded = set(outer._sealing), set(outer._grounded)
    ring._waiting = {*ring._audiences, *ring._sealing}
    ring.open(pairs)
    ring.allow_sealing(sealing)
    token = _ring.set(ring)
    try:
        yield ring
    finally:
        _ring.reset(token)


def create(kind: ScopeKind | str) -> uuid.UUID:
    """A new scope under which the current ring may seal, not read."""
    (scope,) = keys.create(kind)
    if _ring.get() is not None:
        current().allow_sealing([scope])
    return scope
