"""What a referral says: chosen in the composer, frozen as values, named by one hash that an approval holds on to."""

import dataclasses
import datetime
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import override

from casework.access import OpenCase
from casework.letter_choices import Choice
from casework.letter_fields import LetterField, Place
from casework.models import Referral
from casework.participants import Gone
from consent.fields import readable

#: Parts of the stored slice. NONCE keeps the hash from being guessed; ASIDE is typed but not ticked, and never sent.
NONCE, FIELDS, ASIDE, SAFETY, SAFE_CONTACT, LETTER = "nonce", "fields", "aside", "safety", "safe_contact", "letter"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Content:
    """What the worker chose and typed. `codes` are the ticked fields, `typed` the texts of typed fields by code."""

    heading: str = ""
    request: str = ""
    meanwhile: str = ""
    respond_by: datetime.date | None = None
    recipient_person: str = ""
    language: str = "fi"
    codes: frozenset[str] = frozenset()
    typed: Mapping[str, str] = dataclasses.field(default_factory=dict)


def stored(referral: Referral) -> dict[str, Any]:
    """The slice as it is stored; raises participants.Gone when its key, or the right to it, is gone."""
    if not readable(referral.slice):
        raise Gone
    found: dict[str, Any] = referral.slice
    return found


def content_of(referral: Referral) -> Content:
    """What a stored draft holds, for the composer. Raises participants.Gone."""
    kept = stored(referral)
    fields = kept.get(FIELDS, [])
    texts = {entry["code"]: entry["parts"][0][1] for entry in fields if entry["typed"]}
    return Content(
        heading=referral.heading,
        request=referral.request,
        meanwhile=referral.meanwhile,
        respond_by=referral.respond_by,
        recipient_person=referral.recipient_person,
        language=referral.language,
        codes=frozenset(entry["code"] for entry in fields),
        typed={**kept.get(ASIDE, {}), **texts},
    )


def with_codes(content: Content, codes: Iterable[str]) -> Content:
    """The same with other fields ticked."""
    return dataclasses.replace(content, codes=frozenset(codes))


def codes_of(referral: Referral) -> list[str]:
    """The codes of the fields that it tells."""
    return [entry["code"] for entry in stored(referral).get(FIELDS, [])]


def apply(referral: Referral, content: Content, opened: OpenCase, offered: list[Choice]) -> None:
    """Put the content on an unsaved or locked referral, the values of its fields read now in the letter's language.

    Required fields are always in. The caller has refused codes that may not be told.
    """
    person, codes = opened.participant, content.codes | {choice.field.code for choice in offered if choice.required}
    with override(content.language):
        found = [_entry(choice, opened, content) for choice in offered if choice.field.code in codes]
    # What is not known is not told, nor recorded as told; a typed field stays ticked while its words are still missing.
    fields = [entry for entry in found if entry["typed"] or any(value for _label, value in entry["parts"])]
    referral.heading, referral.request, referral.meanwhile = content.heading, content.request, content.meanwhile
    referral.respond_by, referral.language = content.respond_by, content.language
    referral.recipient_person = content.recipient_person
    safety = person.safety_prohibition is True
    referral.slice = {
        NONCE: stored(referral).get(NONCE) or secrets.token_hex(16),
        FIELDS: fields,
        ASIDE: {code: text for code, text in content.typed.items() if text and code not in codes},
        SAFETY: safety,
        SAFE_CONTACT: _read(person.safe_contact) if safety else "",
    }
    referral.content_hash = hash_of(referral)


def drop_empty(referral: Referral) -> None:
    """Leave out what was ticked and never written: it would be recorded as told."""
    fields = [entry for entry in referral.slice[FIELDS] if any(value for _label, value in entry["parts"])]
    referral.slice = {**referral.slice, FIELDS: fields}
    referral.content_hash = hash_of(referral)


def drop_aside(referral: Referral) -> None:
    """Forget what was typed but not chosen, before anybody else sees the referral."""
    referral.slice = {name: value for name, value in referral.slice.items() if name != ASIDE}


def hash_of(referral: Referral) -> str:
    """SHA-256 over exactly what the recipient would be told, salted by the sealed nonce; in hexadecimal."""
    kept = referral.slice
    told = [
        *(kept[NONCE], referral.number, str(referral.recipient.uid), referral.recipient_person, referral.language),
        *(referral.heading, referral.request, referral.meanwhile),
        referral.respond_by.isoformat() if referral.respond_by else "",
        *(kept[FIELDS], kept[SAFETY], kept[SAFE_CONTACT]),
    ]
    return _digest(told)


def hash_of_answer(referral: Referral, text: str) -> str:
    """The hash of what is told later, when the recipient asks for more."""
    return _digest([referral.slice[NONCE], referral.number, text])


def _digest(told: list[Any]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _entry(choice: Choice, opened: OpenCase, content: Content) -> dict[str, Any]:
    field = choice.field
    own_label = field.label if field.place == Place.PERSON else field.heading or choice.label
    parts = [[str(own_label), content.typed.get(field.code, "") if field.typed else _read(field.value(opened))]]
    parts += [[str(part.label), _read(part.value(opened))] for part in field.beside]
    return {"code": field.code, "place": str(field.place), "typed": field.typed, "parts": parts}


def shown_value(field: LetterField, opened: OpenCase) -> str:
    """What a field would tell, for the row of the composer; typed ones have their box instead."""
    if field.typed:
        return ""
    values = [_read(field.value(opened)), *(_read(part.value(opened)) for part in field.beside)]
    return ", ".join(value for value in values if value)


def _read(value: str) -> str:
    """A locked or erased value says nothing in a letter, not even that it is locked."""
    return str(value).strip() if readable(value) else ""


def said(referral: Referral, code: str) -> str:
    """The first value of a field as the slice holds it; "" when it was not told."""
    entries = (entry for entry in referral.slice.get(FIELDS, []) if entry["code"] == code)
    return next((str(entry["parts"][0][1]) for entry in entries), "")


def name_in(referral: Referral) -> str:
    """The name as the recipient was told it."""
    return said(referral, "name") or said(referral, "first_name")
