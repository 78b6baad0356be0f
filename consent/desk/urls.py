"""Addresses of this audience."""

from django.urls import URLPattern, URLResolver, path

from consent.desk import accounts, breaches, notices, organisations, papers, privacy, privacy_log, processing, proposals

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/<uuid:uid>/", accounts.account_detail, name="account-detail"),
    path("accounts/<uuid:uid>/end/", accounts.account_end, name="account-end"),
    path("accounts/<uuid:uid>/invite/", accounts.account_invite, name="account-invite"),
    path("accounts/<uuid:uid>/role/", accounts.account_role, name="account-role"),
    path("accounts/new/", accounts.account_new, name="account-new"),
    path("breach-report/", breaches.breach_report, name="breach-report"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/new/", notices.notice_new, name="notice-new"),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/<uuid:uid>/", organisations.organisation_edit, name="organisation-edit"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/breaches/", breaches.privacy_breaches, name="privacy-breaches"),
    path("privacy/breaches/<uuid:uid>/", breaches.privacy_breach, name="privacy-breach"),
    path("privacy/breaches/<uuid:uid>/<slug:step>/", breaches.privacy_breach_step, name="privacy-breach-step"),
    path("privacy/log/", privacy_log.privacy_log, name="privacy-log"),
    path("privacy/processing/", processing.privacy_processing, name="privacy-processing"),
    path("privacy/processing/<uuid:uid>/", processing.privacy_ground, name="privacy-ground"),
    path("privacy/processing/<uuid:uid>/confirm/", processing.privacy_ground_confirm, name="privacy-ground-confirm"),
    path("privacy/processing/<uuid:uid>/end/", processing.privacy_ground_end, name="privacy-ground-end"),
    path("privacy/processing/<uuid:uid>/revise/", processing.privacy_ground_revise, name="privacy-ground-revise"),
    path("privacy/processing/new/", processing.privacy_ground_new, name="privacy-ground-new"),
    path("privacy/processing/<slug:name>/", papers.privacy_paper, name="privacy-paper"),
    path("privacy/processing/<slug:name>/pdf/", papers.privacy_paper_pdf, name="privacy-paper-pdf"),
    path("proposals/", proposals.proposal_list, name="proposal-list"),
    path("proposals/<uuid:uid>/", proposals.proposal_decide, name="proposal-decide"),
]
