"""The form of an appointment: when, how long, where, with whom."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.appointments import LONGEST_MINUTES
from casework.models import Appointment, SessionKind
from consent.periods import HELSINKI
from consent.typed_dates import TypedDateField
from consent.typed_times import MinutesField, TypedTimeField

FARTHEST_DAYS = 366


class AppointmentForm(forms.Form):
    """A meeting to come."""

    day = TypedDateField(label=_("Day"), nearest="future", min_days=0, max_days=FARTHEST_DAYS)
    clock = TypedTimeField(label=_("Time"))
    length_minutes = MinutesField(label=_("Length (min)"), initial=45)
    kind = forms.ChoiceField(
        label=_("How do you meet?"), choices=SessionKind.choices, widget=forms.RadioSelect, initial=SessionKind.MEETING
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    worker = forms.ChoiceField(label=_("With whom?"))
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=Appointment.Interpreter.choices, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, workers: list[tuple[str, str]], health: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["worker"].choices = workers  # type: ignore[attr-defined]
        if not health:
            shown = [choice for choice in SessionKind.choices if choice[0] != SessionKind.HEALTH]
            self.fields["kind"].choices = shown  # type: ignore[attr-defined]

    def clean_length_minutes(self) -> int:
        minutes: int = self.cleaned_data["length_minutes"]
        if minutes > LONGEST_MINUTES:
            raise forms.ValidationError(_("At most %(hours)s hours.") % {"hours": LONGEST_MINUTES // 60})
        return minutes

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("day") and data.get("clock"):
            data["starts_at"] = datetime.datetime.combine(data["day"], data["clock"], HELSINKI)
            if is_missing_hour(data["starts_at"]):
                self.add_error("clock", _("There is no such time on that day: the clocks are moved forward."))
        return data

    @property
    def worker_uid(self) -> uuid.UUID:
        """Whose meeting it is."""
        return uuid.UUID(self.cleaned_data["worker"])


def is_missing_hour(moment: datetime.datetime) -> bool:
    """Whether a wall time falls into the hour that summer time skips."""
    there_and_back = moment.astimezone(datetime.UTC).astimezone(HELSINKI)
    return there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None)
