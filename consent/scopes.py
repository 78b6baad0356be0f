"""Which key scopes the data rows name: found from the sealed fields themselves, so that none is forgotten."""

import uuid
from collections.abc import Iterable

from django.apps import apps
from django.db import models

from consent.fields import SealedField
from consent.history import HistoryRow
from consent.keystore.models import ErasedScope, WrappedKey


def scope_columns() -> dict[type[models.Model], frozenset[str]]:
    """The columns of each live model that hold a scope: those of its sealed fields and those named like one."""
    found: dict[type[models.Model], frozenset[str]] = {}
    for model in apps.get_models():
        if issubclass(model, HistoryRow) or model._meta.app_label == "keystore":
            continue
        fields = model._meta.concrete_fields
        sealed = {field.scope for field in fields if isinstance(field, SealedField)}
        named = {f.attname for f in fields if isinstance(f, models.UUIDField) and f.attname.endswith("scope")}
        if sealed | named:
            found[model] = frozenset(sealed | named)
    return found


def every_named_scope() -> set[uuid.UUID]:
    """All scopes that some row names."""
    named = set[uuid.UUID]()
    for model, columns in scope_columns().items():
        if model._meta.label == "consent.ErasureSeen":  # it repeats the ledger
            continue
        for column in sorted(columns):
            rows = model._base_manager.filter(**{f"{column}__isnull": False}).values_list(column, flat=True)
            named.update(rows.distinct().order_by(column).iterator())
    return named


def keyless() -> tuple[int, int]:
    """How many named scopes were erased, and how many have neither a key nor an erasure: their key is lost."""
    named = every_named_scope()
    erased = set(ErasedScope.objects.order_by().values_list("scope", flat=True).iterator())
    keyed = set(WrappedKey.objects.order_by().values_list("scope", flat=True).iterator())
    return len((named - keyed) & erased), len(named - keyed - erased)


def unnamed() -> int:
    """How many used keys no row names: what they opened is gone, or in another copy of the data."""
    used = WrappedKey.objects.filter(state=WrappedKey.State.USED).order_by()
    return len(set(used.values_list("scope", flat=True).iterator()) - every_named_scope())


def named_scopes(scopes: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these scopes that some row names."""
    wanted, named = list(scopes), set[uuid.UUID]()
    for model, columns in scope_columns().items():
        for column in sorted(columns):
            rows = model._base_manager.filter(**{f"{column}__in": wanted}).values_list(column, flat=True)
            named.update(rows.distinct().order_by(column))
    return named
