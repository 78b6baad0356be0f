"""The letter fields of the middle floor: who the person is, how to reach them, and what the worker types.

Values come in the language that is active: whoever builds a letter switches to its language first.
"""

from django.utils.translation import gettext_lazy as _

from casework import letter_fields
from casework.access import OpenCase
from casework.letter_fields import LetterField, Part, Place
from consent import languages, phones, wording
from consent.fields import readable


def name(opened: OpenCase) -> str:
    """First and last name."""
    return opened.participant.name


def first_name(opened: OpenCase) -> str:
    return opened.participant.first_name


def birth_date(opened: OpenCase) -> str:
    """14.3.1988."""
    day = opened.participant.birth_date
    return wording.date_full(day) if day and readable(day) else ""


def identity_code(opened: OpenCase) -> str:
    return opened.participant.identity_code


def phone(opened: OpenCase) -> str:
    """050 555 0177."""
    number = opened.participant.phone
    return phones.spoken(number) if number.startswith("+") else number


def safe_contact(opened: OpenCase) -> str:
    return opened.participant.safe_contact


def language(opened: OpenCase) -> str:
    """Dari."""
    code = opened.participant.language
    return languages.name(code) if code in languages.CODES else code


def interpreter(opened: OpenCase) -> str:
    return opened.participant.interpreter


def address(opened: OpenCase) -> str:
    """Street, postcode and town; nothing under a safety prohibition, whoever asks."""
    person = opened.participant
    if person.safety_prohibition:
        return ""
    parts = (person.street_address, f"{person.postcode} {person.municipality}".strip())
    return ", ".join(part for part in parts if part) if readable(person.postcode) else ""


def register() -> None:
    """Add the fields of this floor; "goal", "attendance" and "assessment" come from the floor above."""
    for field in (
        LetterField("name", _("Name"), 10, name, category="identity", place=Place.PERSON),
        LetterField("first_name", _("First name"), 10, first_name, category="identity", place=Place.PERSON),
        LetterField("birth_date", _("Date of birth"), 11, birth_date, category="identity", place=Place.PERSON),
        LetterField(
            "identity_code",
            _("Identity code"),
            12,
            identity_code,
            category="identity",
            place=Place.PERSON,
            hint=_("Only if the recipient's law needs it."),
        ),
        LetterField(
            "contact",
            _("Phone"),
            13,
            phone,
            category="contact",
            place=Place.PERSON,
            beside=(Part(_("Making contact"), safe_contact),),
        ),
        LetterField(
            "language",
            _("Language"),
            14,
            language,
            category="contact",
            place=Place.PERSON,
            beside=(Part(_("Interpreter"), interpreter),),
        ),
        LetterField("address", _("Address"), 15, address, category="contact", place=Place.PERSON),
        LetterField("work", _("Work and training"), 40, typed=True),
        LetterField("support", _("Support in daily life"), 50, typed=True),
        LetterField(
            "plans_elsewhere", _("Plans elsewhere"), 70, typed=True, hint=_("Only that they exist, and whose.")
        ),
        LetterField("health", _("Health and substance use"), 90, typed=True, category="health"),
        LetterField("family", _("Family, debts and housing"), 91, typed=True, category="family"),
        LetterField("case_notes", _("Entries and other participants"), 92, typed=True, category="case_notes"),
    ):
        letter_fields.add(field)
