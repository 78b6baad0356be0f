"""The registry of panels on a case file's first page: declared here, filled by each app when it is loaded."""

import dataclasses
from collections.abc import Callable
from typing import Any

from casework.access import OpenCase
from consent.actors import Actor

Content = Callable[[OpenCase, Actor], dict[str, Any] | None]


@dataclasses.dataclass(frozen=True)
class Panel:
    """`place` is "head" (above the columns), one of the columns "steps", "contacts", "grounds", or "aside".

    "aside" stands beside the page on which a session is written: keep it to what the writer has to have in sight.

    `content` gives what `template` shows, or None when there is nothing to show to this reader. The template sees
    `panel` (the content), `case` and `csrf_token`, and is one `<section>` with an `<h2>`.
    """

    name: str
    place: str
    order: int
    template: str
    content: Content


_panels: dict[str, Panel] = {}


def add(name: str, *, place: str, order: int, template: str, content: Content) -> None:
    """Register a panel."""
    _panels[name] = Panel(name, place, order, template, content)


def shown(opened: OpenCase, actor: Actor, *, place: str) -> list[dict[str, Any]]:
    """The panels of a place that have something to show, in order; each content carries its `template`."""
    found = []
    for panel in sorted(_panels.values(), key=lambda panel: panel.order):
        content = panel.content(opened, actor) if panel.place == place else None
        if content is not None:
            found.append({"template": panel.template, **content})
    return found
