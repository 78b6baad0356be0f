"""The registry of holders: how each model that holds personal data is found, exported, kept and ended.

Declared here, filled by each app when it is loaded; a house test proves that no model is missing.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db import models


@dataclasses.dataclass(frozen=True)
class Holder:
    """One model: `subject` is the lookup path from a row to its Subject; None where it holds no personal data."""

    model: type[models.Model]
    subject: str | None
    retention: str
    dies_by: str  # "key": with its scope's key; "row": the row is deleted; "kept": no personal content
    export: Callable[[Any], dict[str, Any]] | None = None


Export = Callable[[Any], dict[str, Any]]
_holders: dict[type[models.Model], Holder] = {}
_exports: dict[type[models.Model], Export] = {}

KEY, ROW, KEPT = "key", "row", "kept"


def hold(
    model: type[models.Model],
    *,
    subject: str | None = None,
    retention: str = "case",
    dies_by: str = KEY,
) -> None:
    """Register a model."""
    assert dies_by in {KEY, ROW, KEPT}, dies_by
    _holders[model] = Holder(model, subject, retention, dies_by)


def holders() -> list[Holder]:
    """All holders, in the order of their tables."""
    found = [dataclasses.replace(holder, export=_exports.get(model)) for model, holder in _holders.items()]
    return sorted(found, key=lambda holder: holder.model._meta.db_table)


def holder_of(model: type[models.Model]) -> Holder | None:
    """The holder of a model."""
    return _holders.get(model)


def export(model: type[models.Model], how: Export) -> None:
    """Say how the rows of a model are told to the person (GDPR Art. 15)."""
    _exports[model] = how
