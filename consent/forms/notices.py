"""The form that publishes the next version of the privacy notice."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consent.forms.fields import OneOf
from consent.models import Programme, Purpose
from consent.notices import ReasonNeeded
from consent.typed_dates import TypedDateField

FIRST = "fi"


class NoticeForm(forms.Form):
    """The whole text in each language, its first day, and the purposes about which nothing changes (with why).

    What is not ticked is asked anew: a new notice carries no old answer over.
    """

    programme = OneOf(label=_("Programme"), error_messages={"required": _("Choose the programme.")})
    valid_from = TypedDateField(
        label=_("In force from"), nearest="future", min_days=0, help_text=_("For example today, or 1.1.2027.")
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, programmes: Iterable[Programme], asked: Iterable[Purpose] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.asked = list(asked)
        offered, programme = list(programmes), self.fields["programme"]
        assert isinstance(programme, OneOf)
        programme.offer(offered)
        if len(offered) == 1:
            programme.widget = forms.HiddenInput()
            self.initial.setdefault("programme", str(offered[0].uid))
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=name,
                required=code == FIRST,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 12, "lang": code}),
                error_messages={"required": _("Write the text in Finnish: other languages fall back on it.")},
            )

        for purpose in self.asked:
            self.fields[f"same_{purpose.code}"] = forms.BooleanField(label=purpose.name, required=False)
            self.fields[f"why_{purpose.code}"] = forms.CharField(
                label=_("Why nothing changes"), required=False, max_length=300
            )

    def clean(self) -> dict[str, Any]:
        """Whoever says that nothing changes says why."""
        typed = super().clean() or {}
        for purpose in self.asked:
            if typed.get(f"same_{purpose.code}") and not typed.get(f"why_{purpose.code}"):
                self.add_error(f"why_{purpose.code}", str(ReasonNeeded.message))
        return typed

    def unchanged(self) -> dict[str, str]:
        """Purpose code → why what was agreed stays as it was."""
        typed = self.cleaned_data
        return {each.code: typed[f"why_{each.code}"] for each in self.asked if typed[f"same_{each.code}"]}

    def sameness(self) -> list[tuple[Any, Any]]:
        """Bound fields of what may stay as it was: the tick and the reason, purpose by purpose."""
        return [(self[f"same_{each.code}"], self[f"why_{each.code}"]) for each in self.asked]

    def texts(self) -> dict[str, str]:
        """The text by language."""
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}

    def written(self) -> list[Any]:
        """Bound fields of the text, language by language."""
        return [self[f"text_{code}"] for code, _name in settings.LANGUAGES]
