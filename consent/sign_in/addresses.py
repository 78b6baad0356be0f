"""Where a participant's sign-in code is sent: the floor that holds the address says so (registry)."""

from collections.abc import Callable

from consent.models import Subject

_find: list[Callable[[Subject, str], str | None]] = []


def register(find: Callable[[Subject, str], str | None]) -> None:
    """Register the function that verifies what was typed and gives the mail address to use.

    `find(subject, typed)` opens the person's contacts for that moment: "" when the person matches but has no mail
    address, None when what was typed is not the person's.
    """
    _find[:] = [find]


def mail_address(subject: Subject, typed: str) -> str | None:
    """The address for a code, as registered."""
    return _find[0](subject, typed) if _find else None
