"""Every address of the house, found by walking the resolver: nothing can be served that is not here."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclasses.dataclass(frozen=True)
class Address:
    """One pattern: its name, how it is written, the view behind it."""

    name: str
    route: str
    view: Callable[..., Any]

    @property
    def rule(self) -> Any:
        """How its door guards it; None where there is no door."""
        return getattr(self.view, "page", None)

    @property
    def is_public(self) -> bool:
        return bool(getattr(self.view, "public", False))

    @property
    def is_allauths(self) -> bool:
        return str(self.view.__module__).startswith("allauth.")


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[Address]:
    """Every pattern under the resolver (the house's own unless given); one without a name is named by its route."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route)
        elif isinstance(each, URLPattern):
            yield Address(each.name or route, route, each.callback)
