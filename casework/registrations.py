"""What the middle floor adds to the registries below it."""

from casework import (
    case_references,
    closing,
    consents_on_case,
    emergencies,
    erasing_cases,
    exported,
    letter_fields_of_casework,
    log_checks,
    my_day_items,
    officers_cases,
    paper_press,
    permissions,
    redacting,
    referral_due,
    referrals_on_case,
    restriction_panel,
    search_keys,
    sessions_on_timeline,
    sign_in_addresses,
    steps_panel,
    told,
    told_on_timeline,
)
from casework.desk import day_links, register_links
from consent import due

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
search_keys.register()
sign_in_addresses.register()
steps_panel.register()
register_links.register()
sessions_on_timeline.register()
told.register()
told_on_timeline.register()
erasing_cases.register()
officers_cases.register()
redacting.register()
due.add("retention days worked out", closing.work_out_days)
