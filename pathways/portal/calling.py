"""Whom a person calls: their own worker; without one, the house."""

import dataclasses

from django.conf import settings

from casework import assignments
from casework.models import Assignment
from consent import wording
from consent.models import Account
from pathways.own_access import OwnPages


@dataclasses.dataclass(frozen=True)
class Contact:
    """Somebody with a phone ("" where none is known); `called` is what the button says, in the nominative."""

    name: str
    phone: str
    called: str

    @property
    def link(self) -> str:
        """tel:+358505550142, or "" when there is nothing to call."""
        return wording.phone_link(self.phone) if self.phone else ""


def contact_of(account: Account) -> Contact:
    """A worker as one who can be called, by the first name."""
    return Contact(account.name, account.phone, account.name.split(" ")[0])


def workers(own: OwnPages) -> list[Contact]:
    """Everybody who works with the person now, the lead worker first, each once; one query."""
    live = assignments.in_force(own.case)
    accounts = {row.account_id: row.account for row in live}
    return [contact_of(account) for account in accounts.values()]


def house(own: OwnPages) -> Contact:
    """The number of the organisation, else the one support number."""
    controller = own.case.programme.controller
    return Contact(controller.name, controller.phone or settings.POLKU_SUPPORT_PHONE, controller.name)


def worker(own: OwnPages) -> Contact:
    """Whom to call about anything: the lead worker, else the house; one query."""
    lead = next((row.account for row in assignments.in_force(own.case) if row.role == Assignment.Role.LEAD), None)
    return callable_or(contact_of(lead) if lead else None, own)


def callable_or(contact: Contact | None, own: OwnPages) -> Contact:
    """The contact if it has a number, else the house."""
    return contact if contact is not None and contact.phone else house(own)
