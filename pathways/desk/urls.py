"""Addresses of this audience."""

from django.urls import URLPattern, URLResolver, path

from pathways.desk import (
    case_group_pages,
    group_changes,
    group_pages,
    plan_pages,
    report_pages,
    roll_call,
    service_pages,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/<uuid:uid>/groups/", case_group_pages.case_groups, name="case-groups"),
    path("cases/<uuid:uid>/groups/new/", case_group_pages.case_enrol, name="case-enrol"),
    path("cases/<uuid:uid>/groups/<uuid:enrolment>/leave/", case_group_pages.case_leave, name="case-leave"),
    path("cases/<uuid:uid>/plan/", plan_pages.plan_detail, name="plan-detail"),
    path("cases/<uuid:uid>/plan/goal/", plan_pages.goal_set, name="goal-set"),
    path("cases/<uuid:uid>/plan/goals/<uuid:goal>/", plan_pages.goal_edit, name="goal-edit"),
    path("cases/<uuid:uid>/plan/goals/<uuid:goal>/end/", plan_pages.goal_end, name="goal-end"),
    path("cases/<uuid:uid>/plan/steps/new/", plan_pages.step_new, name="step-new"),
    path("cases/<uuid:uid>/plan/steps/<uuid:step>/", plan_pages.step_link, name="step-link"),
    path("cases/<uuid:uid>/plan/steps/<uuid:step>/end/", plan_pages.step_end, name="step-end"),
    path("group-sessions/<uuid:uid>/attendance/", roll_call.attendance, name="attendance"),
    path("group-sessions/<uuid:uid>/attendance/add/", roll_call.walk_in_add, name="walk-in-add"),
    path("group-sessions/<uuid:uid>/attendance/draft/", roll_call.attendance_draft, name="attendance-draft"),
    path("group-sessions/<uuid:uid>/attendance/tap/", roll_call.attendance_tap, name="attendance-tap"),
    path("group-sessions/<uuid:uid>/attendance/<slug:key>/", roll_call.attendance_row, name="attendance-row"),
    path("group-sessions/<uuid:uid>/cancel/", group_changes.meeting_cancel, name="meeting-cancel"),
    path("group-sessions/<uuid:uid>/move/", group_changes.meeting_move, name="meeting-move"),
    path("group-sessions/<uuid:uid>/restore/", group_changes.meeting_restore, name="meeting-restore"),
    path("groups/", group_pages.group_list, name="group-list"),
    path("groups/new/", group_changes.group_new, name="group-new"),
    path("groups/<uuid:uid>/", group_pages.group_detail, name="group-detail"),
    path("groups/<uuid:uid>/edit/", group_changes.group_edit, name="group-edit"),
    path("groups/<uuid:uid>/facilitators/", group_changes.group_facilitators, name="group-facilitators"),
    path("groups/<uuid:uid>/meetings/new/", group_changes.meeting_new, name="meeting-new"),
    path("groups/<uuid:uid>/participants/", group_pages.group_participants, name="group-participants"),
    path("groups/<uuid:uid>/queue/", group_pages.group_queue, name="group-queue"),
    path("reports/", report_pages.report_list, name="report-list"),
    path("services/", service_pages.service_list, name="service-list"),
    path("services/new/", service_pages.service_new, name="service-new"),
    path("services/<uuid:uid>/", service_pages.service_detail, name="service-detail"),
    path("services/<uuid:uid>/edit/", service_pages.service_edit, name="service-edit"),
    path("services/<uuid:uid>/to-plan/", service_pages.service_to_plan, name="service-to-plan"),
]
