"""The categories of data that legal grounds name, in words: what a receipt and the record of processing may tell."""

from collections.abc import Iterable

from django.utils.translation import pgettext_lazy

CATEGORIES = {
    "identity": pgettext_lazy("category of data", "Name and date of birth"),
    "contact": pgettext_lazy("category of data", "Contact details"),
    "situation": pgettext_lazy("category of data", "Situation"),
    "plan": pgettext_lazy("category of data", "Goals and steps"),
    "health": pgettext_lazy("category of data", "Health"),
    "family": pgettext_lazy("category of data", "Family and housing"),
    "case_notes": pgettext_lazy("category of data", "Entries in the case file"),
    "attendance": pgettext_lazy("category of data", "Groups and attendance"),
    "participation": pgettext_lazy("category of data", "Participation in the project"),
    "pictures": pgettext_lazy("category of data", "Pictures and stories"),
    "log": pgettext_lazy("category of data", "Who has used the data"),
}


def in_words(codes: Iterable[str]) -> list[str]:
    """The categories as labels, in their order here; one that is not known stands as its code."""
    named = list(codes)
    known = [str(label) for code, label in CATEGORIES.items() if code in named]
    return known + [code for code in named if code not in CATEGORIES]
