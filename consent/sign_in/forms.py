"""What is typed at a participant's sign-in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeRequestForm(forms.Form):
    """Mail address or phone number."""

    address = forms.CharField(
        label=_("Your e-mail address or phone number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Write your e-mail address or phone number.")},
    )


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the code.")},
    )

    def clean_code(self) -> str:
        """Only digits count; spaces are how people read them."""
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError(_("The code has six digits."))
        return code
