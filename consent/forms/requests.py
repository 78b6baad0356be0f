"""Forms of requests: what was asked, how the person was known, what is decided, how it was answered."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import requests
from consent.models import Channel, DataRequest, RecipientNotice, Restriction
from consent.typed_dates import TypedDateField

Kind, Identity, Decision = DataRequest.Kind, DataRequest.Identity, DataRequest.Decision
LONGEST = 4_000
Entry = tuple[requests.About, str]
KNOWN = (Identity.KNOWN, Identity.DOCUMENT)
#: How somebody else than the person writes a request down; "on the own pages" is the person's own.
HEARD = [(channel.value, channel.label) for channel in (Channel.IN_PERSON, Channel.PHONE, Channel.PAPER)]


def _words(label: Any, *, required: bool, hint: Any = "", missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


def _one_of(label: Any, choices: Any, missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}
    )


class ReceiveForm(forms.Form):
    """A request as somebody of the house writes it down."""

    kind = _one_of(_("What does the person ask for?"), Kind.choices, _("Choose what the person asks for."))
    words = _words(_("In the person's own words"), required=False, hint=_("What is asked, and about which data."))
    channel = _one_of(_("How did it come?"), HEARD, _("Choose how it came."))
    received_on = TypedDateField(
        label=_("Received on"), max_days=0, help_text=_("The day on which it came, for example today.")
    )
    log_from = TypedDateField(label=_("Log from"), required=False, max_days=0)
    log_until = TypedDateField(label=_("Log until"), required=False, max_days=0)

    use_required_attribute = False

    def given(self) -> dict[str, Any]:
        """What the verb takes."""
        typed = self.cleaned_data
        return {
            "kind": typed["kind"],
            "words": typed["words"],
            "channel": typed["channel"],
            "received_on": typed["received_on"],
            "log": requests.Days(typed["log_from"], typed["log_until"]),
        }


class OfficerReceiveForm(ReceiveForm):
    """The same with the number of the person's case file: the officer knows nobody by name."""

    number = forms.CharField(
        label=_("Number of the case file"),
        max_length=20,
        help_text=_("For example P-2026-0147."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Write the number of the case file.")},
    )
    field_order = ("number", "kind")


class WorkerReceiveForm(ReceiveForm):
    """The same with how the worker knew the person, and with one of `entries`: what it is, and how it is called."""

    how = forms.ChoiceField(
        label=_("How do you know who asks?"),
        choices=[("", _("Not checked yet")), *((each.value, each.label) for each in KNOWN)],
        widget=forms.RadioSelect,
        required=False,
    )
    entry = forms.ChoiceField(label=_("Which entry is it about?"), required=False)
    field_order = ("kind", "words", "entry", "how")

    def __init__(self, *args: Any, entries: Sequence[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.entries = {str(about.uid): about for about, _label in entries}
        entry = self.fields["entry"]
        assert isinstance(entry, forms.ChoiceField)
        entry.choices = [("", _("No single entry")), *((str(about.uid), label) for about, label in entries)]

    def given(self) -> dict[str, Any]:
        """What the verb takes."""
        return super().given() | {"about": self.entries.get(self.cleaned_data["entry"])}


class StatementForm(forms.Form):
    """What the person says to an entry."""

    text = _words(
        _("The person's own words"),
        required=True,
        hint=_("It stands beside the entry. The entry itself does not change."),
        missing=_("Write what the person says."),
    )


class IdentityForm(forms.Form):
    """How the person was known."""

    how = _one_of(
        _("How do you know who asks?"),
        [(each.value, each.label) for each in KNOWN],
        _("Choose how the person was known."),
    )


class ExtendForm(forms.Form):
    """Why more time is needed."""

    reason = _words(
        _("Reasons for more time"),
        required=True,
        hint=_("The person reads this. Tell why the answer takes longer."),
        missing=_("Write the reasons."),
    )


class DecideForm(forms.Form):
    """The decision and its reasons."""

    decision = _one_of(
        _("Decision"),
        [(each.value, each.label) for each in (Decision.GRANTED, Decision.PARTLY, Decision.REFUSED)],
        _("Choose the decision."),
    )
    answer = _words(
        _("Answer to the person"),
        required=False,
        hint=_("A refusal needs its reasons. The way to complain is added by itself."),
    )
    why_restricted = forms.ChoiceField(
        label=_("Why is the use restricted?"),
        choices=[(each.value, each.label) for each in Restriction.Why if each != Restriction.Why.OBJECTION],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind != Kind.RESTRICTION:
            del self.fields["why_restricted"]

    def given(self) -> dict[str, Any]:
        """What the verb takes."""
        return {
            "decision": self.cleaned_data["decision"],
            "answer": self.cleaned_data["answer"],
            "why_restricted": self.cleaned_data.get("why_restricted", ""),
        }


class ChannelForm(forms.Form):
    """How somebody was told or answered."""

    channel = _one_of(pgettext_lazy("request", "How was it told?"), Channel.choices, _("Choose how it was told."))


class RestrictForm(forms.Form):
    """Why a person's data is restricted, without a request."""

    number = OfficerReceiveForm.base_fields["number"]
    why = _one_of(_("Why is the use restricted?"), Restriction.Why.choices, _("Choose why."))
    reason = _words(
        _("Reason in words"),
        required=True,
        hint=_("The workers of the file read this."),
        missing=_("Write the reasons."),
    )


class SettleForm(forms.Form):
    """That a recipient was told, or cannot be."""

    state = _one_of(
        _("What happened?"),
        [(each.value, each.label) for each in (RecipientNotice.State.SENT, RecipientNotice.State.IMPOSSIBLE)],
        _("Choose what happened."),
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("request", "How was it told?"), choices=HEARD, widget=forms.RadioSelect, required=False
    )


def submission(post: Any) -> str:
    """The id that lets a form count once."""
    return str(post.get("submission") or uuid.uuid4())
