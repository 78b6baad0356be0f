"""Accounts: made by the administrator or with a participant, never by signing up."""

import datetime

from django.db import transaction

from consent import keyring
from consent.keystore.models import ScopeKind
from consent.models import Account, Subject


@transaction.atomic
def create_staff(
    *,
    email: str,
    name: str,
    title: str = "",
    phone: str = "",
    password: str | None = None,
    valid_until: datetime.date | None = None,
) -> Account:
    """A staff account with its own key; without a password until the invitation is answered."""
    account = Account(
        email=email.strip().lower(),
        name=name,
        title=title,
        phone=phone,
        is_staff_member=True,
        valid_until=valid_until,
        scope=keyring.create(ScopeKind.WORKER),
    )
    account.set_password(password)
    account.save()
    return account


@transaction.atomic
def create_participant_account(subject: Subject) -> Account:
    """A participant's account: no name, no address, no password; its own key is for drafts."""
    account = Account(scope=keyring.create(ScopeKind.WORKER))
    account.set_unusable_password()
    account.save()
    subject.account = account
    subject.save(update_fields=["account"])
    return account


@transaction.atomic
def close(account: Account) -> None:
    """End an account; what it wrote and whom it served stay as they are."""
    account.is_active = False
    account.save(update_fields=["is_active"])


@transaction.atomic
def reopen(account: Account) -> None:
    """Open a closed account again."""
    account.is_active = True
    account.save(update_fields=["is_active"])
