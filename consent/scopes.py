"""Which key scopes the data rows name: found from the sealed fields themselves, so that none is forgotten."""

import uuid
from collections.abc import Iterable

from django.apps import apps
from django.db import models

from consent.fields import SealedField
from consent.history import HistoryRow


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


def named_scopes(scopes: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these scopes that some row names."""
    wanted, named = list(scopes), set[uuid.UUID]()
    for model, columns in scope_columns().items():
        for column in sorted(columns):
            rows = model._base_manager.filter(**{f"{column}__in": wanted}).values_list(column, flat=True)
            named.update(rows.distinct().order_by(column))
    return named
