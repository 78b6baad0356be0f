"""The forms of a referral: composing it, what the participant says of it, what the recipient answers. Shape only."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.letter_choices import Choice
from casework.letters.layout import LETTER_LANGUAGES
from casework.models import MoveReason, Outcome, Referral, ReferralApproval, ReferralState, Side
from casework.models.referral_states import MOVE_REASONS
from casework.referral_content import Content
from casework.referral_moves import Told
from consent import languages
from consent.models import Channel
from consent.periods import today
from consent.typed_dates import TypedDateField

LONGEST_REQUEST = 2_000  # characters
LONGEST_FIELD = 1_500
LONGEST_ANSWER = 1_000
TYPED = "typed_"
Labels = dict[str, str | Promise]


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReferralForm(forms.Form):
    """The composer towards one recipient: only what may be told is offered. `complete` asks for what sending needs."""

    heading = forms.CharField(
        label=_("Subject"),
        help_text=_("The heading of the letter. For example: First interview and work trial."),
        max_length=120,
        required=False,
    )
    respond_by = TypedDateField(label=_("Answer asked by"), nearest="future", min_days=1, max_days=366, required=False)
    recipient_person = forms.CharField(label=_("Person at the recipient, if known"), max_length=100, required=False)
    language = forms.ChoiceField(label=_("Language of the letter"), widget=forms.RadioSelect)
    request = forms.CharField(
        label=_("What do you ask?"),
        help_text=_("One clear request."),
        max_length=LONGEST_REQUEST,
        widget=_text(4),
        required=False,
    )
    meanwhile = forms.CharField(
        label=_("What happens meanwhile?"),
        help_text=_("For example: I gladly come along to the first meeting."),
        max_length=LONGEST_FIELD,
        widget=_text(2),
        required=False,
    )
    fields_told = forms.MultipleChoiceField(
        label=_("What is told?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: list[Choice], complete: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered, self.complete = offered, complete
        may = [(choice.field.code, choice.label) for choice in offered if choice.may]
        self.fields["fields_told"].choices = may  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, languages.name(code)) for code in LETTER_LANGUAGES]  # type: ignore[attr-defined]
        for name in ("heading", "request", "respond_by"):
            self.fields[name].required = complete
        for choice in offered:
            if choice.may and choice.field.typed:
                self.fields[TYPED + choice.field.code] = forms.CharField(
                    label=str(choice.label),
                    help_text=str(choice.hint),
                    max_length=LONGEST_FIELD,
                    widget=_text(2),
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        """A ticked field that is typed has words, once the letter is to be approved."""
        data = self.cleaned_data
        for code in data.get("fields_told", []) if self.complete else []:
            if TYPED + code in self.fields and not data.get(TYPED + code) and TYPED + code not in self.errors:
                self.add_error(TYPED + code, _("Write what is told, or take the tick away."))
        return data

    def content(self) -> Content:
        """What was typed, as far as it has the right shape."""
        data = self.cleaned_data
        typed = {name.removeprefix(TYPED): text for name, text in data.items() if name.startswith(TYPED)}
        return Content(
            heading=data.get("heading", ""),
            request=data.get("request", ""),
            meanwhile=data.get("meanwhile", ""),
            respond_by=data.get("respond_by"),
            recipient_person=data.get("recipient_person", ""),
            language=data.get("language", "fi"),
            codes=frozenset(data.get("fields_told", [])),
            typed=typed,
        )


def initial_of(content: Content, version: int) -> dict[str, Any]:
    """A stored draft as its form shows it."""
    plain = {name: getattr(content, name) for name in ("heading", "request", "meanwhile", "respond_by")}
    typed = {TYPED + code: text for code, text in content.typed.items()}
    told = sorted(content.codes)
    more = {"recipient_person": content.recipient_person, "language": content.language, "fields_told": told}
    return {**plain, **typed, **more, "version": version}


class ApprovalForm(forms.Form):
    """What the participant said of the letter, heard by the worker."""

    answer = forms.ChoiceField(
        label=_("What did the participant say?"), choices=ReferralApproval.Answer.choices, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.PORTAL],
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """Why the sender cancels, or marks as entered in error; another reason is told in words."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("In one sentence"), max_length=LONGEST_ANSWER, widget=_text(2), required=False)

    def __init__(self, *args: Any, to: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = _reasons(to, Side.SENDER)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("reason") == MoveReason.OTHER and not self.cleaned_data.get("text"):
            self.add_error("text", _("Write the reason in one sentence."))
        return self.cleaned_data


class MoreForm(forms.Form):
    """What the recipient asked for, approved like the letter."""

    answer = forms.CharField(
        label=_("Your answer to the recipient"),
        help_text=_("Only what was asked. The participant approves it first."),
        max_length=LONGEST_ANSWER,
        widget=_text(4),
    )
    approved_by = forms.ChoiceField(
        label=_("How did the participant approve this answer?"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.PORTAL],
        widget=forms.RadioSelect,
    )


def _reasons(to: str, side: str) -> list[tuple[str, str | Promise]]:
    return [(reason, MoveReason(reason).label) for reason in MOVE_REASONS[to, side]]


#: What the recipient says, and what the sender records that they said.
ANSWERS: Labels = {
    ReferralState.ACCEPTED: _("We accept"),
    ReferralState.IN_PROGRESS: _("We have started"),
    ReferralState.COMPLETED: _("It is completed"),
    ReferralState.ON_HOLD: _("We need more information"),
    ReferralState.REJECTED: _("We do not accept"),
    ReferralState.FAILED: _("It was interrupted"),
}
RECORDED: Labels = {code: ReferralState(code).label for code in ANSWERS}
#: The fields that each answer asks for; all others stay empty.
ASKED: dict[str, tuple[str, ...]] = {
    ReferralState.ACCEPTED: ("contact_person", "planned_on"),
    ReferralState.IN_PROGRESS: ("started_on",),
    ReferralState.COMPLETED: ("outcome", "outcome_text", "met_on"),
    ReferralState.ON_HOLD: ("question",),
    ReferralState.REJECTED: ("reject_reason", "reject_text"),
    ReferralState.FAILED: ("fail_reason", "fail_text"),
}
MAY_BE_EMPTY = frozenset({"reject_text", "fail_text"})
_PICK = forms.RadioSelect


class AnswerForm(forms.Form):
    """The answers that are legal now, none chosen beforehand; each asks only for what belongs to it."""

    answer = forms.ChoiceField(label=_("Answer"), widget=_PICK, error_messages={"required": _("Choose an answer.")})
    contact_person = forms.CharField(label=_("Contact person"), max_length=100, required=False)
    planned_on = TypedDateField(label=_("First meeting"), nearest="future", min_days=0, max_days=366, required=False)
    started_on = TypedDateField(label=_("First contact was"), nearest="past", max_days=0, required=False)
    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Outcome.choices, widget=_PICK, required=False)
    outcome_text = forms.CharField(
        label=_("In one sentence"), max_length=LONGEST_ANSWER, widget=_text(2), required=False
    )
    met_on = TypedDateField(label=_("First contact was"), nearest="past", max_days=0, required=False)
    question = forms.CharField(
        label=_("What do you want to know?"), max_length=LONGEST_ANSWER, widget=_text(3), required=False
    )
    reject_reason = forms.ChoiceField(
        label=_("Why?"), choices=_reasons(ReferralState.REJECTED, Side.RECIPIENT), widget=_PICK, required=False
    )
    reject_text = forms.CharField(
        label=_("In one sentence"), max_length=LONGEST_ANSWER, widget=_text(2), required=False
    )
    fail_reason = forms.ChoiceField(
        label=_("Why?"), choices=_reasons(ReferralState.FAILED, Side.RECIPIENT), widget=_PICK, required=False
    )
    fail_text = forms.CharField(label=_("In one sentence"), max_length=LONGEST_ANSWER, widget=_text(2), required=False)

    words: Labels = ANSWERS

    def __init__(self, *args: Any, referral: Referral, **options: Any) -> None:
        super().__init__(*args, **options)
        legal = referral.may_move(Side.RECIPIENT)
        self.fields["answer"].choices = [(code, self.words[code]) for code in self.words if code in legal]  # type: ignore[attr-defined]
        if referral.first_contact_on is not None:
            del self.fields["met_on"]

    def options(self) -> Iterator[tuple[BoundWidget, list[BoundField]]]:
        """Each radio with the fields that it asks for."""
        for radio in self["answer"]:
            yield radio, [self[name] for name in ASKED[str(radio.data["value"])] if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """The chosen answer has what it asks for."""
        data = self.cleaned_data
        for name in ASKED.get(data.get("answer", ""), ()):
            needs_words = data.get(f"{name.removesuffix('_text')}_reason") == MoveReason.OTHER
            empty = name in self.fields and name not in self.errors and not data.get(name)
            if empty and (name not in MAY_BE_EMPTY or needs_words):
                self.add_error(name, _("This is needed for the answer."))
        return data

    def told(self) -> Told | None:
        """Nobody but the recipient speaks here."""
        return None


class RecordedAnswerForm(AnswerForm):
    """The same, told by phone or at a meeting and recorded by the sender on the recipient's behalf."""

    told_by = forms.CharField(label=_("Who told it?"), max_length=100)
    told_how = forms.ChoiceField(label=_("How?"), choices=Channel.choices, widget=_PICK)
    told_on = TypedDateField(label=_("When?"), nearest="past", max_days=0, min_days=-366, initial=today)

    words = RECORDED

    def told(self) -> Told:
        data = self.cleaned_data
        return Told(data["told_by"], data["told_how"], data["told_on"])
