"""Where each role's day begins: a registry that each app fills when it is loaded."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse

_homes: dict[str, tuple[int, str]] = {}


def add(role: str, url_name: str, order: int) -> None:
    """Register a role's first page; who has several roles begins at the lowest order."""
    _homes[str(role)] = (order, url_name)


def address(roles: Iterable[str]) -> str:
    """The first page of somebody with these roles; "" when none is registered."""
    for _order, url_name in sorted(_homes[role] for role in set(map(str, roles)) & _homes.keys()):
        try:
            return reverse(url_name)
        except NoReverseMatch:
            continue
    return ""
