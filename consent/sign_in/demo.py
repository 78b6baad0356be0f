"""The invented accounts that the demo offers on its sign-in page."""

from typing import Any

from django.conf import settings

from consent.models import Account, Membership, Role


def accounts() -> list[dict[str, Any]]:
    """uid, name, role and address of each, in the order they were made; none outside the demo."""
    if not settings.POLKU_DEMO:
        return []
    roles = {m.account_id: m.get_role_display() for m in Membership.objects.order_by("-pk")}
    return [
        {
            "uid": account.uid,
            "name": account.name or Role.PARTICIPANT.label,
            "role": account.title or roles.get(account.pk, ""),
            "email": account.email or "",
        }
        for account in Account.objects.filter(is_demo=True).order_by("pk")
    ]
