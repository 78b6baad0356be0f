"""What the log is narrowed to: days and one account. Sent by POST: no address tells whom somebody looks into."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.forms.fields import OneOf
from consent.models import Account
from consent.periods import HELSINKI
from consent.typed_dates import TypedDateField

DAY = datetime.timedelta(days=1)


class LogForm(forms.Form):
    """From, until, who."""

    since = TypedDateField(label=_("From"), required=False, max_days=0)
    until = TypedDateField(label=_("Until"), required=False)
    who = OneOf(label=_("Who"), required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, actors: Iterable[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        who = self.fields["who"]
        assert isinstance(who, OneOf)
        who.offer(actors, none=_("Everybody"))

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        typed = super().clean() or {}
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return typed

    def condition(self) -> Q:
        """The events that are meant."""
        typed, found = self.cleaned_data, Q()
        if typed["since"]:
            found &= Q(at__gte=_begin(typed["since"]))
        if typed["until"]:
            found &= Q(at__lt=_begin(typed["until"] + DAY))
        if typed["who"]:
            found &= Q(actor=typed["who"])
        return found


def _begin(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), HELSINKI)
