"""What emergency openings show elsewhere: on the officer's first page; and what time does to their reviews."""

from django.utils.translation import gettext_lazy as _

from casework import break_glass
from consent import due, privacy_cards
from consent.access import Oversight
from consent.periods import today


def register() -> None:
    """Fill the registries; called once, when the app is loaded."""
    privacy_cards.add(
        "privacy-break-glass",
        label=_("Emergency openings"),
        lede=_("Who opened a case file without working on it, and why."),
        icon="lock-open",
        order=15,
        waiting=waiting,
    )
    due.add("emergency openings to review told of again", lambda: break_glass.remind_overdue(today()))


def waiting(found: Oversight) -> int:
    """How many wait for review."""
    return break_glass.to_review(found.programmes).count()
