"""The links of the shell: a registry that each app fills in `AppConfig.ready`, shown by role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

Audience = Literal["desk", "portal"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One link: who sees it, where it stands, and of which pages it is the home."""

    audience: Audience
    url_name: str
    label: str | Promise
    icon: str
    roles: frozenset[str]
    order: int
    phone: bool
    desk: bool
    under: tuple[str, ...]
    context_url: str

    def is_home_of(self, url_name: str) -> int:
        """How closely the page belongs here: the length of the longest matching prefix, 0 for not at all."""
        if url_name == self.url_name:
            return 1000
        return max((len(prefix) for prefix in self.under if url_name.startswith(prefix)), default=0)


@dataclass(frozen=True)
class Link:
    """An item as one reader sees it on one page; `current` is "page", "true" or ""."""

    href: str
    label: str | Promise
    icon: str
    phone: bool
    desk: bool
    current: str


_items: list[Item] = []
_searchers: set[str] = set()


def add(
    *,
    audience: Audience,
    url_name: str,
    label: str | Promise,
    icon: str,
    roles: Iterable[str] = (),
    order: int,
    phone: bool = True,
    desk: bool = True,
    under: Iterable[str] = (),
    context_url: str = "",
) -> None:
    """Register one link.

    Shown to whoever has one of `roles` (none named: to every signed-in reader). `phone` puts it in the thumb bar (five
    fit, "More" included), `desk` in the bar of a wide screen. `under` are prefixes of url names whose pages belong to
    it. `context_url` names a variable of the page that, when set, is the address instead (the case at hand).
    """
    item = Item(
        audience=audience,
        url_name=url_name,
        label=label,
        icon=icon,
        roles=frozenset(roles),
        order=order,
        phone=phone,
        desk=desk,
        under=tuple(under),
        context_url=context_url,
    )
    if item not in _items:
        _items.append(item)


def links(request: HttpRequest | None, audience: Audience, *, addresses: dict[str, str] | None = None) -> list[Link]:
    """What this reader sees, in order; nothing for somebody who is not signed in."""
    roles = roles_of(request)
    if request is None or roles is None:
        return []
    items = [item for item in _items if item.audience == audience and (not item.roles or item.roles & roles)]
    match = request.resolver_match
    url_name = (match.url_name or "") if match else ""
    home = max(items, key=lambda item: item.is_home_of(url_name), default=None)
    here = home if home and home.is_home_of(url_name) else None
    addresses = addresses or {}
    return [
        Link(
            href=addresses.get(item.context_url) or reverse(item.url_name),
            label=item.label,
            icon=item.icon,
            phone=item.phone,
            desk=item.desk,
            current="" if item is not here else "page" if item.url_name == url_name else "true",
        )
        for item in sorted(items, key=lambda item: item.order)
    ]


def offer_search(roles: Iterable[str]) -> None:
    """Say who has the search of the app bar, on every page of the desk."""
    _searchers.update(map(str, roles))


def may_search(request: HttpRequest) -> bool:
    """Whether this reader has the search of the app bar."""
    return bool(_searchers & (roles_of(request) or frozenset()))


def context_urls() -> frozenset[str]:
    """The page variables that may carry an address of a link."""
    return frozenset(item.context_url for item in _items if item.context_url)


def roles_of(request: HttpRequest | None) -> frozenset[str] | None:
    """The role codes of the reader; None when nobody is signed in."""
    actor = getattr(request, "actor", None)
    return None if actor is None else frozenset(map(str, actor.roles))
