"""How the rows of the middle floor are told to the person, and who may be told by name there."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework import letter_fields, models, referral_content
from casework.letters.printing import LetterFailed, LetterTooLong, print_pdf
from casework.models import Assignment, Gender, Present, Theme
from consent import access_answers, answer_paper, exports, languages, wording
from consent.exports import Field, Told
from consent.holders import export
from consent.models import Subject

LETTERS = _("Letters about you")
MEETINGS = _("Meetings")


def own_workers(subject: Subject) -> set[int]:
    """Everybody who works or has worked on the person's case files."""
    rows = Assignment.objects.filter(case__subject=subject).order_by("pk")
    return set(rows.values_list("account_id", flat=True))


def register() -> None:
    """Make it known."""
    exports.own_workers(own_workers)
    answer_paper.press(_printed)
    access_answers.ITEMS.update({field.code: field.label for field in letter_fields.every()})
    access_answers.ITEMS.setdefault("request", pgettext_lazy("export", "What is asked for"))
    access_answers.ITEMS.setdefault("meanwhile", pgettext_lazy("export", "What is done meanwhile"))
    access_answers.ITEMS.setdefault("answer", pgettext_lazy("export", "An answer to a question"))


def _printed(html: str) -> bytes | None:
    """A paper, or None when the press cannot print it."""
    try:
        return print_pdf(html)
    except (LetterTooLong, LetterFailed):
        return None


def _labels(choices: Any) -> Any:
    known = dict(choices.choices)
    return lambda codes: ", ".join(str(known.get(code, code)) for code in codes)


def _fields_of(slice_: dict[str, Any]) -> list[list[str]]:
    """The labelled values of a referral, as they stand in the letter."""
    return [part for entry in slice_.get(referral_content.FIELDS, []) for part in entry["parts"]]


def _lines(parts: list[list[str]]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in parts)


def _language(code: str) -> str:
    return languages.name(code) if code in languages.CODES else code


export(
    models.Participant,
    Told(
        kind="person",
        section=_("Who you are"),
        order=10,
        fields=(
            Field("first_name", pgettext_lazy("export", "First name"), given=True),
            Field("last_name", pgettext_lazy("export", "Last name"), given=True),
            Field("roster_name", pgettext_lazy("export", "Name on the lists of groups")),
            Field("birth_date", pgettext_lazy("export", "Day of birth"), given=True),
            Field("identity_code", pgettext_lazy("export", "Personal identity code"), given=True),
            Field(
                "gender",
                pgettext_lazy("export", "Gender"),
                given=True,
                words=lambda code: dict(Gender.choices).get(code, code),
            ),
            Field("phone", pgettext_lazy("export", "Phone"), given=True, words=wording.phone),
            Field("mail", pgettext_lazy("export", "E-mail"), given=True),
            Field("safe_contact", pgettext_lazy("export", "How we may contact you"), given=True),
            Field("street_address", pgettext_lazy("export", "Street address"), given=True),
            Field("postcode", pgettext_lazy("export", "Postcode"), given=True),
            Field("municipality", pgettext_lazy("export", "Municipality"), given=True),
            Field("neighbourhood", pgettext_lazy("export", "Neighbourhood"), given=True),
            Field("language", pgettext_lazy("export", "Language"), given=True, words=_language),
            Field("interpreter", pgettext_lazy("export", "Interpreter"), given=True),
            Field("safety_prohibition", pgettext_lazy("export", "Safety prohibition")),
        ),
    ),
)
export(
    models.CaseFile,
    Told(
        kind="case",
        section=_("Your case file"),
        order=11,
        day="opened_on",
        fields=(
            Field("number", pgettext_lazy("export", "Number")),
            Field("state", pgettext_lazy("export", "State")),
            Field("opened_on", pgettext_lazy("export", "Opened")),
            Field("closed_on", pgettext_lazy("export", "Closed")),
            Field("last_contact_on", pgettext_lazy("export", "Last contact")),
        ),
    ),
)
export(
    models.Assignment,
    Told(
        kind="assignment",
        section=_("Who works with you"),
        order=12,
        day="starts_on",
        fields=(
            Field("account", pgettext_lazy("export", "Worker")),
            Field("role", pgettext_lazy("export", "Role")),
            Field("starts_on", pgettext_lazy("export", "From")),
            Field("until", pgettext_lazy("export", "Until")),
            Field("ended_on", pgettext_lazy("export", "Ended")),
        ),
    ),
)


def _entry(kind: str, section: Any, order: int, purpose: str) -> Told:
    return Told(
        kind=kind,
        section=section,
        order=order,
        purpose=purpose,
        day="held_on",
        free=("narrative", "for_participant"),
        fields=(
            Field("held_on", pgettext_lazy("export", "Day")),
            Field("kind", pgettext_lazy("export", "How you met")),
            Field("started_at", pgettext_lazy("export", "Began")),
            Field("length_minutes", pgettext_lazy("export", "Minutes")),
            Field("place", pgettext_lazy("export", "Place")),
            Field("author", pgettext_lazy("export", "Written by")),
            Field("state", pgettext_lazy("export", "State")),
            Field("narrative", pgettext_lazy("export", "Entry")),
            Field("for_participant", pgettext_lazy("export", "Text for you")),
            Field("themes", pgettext_lazy("export", "Themes"), words=_labels(Theme)),
            Field("present", pgettext_lazy("export", "Also present"), words=_labels(Present)),
        ),
    )


