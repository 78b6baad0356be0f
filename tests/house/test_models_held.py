"""Every model says how it is kept and how it dies (consent/holders.py); none is forgotten."""

from collections.abc import Iterable

import pytest
from django.db import models
from django.test.utils import isolate_apps

from consent import holders
from consent.fields import SealedField, SealedTextField
from consent.holders import Holder
from consent.models import Subject
from tests.house.models import of_data

RETENTIONS = {"person", "case", "consent", "log", "draft", "account", "group", "none"}


def unheld(found: Iterable[type[models.Model]]) -> list[str]:
    return [model._meta.label for model in found if holders.holder_of(model) is None]


def sealed(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def faults(holder: Holder) -> list[str]:
    """What a holder claims that its model does not bear out."""
    fields, label = sealed(holder.model), holder.model._meta.label
    found = []
    if holder.retention not in RETENTIONS:
        found.append(f"{label}: nobody knows the retention {holder.retention!r}")
    if fields and holder.dies_by == holders.KEPT:
        found.append(f"{label}: kept for ever, and yet it seals {fields}")
    if not fields and holder.dies_by == holders.KEY and not has_scope(holder.model):
        found.append(f"{label}: said to die by its key, and has none")
    return found


def has_scope(model: type[models.Model]) -> bool:
    return any(field.name.endswith("scope") for field in model._meta.concrete_fields)


def test_models__every_one__is_held() -> None:
    assert unheld(of_data()) == []


@isolate_apps("casework")
def test_models__stray_one__is_seen() -> None:
    class Stray(models.Model):
        nickname = models.CharField(max_length=10)

        class Meta:
            app_label = "casework"

        def __str__(self) -> str:
            return ""

    assert unheld([*of_data(), Stray]) == ["casework.Stray"]


def test_holders__none__is_of_a_table_that_went() -> None:
    assert {holder.model for holder in holders.holders()} == set(of_data())


def test_holders__what_they_claim__is_so() -> None:
    assert [fault for holder in holders.holders() for fault in faults(holder)] == []


@isolate_apps("casework")
def test_holders__false_claims__are_seen() -> None:
    class Sealing(models.Model):
        nickname = SealedTextField(field_id="x.nickname")

        class Meta:
            app_label = "casework"

        def __str__(self) -> str:
            return ""

    class Plain(models.Model):
        class Meta:
            app_label = "casework"

        def __str__(self) -> str:
            return ""

    assert faults(Holder(Sealing, None, "case", holders.KEPT))
    assert faults(Holder(Plain, None, "case", holders.KEY))
    assert faults(Holder(Plain, None, "for ever", holders.KEPT))


@pytest.mark.django_db
@pytest.mark.parametrize("holder", [h for h in holders.holders() if h.subject], ids=lambda h: h.model._meta.label)
def test_holder__path_to_the_subject__leads_there(holder: Holder) -> None:
    path = str(holder.subject)
    wanted = Subject().uid if path.endswith("uid") else Subject.objects.order_by("pk").first()
    rows = holder.model._base_manager.filter(**{path: wanted})
    assert rows.exists() is (holder.model is Subject and wanted is not None)


def test_holders__whoever_points_at_a_subject__says_so() -> None:
    """A model with a foreign key to a person's row, or to a case file, is found from the person."""
    silent = [
        holder.model._meta.label
        for holder in holders.holders()
        if holder.subject is None and reaches_a_person(holder.model)
    ]
    assert silent == []


def reaches_a_person(model: type[models.Model]) -> bool:
    return any(
        field.related_model is not None and getattr(field.related_model, "__name__", "") in {"Subject", "CaseFile"}
        for field in model._meta.concrete_fields
    )
