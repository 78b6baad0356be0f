"""Who is acting: an account with the roles it has today."""

import contextlib
import contextvars
import dataclasses
import datetime
from collections.abc import Iterator

from django.db.models import Q

from consent.models import Account, Membership, Role, Subject
from consent.periods import today

_account: contextvars.ContextVar[Account | None] = contextvars.ContextVar("acting_account", default=None)

STAFF_ROLES = frozenset(set(Role) - {Role.PARTICIPANT, Role.PARTNER})
CASE_ROLES = frozenset({Role.WORKER, Role.HEALTH})


@dataclasses.dataclass(frozen=True)
class Actor:
    """An account and its memberships in force."""

    account: Account
    memberships: tuple[Membership, ...] = ()
    subject: Subject | None = None

    @property
    def roles(self) -> frozenset[str]:
        """Codes of the roles in force."""
        own = {Role.PARTICIPANT.value} if self.subject else set()
        return frozenset(own | {membership.role for membership in self.memberships})

    def has(self, *roles: str) -> bool:
        """Whether any of these roles is in force."""
        return bool(self.roles & set(roles))

    def programmes(self, *roles: str) -> set[int]:
        """Ids of the programmes in which one of these roles is in force."""
        return {m.programme_id for m in self.memberships if m.role in roles and m.programme_id is not None}

    def organisations(self, *roles: str) -> set[int]:
        """Ids of the organisations for which one of these roles is in force."""
        return {m.organisation_id for m in self.memberships if m.role in roles}

    def membership(self) -> Membership | None:
        """The first membership: whose role and organisation the log names when the page names no other."""
        return self.memberships[0] if self.memberships else None


def memberships_in_force(account: Account, on: datetime.date) -> tuple[Membership, ...]:
    """The account's memberships on a day, oldest first."""
    rows = Membership.objects.filter(account=account, starts_on__lte=on)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("organisation", "programme")
    return tuple(rows.order_by("pk"))


def actor_of(account: Account) -> Actor | None:
    """The actor behind a signed-in account; None when the account has ended."""
    day = today()
    if account.ended(day):
        return None
    if account.is_staff_member:
        return Actor(account, memberships_in_force(account, day))
    return Actor(account, subject=Subject.objects.filter(account=account).first())


def current_account() -> Account | None:
    """The account that acts now: history names it."""
    return _account.get()


@contextlib.contextmanager
def acting(account: Account | None) -> Iterator[None]:
    """Within this block the account is the one that history names."""
    token = _account.set(account)
    try:
        yield
    finally:
        _account.reset(token)
