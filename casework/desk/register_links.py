"""The links to the register's pages: in the navigation, in the search of the app bar, among the tabs of a case file."""

from django.utils.translation import gettext_lazy as _

from casework import tabs
from casework.access import SEES_REGISTER
from consent import navigation


def register() -> None:
    """Fill the registries; called once, when the app is loaded."""
    navigation.add(
        audience="desk",
        url_name="participant-list",
        label=_("Participants"),
        icon="users",
        roles=map(str, SEES_REGISTER),
        order=20,
        under=("participant-", "case-", "session-", "referral-", "appointment-", "agreed-", "health-"),
    )
    navigation.offer_search(SEES_REGISTER)
    tabs.add("participant-edit", _("Personal details"), 65, offered=lambda opened: opened.works)
    tabs.add("case-own-pages", _("Own pages"), 67, offered=lambda opened: opened.works)
    tabs.add("case-people", _("Workers"), 70)
    tabs.add("case-history", _("History of changes"), 80)
