"""What the middle floor adds to the registries below it."""

from casework import (
    case_references,
    consents_on_case,
    emergencies,
    exported,
    letter_fields_of_casework,
    log_checks,
    my_day_items,
    paper_press,
    permissions,
    referral_due,
    referrals_on_case,
    restriction_panel,
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
exported.register()
log_checks.register()
my_day_items.register()
paper_press.register()
permissions.register()
referral_due.register()
referrals_on_case.register()
restriction_panel.register()
sign_in_addresses.register()
steps_panel.register()
register_links.register()
sessions_on_timeline.register()
told.register()
told_on_timeline.register()
