"""What the middle floor adds to the registries below it."""

from casework import (
    case_references,
    consents_on_case,
    emergencies,
    letter_fields_of_casework,
    log_checks,
    my_day_items,
    referral_due,
    referrals_on_case,
    sessions_on_timeline,
    sign_in_addresses,
    steps_panel,
    told,
    told_on_timeline,
)
from casework.desk import day_links, register_links

case_references.register()
consents_on_case.register()
day_links.register()
emergencies.register()
letter_fields_of_casework.register()
log_checks.register()
my_day_items.register()
referral_due.register()
referrals_on_case.register()
sign_in_addresses.register()
steps_panel.register()
register_links.register()
sessions_on_timeline.register()
told.register()
told_on_timeline.register()
