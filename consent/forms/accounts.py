"""Forms of accounts: who, in which role, until when. The verbs decide what needs a second person."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consent.forms.fields import ADDRESS_WORDS, Line, OneOf, PhoneField
from consent.memberships import GIVEN_BY_ADMINISTRATOR, OF_ORGANISATION, RoleWanted
from consent.models import Account, Organisation, Programme, Role
from consent.typed_dates import TypedDateField


class RoleForm(forms.Form):
    """A role: in a programme, or for a partner in a recipient organisation."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in GIVEN_BY_ADMINISTRATOR],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    programme = OneOf(label=_("Programme"), required=False)
    organisation = OneOf(label=_("Organisation"), required=False, help_text=_("Only for a partner."))
    supervisor = OneOf(label=_("Supervisor"), required=False, help_text=_("Only for a student."))
    until = TypedDateField(
        label=_("Last day"),
        required=False,
        nearest="future",
        min_days=0,
        help_text=_("A student always has one. Others may be left without."),
    )

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        programmes: Iterable[Programme],
        recipients: Iterable[Organisation],
        supervisors: Iterable[Account],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offered = list(programmes)
        _one_of(self, "programme").offer(offered)
        _one_of(self, "organisation").offer(recipients, none=_("None"))
        _one_of(self, "supervisor").offer(supervisors, none=_("None"))
        if len(offered) == 1:
            self.fields["programme"].widget = forms.HiddenInput()
            self.initial.setdefault("programme", str(offered[0].uid))

    def clean(self) -> dict[str, Any]:
        """What each role asks for, said beside its field."""
        typed = super().clean() or {}
        role = typed.get("role")
        if role in OF_ORGANISATION and not typed.get("organisation"):
            self.add_error("organisation", _("Choose the partner's organisation."))
        if role and role not in OF_ORGANISATION and not typed.get("programme"):
            self.add_error("programme", _("Choose the programme."))
        if role == Role.STUDENT and not typed.get("supervisor"):
            self.add_error("supervisor", _("Choose the student's supervisor."))
        if role == Role.STUDENT and not typed.get("until") and "until" not in self.errors:
            self.add_error("until", _("Write the student's last day."))
        return typed

    def wanted(self) -> RoleWanted:
        """The role as it was asked for; what belongs to another role is left out."""
        typed = self.cleaned_data
        role, programme = typed["role"], typed["programme"]
        if role in OF_ORGANISATION:
            return RoleWanted(role, typed["organisation"], None, typed["until"])
        supervisor = typed["supervisor"] if role == Role.STUDENT else None
        return RoleWanted(role, programme.controller, programme, typed["until"], supervisor)


class AccountForm(RoleForm):
    """A new colleague and their first role."""

    name = Line(label=_("Name"), max_length=100, error_messages={"required": _("Write the name.")})
    email = forms.EmailField(label=_("Work address"), max_length=254, error_messages=ADDRESS_WORDS)
    title = Line(label=_("Title"), max_length=100, required=False)
    phone = PhoneField(label=_("Work phone"), required=False)
    language = forms.ChoiceField(label=_("Language of mail"), choices=settings.LANGUAGES, initial="fi")

    field_order = ("name", "email", "title", "phone", "language")


class EndForm(forms.Form):
    """When an account ends; empty means now."""

    last_day = TypedDateField(
        label=_("Last day"),
        required=False,
        nearest="future",
        min_days=0,
        help_text=_("Leave empty to end the account now."),
    )

    use_required_attribute = False


def _one_of(form: forms.Form, name: str) -> OneOf:
    field = form.fields[name]
    assert isinstance(field, OneOf)
    return field
