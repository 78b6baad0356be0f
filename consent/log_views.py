"""Questions to the log that are kept: each has a name, and an address that names nobody.

Declared here, filled by each app when it is loaded: what a relation to a case file is, or whose name is whose, the
floors above know.
"""

import dataclasses
from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.access import Oversight
from consent.actors import Actor
from consent.models import AccessEvent

Action = AccessEvent.Action
Narrow = Callable[[QuerySet[AccessEvent], Oversight, Actor], QuerySet[AccessEvent]]


@dataclasses.dataclass(frozen=True)
class View:
    """`narrow` takes the events of a stretch of time and leaves what the view asks for; it may open and log names."""

    code: str
    label: str | Promise
    lede: str | Promise
    order: int
    narrow: Narrow


_views: dict[str, View] = {}


def add(code: str, *, label: str | Promise, lede: str | Promise, order: int, narrow: Narrow) -> None:
    """Register a view."""
    _views[code] = View(code, label, lede, order, narrow)


def every() -> list[View]:
    """All views, in order."""
    return sorted(_views.values(), key=lambda view: view.order)


def find(code: str) -> View | None:
    """The view of a code."""
    return _views.get(code)


add(
    "stopped",
    label=_("Stopped"),
    lede=_("Somebody tried to open what was not theirs."),
    order=50,
    narrow=lambda events, found, actor: events.filter(action=Action.DENIED),
)
add(
    "emergency",
    label=_("Emergency openings"),
    lede=_("Emergency openings, and everything that was looked at through them."),
    order=40,
    narrow=lambda events, found, actor: events.filter(Q(action=Action.BREAK_GLASS) | Q(basis="break_glass")),
)
