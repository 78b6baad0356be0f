"""What the ground floor shows in the shell: the administrator's and the officer's links and first pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import homes, navigation, privacy_cards
from consent.models import Role

navigation.add(
    audience="desk",
    url_name="account-list",
    label=_("Accounts"),
    icon="users-round",
    roles={Role.ADMINISTRATOR},
    order=10,
    under=("account-",),
)
navigation.add(
    audience="desk",
    url_name="organisation-list",
    label=_("Organisations"),
    icon="building-2",
    roles={Role.ADMINISTRATOR},
    order=20,
    under=("organisation-",),
)
navigation.add(
    audience="desk",
    url_name="notice-list",
    label=pgettext_lazy("navigation", "Notices"),
    icon="file-text",
    roles={Role.ADMINISTRATOR},
    order=30,
    under=("notice-",),
)
navigation.add(
    audience="desk",
    url_name="proposal-list",
    label=_("To be confirmed"),
    icon="user-check",
    roles={Role.ADMINISTRATOR, Role.COORDINATOR},
    order=80,
    phone=False,
    under=("proposal-",),
)
navigation.add(
    audience="desk",
    url_name="privacy",
    label=_("Data protection"),
    icon="shield-check",
    roles={Role.OFFICER},
    order=10,
    under=("privacy-",),
)
homes.add(Role.ADMINISTRATOR, "account-list", 40)
homes.add(Role.OFFICER, "privacy", 30)

privacy_cards.add("privacy-log", label=_("Log"), lede=_("Who used data, when and why."), icon="eye", order=10)
privacy_cards.add(
    "privacy-processing",
    label=_("Grounds of processing"),
    lede=_("On what grounds data is used, from which day until which."),
    icon="scale",
    order=50,
)
privacy_cards.add(
    "privacy-proof",
    label=_("Integrity of the log"),
    lede=_("Whether the log is as it was written, and a proof of it."),
    icon="badge-check",
    order=60,
)
