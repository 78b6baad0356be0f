"""Sealed fields: ciphertext in the database, text only where the keyring is open.

A field names an explicit id that survives renames and is the same in history, the column that holds its key
scope, and the audiences that may read it. The value is opened when it is read from the instance, not when
the row is fetched; what the ring does not open reads as an `Unreadable` and never as an error.
"""

import contextlib
import contextvars
import datetime
import json
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext

from consent import envelope, keyring
from consent.keyring import Audience

T = TypeVar("T")
if TYPE_CHECKING:
    from django.db.models import Field
else:

    class Field(models.Field):
        """Django's field, subscriptable at run time too."""

        def __class_getitem__(cls, types: Any) -> type:
            return cls


_raw: contextvars.ContextVar[bool] = contextvars.ContextVar("sealed_raw", default=False)


class PlaintextRefused(Exception):
    """Plain text was about to reach the database through a path that does not seal."""


class Sealed(bytes):
    """An envelope as stored; shows nothing of itself."""

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


class Unreadable(str):
    """What a reader sees in place of a value that is not theirs to read, or that was erased."""

    kind: str

    @classmethod
    def locked(cls) -> "Unreadable":
        return cls._make("locked", gettext("Locked"))

    @classmethod
    def erased(cls) -> "Unreadable":
        return cls._make("erased", gettext("Erased"))

    @classmethod
    def _make(cls, kind: str, text: str) -> "Unreadable":
        made = cls(text)
        made.kind = kind
        return made


def readable(value: object) -> bool:
    """Whether a value read from a sealed field is the real one."""
    return not isinstance(value, Unreadable)


@contextlib.contextmanager
def raw_values() -> Iterator[None]:
    """Within this block sealed attributes give their envelopes: how history copies ciphertext."""
    token = _raw.set(True)
    try:
        yield
    finally:
        _raw.reset(token)


class SealedAttribute:
    """The descriptor that opens a value when it is read."""

    def __init__(self, field: "SealedField[Any]") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        stored = instance.__dict__[name]
        if _raw.get() or (stored is not None and not isinstance(stored, Sealed)):
            return stored
        return self.field.empty() if stored is None else self.field.opened(instance, stored)

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(Field[T, T], Generic[T]):
    """Base of the family; `field_id` is a constant for ever, `scope` the name of the column with the key scope."""

    descriptor_class = SealedAttribute
    block: ClassVar[int] = 32

    def __init__(
        self,
        *,
        field_id: str = "",
        scope: str = "scope",
        audiences: frozenset[Audience] | set[Audience] = frozenset(),
        **options: Any,
    ) -> None:
        self.field_id, self.scope, self.audiences = field_id, scope, frozenset(audiences)
        super().__init__(**{**options, "null": True, "blank": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for option in ("null", "blank", "editable"):
            options.pop(option, None)
        return name, path, args, {**options, "field_id": self.field_id, "scope": self.scope}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    # Values

    def empty(self) -> T:
        """What NULL reads as."""
        raise NotImplementedError

    def encode(self, value: T) -> bytes:
        raise NotImplementedError

    def decode(self, text: bytes) -> T:
        raise NotImplementedError

    def opened(self, instance: models.Model, stored: Sealed) -> T | Unreadable:
        """The value of one stored envelope, or why it cannot be read; raises envelope.SealBroken when tampered."""
        scope, record = self._binding(instance)
        try:
            key = keyring.current().to_read(scope, self.audiences, envelope.key_version(stored))
        except keyring.Locked:
            return Unreadable.locked()
        except keyring.Erased:
            return Unreadable.erased()
        return self.decode(envelope.unseal(stored, key=key, field_id=self.field_id, scope=scope, record=record))

    def sealed(self, instance: models.Model, value: T) -> Sealed:
        """A value as it may be stored; raises keyring.Locked or keyring.Erased."""
        scope, record = self._binding(instance)
        version, key = keyring.current().to_seal(scope)
        text = self.encode(value)
        return Sealed(
            envelope.seal(
                text, key=key, version=version, field_id=self.field_id, scope=scope, record=record, pad=self.block
            )
        )

    def _binding(self, instance: models.Model) -> tuple[uuid.UUID, uuid.UUID]:
        scope, record = getattr(instance, self.scope), instance.uid  # type: ignore[attr-defined]
        if scope is None:
            raise keyring.Locked
        return scope, record

    # Database boundary

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Unreadable):
            raise PlaintextRefused(f"{self.field_id}: a locked value cannot be saved back")
        if value is None or isinstance(value, Sealed):
            return value
        sealed = None if value == self.empty() else self.sealed(model_instance, value)
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise PlaintextRefused(f"{self.field_id}: only sealed values reach the database")
        return connection.Database.Binary(value)  # type: ignore[attr-defined]

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """Django asks for it in every UPDATE, where an expression would pass `get_db_prep_value` by."""
        if hasattr(value, "as_sql"):
            raise PlaintextRefused(f"{self.field_id}: only sealed values reach the database")
        return str(connection.ops.binary_placeholder_sql(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.field_id} is sealed: it can be asked for isnull only")
        return super().get_lookup(lookup_name)

    def value_from_object(self, obj: models.Model) -> Any:
        """The envelope: what serializers take, who would write a day or a yes as it stands."""
        with raw_values():
            return super().value_from_object(obj)

    def value_to_string(self, obj: models.Model) -> str:
        value = obj.__dict__.get(self.attname)
        return value.hex() if isinstance(value, Sealed) else ""


class SealedTextField(SealedField[str]):
    """Short text: names, contacts, one sentence (padded to 32 bytes)."""

    def empty(self) -> str:
        return ""

    def encode(self, value: str) -> bytes:
        return str(value).encode()

    def decode(self, text: bytes) -> str:
        return text.decode()


class SealedNoteField(SealedTextField):
    """Narratives (padded to 256 bytes)."""

    block = 256


class SealedDateField(SealedField["datetime.date | None"]):
    """A day."""

    def empty(self) -> None:
        return None

    def encode(self, value: datetime.date | None) -> bytes:
        assert value is not None
        return value.isoformat().encode()

    def decode(self, text: bytes) -> datetime.date:
        return datetime.date.fromisoformat(text.decode())


class SealedFlagField(SealedField[bool]):
    """Yes or no; NULL reads as no."""

    def empty(self) -> bool:
        return False

    def encode(self, value: bool) -> bytes:
        return b"yes" if value else b"no"

    def decode(self, text: bytes) -> bool:
        return text == b"yes"


class SealedJSONField(SealedField[Any]):
    """Lists and dictionaries of plain values; NULL reads as an empty dictionary."""

    block = 256

    def empty(self) -> Any:
        return {}

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    def decode(self, text: bytes) -> Any:
        return json.loads(text)


class SealedBytesField(SealedField[bytes]):
    """Documents as bytes: letters, attachments."""

    block = 256

    def empty(self) -> bytes:
        return b""

    def encode(self, value: bytes) -> bytes:
        return value

    def decode(self, text: bytes) -> bytes:
        return text
