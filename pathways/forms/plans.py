"""The shapes of goals and steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.sessions import AgreedForm
from consent.typed_dates import TypedDateField
from pathways import plans
from pathways.models import Goal

KEEP, DROP = "keep", "drop"


class WordsForm(forms.Form):
    """The goal as the participant says it."""

    words = forms.CharField(
        label=_("Goal in the participant's own words"),
        help_text=_("Write it as it was said. Read it aloud together."),
        max_length=plans.LONGEST_GOAL,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": plans.GoalNeedsWords.message},
    )


class GoalForm(WordsForm):
    """A goal from a day; when there was one before with open steps, what becomes of them."""

    on = TypedDateField(label=_("When was it agreed?"), nearest="past", max_days=0, min_days=-3660)
    steps = forms.ChoiceField(
        label=_("What happens to the open steps?"),
        choices=[(KEEP, _("They lead to the new goal")), (DROP, _("They are no longer needed"))],
        widget=forms.RadioSelect,
        initial=KEEP,
    )

    def __init__(self, *args: Any, asks_about_steps: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_about_steps:
            del self.fields["steps"]


class GoalEndForm(forms.Form):
    """How a goal ended, and what becomes of its open steps."""

    state = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[(Goal.State.REACHED, _("The goal was reached")), (Goal.State.LEFT, _("The goal was left aside"))],
        widget=forms.RadioSelect,
    )
    steps = forms.ChoiceField(
        label=_("What happens to the open steps?"),
        choices=[(KEEP, _("They stay agreed")), (DROP, _("They are no longer needed"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, asks_about_steps: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_about_steps:
            del self.fields["steps"]


class LinkForm(forms.Form):
    """Where a step leads: at most one group, service or referral."""

    leads_to = forms.ChoiceField(
        label=_("Does the step lead to a group, a service or a referral?"),
        help_text=_("Then it follows the state of the group or referral by itself."),
        required=False,
    )

    def __init__(self, *args: Any, places: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["leads_to"].choices = [("", _("No")), *places]  # type: ignore[attr-defined]


class StepForm(AgreedForm, LinkForm):
    """A new step: who, what, by when, and where it leads."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].required = True
        self.fields["text"].help_text = _("Write it as a request: Bring the hygiene passport")
