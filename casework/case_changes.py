"""What was changed on a case file, by whom and when: read from the history of participant, file and assignments.

A change is the difference between a history row and the one before it of the same object. That a sealed field changed
can be told without opening it, because only what changes is sealed anew; its values are shown only where the reader's
keyring opens them.
"""

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Model, Window
from django.db.models.functions import Lag
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.access import OpenCase
from casework.details_in_words import LABELS, said
from casework.models import Assignment, CaseFile, Participant
from casework.participants import PLACES
from consent import wording
from consent.fields import raw_values
from consent.models import Account

_CASE_LABELS: dict[str, str | Promise] = {
    "state": pgettext_lazy("case file", "State"),
    "opened_on": _("Opened"),
    "closed_on": pgettext_lazy("day", "Closed"),
    "last_contact_on": _("Last contact"),
}
_ASSIGNMENT_LABELS: dict[str, str | Promise] = {
    "account_id": _("Worker"),
    "role": _("Role on the case file"),
    "starts_on": pgettext_lazy("period", "From"),
    "until": pgettext_lazy("period", "Until"),
    "why": _("Why"),
    "ended_on": pgettext_lazy("assignment", "Ended"),
    "ended_why": _("Why it ended"),
}
_PERSON, _CASE, _ASSIGNMENT = _("Personal details"), _("Case file"), _("Workers")


@dataclasses.dataclass(frozen=True)
class Difference:
    """One field: what it was and what it became, in words; "" for nothing. Not `shown`: only that it changed."""

    label: str | Promise
    before: str
    after: str
    shown: bool = True


@dataclasses.dataclass(frozen=True)
class Change:
    """One writing: when, who, of what, which fields."""

    at: datetime.datetime
    who: str
    what: str | Promise
    is_new: bool
    differences: list[Difference]
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class _Place:
    """Where a history row is: its table, its id, and the id of the row before it of the same object."""

    model: type[Model]
    at: datetime.datetime
    row: int
    before: int | None


def page_of(opened: OpenCase, number: int, *, size: int) -> tuple[list[Change], bool]:
    """The changes of one page, newest first, and whether there are older ones. Seven queries, whatever the size."""
    last = number * size
    places = [place for model, rows in _sources(opened) for place in _places(model, rows, last + 1)]
    places.sort(key=lambda place: (place.at, place.row), reverse=True)
    shown = places[last - size : last]
    rows = _rows(shown)
    names = _names(rows.values())
    return [_change(opened, place, rows, names) for place in shown], len(places) > last


def _sources(opened: OpenCase) -> list[tuple[type[Model], Any]]:
    assigned = Assignment.history.filter(case_id=opened.case.pk)
    if not opened.works:  # who only learns is not told that a health counsellor works here
        assigned = assigned.exclude(role=Assignment.Role.HEALTH)
    return [
        (Participant, Participant.history.filter(id=opened.participant.pk)),
        (CaseFile, CaseFile.history.filter(id=opened.case.pk)),
        (Assignment, assigned),
    ]


def _places(model: type[Model], rows: Any, limit: int) -> list[_Place]:
    before = Window(Lag("history_id"), partition_by=F("id"), order_by=F("history_id").asc())
    newest = rows.annotate(row_before=before).order_by("-history_date", "-history_id")
    return [_Place(model, *values) for values in newest.values_list("history_date", "history_id", "row_before")[:limit]]


def _rows(places: Iterable[_Place]) -> dict[tuple[type[Model], int], Any]:
    wanted: dict[type[Model], set[int]] = {Participant: {0}, CaseFile: {0}, Assignment: {0}}
    for place in places:
        wanted[place.model] |= {place.row, place.before or 0}
    return {
        (model, row.history_id): row
        for model, ids in wanted.items()
        for row in model.history.filter(history_id__in=ids).order_by("history_id")  # type: ignore[attr-defined]
    }


def _names(rows: Iterable[Any]) -> dict[int, str]:
    ids = {row.history_user_id for row in rows} | {getattr(row, "account_id", None) for row in rows}
    return dict(Account.objects.filter(pk__in=ids - {None} or {0}).values_list("pk", "name"))


def _change(opened: OpenCase, place: _Place, rows: dict[tuple[type[Model], int], Any], names: dict[int, str]) -> Change:
    row = rows[place.model, place.row]
    before = rows.get((place.model, place.before)) if place.before else None
    tell = {Participant: _of_person, CaseFile: _of_case, Assignment: _of_assignment}[place.model]  # type: ignore[index]
    what, differences = tell(opened, before, row, names)
    who = names.get(row.history_user_id, "")
    reason = row.get_history_change_reason_display() if row.history_change_reason else ""
    return Change(place.at, who, what, before is None, differences, reason)


def _of_person(
    opened: OpenCase, before: Any, row: Any, names: dict[int, str]
) -> tuple[str | Promise, list[Difference]]:
    hidden = PLACES if opened.participant.safety_prohibition else frozenset()
    found = []
    for name in _changed(before, row, LABELS):
        if name in hidden:
            found.append(Difference(LABELS[name], "", "", shown=False))
        else:
            old = said(name, getattr(before, name)) if before is not None else ""
            found.append(Difference(LABELS[name], old, said(name, getattr(row, name))))
    return _PERSON, found


def _of_case(opened: OpenCase, before: Any, row: Any, names: dict[int, str]) -> tuple[str | Promise, list[Difference]]:
    return _CASE, _plain(before, row, _CASE_LABELS, names)


def _of_assignment(
    opened: OpenCase, before: Any, row: Any, names: dict[int, str]
) -> tuple[str | Promise, list[Difference]]:
    told = {"account_id", "role"} if before is not None else set()  # which assignment it was that changed
    labels = _ASSIGNMENT_LABELS
    who = [Difference(labels[name], "", _shown(row, name, names)) for name in labels if name in told]
    return _ASSIGNMENT, who + _plain(before, row, labels, names)


def _plain(before: Any, row: Any, labels: dict[str, str | Promise], names: dict[int, str]) -> list[Difference]:
    return [
        Difference(labels[name], _shown(before, name, names) if before is not None else "", _shown(row, name, names))
        for name in _changed(before, row, labels)
    ]


def _changed(before: Any, row: Any, labels: Iterable[str]) -> list[str]:
    """Names whose stored value differs; sealed ones by their envelope. Of a new row, those that have a value."""
    with raw_values():
        return [
            name
            for name in labels
            if (getattr(row, name) not in (None, "") if before is None else getattr(before, name) != getattr(row, name))
        ]


def _shown(row: Any, name: str, names: dict[int, str]) -> str:
    value = getattr(row, name)
    if name == "account_id":
        return names.get(value, "")
    if isinstance(value, datetime.date):
        return wording.date_full(value)
    if not value:
        return ""
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)
