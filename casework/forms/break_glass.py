"""Forms of emergency openings: why, and what came of looking at why."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from casework import break_glass
from casework.models import BreakGlass

Verdict = BreakGlass.Verdict


class OpenForm(forms.Form):
    """Why the case file has to be opened now."""

    reason = forms.CharField(
        label=_("Why now?"),
        max_length=break_glass.LONGEST,
        min_length=break_glass.SHORTEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The participant reads this too. Write no health data here."),
        error_messages={
            "required": break_glass.ReasonNeeded.message,
            "min_length": break_glass.ReasonNeeded.message,
        },
    )

    use_required_attribute = False


class ReviewForm(forms.Form):
    """What came of it."""

    verdicts: ClassVar = (Verdict.NEEDED, Verdict.AVOIDABLE, Verdict.WRONG)

    verdict = forms.ChoiceField(
        label=_("What came of the review"),
        choices=[(verdict.value, verdict.label) for verdict in verdicts],
        widget=forms.RadioSelect,
        error_messages={"required": break_glass.VerdictNeeded.message},
    )
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    use_required_attribute = False
