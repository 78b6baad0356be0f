"""What the middle floor adds to the registries below it."""

from casework import (
    case_references,
    consents_on_case,
    letter_fields_of_casework,
    my_day_items,
    referral_due,
    referrals_on_case,
    search_keys,
    sessions_on_timeline,
    sign_in_addresses,
    steps_panel,
)
from casework.desk import day_links, register_links

case_references.register()
consents_on_case.register()
day_links.register()
letter_fields_of_casework.register()
my_day_items.register()
referral_due.register()
referrals_on_case.register()
search_keys.register()
sign_in_addresses.register()
steps_panel.register()
register_links.register()
sessions_on_timeline.register()
