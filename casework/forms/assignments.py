"""Forms about who works on a case file."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import assignments
from casework.models import Assignment, CaseFile
from consent.models import Account
from consent.periods import today
from consent.typed_dates import TypedDateField, shown

MOST_STAFF = 40
Why = Assignment.Why


class AssignmentForm(forms.Form):
    """Who comes to work on the case file, in which role, until when and why; the choices are the programme's staff."""

    reasons: ClassVar = (Why.TEAM, Why.COVER, Why.HANDOVER, Why.STUDY, Why.PERSON)

    account = forms.TypedChoiceField(label=_("Worker"), coerce=int, error_messages={"required": _("Choose a worker.")})
    role = forms.ChoiceField(
        label=_("Role on the case file"), widget=forms.RadioSelect, error_messages={"required": _("Choose the role.")}
    )
    starts_on = TypedDateField(label=pgettext_lazy("period", "From"), min_days=-366, max_days=0)
    until = TypedDateField(
        label=pgettext_lazy("period", "Until"),
        required=False,
        nearest="future",
        min_days=0,
        max_days=3 * 366,
        help_text=_("Leave empty if there is no last day. A student always has one."),
    )
    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, error_messages={"required": _("Choose why.")})

    use_required_attribute = False

    def __init__(self, *args: Any, case: CaseFile, **options: Any) -> None:
        super().__init__(*args, **options)
        self.memberships = list(assignments.memberships_for(case)[:MOST_STAFF])
        people = {m.account_id: f"{m.account.name}, {m.get_role_display()}" for m in self.memberships}
        self._choose("account", [("", _("Choose a worker")), *people.items()])
        self._choose("role", Assignment.Role.choices)
        self._choose("why", [(why.value, why.label) for why in self.reasons])
        self.fields["starts_on"].initial = shown(today())

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The role must fit the worker; a student needs a last day; the last day is not before the first."""
        cleaned = super().clean() or self.cleaned_data
        role, until, starts_on = cleaned.get("role"), cleaned.get("until"), cleaned.get("starts_on")
        theirs = {m.role for m in self.memberships if m.account_id == cleaned.get("account")}
        if role and theirs and not theirs & assignments.ASKS_FOR[role]:
            self.add_error("role", str(assignments.RoleDoesNotFit.message))
        if until and starts_on and until < starts_on:
            self.add_error("until", _("The last day is before the first."))
        if role == Assignment.Role.STUDENT and "until" in cleaned and not until:
            self.add_error("until", _("A student works until a day. Write the last day."))
        return cleaned

    def worker(self) -> Account:
        """The chosen account."""
        return next(m.account for m in self.memberships if m.account_id == self.cleaned_data["account"])


class EndForm(forms.Form):
    """Why an assignment ends."""

    reasons: ClassVar = (Why.ENDED, Why.HANDOVER, Why.COVER, Why.STUDY, Why.PERSON)

    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, error_messages={"required": _("Choose why.")})

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].choices = [(why.value, why.label) for why in self.reasons]  # type: ignore[attr-defined]
