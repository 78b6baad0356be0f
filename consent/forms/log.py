"""What a log is narrowed to. Sent by POST: no address tells whom somebody looks into."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import log_in_words, references
from consent.access import Oversight
from consent.forms.fields import Line, OneOf
from consent.log_queries import Asked
from consent.models import AccessEvent, Organisation
from consent.periods import HELSINKI
from consent.typed_dates import TypedDateField
from consent.typed_times import TypedTimeField

DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time()


class PeriodForm(forms.Form):
    """From, until, and whose case file; `before` is where the page before ended."""

    since = TypedDateField(label=_("From"), required=False, max_days=0)
    until = TypedDateField(label=_("Until"), required=False)
    number = Line(label=_("Case number"), required=False, max_length=20)
    before = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: Any, found: Oversight, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = found

    def clean_number(self) -> uuid.UUID | None:
        """The person whose case file it is."""
        typed = self.cleaned_data["number"]
        subject = references.found("subject", typed, self.found.programmes)
        if typed and subject is None:
            raise forms.ValidationError(_("There is no case file of this number."))
        return subject

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        typed = super().clean() or {}
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return typed

    def moments(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """From which moment, and until which that is not included any more."""
        typed = self.cleaned_data
        since = _moment(typed["since"], MIDNIGHT) if typed["since"] else None
        return since, _moment(typed["until"] + DAY, MIDNIGHT) if typed["until"] else None


class LogForm(PeriodForm):
    """The same for the access log, to the minute; by whom, what and for what."""

    since_clock = TypedTimeField(label=_("From, time"), required=False)
    until_clock = TypedTimeField(label=_("Until, time"), required=False)
    who = OneOf(label=_("Who"), required=False)
    action = forms.ChoiceField(label=_("Event"), required=False)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    view = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    field_order = ("since", "since_clock", "until", "until_clock", "who", "number", "action", "purpose")

    def __init__(self, *args: Any, found: Oversight, **options: Any) -> None:
        super().__init__(*args, found=found, **options)
        who = self.fields["who"]
        assert isinstance(who, OneOf)
        who.offer(found.actors(), none=_("Everybody"))
        purposes = [(code, label) for code, label in log_in_words.PURPOSES.items() if label]
        everything = ("", pgettext_lazy("log", "Everything"))
        self._choose("action", [everything, *AccessEvent.Action.choices])
        self._choose("purpose", [everything, *purposes])

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A time needs its day, and the times of one day stand in their order."""
        typed = super().clean()
        for day, clock in (("since", "since_clock"), ("until", "until_clock")):
            if typed.get(clock) and not typed.get(day) and day not in self.errors:
                self.add_error(clock, _("Write the day too."))
        same = typed.get("since") and typed.get("since") == typed.get("until")
        begins, ends = typed.get("since_clock"), typed.get("until_clock")
        if same and begins and ends and ends < begins:
            self.add_error("until_clock", _("The end is before the beginning."))
        return typed

    def moments(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """To the minute, the last one included."""
        since, until = super().moments()
        typed = self.cleaned_data
        if since and typed["since_clock"]:
            since = _moment(typed["since"], typed["since_clock"])
        if until and typed["until_clock"]:
            until = _moment(typed["until"], typed["until_clock"]) + datetime.timedelta(minutes=1)
        return since, until

    def asked(self) -> Asked:
        """The question."""
        typed = self.cleaned_data
        since, until = self.moments()
        return Asked(since, until, typed["who"], typed["number"], typed["action"], typed["purpose"])


class DisclosureForm(PeriodForm):
    """The same for the disclosure log, and to whom."""

    recipient = OneOf(label=_("To whom"), required=False)

    field_order = ("since", "until", "recipient", "number")

    def __init__(self, *args: Any, found: Oversight, recipients: Iterable[Organisation], **options: Any) -> None:
        super().__init__(*args, found=found, **options)
        recipient = self.fields["recipient"]
        assert isinstance(recipient, OneOf)
        recipient.offer(recipients, none=_("Everybody"))


def _moment(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, clock, HELSINKI)
