"""What the top floor adds to the registries below it."""

from casework import closing, erasing_cases
from consent import receipts
from pathways import enrolments, goal_of_case, groups_of_case, groups_today
from pathways.desk import navigation
from pathways.portal import navigation as portal_navigation

goal_of_case.register()
groups_of_case.register()
groups_today.register()
navigation.register()
portal_navigation.register()
receipts.own_pages(withdraw="me-consents", receipt="me-receipt")
closing.add_places(count=enrolments.places_of, leave=enrolments.leave_all)
erasing_cases.add_ender(enrolments.end_for_nobody)
