"""The links to the day, to recording and to a case file's first page; and where each role's day begins."""

from django.utils.translation import gettext_lazy as _

from casework import tabs
from casework.access import CASE_READ
from casework.desk.my_day import HAVE_A_DAY
from consent import homes, navigation
from consent.models import Role


def register() -> None:
    """Fill the registries; called once, when the app is loaded."""
    navigation.add(
        audience="desk",
        url_name="home",
        label=_("My day"),
        icon="sun",
        roles=map(str, HAVE_A_DAY),
        order=10,
    )
    navigation.add(
        audience="desk",
        url_name="session-start",
        label=_("Record"),
        icon="pen-line",
        roles=map(str, CASE_READ),
        order=30,
        desk=False,
        context_url="log_here",
    )
    tabs.add("case-detail", _("Summary"), 0)
    homes.add(Role.PARTNER, "inbox", 10)
    homes.add(Role.COORDINATOR, "participant-list", 15)
