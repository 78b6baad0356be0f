"""What the middle floor adds to the registries below it."""

from casework import (
    case_references,
    closing,
    consents_on_case,
    erasing_cases,
    letter_fields_of_casework,
    my_day_items,
    officers_cases,
    redacting,
    referral_due,
    referrals_on_case,
    sessions_on_timeline,
    sign_in_addresses,
    steps_panel,
)
from casework.desk import day_links, register_links
from consent import due

case_references.register()
consents_on_case.register()
day_links.register()
letter_fields_of_casework.register()
my_day_items.register()
referral_due.register()
referrals_on_case.register()
sign_in_addresses.register()
steps_panel.register()
register_links.register()
sessions_on_timeline.register()
erasing_cases.register()
officers_cases.register()
redacting.register()
due.add("retention days worked out", closing.work_out_days)
