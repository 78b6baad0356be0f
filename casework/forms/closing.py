"""Forms of closing a case file, of opening it again, and of removing a text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.models import CaseFile


class ClosingForm(forms.Form):
    """How it ended, and what else ends with it."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=CaseFile.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended.")},
    )
    drop_actions = forms.BooleanField(label=_("What is still to be done is no longer needed"), required=False)
    cancel_meetings = forms.BooleanField(label=_("The booked meetings are cancelled"), required=False)
    leave_places = forms.BooleanField(label=_("The places in groups are given up"), required=False)

    use_required_attribute = False


class ReopeningForm(forms.Form):
    """Why it is opened again."""

    reason = forms.CharField(
        label=_("Why is it opened again?"),
        max_length=500,
        error_messages={"required": _("Write why the case file is opened again.")},
    )

    use_required_attribute = False


class RedactingForm(forms.Form):
    """Which text, which passage of it, and why."""

    field = forms.ChoiceField(
        label=_("Which text?"),
        choices=[("narrative", _("What was talked about")), ("for_participant", _("Text for the participant"))],
        widget=forms.RadioSelect,
        initial="narrative",
    )
    passage = forms.CharField(
        label=_("Passage to be removed"),
        help_text=_("Copy it exactly from the text above. Leave it empty to remove the whole text."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Why is it removed?"),
        help_text=_("Whoever approves it reads this, and not the text. Do not repeat what is to be removed."),
        max_length=500,
        error_messages={"required": _("Write why it is to be removed. Do not repeat the text itself.")},
    )

    use_required_attribute = False

    def cleaned(self) -> dict[str, Any]:
        """The field, the passage with its own line ends, the reason."""
        typed = self.cleaned_data
        return {**typed, "passage": typed["passage"].replace("\r\n", "\n")}
