"""What is to be done next in a case file, and when one meets: panels of its first page."""

from typing import Any

from casework import agreed_actions, panels
from casework.access import OpenCase
from consent.actors import Actor


def register() -> None:
    """Make the panel known."""
    panels.add("steps", place="steps", order=10, template="casework/desk/_steps.html", content=steps)


def steps(opened: OpenCase, actor: Actor) -> dict[str, Any]:
    """The three earliest open actions of anybody, and whether there are more."""
    rows = [row for row in agreed_actions.of_page(opened) if agreed_actions.is_in_force(row)]
    return {"actions": rows[: agreed_actions.STEPS_SHOWN], "opened": opened}
