"""What the ground floor shows in the shell: the administrator's and the officer's links and first pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import access_to_requests, breaches, erasure, homes, navigation, privacy_cards, retention
from consent.backups import restoring
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
    "privacy-disclosures",
    label=_("Disclosures"),
    lede=_("What was told to whom, and on what ground."),
    icon="send",
    order=12,
)
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
privacy_cards.add(
    "privacy-breaches",
    label=_("Data breaches"),
    lede=_("What went wrong, whom it concerns, and the 72 hours."),
    icon="shield-alert",
    order=60,
    waiting=breaches.open_in,
    note=breaches.first_to_end,
)
privacy_cards.add(
    "privacy-requests",
    label=_("Requests"),
    lede=_("What people ask about their data, and by when they are answered."),
    icon="inbox",
    order=20,
    waiting=access_to_requests.open_requests,
)
privacy_cards.add(
    "privacy-restrictions",
    label=_("Restrictions of use"),
    lede=_("Whose data is kept but not used for now."),
    icon="lock",
    order=22,
    waiting=access_to_requests.live_restrictions,
)
privacy_cards.add(
    "privacy-notices",
    label=_("Notices to recipients"),
    lede=_("Who has to be told that data was corrected, erased or restricted."),
    icon="send",
    order=24,
    waiting=access_to_requests.notices_to_send,
)
privacy_cards.add(
    "privacy-proof",
    label=_("Integrity of the log"),
    lede=_("Whether the log is as it was written, and a proof of it."),
    icon="badge-check",
    order=60,
)
restoring.add_step("erased rows cleaned", erasure.clean_restored)
