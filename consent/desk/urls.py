"""Addresses of this audience."""

from django.urls import URLPattern, URLResolver, path

from consent.desk import (
    accounts,
    notices,
    organisations,
    privacy,
    privacy_log,
    processing,
    proposals,
    request_answers,
    requests,
    restrictions,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/<uuid:uid>/", accounts.account_detail, name="account-detail"),
    path("accounts/<uuid:uid>/end/", accounts.account_end, name="account-end"),
    path("accounts/<uuid:uid>/invite/", accounts.account_invite, name="account-invite"),
    path("accounts/<uuid:uid>/role/", accounts.account_role, name="account-role"),
    path("accounts/new/", accounts.account_new, name="account-new"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/new/", notices.notice_new, name="notice-new"),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/<uuid:uid>/", organisations.organisation_edit, name="organisation-edit"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/log/", privacy_log.privacy_log, name="privacy-log"),
    path("privacy/notices/", restrictions.privacy_notices, name="privacy-notices"),
    path("privacy/notices/<uuid:uid>/", restrictions.privacy_notice, name="privacy-notice"),
    path("privacy/processing/", processing.privacy_processing, name="privacy-processing"),
    path("privacy/requests/", requests.privacy_requests, name="privacy-requests"),
    path("privacy/requests/<uuid:uid>/", requests.privacy_request, name="privacy-request"),
    path(
        "privacy/requests/<uuid:uid>/content/", request_answers.privacy_request_content, name="privacy-request-content"
    ),
    path("privacy/requests/<uuid:uid>/answer.json", request_answers.privacy_request_json, name="privacy-request-json"),
    path("privacy/requests/<uuid:uid>/answer.pdf", request_answers.privacy_request_pdf, name="privacy-request-pdf"),
    path("privacy/requests/new/", requests.privacy_request_new, name="privacy-request-new"),
    path("privacy/restrictions/", restrictions.privacy_restrictions, name="privacy-restrictions"),
    path("privacy/restrictions/<uuid:uid>/", restrictions.privacy_restriction, name="privacy-restriction"),
    path("proposals/", proposals.proposal_list, name="proposal-list"),
    path("proposals/<uuid:uid>/", proposals.proposal_decide, name="proposal-decide"),
]
