"""Forms of the register of breaches: reporting one, and the steps of the officer."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import breaches
from consent.forms.fields import OneOf
from consent.models import Breach, Programme
from consent.typed_dates import TypedDateField
from consent.typed_times import TypedTimeField

LONGEST = 4000
MOST = 10_000_000


REASON_NEEDED = _("Write the reason: it stays in the register.")


def sentences(label: Any, hint: Any = "", *, required: bool = True, error: Any = REASON_NEEDED) -> forms.CharField:
    """A field of sentences."""
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=widget,
        error_messages={"required": error},
    )


class MomentForm(forms.Form):
    """A day and a clock time that have been."""

    day = TypedDateField(label=_("Day"), nearest="past", max_days=0, help_text=_("For example today, or 24.11."))
    clock = TypedTimeField(label=_("Time"), help_text=_("For example 14.30."))

    use_required_attribute = False

    def moment(self) -> datetime.datetime | None:
        """The moment in UTC, or None where none was typed."""
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("clock")
        return breaches.moment_of(day, clock) if day and clock else None


class ReportForm(MomentForm):
    """What happened, and when it was noticed."""

    programme = OneOf(label=_("Programme"), error_messages={"required": _("Choose the programme.")})
    words = sentences(
        _("What happened?"),
        _("Whose data, what of it, who may have seen or lost it. Only the data protection officer reads this."),
        error=_("Write what happened."),
    )

    def __init__(self, *args: Any, programmes: Iterable[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        offered, programme = list(programmes), self.fields["programme"]
        assert isinstance(programme, OneOf)
        programme.offer(offered)
        if len(offered) == 1:
            programme.widget = forms.HiddenInput()
            self.initial.setdefault("programme", str(offered[0].uid))


class AssessForm(forms.Form):
    """What kind of breach it is and how grave (Art. 33(3))."""

    natures = forms.MultipleChoiceField(
        label=_("What kind"),
        choices=Breach.Nature.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what kind of breach it is.")},
    )
    people = forms.IntegerField(label=_("People, about"), required=False, min_value=0, max_value=MOST)
    records = forms.IntegerField(label=_("Records, about"), required=False, min_value=0, max_value=MOST)
    risk = forms.ChoiceField(
        label=_("Risk to people"),
        choices=[choice for choice in Breach.Risk.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how great the risk is.")},
    )
    consequences = sentences(_("Likely consequences"), required=False)
    measures = sentences(_("What has been done, and what will be done"), required=False)

    use_required_attribute = False


class NotifyForm(MomentForm):
    """When the Ombudsman was notified; why late, where it was."""

    why_late = sentences(_("Why after the 72 hours"), _("Only if the 72 hours had passed."), required=False)


class NotNeededForm(forms.Form):
    """Why no notification is needed."""

    why_not = sentences(_("Why it is unlikely to be a risk to anybody"))

    use_required_attribute = False


class PeopleForm(MomentForm):
    """When and how the people were told; without a day, why they are not."""

    how_told = sentences(
        _("How they were told, or why they are not told"), _("Leave the day and the time empty if they are not told.")
    )

    field_order = ("day", "clock", "how_told")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("day", "clock"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """A day and a time, or neither."""
        typed = super().clean() or {}
        if bool(typed.get("day")) != bool(typed.get("clock")) and not self.errors:
            self.add_error(
                "day" if not typed.get("day") else "clock", str(_("Write both the day and the time, or neither."))
            )
        return typed


class CloseForm(forms.Form):
    """Nothing but the deed."""
