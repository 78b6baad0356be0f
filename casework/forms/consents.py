"""Forms of notices and consents: what is said once before the questions, and how a notice was given."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms.participants import LineField
from consent import languages
from consent.models import Channel, Consent, Notice, Question

#: How a worker hears an answer; "on the own pages" is said by the participant alone.
HEARD = [(channel.value, channel.label) for channel in (Channel.IN_PERSON, Channel.PHONE, Channel.PAPER)]


class Questions(forms.Form):
    """Which of the questions on offer are meant, in a language."""

    questions = forms.MultipleChoiceField(
        label=_("What is asked"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one question.")},
    )

    def __init__(self, *args: Any, offered: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(question.uid): question for question in offered}
        choice(self, "language").choices = languages.choices()
        choice(self, "questions").choices = [(uid, question.title) for uid, question in self.offered.items()]

    def chosen(self) -> list[Question]:
        """The questions that were ticked."""
        return [self.offered[uid] for uid in self.cleaned_data["questions"]]


class AskingForm(Questions):
    """Language, channel and interpreter of a round, and what is asked in it."""

    language = forms.ChoiceField(
        label=_("Language of the conversation"), error_messages={"required": _("Choose a language.")}
    )
    channel = forms.ChoiceField(
        label=_("How are the answers given?"),
        choices=HEARD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the answers are given.")},
    )
    interpreter = LineField(
        label=_("Interpreter"),
        required=False,
        max_length=100,
        help_text=_("Name or number. Leave empty if there is no interpreter."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("language", "channel", "interpreter", "questions")


class MistakeForm(forms.Form):
    """Why an answer should never have been."""

    mistake = forms.ChoiceField(
        label=_("What went wrong?"),
        choices=Consent.Mistake.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what went wrong.")},
    )
    words = LineField(
        label=_("In your own words, if needed"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PaperForm(Questions):
    """What is printed on a form, and in which language."""

    language = forms.ChoiceField(label=_("Language of the form"), error_messages={"required": _("Choose a language.")})

    field_order = ("language", "questions")


class ScanForm(forms.Form):
    """The scan of a form that was signed."""

    file = forms.FileField(
        label=_("Scan of the signed form"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. The name of the file is not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Choose a file of at most 10 MB."), "empty": _("The file is empty.")},
    )


class NoticeForm(forms.Form):
    """In which language and how a notice was given."""

    notice = forms.ChoiceField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How did you give it?"),
        choices=HEARD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you gave it.")},
    )

    def __init__(self, *args: Any, notices: Sequence[Notice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notices = {str(notice.uid): notice for notice in notices}
        choice(self, "notice").choices = [(uid, notice.language) for uid, notice in self.notices.items()]

    def given(self) -> Notice:
        """The notice that was given."""
        return self.notices[self.cleaned_data["notice"]]


def choice(form: forms.Form, name: str) -> forms.ChoiceField:
    """A field of choices, as such."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field
