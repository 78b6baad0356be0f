"""The shapes of groups, their meetings and who runs them."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.languages import choices as languages
from consent.models import Account, Programme
from consent.periods import today
from consent.typed_dates import TypedDateField
from consent.typed_times import MinutesField, TypedTimeField
from pathways import groups, services
from pathways.models import Facilitation, GroupSession, Service

WEEKDAYS = [
    (0, _("Mondays")),
    (1, _("Tuesdays")),
    (2, _("Wednesdays")),
    (3, _("Thursdays")),
    (4, _("Fridays")),
    (5, _("Saturdays")),
    (6, _("Sundays")),
]


class ColleagueField(forms.ModelChoiceField[Account]):
    """Somebody of the programme's staff, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Account.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class GroupForm(forms.Form):
    """What everybody sees of a group, and the theme that only its facilitators see."""

    title = forms.CharField(
        label=_("Name of the group"),
        help_text=_("Neutral: it stands on walls and in calendars. For example Tuesday group."),
        max_length=80,
    )
    theme = forms.CharField(
        label=_("Theme"), help_text=_("Shown only to those who run the group."), max_length=200, required=False
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    capacity = forms.IntegerField(
        label=_("Places in the group"),
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class NewGroupForm(GroupForm):
    """A group with its weekly meetings."""

    capacity = forms.IntegerField(
        label=_("Places in the group"),
        min_value=1,
        max_value=60,
        initial=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages, initial="fi")
    service = forms.ModelChoiceField(
        label=_("Part of a service"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("Not part of a service"),
    )
    weekday = forms.TypedChoiceField(label=_("Meets on"), choices=WEEKDAYS, coerce=int)
    starts_at = TypedTimeField(label=_("Clock time"))
    length_minutes = MinutesField(label=_("Length (min)"), initial="120")
    starts_on = TypedDateField(label=_("First day"), nearest="future", min_days=-366, max_days=732)
    ends_on = TypedDateField(
        label=_("Last day"),
        help_text=_("Leave empty if the group goes on: meetings are made for 26 weeks."),
        nearest="future",
        min_days=-366,
        max_days=732,
        required=False,
    )
    leader = ColleagueField(label=_("Who runs the group?"), required=False, empty_label=_("Nobody yet"))

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["service"].queryset = services.in_use()  # type: ignore[attr-defined]
        self.fields["leader"].queryset = colleagues(programme)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", groups.EndsBeforeStart.message)
        return values


def colleagues(programme: Programme) -> Any:
    """Accounts of the programme that may run a group, by name."""
    in_force = Q(memberships__until__isnull=True) | Q(memberships__until__gte=today())
    rows = Account.objects.filter(
        in_force,
        memberships__programme=programme,
        memberships__role__in=groups.RUNNING_ROLES,
        is_active=True,
    )
    return rows.distinct().order_by("name", "pk")


class FacilitatorForm(forms.Form):
    """Who runs the group, in which role, until when."""

    account = ColleagueField(label=_("Who"), empty_label=_("Choose"))
    role = forms.ChoiceField(label=_("Role"), choices=Facilitation.Role.choices, widget=forms.RadioSelect)
    until = TypedDateField(
        label=_("Last day"),
        help_text=_("Leave empty if there is no last day. A student's work ends with the training."),
        nearest="future",
        min_days=0,
        required=False,
    )

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account"].queryset = colleagues(programme)  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    """When and where one meeting is."""

    day = TypedDateField(label=_("Day"), nearest="future", min_days=-366, max_days=732)
    starts_at = TypedTimeField(label=_("Clock time"))
    length_minutes = MinutesField(label=_("Length (min)"))
    place = forms.CharField(
        label=_("Place"), help_text=_("Leave empty for the group's own place."), max_length=120, required=False
    )


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    reason = forms.ChoiceField(
        label=_("Why is the meeting cancelled?"),
        choices=[each for each in GroupSession.CancelReason.choices if each[0] != GroupSession.CancelReason.HOLIDAY],
        widget=forms.RadioSelect,
    )


class EnrolForm(forms.Form):
    """Which group, from which day."""

    group = forms.ChoiceField(label=_("Group"), widget=forms.RadioSelect)
    on = TypedDateField(label=_("First day in the group"), nearest="future", min_days=-366, max_days=366)

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].choices = offered  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """The last day in the group."""

    on = TypedDateField(label=_("Last day in the group"), nearest="past", min_days=-366, max_days=0)

    def __init__(self, *args: Any, first: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.first = first

    def clean_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["on"]
        if day < min(self.first, today()):
            raise forms.ValidationError(_("The participant was not in the group yet on that day."))
        return day
