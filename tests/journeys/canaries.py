"""Canaries: one word for each sealed field of each row, that stands nowhere else in the world."""

import datetime
from typing import Any

from django.apps import apps
from django.db import models

from casework import participants
from casework.models import Participant
from consent import identity_codes, keyring
from consent.actors import acting
from consent.fields import SealedField, SealedTextField
from consent.history import HistoryRow
from consent.keyring import Audience
from consent.models.log import LogRow
from tests.matrix.world import World

BORN = datetime.date(1907, 3, 5)
#: Values of fixed form: each as it is stored, and as pages may write it.
FORMS = {
    "person.phone": ["+358407654321", "0407654321", "040 765 4321"],
    "person.mail": ["kanaria.lintu@example.org"],
    "person.birth_date": ["1907-03-05", "5.3.1907", "050307"],
    "person.identity_code": [identity_codes.invented(BORN, 917)],
}
#: Codes of fixed lists and yes or no: a canary cannot be written into them.
OF_LISTS = {
    "person.language", "person.gender", "person.safety_prohibition", "session.themes", "session.present",
    "health.themes", "health.present",
}  # fmt: skip


class Cage:
    """The canaries by field."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}  # word → field id

    def hatch(self, field_id: str) -> str:
        """A new word for a field; without spaces and signs, so that no page breaks or escapes it."""
        word = f"Kanaria{len(self.words):03d}öljy"
        self.words[word] = field_id
        return word

    def adopt(self, field_id: str) -> None:
        """The forms of a value of fixed form."""
        self.words |= dict.fromkeys(FORMS[field_id], field_id)

    def of(self, *field_ids: str) -> set[str]:
        return {word for word, field_id in self.words.items() if field_id in field_ids}


def sealed_fields() -> list[tuple[type[models.Model], "SealedField[Any]"]]:
    found = [model for model in apps.get_models() if not issubclass(model, HistoryRow)]
    return [(m, field) for m in found for field in m._meta.concrete_fields if isinstance(field, SealedField)]


def plant(world: World) -> Cage:
    """Write a canary into every sealed text of every row of the world, through the doors of models and verbs."""
    cage = Cage()
    _identify(world, cage)
    for model, field in sealed_fields():
        if model is Participant or issubclass(model, LogRow) or not isinstance(field, SealedTextField):
            continue
        for row in model._base_manager.order_by("pk"):
            scope = getattr(row, field.scope)
            with keyring.also(sealing=[scope]) as ring, acting(world.cast.minna):
                ring.found_ground([scope])
                setattr(row, field.attname, cage.hatch(field.field_id))
                row.save(update_fields=[field.attname])
    return cage


def _identify(world: World, cage: Cage) -> None:
    person = Participant.objects.get(subject=world.cast.case.subject)
    text = {
        name: cage.hatch(f"person.{name}")
        for name in ("first_name", "last_name", "safe_contact", "street_address", "postcode", "municipality",
                     "neighbourhood", "interpreter")
    }  # fmt: skip
    for field_id in FORMS:
        cage.adopt(field_id)
    details = participants.Details(
        **text,
        birth_date=BORN,
        phone=FORMS["person.phone"][0],
        mail=FORMS["person.mail"][0],
        identity_code=FORMS["person.identity_code"][0],
        gender="unsaid",
        language="prs",
    )
    with keyring.also([(person.scope, Audience.WORKER)]), acting(world.cast.minna):
        participants.change(person, details=details, version=person.version)
