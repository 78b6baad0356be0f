"""The form of something told: to whom, what, how, and one sentence."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import told
from casework.told import Addressee
from consent.disclosures import NoGround
from consent.forms.fields import Line
from consent.models import Organisation


class ToldForm(forms.Form):
    """Those whom nothing may be told are not offered; sent all the same, they are refused in words."""

    recipient = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who was told."), "invalid_choice": NoGround.message},
    )
    items = forms.MultipleChoiceField(
        label=_("What was told"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": told.NothingTold.message, "invalid_choice": told.NotCovered.message},
    )
    channel = forms.ChoiceField(
        label=_("How"),
        choices=[(channel.value, channel.label) for channel in told.CHANNELS],
        initial=told.Channel.PHONE,
        widget=forms.RadioSelect,
        error_messages={"required": told.UnknownChannel.message, "invalid_choice": told.UnknownChannel.message},
    )
    words = Line(
        label=_("In one sentence, if needed"),
        required=False,
        max_length=told.LONGEST,
        help_text=_("The participant reads this on the own pages."),
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, whom: Collection[Addressee], items: Mapping[str, str | Promise], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.organisations = {str(each.organisation.uid): each.organisation for each in whom if each.in_force}
        self._choose("recipient", [(uid, row.name) for uid, row in self.organisations.items()])
        self._choose("items", list(items.items()))

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def organisation(self) -> Organisation:
        """Who was told."""
        return self.organisations[self.cleaned_data["recipient"]]
