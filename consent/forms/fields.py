"""Fields of the administrator's forms."""

import re
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consent import phones

_SPACES = re.compile(r"\s+")


class Line(forms.CharField):
    """One line, spaces collapsed."""

    def to_python(self, value: Any) -> str:
        """The line as it is kept."""
        return _SPACES.sub(" ", super().to_python(value) or "").strip()


class PhoneField(Line):
    """A phone number, kept as +358…"""

    def __init__(self, **field: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"}), **field)

    def clean(self, value: Any) -> str:
        """The number in E.164, or why it is none."""
        text = super().clean(value)
        try:
            return phones.parse(text) if text else ""
        except phones.PhoneRefused as refused:
            raise ValidationError(refused.message) from None

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return phones.spoken(value) if isinstance(value, str) and value.startswith("+") else value


class HasUid(Protocol):
    """Whatever may be chosen."""

    uid: UUID


class OneOf(forms.ChoiceField):
    """One of a few rows, by uid; cleans to the row, or None where none is chosen."""

    rows: dict[str, Any]

    def offer(self, rows: Iterable[Any], *, none: Any = None) -> None:
        """The rows to choose from; `none` is the label of no choice."""
        self.rows = {str(row.uid): row for row in rows}
        labels = [(uid, getattr(row, "name", "")) for uid, row in self.rows.items()]
        self.choices = [*([("", none)] if none is not None else []), *labels]

    def clean(self, value: Any) -> Any:
        """The chosen row."""
        return self.rows.get(super().clean(value) or "")


ADDRESS_WORDS = {
    "required": _("Write the e-mail address."),
    "invalid": _("Write the e-mail address like this: name@example.org."),
}
