"""Forms of erasing and retention: what by its number, why; the next version of a class; a hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import case_refs
from consent.case_refs import CaseRef
from consent.forms.fields import Line
from consent.models import Disposal, RetentionClass, RetentionHold
from consent.typed_dates import TypedDateField

KINDS = [(kind.value, kind.label) for kind in Disposal.Kind if kind != Disposal.Kind.PASSAGE]
WHYS = [(why.value, why.label) for why in Disposal.Why if why != Disposal.Why.RETENTION]


class CaseForm(forms.Form):
    """A case file by its number, among those of the reader's programmes."""

    number = Line(label=_("Number of the case file"), max_length=20, help_text=_("For example P-2026-0147."))

    use_required_attribute = False

    def __init__(self, *args: Any, programmes: set[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.programmes = programmes
        self.case: CaseRef | None = None

    def clean_number(self) -> str:
        """The number, once it is known to be somebody's."""
        number: str = self.cleaned_data["number"]
        self.case = case_refs.by_number(number, self.programmes)
        if self.case is None:
            raise forms.ValidationError(_("There is no case file with this number."))
        return number

    def chosen(self) -> CaseRef:
        """The case file that the number names."""
        assert self.case is not None
        return self.case


class ErasingForm(CaseForm):
    """What is to be erased, and why."""

    kind = forms.ChoiceField(label=_("What is erased?"), choices=KINDS, widget=forms.RadioSelect)
    why = forms.ChoiceField(label=_("Why?"), choices=WHYS, widget=forms.RadioSelect)


class HoldForm(CaseForm):
    """Why a case file is kept past its day."""

    why = forms.ChoiceField(label=_("Why?"), choices=RetentionHold.Why.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ClassForm(forms.Form):
    """The next version of a retention class."""

    months = forms.IntegerField(label=_("Kept, months"), min_value=1, max_value=1500)
    source = Line(label=_("Source"), max_length=200)
    action = forms.ChoiceField(
        label=_("What then happens"), choices=RetentionClass.Action.choices, widget=forms.RadioSelect
    )
    valid_from = TypedDateField(label=_("In force from"), nearest="future", min_days=1)
    confirmed = forms.BooleanField(label=_("The controller has confirmed it"), required=False)

    use_required_attribute = False
