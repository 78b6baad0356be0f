"""The registry of holders: how each model that holds personal data is found, exported, kept and ended.

Declared here, filled by each app when it is loaded; a house test proves that no model is missing.
"""

import dataclasses
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models


@dataclasses.dataclass(frozen=True)
class Holder:
    """One model: `subject` is the lookup path from a row to its Subject; None where it holds no personal data.

    `case` is the path from a row to the uid of its case file, if it has one. `clears` names the plain columns that
    point at somebody outside the house's own uids, each with what stands there after erasing, live and in history.
    Only models with few rows a person have any: what is many must die by its key alone.
    """

    model: type[models.Model]
    subject: str | None
    retention: str
    dies_by: str  # "key": with its scope's key; "row": the row is deleted; "kept": no personal content
    export: Callable[[Any], dict[str, Any]] | None = None
    case: str | None = None
    clears: Mapping[str, Callable[[], Any]] = dataclasses.field(default_factory=dict)


_holders: dict[type[models.Model], Holder] = {}

KEY, ROW, KEPT = "key", "row", "kept"


def nothing() -> None:
    """What stands in a column that was emptied."""


def mark() -> str:
    """What stands in a number that was emptied: unique, and it says nothing."""
    return f"X-{secrets.token_hex(8)}"


def hold(
    model: type[models.Model],
    *,
    subject: str | None = None,
    retention: str = "case",
    dies_by: str = KEY,
    export: Callable[[Any], dict[str, Any]] | None = None,
    case: str | None = None,
    clears: Mapping[str, Callable[[], Any]] | None = None,
) -> None:
    """Register a model."""
    assert dies_by in {KEY, ROW, KEPT}, dies_by
    if case is None and subject is not None and subject.endswith("case__subject"):
        case = subject.removesuffix("subject") + "uid"
    _holders[model] = Holder(model, subject, retention, dies_by, export, case, clears or {})


def holders() -> list[Holder]:
    """All holders, in the order of their tables."""
    return sorted(_holders.values(), key=lambda holder: holder.model._meta.db_table)


def holder_of(model: type[models.Model]) -> Holder | None:
    """The holder of a model."""
    return _holders.get(model)
