"""Writing the access log and the disclosure log; the door calls `record` before a page is rendered."""

import contextlib
import ipaddress
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from consent import keyring
from consent.actors import Actor
from consent.models import AccessEvent, AccessEventSubject, SecurityEvent
from consent.sign_in import throttle

BROWSER = re.compile(r"Edg|OPR|Firefox|Chrome|Safari")
SYSTEM = re.compile(r"Windows|Android|iPhone|iPad|Mac OS X|Linux")


def short_address(request: HttpRequest) -> str:
    """The caller's network: IPv4 /24, IPv6 /56. A whole address would be personal data of the worker."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    prefix = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False).network_address)


def short_browser(user_agent: str) -> str:
    """The browser's and the system's name: enough to know one's own session by, too little to be followed by."""
    return " ".join(found[0] for found in (BROWSER.search(user_agent), SYSTEM.search(user_agent)) if found)


def record(
    actor: Actor | None,
    *,
    action: str,
    page: str,
    purpose: str,
    subjects: Iterable[uuid.UUID] = (),
    request: HttpRequest | None = None,
    **details: Any,
) -> AccessEvent:
    """One event and its subjects, in the transaction of the caller. `role` names the one that was used, where known."""
    membership = actor.membership() if actor else None
    used = membership.role if membership else ("participant" if actor and actor.subject else "")
    event = AccessEvent.objects.create(
        actor=actor.account if actor else None,
        role=details.pop("role", used),
        organisation=membership.organisation if membership else None,
        action=action,
        page=page,
        purpose=purpose,
        request_id=getattr(request, "uid", None),
        address=short_address(request) if request else "",
        **details,
    )
    add_subjects(event, subjects)
    return event


def add_subjects(event: AccessEvent, subjects: Iterable[uuid.UUID]) -> None:
    """More people whom the event was about, found while the page was made."""
    rows = [AccessEventSubject(event=event, subject_uid=uid) for uid in dict.fromkeys(subjects)]
    if rows:
        AccessEventSubject.objects.bulk_create(rows, ignore_conflicts=True)


def security(kind: str, *, actor: Actor | None = None, request: HttpRequest | None = None) -> None:
    """One row of the security log: no content, no subject."""
    SecurityEvent.objects.create(
        kind=kind, actor=actor.account if actor else None, address=short_address(request) if request else ""
    )


def stranger(request: HttpRequest) -> None:
    """Somebody who has not signed in asked for a page: at most ten rows per network and ten minutes."""
    if throttle.tried("stranger", short_address(request), most=10, seconds=600):
        security("stranger_stopped", request=request)


@contextlib.contextmanager
def opened(
    pairs: Sequence[keyring.Pair], *, by: Actor, purpose: str, page: str, subjects: Iterable[uuid.UUID]
) -> Iterator[None]:
    """Open scopes outside a request (commands, tasks), logged like a page."""
    with transaction.atomic():
        record(by, action=AccessEvent.Action.VIEW, page=page, purpose=purpose, subjects=subjects)
    with keyring.also(pairs):
        yield
