"""The registry of holders: how each model that holds personal data is found, exported, kept and ended.

Declared here, filled by each app when it is loaded; a house test proves that no model is missing.
"""

import dataclasses
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise


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


@dataclasses.dataclass(frozen=True)
class Words:
    """What a model is called on pages, and the purposes (codes of `Purpose`) that its rows serve."""

    label: str | Promise
    purposes: tuple[str, ...]


#: What rows serve where no floor says more: by how they are kept.
PURPOSES: dict[str, tuple[str, ...]] = {
    "person": ("guidance",),
    "case": ("guidance",),
    "consent": ("guidance",),
    "log": ("log",),
    "draft": ("guidance",),
    "account": ("log",),
    "group": ("groups",),
    "none": (),
}

_words: dict[type[models.Model], Words] = {}
Export = Callable[[Any], dict[str, Any]]
_holders: dict[type[models.Model], Holder] = {}
_exports: dict[type[models.Model], Export] = {}

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
    case: str | None = None,
    clears: Mapping[str, Callable[[], Any]] | None = None,
) -> None:
    """Register a model."""
    assert dies_by in {KEY, ROW, KEPT}, dies_by
    if case is None and subject is not None and subject.endswith("case__subject"):
        case = subject.removesuffix("subject") + "uid"
    _holders[model] = Holder(model, subject, retention, dies_by, None, case, clears or {})


def describe(model: type[models.Model], label: str | Promise, purposes: tuple[str, ...] | None = None) -> None:
    """Name a model for people, and its purposes where they are not those of its retention."""
    _words[model] = Words(label, purposes if purposes is not None else PURPOSES[_holders[model].retention])


def words_of(holder: Holder) -> Words:
    """The name and the purposes of a model; one that no floor has named stands as its class."""
    return _words.get(holder.model) or Words(holder.model.__name__, PURPOSES[holder.retention])


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
