"""What is known of a person, in words: the label of each detail and its value as a page shows it."""

import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from casework.models import Gender
from casework.participants import masked_identity_code
from consent import languages, wording
from consent.fields import readable

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LABELS: "dict[str, StrPromise]" = {
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "birth_date": _("Birth date"),
    "identity_code": _("Personal identity code"),
    "gender": _("Gender"),
    "phone": _("Phone"),
    "mail": _("E-mail address"),
    "safe_contact": _("How contact may be made"),
    "street_address": _("Street address"),
    "postcode": _("Postcode"),
    "municipality": _("Municipality"),
    "neighbourhood": _("Neighbourhood"),
    "language": pgettext_lazy("of a person", "Language"),
    "interpreter": _("Interpreter"),
    "safety_prohibition": _("Safety prohibition"),
}


def said(name: str, value: Any) -> str:
    """A value in words of the page's language; "" for none. The identity code is always masked."""
    if not readable(value):
        return str(value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if not value:
        return ""
    if isinstance(value, datetime.date):
        return wording.date_full(value)
    return _SAID[name](value) if name in _SAID else str(value)


def language_name(code: str) -> str:
    """The language's name; the code itself where the house does not know it, the words where it is locked."""
    try:
        return languages.name(code) if code and readable(code) else code
    except languages.UnknownLanguage:
        return code


_SAID = {
    "identity_code": masked_identity_code,
    "gender": lambda value: str(Gender(value).label) if value in Gender.values else str(value),
    "phone": wording.phone,
    "language": language_name,
}
