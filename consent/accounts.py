"""Accounts: made by the administrator or with a participant, never by signing up."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consent import account_mail, keyring, memberships, proposals
from consent.errors import NotNow
from consent.keystore.models import ScopeKind
from consent.memberships import RoleWanted
from consent.models import Account, Subject
from consent.periods import today


class AddressTaken(NotNow):
    message = _("There is already an account with this address.")


class OwnAccount(NotNow):
    message = _("Nobody ends their own account. Ask another administrator.")


class EndedAlready(NotNow):
    message = _("The account has already ended.")


@transaction.atomic
def create_staff(
    *,
    email: str,
    name: str,
    title: str = "",
    phone: str = "",
    password: str | None = None,
    valid_until: datetime.date | None = None,
    language: str = "fi",
) -> Account:
    """A staff account with its own key; without a password until the invitation is answered."""
    account = Account(
        email=email.strip().lower(),
        name=name,
        title=title,
        phone=phone,
        language=language,
        is_staff_member=True,
        valid_until=valid_until,
        scope=keyring.create(ScopeKind.WORKER),
    )
    account.set_password(password)
    account.save()
    return account


@transaction.atomic
def invite(
    *, by: Account, email: str, name: str, wanted: RoleWanted, title: str = "", phone: str = "", language: str = "fi"
) -> Account:
    """A new colleague: an account with a role, begun or proposed, and a mail with a link that sets the password.

    Raises AddressTaken, and as `memberships.check`.
    """
    if Account.objects.filter(email=email.strip().lower()).exists():
        raise AddressTaken
    account = create_staff(email=email, name=name, title=title, phone=phone, language=language)
    give_role(by=by, account=account, wanted=wanted, tell=False)
    account_mail.invite(account)
    return account


@transaction.atomic
def give_role(*, by: Account, account: Account, wanted: RoleWanted, tell: bool = True) -> bool:
    """Let a role hold from today, or propose it where a second person is needed; whether it holds now.

    Raises EndedAlready, proposals.AlreadyProposed, and as `memberships.check`.
    """
    if account.ended(today()):
        raise EndedAlready
    if wanted.role in memberships.NEEDS_SECOND_PERSON:
        proposals.propose_role(by=by, account=account, wanted=wanted, tell=tell)
        return False
    memberships.begin(account, wanted)
    return True


@transaction.atomic
def end(account: Account, *, by: Account, last_day: datetime.date | None = None) -> None:
    """End an account at once, or after its last day. Raises OwnAccount, EndedAlready.

    What it wrote and whom it served stay as they are; handing over case files is the coordinator's.
    """
    if account.pk == by.pk:
        raise OwnAccount
    if account.ended(today()):
        raise EndedAlready
    if last_day is None or last_day < today():
        close(account)
        return
    account.valid_until = last_day
    account.save(update_fields=["valid_until"])


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
