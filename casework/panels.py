"""The registry of panels on a case file's first page: declared here, filled by each app when it is loaded."""

import dataclasses
from collections.abc import Callable
from typing import Any

from casework.access import OpenCase
from consent.actors import Actor

Content = Callable[[OpenCase, Actor], dict[str, Any] | None]


@dataclasses.dataclass(frozen=True)
class Panel:
    """`place` is "head" (above the columns), or one of the three columns "steps", "contacts", "grounds".

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


def shown(opened: OpenCase, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """Panels with their contexts by place, in order; each context carries its `template`."""
    places: dict[str, list[dict[str, Any]]] = {}
    for panel in sorted(_panels.values(), key=lambda panel: panel.order):
        content = panel.content(opened, actor)
        if content is not None:
            places.setdefault(panel.place, []).append({"template": panel.template, **content})
    return places
