"""What the ground floor shows in the shell: the administrator's and the officer's links and first pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import erasure, homes, navigation, privacy_cards, retention
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
    "privacy-retention",
    label=_("Retention"),
    lede=_("What has been kept to its last day, what is held, and for how long each kind of data is kept."),
    icon="clock-4",
    order=60,
    waiting=retention.how_many_due,
)
privacy_cards.add(
    "privacy-erasing",
    label=_("Erasing"),
    lede=_("What waits for a second person, and the certificates of what was erased."),
    icon="circle-minus",
    order=70,
    waiting=erasure.how_many_wait,
)
privacy_cards.add(
    "privacy-processing",
    label=_("Grounds of processing"),
    lede=_("On what grounds data is used, from which day until which."),
    icon="scale",
    order=50,
)
