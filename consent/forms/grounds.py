"""Forms of the officer's grounds: a new version, a new ground, an end."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from consent.data_categories import CATEGORIES
from consent.forms.fields import Line, OneOf
from consent.grounds import FACTS
from consent.models import LegalGround, Organisation, Programme, Purpose
from consent.typed_dates import TypedDateField

DAY_HINT = _("For example today, or 1.1.2027.")


def _law(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "lang": "fi"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=2000, widget=widget)


class GroundForm(forms.Form):
    """The facts of one version, and its first day."""

    valid_from = TypedDateField(label=_("In force from"), nearest="future", min_days=0, help_text=DAY_HINT)
    kind = forms.ChoiceField(
        label=_("Ground"),
        choices=LegalGround.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground.")},
    )
    art6 = Line(
        label=_("GDPR Article 6"),
        max_length=12,
        help_text=_("For example 6(1)(e)."),
        error_messages={"required": _("Write the article.")},
    )
    art9 = Line(label=_("GDPR Article 9"), max_length=12, required=False, help_text=_("For example 9(2)(a)."))
    national_provision = _law(_("National provision"))
    secrecy_ground = _law(_("Ground for telling secret data"))
    data_categories = forms.MultipleChoiceField(
        label=_("Data"),
        choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what data it is.")},
    )
    recipients = forms.MultipleChoiceField(
        label=_("Recipients"),
        choices=[choice for choice in Organisation.Profile.choices if choice[0]],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    retention = Line(
        label=_("Kept"), max_length=120, error_messages={"required": _("Write how long the data is kept.")}
    )
    can_withdraw = forms.BooleanField(label=_("The person may withdraw"), required=False)
    can_object = forms.BooleanField(label=_("The person may object"), required=False)
    can_port = forms.BooleanField(label=_("The person may take the data along"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def facts(self) -> dict[str, Any]:
        """The facts as verbs take them."""
        return {name: self.cleaned_data[name] for name in FACTS}


class ReviseForm(GroundForm):
    """A new version: something must be different in it."""

    def __init__(self, *args: Any, ground: LegalGround, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ground = ground

    def clean(self) -> dict[str, Any]:
        """Refuse a version that says what the former says."""
        typed = super().clean() or {}
        if not self.errors and all(_same(typed[name], getattr(self.ground, name)) for name in FACTS):
            self.add_error(None, str(_("Nothing is different from the version in force.")))
        return typed


def _same(typed: Any, stored: Any) -> bool:
    return sorted(typed) == sorted(stored) if isinstance(stored, list) else bool(typed == stored)


class NewGroundForm(GroundForm):
    """A ground for a purpose that is there already, or for a new one."""

    programme = OneOf(label=_("Programme"), error_messages={"required": _("Choose the programme.")})
    purpose = OneOf(label=_("Purpose"), required=False)
    name_fi = Line(label=_("Name of the new purpose in Finnish"), max_length=120, required=False)
    name_sv = Line(label=_("Name of the new purpose in Swedish"), max_length=120, required=False)
    name_en = Line(label=_("Name of the new purpose in English"), max_length=120, required=False)

    field_order = ("programme", "purpose", "name_fi", "name_sv", "name_en")

    def __init__(self, *args: Any, programmes: Iterable[Programme], purposes: Iterable[Purpose], **more: Any) -> None:
        super().__init__(*args, **more)
        offered, programme, purpose = list(programmes), self.fields["programme"], self.fields["purpose"]
        assert isinstance(programme, OneOf)
        assert isinstance(purpose, OneOf)
        programme.offer(offered)
        purpose.offer(purposes, none=_("A new purpose"))
        if len(offered) == 1:
            programme.widget = forms.HiddenInput()
            self.initial.setdefault("programme", str(offered[0].uid))

    def names(self) -> dict[str, str]:
        """The names of a new purpose."""
        return {name: self.cleaned_data[name] for name in ("name_fi", "name_sv", "name_en")}

    def code(self) -> str:
        """The code of a new purpose, from its English name; log rows name it for ever."""
        return str(slugify(self.cleaned_data["name_en"]))[:30].strip("-")

    def clean(self) -> dict[str, Any]:
        """A new purpose has its name in every language, and a code that no other has."""
        typed = super().clean() or {}
        if self.errors or typed.get("purpose") is not None:
            return typed
        for name in ("name_fi", "name_sv", "name_en"):
            if not typed.get(name):
                self.add_error(name, str(_("Write the name in every language.")))
        if not self.errors and (not self.code() or Purpose.objects.filter(code=self.code()).exists()):
            self.add_error("name_en", str(_("There is a purpose of this name already.")))
        return typed


class EndForm(forms.Form):
    """The last day of a ground."""

    last_day = TypedDateField(label=_("Last day"), nearest="future", min_days=0, help_text=DAY_HINT)

    use_required_attribute = False
