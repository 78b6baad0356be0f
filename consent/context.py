"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from consent import navigation


def house(request: HttpRequest) -> dict[str, Any]:
    """The acting account, the support phone, whether this is the demo, whether the bar has the search."""
    return {
        "actor": getattr(request, "actor", None),
        "support_phone": settings.POLKU_SUPPORT_PHONE,
        "is_demo": settings.POLKU_DEMO,
        "show_find": navigation.may_search(request),
    }
