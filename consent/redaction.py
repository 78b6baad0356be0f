"""Redacting one entry or passage: other ciphertext takes its place, live and in history, by two people and a reason.

Who proposes it can read the text, marks the passage, and seals what takes its place at once; who approves it sees the
reason and not the text. Carried out, every version of that text in the history is the new one. The key lives on, so
backups lose the passage when they expire and not before: the certificate says so. What may be redacted is registered
by the floor that owns it.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent import erasure, erasure_permit, keyring
from consent.errors import NotNow
from consent.fields import Sealed, SealedField, SealedTextField, readable
from consent.models import Account, Disposal, Programme, Redaction, Subject
from consent.records import Record

_kinds: dict[str, tuple[type[Record], frozenset[str]]] = {}


class PassageNotFound(NotNow):
    message = _("The text does not contain this passage. Copy it exactly as it stands.")


class NotReadable(NotNow):
    message = _("The text is locked or was erased. Nothing can be removed from it.")


class ReasonNeeded(NotNow):
    message = _("Write why it is to be removed. Do not repeat the text itself.")


def register() -> None:
    """Make it known to erasing: a passage dies by other ciphertext, not by its key."""
    erasure.add_doer(Disposal.Kind.PASSAGE, carry_out)


def add_kind(kind: str, model: type[Record], fields: set[str]) -> None:
    """Register what may be redacted: the object's kind, its model, its sealed texts."""
    assert all(isinstance(model._meta.get_field(name), SealedTextField) for name in fields), kind
    _kinds[kind] = (model, frozenset(fields))


def mark() -> str:
    """What stands in place of what was removed, in the language of whoever proposes it."""
    return gettext("[removed]")


@transaction.atomic
def propose(
    *,
    by: Account,
    kind: str,
    record: Any,
    field: str,
    passage: str,
    reason: str,
    subject: Subject,
    programme: Programme,
    case_uid: uuid.UUID,
) -> Disposal:
    """Propose removing a passage, wherever it stands in the text; an empty one means the whole text.

    The ring must read and seal under the record's scope. Raises ReasonNeeded, NotReadable, PassageNotFound,
    erasure.AlreadyProposed.
    """
    model, fields = _kinds[kind]
    assert isinstance(record, model), kind
    assert field in fields, field
    text, passage = getattr(record, field), passage.strip()
    if not reason.strip():
        raise ReasonNeeded
    if not readable(text):
        raise NotReadable
    if not text or passage not in text:
        raise PassageNotFound
    disposal = erasure.propose_unchecked(
        by=by,
        kind=Disposal.Kind.PASSAGE,
        why=Disposal.Why.UNLAWFUL,
        subject=subject,
        programme=programme,
        case_uid=case_uid,
        object_kind=kind,
        object_uid=record.uid,
    )
    column: SealedField[Any] = model._meta.get_field(field)  # type: ignore[assignment]
    following = text.replace(passage, mark()) if passage else mark()
    keyring.current().found_ground([getattr(record, column.scope)])  # taking words away needs no ground
    Redaction(
        disposal=disposal,
        field=field,
        whole=not passage,
        envelope=column.sealed(record, following),
        scope=getattr(record, column.scope),
        reason=reason.strip(),
    ).save()
    return disposal


def carry_out(disposal: Disposal) -> dict[str, int]:
    """Put the new text in place of every version, in erasing's transaction; how many history rows were rewritten."""
    redaction = Redaction.objects.get(disposal=disposal)
    model, _fields = _kinds[disposal.object_kind]
    record = model.objects.select_for_update().get(uid=disposal.object_uid)
    following = Sealed(bytes(redaction.envelope))
    setattr(record, redaction.field, following)
    record.save(update_fields=[redaction.field])
    rewritten = erasure_permit.rewrite(
        record, disposal=disposal, where=Q(**{f"{redaction.field}__isnull": False}), **{redaction.field: following}
    )
    return {"passage": 1, "version": rewritten}
