"""One line of the log for an officer: who, what, when, about which file; no content and no participant's name."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import references
from consent.models import AccessEvent, Role

PURPOSES: dict[str, Any] = {
    "guidance": _("Service guidance"),
    "health": _("Closed part"),
    "groups": _("Groups"),
    "referral": _("Referrals"),
    "own_data": _("Own pages"),
    "administration": _("Administration"),
    "privacy": _("Data protection"),
    "none": "",
}
BASES: dict[str, Any] = {
    "lead": _("Lead worker"),
    "co_worker": _("Co-worker"),
    "health": _("Health counsellor"),
    "student": _("Student"),
    "coordinator": _("Coordinator"),
    "own": _("Own work"),
    "assigned": _("Assigned"),
    "recipient": _("Recipient"),
    "closed": _("Closed to the recipient"),
    "facilitator": _("Group facilitator"),
    "coach": _("Community coach"),
    "peer": _("Peer supporter"),
    "programme": _("Programme"),
    "break_glass": _("Emergency opening"),
    "request": _("Request of the person"),
}
DENIED = AccessEvent.Action.DENIED.value
BREAK_GLASS = AccessEvent.Action.BREAK_GLASS.value


@dataclasses.dataclass(frozen=True)
class Line:
    """What a row of the table shows."""

    event: AccessEvent
    number: str

    @property
    def at(self) -> datetime.datetime:
        """When."""
        return self.event.at

    @property
    def who(self) -> str:
        """The worker's name; a participant is told by the role alone."""
        actor = self.event.actor
        return actor.name if actor is not None and actor.name else str(pgettext_lazy("log", "Participant"))

    @property
    def role(self) -> str:
        """The role used, and for partners their organisation."""
        role = self.event.role
        label = str(Role(role).label) if role in Role.values else ""
        organisation = self.event.organisation
        return organisation.name if role == Role.PARTNER and organisation is not None else label

    @property
    def denied(self) -> bool:
        """Whether it was stopped."""
        return self.event.action == DENIED

    @property
    def emergency(self) -> bool:
        """Whether somebody opened a case file in an emergency."""
        return self.event.action == BREAK_GLASS

    @property
    def what(self) -> str:
        """What was done, in a word."""
        return self.event.get_action_display()

    @property
    def where(self) -> str:
        """In which part of the work; of a closed part only that it is closed."""
        if self.event.compartment:
            return str(PURPOSES["health"])
        return str(PURPOSES.get(self.event.purpose, self.event.purpose))

    @property
    def basis(self) -> str:
        """By what relation to the file."""
        if self.event.compartment:
            return ""
        return str(_("Own data") if self.event.role == Role.PARTICIPANT else BASES.get(self.event.basis, ""))


def lines(events: Iterable[AccessEvent], programmes: Collection[int]) -> list[Line]:
    """Lines of events, with the numbers of their files in one query: those of the programmes that are looked after."""
    shown = list(events)
    numbers: dict[uuid.UUID, str] = references.named("case", [event.case_uid for event in shown], programmes)
    return [Line(event, numbers.get(event.case_uid, "") if event.case_uid else "") for event in shown]
