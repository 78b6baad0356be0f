"""The form of the setting whether participants read names in their list of looks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import log_names
from consent.forms.fields import Line


class NamesForm(forms.Form):
    """By name or by role and unit, and why."""

    names = forms.ChoiceField(
        label=_("In the participant's list a worker stands"),
        choices=[("no", _("by role and unit")), ("yes", _("by name, role and unit"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    why = Line(label=_("Why"), max_length=log_names.LONGEST, error_messages={"required": log_names.WhyNeeded.message})
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    use_required_attribute = False

    def decided(self) -> dict[str, Any]:
        """What `log_names.decide` takes."""
        typed = self.cleaned_data
        return {"names": typed["names"] == "yes", "why": typed["why"], "version": typed["version"]}
