"""Mail to coordinators and officers: that an emergency opening waits for review. It names nobody and says no reason."""

import uuid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django_tasks import task

from casework.models import BreakGlass
from consent.models import Account, Membership, Role
from consent.periods import today

TOLD = (Role.COORDINATOR, Role.OFFICER)


def tell(opening: BreakGlass) -> None:
    """Tell everybody who may review it, once this transaction has committed; a task holds ids and nothing else."""
    for account in whom(opening):
        send.enqueue(str(opening.uid), str(account.uid))


def whom(opening: BreakGlass) -> list[Account]:
    """Coordinators and officers of the programme who are not the opener and can be written to."""
    day = today()
    rows = Membership.objects.filter(programme=opening.case.programme_id, role__in=TOLD, starts_on__lte=day)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day), account__is_active=True, account__email__isnull=False)
    rows = rows.exclude(account=opening.account_id).select_related("account").order_by("pk")
    return list({row.account_id: row.account for row in rows}.values())


@task()
def send(opening_uid: str, account_uid: str) -> None:
    """Write and send one mail, in the reader's language."""
    opening = BreakGlass.objects.get(uid=uuid.UUID(opening_uid))
    account = Account.objects.get(uid=uuid.UUID(account_uid))
    if opening.reviewed_at is not None or not account.email or account.ended(today()):
        return
    with override(account.language):
        context = {
            "address": settings.POLKU_ADDRESS + reverse("privacy-break-glass"),
            "support_phone": settings.POLKU_SUPPORT_PHONE,
            "language": account.language,
        }
        subject = render_to_string("mail/break_glass.subject.txt", context).strip()
        mail = EmailMultiAlternatives(subject, render_to_string("mail/break_glass.txt", context), to=[account.email])
        mail.attach_alternative(render_to_string("mail/break_glass.html", context), "text/html")
    mail.send()
