"""The notice on top of a restricted person's case file: why, since when, and that it is for reading only."""

from typing import Any

from casework import panels
from casework.access import OpenCase
from consent import restrictions
from consent.actors import Actor


def register() -> None:
    """Add the panel; called once, when the app is loaded."""
    template = "casework/desk/_restricted.html"
    panels.add("restriction", place="head", order=0, template=template, content=_notice)


def _notice(opened: OpenCase, actor: Actor) -> dict[str, Any] | None:
    restriction = restrictions.live_of(opened.case.subject) if opened.restricted else None
    return {"restriction": restriction} if restriction else None