export(models.GuidanceSession, _entry("session", MEETINGS, 20, "guidance"))
export(models.HealthEntry, _entry("health_entry", _("Health counselling"), 22, "health"))
export(
    models.Amendment,
    Told(
        kind="amendment",
        section=_("Amendments to entries"),
        order=23,
        day="written_at",
        free=("text",),
        fields=(
            Field("written_at", pgettext_lazy("export", "Written")),
            Field("why", pgettext_lazy("export", "Why")),
            Field("text", pgettext_lazy("export", "Entry")),
            Field("author", pgettext_lazy("export", "Written by")),
        ),
    ),
)
export(
    models.AgreedAction,
    Told(
        kind="agreed_action",
        section=_("What was agreed"),
        order=24,
        fields=(
            Field("text", pgettext_lazy("export", "Task")),
            Field("owner", pgettext_lazy("export", "Whose task")),
            Field("worker", pgettext_lazy("export", "Worker")),
            Field("due_on", pgettext_lazy("export", "Due")),
            Field("state", pgettext_lazy("export", "State")),
            Field("ended_at", pgettext_lazy("export", "Ended")),
        ),
    ),
)
export(
    models.Appointment,
    Told(
        kind="appointment",
        section=_("Booked meetings"),
        order=25,
        day="starts_at",
        fields=(
            Field("starts_at", pgettext_lazy("export", "Time")),
            Field("length_minutes", pgettext_lazy("export", "Minutes")),
            Field("kind", pgettext_lazy("export", "How you met")),
            Field("worker", pgettext_lazy("export", "Worker")),
            Field("place", pgettext_lazy("export", "Place")),
            Field("interpreter", pgettext_lazy("export", "Interpreter")),
            Field("state", pgettext_lazy("export", "State")),
        ),
    ),
)
export(
    models.Referral,
    Told(
        kind="referral",
        section=LETTERS,
        order=50,
        purpose="referral",
        day="created_at",
        free=("request", "meanwhile", "outcome_text"),
        fields=(
            Field("number", pgettext_lazy("export", "Number")),
            Field("recipient.name", pgettext_lazy("export", "Recipient")),
            Field("sender", pgettext_lazy("export", "Written by")),
            Field("state", pgettext_lazy("export", "State")),
            Field("sent_at", pgettext_lazy("export", "Sent")),
            Field("heading", pgettext_lazy("export", "Heading")),
            Field("request", pgettext_lazy("export", "What is asked for")),
            Field("meanwhile", pgettext_lazy("export", "What is done meanwhile")),
            Field("slice", pgettext_lazy("export", "What was told"), pick=_fields_of, words=_lines),
            Field("answered_at", pgettext_lazy("export", "Answered")),
            Field("contact_person", pgettext_lazy("export", "Contact person")),
            Field("planned_on", pgettext_lazy("export", "Planned for")),
            Field("first_contact_on", pgettext_lazy("export", "First contact")),
            Field("outcome", pgettext_lazy("export", "Outcome")),
            Field("outcome_text", pgettext_lazy("export", "Outcome in words")),
        ),
        left_out={"letter": "the same letter as a file: its text is told, and the own pages have the file"},
    ),
)
export(
    models.ReferralMove,
    Told(
        kind="referral_move",
        section=_("How the letters went on"),
        order=51,
        purpose="referral",
        day="at",
        free=("text",),
        fields=(
            Field("referral.number", pgettext_lazy("export", "Number")),
            Field("at", pgettext_lazy("export", "Time")),
            Field("to_state", pgettext_lazy("export", "State")),
            Field("by", pgettext_lazy("export", "By")),
            Field("reason", pgettext_lazy("export", "Reason")),
            Field("text", pgettext_lazy("export", "In words")),
            Field("told_by", pgettext_lazy("export", "Told by")),
            Field("told_how", pgettext_lazy("export", "How it was said")),
            Field("told_on", pgettext_lazy("export", "Day")),
        ),
    ),
)
export(
    models.ReferralApproval,
    Told(
        kind="referral_approval",
        section=_("What you said of the letters"),
        order=52,
        purpose="referral",
        day="at",
        fields=(
            Field("referral.number", pgettext_lazy("export", "Number")),
            Field("at", pgettext_lazy("export", "Time")),
            Field("answer", pgettext_lazy("export", "Answer"), given=True),
            Field("channel", pgettext_lazy("export", "How it was said")),
        ),
    ),
)

export(
    models.BreakGlass,
    Told(
        kind="break_glass",
        section=_("Openings in an emergency"),
        order=86,
        purpose="privacy",
        day="opened_at",
        fields=(
            Field("opened_at", pgettext_lazy("export", "Time")),
            Field("until", pgettext_lazy("export", "Until")),
            Field("account", pgettext_lazy("export", "By")),
            Field("reason", pgettext_lazy("export", "Reason")),
            Field("reviewed_at", pgettext_lazy("export", "Reviewed")),
            Field("verdict", pgettext_lazy("export", "What the review found")),
            Field("review_words", pgettext_lazy("export", "In words")),
        ),
    ),
)

NOT_TOLD = {
    models.CaseUserGrant: "a right of a worker, told as who works with the person",
    models.CaseTeamGrant: "a right of a team, told as who works with the person",
}
