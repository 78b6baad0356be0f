"""The tabs of a case file: each a page of its own; declared here, filled by each app when it is loaded."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from casework.access import OpenCase


@dataclasses.dataclass(frozen=True)
class Tab:
    """One page of a case file. `offered` says whether this reader has it (a student has no page of staff)."""

    url_name: str
    label: str | Promise
    order: int
    offered: Callable[[OpenCase], bool]


_tabs: dict[str, Tab] = {}


def add(
    url_name: str, label: str | Promise, order: int, *, offered: Callable[[OpenCase], bool] = lambda opened: True
) -> None:
    """Register a page whose address takes the case's uid and nothing else."""
    _tabs[url_name] = Tab(url_name, label, order, offered)


def links(opened: OpenCase, current: str) -> list[dict[str, Any]]:
    """What components/tabs.html shows: href, label, current; a page that does not exist is left out."""
    shown = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
        address = _address(tab.url_name, opened) if tab.offered(opened) else ""
        if address:
            shown.append({"href": address, "label": tab.label, "current": tab.url_name == current})
    return shown


def _address(url_name: str, opened: OpenCase) -> str:
    try:
        return reverse(url_name, args=[opened.case.uid])
    except NoReverseMatch:
        return ""
