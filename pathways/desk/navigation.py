"""The links of this floor in the bar and the thumb bar."""

from django.utils.translation import gettext_lazy as _

from consent import homes, navigation
from consent.models import Role
from pathways.access import SEES_GROUPS, SEES_SERVICES
from pathways.access_to_reports import READS_FIGURES


def register() -> None:
    """Groups for those who run or see them; services for all who guide people to them or keep them; figures."""
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
    navigation.add(
        audience="desk",
        url_name="report-list",
        label=_("Reports"),
        icon="chart-column",
        roles=READS_FIGURES,
        order=60,
        under=("report-",),
    )
    homes.add(Role.AUDITOR, "report-list", 20)
