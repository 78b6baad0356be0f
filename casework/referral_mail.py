"""Mail to recipients: that something has come, waits or has ended. It names nobody and says nothing else."""

import uuid
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from casework.models import Referral

ARRIVED: Final = "arrived"
REMINDER: Final = "reminder"
ANSWER: Final = "more"
ENDED: Final = "ended"
KINDS: Final = frozenset({ARRIVED, REMINDER, ANSWER, ENDED})


def tell(kind: str, referral: Referral) -> None:
    """Tell the recipient, once this transaction has committed: the task is a row of it. An id is all the task holds."""
    assert kind in KINDS, kind
    if referral.recipient.mail:
        send.enqueue(kind, str(referral.uid))


@task()
def send(kind: str, referral_uid: str) -> None:
    """Write and send one mail in the language of the recipient."""
    referral = Referral.objects.select_related("recipient").get(uid=uuid.UUID(referral_uid))
    recipient = referral.recipient
    with override(recipient.language):
        address = settings.POLKU_ADDRESS + reverse("inbox-detail", kwargs={"uid": referral.uid})
        context = {"address": address, "support_phone": settings.POLKU_SUPPORT_PHONE, "language": recipient.language}
        subject = render_to_string(f"mail/referral_{kind}.subject.txt", context).strip()
        mail = EmailMultiAlternatives(
            subject, render_to_string(f"mail/referral_{kind}.txt", context), to=[recipient.mail]
        )
        mail.attach_alternative(render_to_string(f"mail/referral_{kind}.html", context), "text/html")
    mail.send()
