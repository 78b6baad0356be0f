"""The forms of a guidance session: what was talked about, and the rows of what was agreed.

Forms are made either from a post, to be checked, or from typed text (a draft, a row more), to be shown as it stands.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from casework import agreed_actions, sessions
from casework.models import Amendment, Present, SessionKind, Theme
from consent.typed_dates import TypedDateField
from consent.typed_times import MinutesField, TypedTimeField

PARTICIPANT = "participant"
MOST_ROWS = 12
PREFIX = "agreed"
SINGLE = ("held_on", "kind", "narrative", "started_at", "length_minutes", "place", "for_participant", "read_together")
SEVERAL = ("themes", "present")
IN_ROW = ("owner", "text", "due_on")

Typed = dict[str, Any]
Owners = list[tuple[str, str]]


class SessionForm(forms.Form):
    """Three fields suffice; the rest is for who has time."""

    held_on = TypedDateField(label=_("Day"), nearest="past", max_days=0)
    kind = forms.ChoiceField(
        label=_("How did you meet?"), choices=SessionKind.choices, widget=forms.RadioSelect, initial=SessionKind.MEETING
    )
    narrative = forms.CharField(
        label=_("What was talked about?"),
        help_text=_(
            "Other people's names are not needed. Of health, write only how it affects daily life or work. "
            "Always write of danger."
        ),
        max_length=sessions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": sessions.NarrativeMissing.message},
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    started_at = TypedTimeField(label=_("Time"), required=False)
    length_minutes = MinutesField(label=_("Length (min)"), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    present = forms.MultipleChoiceField(
        label=_("Who else was there?"), choices=Present.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    for_participant = forms.CharField(
        label=_("Text for the participant"),
        help_text=_("Short sentences, familiar words. The participant sees only this text."),
        max_length=sessions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    read_together = forms.BooleanField(label=_("We read the text together"), required=False)

    def __init__(self, *args: Any, health: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not health:
            shown = [choice for choice in SessionKind.choices if choice[0] != SessionKind.HEALTH]
            self.fields["kind"].choices = shown  # type: ignore[attr-defined]


class AgreedForm(forms.Form):
    """One agreed thing: who, what, by when. A row without words is no row."""

    owner = forms.ChoiceField(label=_("Who"))
    text = forms.CharField(
        label=_("Task"),
        max_length=agreed_actions.LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due_on = TypedDateField(label=_("By when"), nearest="future", required=False)

    def __init__(self, *args: Any, owners: Owners, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("due_on") and not data.get("text") and not self.errors:
            self.add_error("text", agreed_actions.ActionNeedsWords.message)
        return data


class AmendmentForm(forms.Form):
    """What is added to a confirmed entry, and why."""

    text = forms.CharField(
        label=_("What do you add?"), max_length=sessions.LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    why = forms.ChoiceField(label=_("Why?"), choices=Amendment.Why.choices, widget=forms.RadioSelect)


class HealthMessageForm(forms.Form):
    """A message into the health compartment."""

    text = forms.CharField(
        label=_("Message"),
        max_length=sessions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": sessions.NarrativeMissing.message},
    )


def rows_posted(post: QueryDict) -> int:
    """How many rows of agreed things the post says it has, within reason."""
    count = post.get(f"{PREFIX}-count", "")
    return min(int(count), MOST_ROWS) if count.isdecimal() and len(count) < 4 else 0


def typed(post: QueryDict) -> Typed:
    """What was typed, unchecked, as it is kept in a draft."""
    single = {name: post.get(name, "") for name in SINGLE}
    several = {name: post.getlist(name) for name in SEVERAL}
    rows = [{name: post.get(f"{PREFIX}-{row}-{name}", "") for name in IN_ROW} for row in range(rows_posted(post))]
    return {**single, **several, PREFIX: rows}


def is_blank(text: Mapping[str, Any]) -> bool:
    """Whether nothing of one's own has been written."""
    rows = text.get(PREFIX, [])
    return not any([text.get("narrative"), text.get("for_participant"), *(row.get("text") for row in rows)])


def has_more(text: Mapping[str, Any]) -> bool:
    """Whether something stands in the optional part, beyond what an appointment fills in."""
    names = ("themes", "for_participant", "read_together")
    return any(text.get(name) for name in names) or any(row.get("text") for row in text.get(PREFIX, []))


def shown(text: Mapping[str, Any], *, health: bool, owners: Owners) -> tuple[SessionForm, list[AgreedForm]]:
    """The forms as they were typed, without a check; always one row to write in."""
    rows = text.get(PREFIX) or [{}]
    return SessionForm(initial=dict(text), health=health), [
        AgreedForm(initial=row, prefix=f"{PREFIX}-{number}", owners=owners) for number, row in enumerate(rows)
    ]


def posted(post: QueryDict, *, health: bool, owners: Owners) -> tuple[SessionForm, list[AgreedForm]]:
    """The forms of a post, to be checked."""
    rows = range(max(rows_posted(post), 1))
    return SessionForm(post, health=health), [
        AgreedForm(post, prefix=f"{PREFIX}-{number}", owners=owners, empty_permitted=True, use_required_attribute=False)
        for number in rows
    ]


def agreed(rows: list[AgreedForm]) -> list[tuple[str, str, Any, uuid.UUID | None]]:
    """Owner ("participant" or "worker"), words, day and the worker's uid of the rows that say something."""
    found = []
    for row in rows:
        data = row.cleaned_data
        if data.get("text"):
            mine = data["owner"] == PARTICIPANT
            owner = PARTICIPANT if mine else "worker"
            found.append((owner, data["text"], data["due_on"], None if mine else uuid.UUID(data["owner"])))
    return found
