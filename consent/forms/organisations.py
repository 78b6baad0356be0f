"""The form of an organisation and of the question that its participants are asked: whole texts, never composed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consent.forms.fields import ADDRESS_WORDS, Line, PhoneField
from consent.models import Organisation
from consent.organisations import Details, Texts

FIRST = "fi"


class OrganisationForm(forms.Form):
    """Who it is, how it is reached, and what participants are asked about it in each language."""

    name = Line(label=_("Name"), max_length=120, error_messages={"required": _("Write the name.")})
    name_to = Line(
        label=_("The name after the word “referral”"),
        max_length=120,
        required=False,
        help_text=_("In the form that answers “to whom?”. In Finnish for example: työllisyyspalveluille."),
    )
    kind = forms.ChoiceField(
        label=_("Sector"),
        choices=Organisation.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the sector.")},
    )
    profile = forms.ChoiceField(
        label=_("As a recipient"),
        choices=[("", Organisation.Profile.NONE.label), *[c for c in Organisation.Profile.choices if c[0]]],
        required=False,
        help_text=_("Decides which information a referral to it may hold."),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    mail = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        error_messages=ADDRESS_WORDS,
    )
    language = forms.ChoiceField(
        label=_("Language of mail"), choices=settings.LANGUAGES, initial="fi", widget=forms.RadioSelect
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2_000_000_000)

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, _name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = Line(label=_("Heading"), max_length=120, required=False)
            text = forms.CharField(
                label=_("Question"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
            self.fields[f"text_{code}"] = text
            for kind in ("title", "text"):
                self.fields[f"{kind}_{code}"].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        """A recipient has a question, in Finnish at least; a heading and its question go together."""
        typed = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            title, text = typed.get(f"title_{code}"), typed.get(f"text_{code}")
            needed = code == FIRST and typed.get("profile")
            if not text and (title or needed) and f"text_{code}" not in self.errors:
                self.add_error(f"text_{code}", _("Write the question as it is read to the participant."))
            if not title and (text or needed) and f"title_{code}" not in self.errors:
                self.add_error(f"title_{code}", _("Write a heading for the question."))
        if not typed.get("profile") and not typed.get(f"text_{FIRST}") and self.texts():
            self.add_error(f"text_{FIRST}", _("Write the question in Finnish too."))
        return typed

    def details(self) -> Details:
        """The organisation as typed."""
        names = ("name", "name_to", "kind", "profile", "language", "active", "mail", "phone")
        return Details(**{name: self.cleaned_data[name] for name in names})

    def texts(self) -> Texts:
        """The question by language."""
        typed = self.cleaned_data
        pairs = {code: (typed.get(f"title_{code}"), typed.get(f"text_{code}")) for code, _name in settings.LANGUAGES}
        return {code: (title, text) for code, (title, text) in pairs.items() if title and text}

    def questions(self) -> list[tuple[Any, list[Any]]]:
        """Bound fields of the question, language by language."""
        return [(name, [self[f"title_{code}"], self[f"text_{code}"]]) for code, name in settings.LANGUAGES]


def initial_of(organisation: Organisation, texts: Texts) -> dict[str, Any]:
    """What the form shows of an organisation."""
    names = ("name", "name_to", "kind", "profile", "language", "active", "mail", "phone", "version")
    shown = {name: getattr(organisation, name) for name in names}
    for code, (title, text) in texts.items():
        shown |= {f"title_{code}": title, f"text_{code}": text}
    return shown
