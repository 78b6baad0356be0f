"""Addresses of this audience."""

from django.urls import URLPattern, URLResolver, path

from consent.desk import (
    accounts,
    erasing,
    notices,
    organisations,
    privacy,
    privacy_log,
    processing,
    proposals,
    retention,
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
    path("privacy/erasing/", erasing.privacy_erasing, name="privacy-erasing"),
    path("privacy/erasing/<uuid:uid>/", erasing.privacy_erasing_certificate, name="privacy-erasing-certificate"),
    path("privacy/erasing/<uuid:uid>/decide/", erasing.privacy_erasing_decide, name="privacy-erasing-decide"),
    path("privacy/erasing/new/", erasing.privacy_erasing_new, name="privacy-erasing-new"),
    path("privacy/log/", privacy_log.privacy_log, name="privacy-log"),
    path("privacy/processing/", processing.privacy_processing, name="privacy-processing"),
    path("privacy/retention/", retention.privacy_retention, name="privacy-retention"),
    path("privacy/retention/classes/", retention.privacy_retention_classes, name="privacy-retention-classes"),
    path("privacy/retention/classes/<uuid:uid>/", retention.privacy_retention_class, name="privacy-retention-class"),
    path("privacy/retention/hold/", retention.privacy_retention_hold, name="privacy-retention-hold"),
    path("privacy/retention/hold/<uuid:uid>/lift/", retention.privacy_retention_lift, name="privacy-retention-lift"),
    path("proposals/", proposals.proposal_list, name="proposal-list"),
    path("proposals/<uuid:uid>/", proposals.proposal_decide, name="proposal-decide"),
]
