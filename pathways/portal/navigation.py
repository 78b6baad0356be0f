"""The four links of the participant's pages, and where a participant's day begins."""

from django.utils.translation import pgettext_lazy

from consent import homes, navigation
from consent.models import Role
from pathways.own_access import OWN


def register() -> None:
    """Fill the registries; called once, when the app is loaded."""
    for order, url_name, label, icon, under in (
        (10, "me", pgettext_lazy("participant", "Plan"), "footprints", ()),
        (20, "me-calendar", pgettext_lazy("participant", "Calendar"), "calendar-days", ()),
        (30, "me-letters", pgettext_lazy("participant", "Letters"), "mail", ("me-letter",)),
        (
            *(40, "me-data", pgettext_lazy("participant", "My details"), "user-round"),
            ("me-access", "me-consent", "me-messages", "me-notice"),
        ),
    ):
        navigation.add(
            audience="portal", url_name=url_name, label=label, icon=icon, roles=map(str, OWN), order=order, under=under
        )
    homes.add(Role.PARTICIPANT, "me", 10)
