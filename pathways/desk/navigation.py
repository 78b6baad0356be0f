"""The links of this floor in the bar and the thumb bar."""

from django.utils.translation import gettext_lazy as _

from consent import navigation
from consent.models import Role
from pathways.access import SEES_GROUPS, SEES_SERVICES


def register() -> None:
    """Groups for those who run or see them; services for everybody who guides people to them or keeps them."""
    navigation.add(
        audience="desk",
        url_name="group-list",
        label=_("Groups"),
        icon="calendar-days",
        roles=SEES_GROUPS,
        order=40,
        under=("group-", "meeting-", "attendance", "walk-in-"),
    )
    navigation.add(
        audience="desk",
        url_name="service-list",
        label=_("Services"),
        icon="signpost",
        roles=SEES_SERVICES | {Role.ADMINISTRATOR},
        order=50,
        phone=False,
        under=("service-",),
    )
