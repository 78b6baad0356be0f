"""Two people changed one participant at once: three versions side by side, and a form in which nothing is lost."""

import dataclasses
import datetime
from typing import Any

from casework import participants
from casework.details_in_words import LABELS, said
from casework.forms.participants import ParticipantForm, initial_of
from casework.models import Participant
from casework.participants import Details
from consent.models import Account


@dataclasses.dataclass(frozen=True)
class Conflict:
    """`rows` are for components/conflict.html; `form` has what shall hold as far as can be known, to be edited."""

    rows: list[dict[str, Any]]
    taken: frozenset[str]
    form: ParticipantForm
    who: str
    when: datetime.datetime


def conflict_of(person: Participant, typed: ParticipantForm) -> Conflict:
    """Compare what was read, what the other saved and what was typed over it.

    A field that only one of the two changed takes that change; where both did, the typed text stands in the form.
    """
    stored = Participant.objects.get(pk=person.pk)
    base_row = stored.history.filter(version=typed.cleaned_data["version"]).order_by("history_id").first()
    theirs, mine = participants.details_of(stored), typed.details()
    base = participants.details_of(base_row) if base_row is not None else theirs
    merged = {name: _holds(name, base, theirs, mine) for name in LABELS}
    data = initial_of(Details(**merged)) | {"version": stored.version}
    for name in ("identity_code", "remove_identity_code"):
        data[name] = typed.cleaned_data.get(name, "")
    form = ParticipantForm(data, current=theirs)
    form.full_clean()
    rows: list[dict[str, Any]] = []
    taken = set()
    for name, label in LABELS.items():
        values = [getattr(each, name) for each in (base, theirs, mine)]
        if name in form.fields and values[1] not in (values[0], values[2]):
            words = dict(zip(("base", "theirs", "mine"), (said(name, value) for value in values), strict=True))
            rows.append({"label": label, "edit": form[name], **words})
            taken.add(name)
    last = stored.history.order_by("-history_id").first()
    who = Account.objects.filter(pk=last.history_user_id).values_list("name", flat=True).first()
    return Conflict(rows, frozenset(taken), form, who or "", last.history_date)


def _holds(name: str, base: Details, theirs: Details, mine: Details) -> Any:
    typed = getattr(mine, name)
    return getattr(theirs, name) if typed == getattr(base, name) else typed
