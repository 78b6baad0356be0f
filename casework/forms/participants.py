"""Forms about a person: shape only. What may be missing, and what is done with it, the verbs decide."""

import re
import unicodedata
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.details_in_words import LABELS
from casework.finding import Asked
from casework.models import Gender
from casework.participants import PLACES, Details, ReasonNeeded
from consent import folding, identity_codes, languages, phones, wording
from consent.models import Programme
from consent.periods import today
from consent.typed_dates import TypedDateField

Rows = tuple[tuple[str, ...], ...]

OTHER = "other"
_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_POSTCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z -]{2,9}", re.ASCII)


class LineField(forms.CharField):
    """One line: spaces collapsed, nothing in it that would turn or hide the text after it."""

    def to_python(self, value: Any) -> str:
        """The line as it is kept."""
        text = "".join(
            " " if unicodedata.category(c) == "Cc" else c for c in str(value or "") if c not in _BIDI_OVERRIDES
        )
        return super().to_python(" ".join(text.split())) or ""


class NoteField(forms.CharField):
    """A few lines, kept as lines."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> str:
        """The text as it is kept."""
        text = "".join(c for c in str(value or "") if c not in _BIDI_OVERRIDES)
        return super().to_python(text.replace("\r\n", "\n")) or ""


class SearchForm(forms.Form):
    """One field for whatever one knows of a person."""

    q = LineField(
        label=_("Name, phone or personal identity code"),
        max_length=200,
        error_messages={"required": _("Write whom you look for.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class DetailsForm(forms.Form):
    """What is known of a person; only the first name and one way to make contact are needed."""

    first_name = LineField(
        label=LABELS["first_name"], max_length=80, error_messages={"required": _("Write the first name.")}
    )
    phone = LineField(
        label=LABELS["phone"], max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    mail = forms.EmailField(
        label=LABELS["mail"],
        max_length=254,
        required=False,
        error_messages={"invalid": _("Write the e-mail address like this: name@example.org.")},
    )
    safe_contact = NoteField(
        label=LABELS["safe_contact"],
        max_length=500,
        required=False,
        help_text=_("When and how? If there is no phone or e-mail, where the person can be found."),
    )
    language = forms.ChoiceField(label=LABELS["language"], choices=languages.choices, initial="fi")
    interpreter = LineField(
        label=LABELS["interpreter"],
        max_length=200,
        required=False,
        help_text=_("Leave empty if none is needed. For example: needed, a woman if possible."),
    )
    last_name = LineField(
        label=LABELS["last_name"], max_length=80, required=False, help_text=_("May be empty if not known yet.")
    )
    birth_date = TypedDateField(
        label=LABELS["birth_date"],
        required=False,
        min_days=-130 * 366,
        max_days=0,
        help_text=_("For example 14.3.1988"),
    )
    identity_code = LineField(
        label=LABELS["identity_code"], max_length=20, required=False, help_text=_("Only if the work needs it.")
    )
    gender = forms.ChoiceField(
        label=LABELS["gender"],
        choices=[("", _("Not known")), *Gender.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    neighbourhood = forms.ChoiceField(label=LABELS["neighbourhood"], required=False)
    other_neighbourhood = LineField(label=_("Other neighbourhood"), max_length=60, required=False)
    municipality = LineField(label=LABELS["municipality"], max_length=60, required=False)
    street_address = LineField(label=LABELS["street_address"], max_length=200, required=False)
    postcode = LineField(label=LABELS["postcode"], max_length=10, required=False)
    safety_prohibition = forms.BooleanField(
        label=LABELS["safety_prohibition"],
        required=False,
        help_text=_("Address, municipality, neighbourhood and postcode are not shown to anybody or sent to anybody."),
    )

    use_required_attribute = False
    # Fields side by side; the first rows stand open, the others may wait.
    first_rows: ClassVar[Rows] = (
        ("first_name",),
        ("phone", "mail"),
        ("safe_contact",),
        ("language",),
        ("interpreter",),
    )
    other_rows: ClassVar[Rows] = (
        ("last_name",),
        ("birth_date", "identity_code"),
        ("remove_identity_code",),
        ("gender",),
        ("neighbourhood", "other_neighbourhood"),
        ("street_address",),
        ("postcode", "municipality"),
        ("safety_prohibition",),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(name, name) for name in settings.POLKU_NEIGHBOURHOODS]
        choices = [("", _("Not known")), *names, (OTHER, _("Other neighbourhood"))]
        self.fields["neighbourhood"].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")  # shared computers remember what was typed

    def open_part(self) -> list[list[forms.BoundField]]:
        """The rows that stand open: who, how to make contact, in which language."""
        return self._rows(self.first_rows)

    def folded_part(self) -> list[list[forms.BoundField]]:
        """The rows that may wait."""
        return self._rows(self.other_rows)

    def _rows(self, rows: Rows) -> list[list[forms.BoundField]]:
        present = ([self[name] for name in row if name in self.fields] for row in rows)
        return [row for row in present if row]

    @property
    def unfolds(self) -> bool:
        """Whether the folded part stands open, because something in it is filled or needs a look."""
        folded = [field for row in self.folded_part() for field in row if field.name != "gender"]
        return any(field.errors or field.value() for field in folded)

    def clean_first_name(self) -> str:
        """A name has a letter in it."""
        return _with_letter(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        """So has a last name."""
        name: str = self.cleaned_data["last_name"]
        return _with_letter(name) if name else ""

    def clean_phone(self) -> str:
        """In E.164."""
        typed: str = self.cleaned_data["phone"]
        try:
            return phones.parse(typed) if typed else ""
        except phones.PhoneRefused as refused:
            raise ValidationError(refused.message) from None

    def clean_mail(self) -> str:
        """In its normal form."""
        return folding.mail(self.cleaned_data["mail"] or "")

    def clean_identity_code(self) -> str:
        """Checked and in capitals."""
        typed: str = self.cleaned_data["identity_code"]
        try:
            return identity_codes.parse(typed, today=today()).text if typed else ""
        except identity_codes.IdentityCodeRefused as refused:
            raise ValidationError(refused.message) from None

    def clean_birth_date(self) -> Any:
        """With its year: the nearest past day would make a baby of everybody."""
        day = self.cleaned_data["birth_date"]
        if day is not None and not _YEAR.search(str(self.data.get(self.add_prefix("birth_date"), ""))):
            raise ValidationError(_("Write the year too, like this: 14.3.1988."))
        return day

    def clean_postcode(self) -> str:
        """Five digits in Finland; other countries have letters."""
        typed: str = self.cleaned_data["postcode"]
        if typed and not _POSTCODE.fullmatch(typed):
            raise ValidationError(_("Write the postcode like this: 28100."))
        return typed.upper()

    def clean(self) -> dict[str, Any]:
        """What several fields say together."""
        cleaned = super().clean() or self.cleaned_data
        self._clean_neighbourhood(cleaned)
        code, born = self._identity_code(cleaned), cleaned.get("birth_date")
        if code:
            by_code = identity_codes.parse(code, today=today()).birth_date
            if born and born != by_code:
                self.add_error("birth_date", _("The birth date and the personal identity code do not agree."))
            cleaned["birth_date"] = by_code
        return cleaned

    def _identity_code(self, cleaned: dict[str, Any]) -> str:
        """The code that will hold."""
        return str(cleaned.get("identity_code", ""))

    def _clean_neighbourhood(self, cleaned: dict[str, Any]) -> None:
        chosen, other = cleaned.get("neighbourhood", ""), cleaned.get("other_neighbourhood", "")
        if other and chosen in {"", OTHER}:
            cleaned["neighbourhood"] = other
        elif other:
            self.add_error("other_neighbourhood", _("Choose from the list or write here, not both."))
        elif chosen == OTHER:
            self.add_error("other_neighbourhood", _("Write which neighbourhood."))

    def details(self) -> Details:
        """The cleaned form as details."""
        names = [name for name in LABELS if name in self.cleaned_data]
        return Details(**{name: self.cleaned_data[name] for name in names})


class NewParticipantForm(DetailsForm):
    """The same with what was searched before, and the programme where there is more than one."""

    first_rows = (*DetailsForm.first_rows, ("programme",))

    searched = LineField(max_length=200, widget=forms.HiddenInput)
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"), empty_label=None)

    def __init__(self, *args: Any, programmes: frozenset[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.programmes = programmes
        if len(programmes) > 1:
            field = self.fields["programme"]
            field.queryset = Programme.objects.filter(pk__in=programmes).order_by("name")  # type: ignore[attr-defined]
        else:
            del self.fields["programme"]

    def chosen_programme(self) -> Programme:
        """The programme in which the case file is opened."""
        chosen = self.cleaned_data.get("programme")
        return chosen if isinstance(chosen, Programme) else Programme.objects.get(pk__in=self.programmes)


class ParticipantForm(DetailsForm):
    """Details as they stand, to be changed over the version that was read.

    The identity code is not in the form: empty keeps it. Under a safety prohibition the places are not either.
    """

    first_rows = (("first_name", "last_name"), *DetailsForm.first_rows[1:])
    other_rows = DetailsForm.other_rows[1:]

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    remove_identity_code = forms.BooleanField(label=_("Remove the personal identity code"), required=False)

    def __init__(self, *args: Any, current: Details, **options: Any) -> None:
        super().__init__(*args, **options)
        self.current = current
        self.fields["identity_code"].help_text = _("Write here only to change it.")
        self.fields["last_name"].help_text = ""
        if not current.identity_code:
            del self.fields["remove_identity_code"]
        if current.safety_prohibition:
            for name in (*PLACES, "other_neighbourhood"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """One wish about the identity code at a time."""
        cleaned = super().clean()
        if cleaned.get("remove_identity_code") and cleaned.get("identity_code"):
            self.add_error("identity_code", _("Either change the code or remove it."))
        return cleaned

    def _identity_code(self, cleaned: dict[str, Any]) -> str:
        kept = "" if cleaned.get("remove_identity_code") else self.current.identity_code
        return str(cleaned.get("identity_code") or kept)

    def details(self) -> Details:
        """The cleaned form as details; what the form does not show stays as it was."""
        kept = {name: getattr(self.current, name) for name in LABELS}
        typed = {name: self.cleaned_data[name] for name in LABELS if name in self.cleaned_data}
        typed["identity_code"] = self._identity_code(self.cleaned_data)
        return Details(**{**kept, **typed})


class ReasonForm(forms.Form):
    """Why something closed is opened; the person and the data protection officer can read it."""

    reason = LineField(
        label=_("Why is the code needed?"),
        max_length=200,
        error_messages={"required": ReasonNeeded.message},
        help_text=_("The reason is kept in the log. The participant and the data protection officer can see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def initial_of(details: Details) -> dict[str, Any]:
    """Details as their form shows them; the identity code stays out."""
    shown = {name: getattr(details, name) for name in LABELS if name != "identity_code"}
    if details.birth_date:
        shown["birth_date"] = wording.date_full(details.birth_date)
    if details.phone:
        shown["phone"] = wording.phone(details.phone)
    if details.neighbourhood and details.neighbourhood not in settings.POLKU_NEIGHBOURHOODS:
        shown |= {"neighbourhood": OTHER, "other_neighbourhood": details.neighbourhood}
    return shown


def initial_from(asked: Asked) -> dict[str, Any]:
    """What was searched, as the start of a new person: the last word of a name is the last name."""
    first, _space, last = asked.name.rpartition(" ")
    return {
        "searched": asked.text,
        "first_name": first or last,
        "last_name": last if first else "",
        "phone": wording.phone(asked.phone) if asked.phone else "",
        "mail": asked.mail,
        "identity_code": asked.identity_code,
        "birth_date": wording.date_full(asked.birth_date) if asked.birth_date else "",
    }


def _with_letter(name: str) -> str:
    if not any(character.isalpha() for character in name):
        raise ValidationError(_("Write the name in letters."))
    return name
