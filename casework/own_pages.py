"""A participant's own pages: opened when the person wishes, closed in one act, with a code to sign in by hand."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from casework.models import CaseFile
from consent import accounts
from consent.errors import NotNow
from consent.models import Account, Subject
from consent.sign_in import codes


class NotOpen(NotNow):
    message = _("The own pages are not open.")


def account_of(subject: Subject) -> Account | None:
    """The account behind the own pages, when they are open."""
    account = subject.account
    return account if account is not None and account.is_active else None


@transaction.atomic
def open_for(case: CaseFile, *, by: Account) -> Account:
    """Open the own pages; the same account again when there was one. `by` is whom history names."""
    subject = Subject.objects.select_for_update(of=("self",)).select_related("account").get(pk=case.subject_id)
    account: Account | None = subject.account
    if account is None:
        return accounts.create_participant_account(subject)
    if not account.is_active:
        accounts.reopen(account)
    return account


@transaction.atomic
def close_for(case: CaseFile, *, by: Account) -> None:
    """Close the own pages: whoever is signed in there is out at the next click."""
    account = account_of(case.subject)
    if account is not None:
        accounts.close(account)


@transaction.atomic
def code_for(case: CaseFile, *, by: Account) -> tuple[str, str]:
    """A code for somebody who has no e-mail: its address and its digits, shown once. Raises NotOpen."""
    account = account_of(case.subject)
    if account is None:
        raise NotOpen
    row, code = codes.issue(account)
    return str(row.uid), code
