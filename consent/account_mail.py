"""Mail about accounts: an invitation with a link that sets a password, and word of a change that waits. No content."""

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from consent.models import Account, Proposal


def invite(account: Account) -> None:
    """Send the invitation once this transaction has committed; the task holds an id, the link is made when it runs."""
    send_invitation.enqueue(str(account.uid))


def tell_of_role(proposal: Proposal) -> None:
    """Tell the account's owner that a role was proposed."""
    if proposal.account is not None and proposal.account.email:
        send_word_of_role.enqueue(str(proposal.uid))


def tell_of_contact(proposal: Proposal) -> None:
    """Tell the organisation, at the address it has now, that another was proposed."""
    if proposal.organisation.mail:
        send_word_of_contact.enqueue(str(proposal.uid))


@task()
def send_invitation(account_uid: str) -> None:
    """A link that works for three days and once, because it rests on the password."""
    account = Account.objects.get(uid=uuid.UUID(account_uid))
    key = default_token_generator.make_token(account)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(account), "key": key})
    _send("invitation", account.email or "", account.language, path)


@task()
def send_word_of_role(proposal_uid: str) -> None:
    """Which role it is stands in Polku, not in the mail."""
    proposal = Proposal.objects.select_related("account").get(uid=uuid.UUID(proposal_uid))
    assert proposal.account is not None
    _send("role_proposed", proposal.account.email or "", proposal.account.language, reverse("home"))


@task()
def send_word_of_contact(proposal_uid: str) -> None:
    """To the address that holds until another is confirmed."""
    proposal = Proposal.objects.select_related("organisation").get(uid=uuid.UUID(proposal_uid))
    _send("contact_proposed", proposal.organisation.mail, proposal.organisation.language, reverse("home"))


def _send(name: str, to: str, language: str, path: str) -> None:
    with override(language):
        context = {
            "address": settings.POLKU_ADDRESS + path,
            "support_phone": settings.POLKU_SUPPORT_PHONE,
            "language": language,
        }
        subject = render_to_string(f"mail/{name}.subject.txt", context).strip()
        mail = EmailMultiAlternatives(subject, render_to_string(f"mail/{name}.txt", context), to=[to])
        mail.attach_alternative(render_to_string(f"mail/{name}.html", context), "text/html")
    mail.send()
