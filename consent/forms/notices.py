"""The form that publishes the next version of the privacy notice."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consent.forms.fields import OneOf
from consent.models import Programme
from consent.typed_dates import TypedDateField

FIRST = "fi"


class NoticeForm(forms.Form):
    """The whole text in each language, and its first day."""

    programme = OneOf(label=_("Programme"), error_messages={"required": _("Choose the programme.")})
    valid_from = TypedDateField(
        label=_("In force from"), nearest="future", min_days=0, help_text=_("For example today, or 1.1.2027.")
    )

    use_required_attribute = False

    def __init__(self, *args: Any, programmes: Iterable[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
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

    def texts(self) -> dict[str, str]:
        """The text by language."""
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}

    def written(self) -> list[Any]:
        """Bound fields of the text, language by language."""
        return [self[f"text_{code}"] for code, _name in settings.LANGUAGES]
