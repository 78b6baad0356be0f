"""Addresses of this audience."""

from django.urls import URLPattern, URLResolver, path

from consent.desk import accounts, notices, organisations, privacy, privacy_log, processing, proof, proposals

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
    path("privacy/processing/", processing.privacy_processing, name="privacy-processing"),
    path("privacy/proof/", proof.privacy_proof, name="privacy-proof"),
    path("privacy/proof/checkpoint/", proof.privacy_proof_checkpoint, name="privacy-proof-checkpoint"),
    path("proposals/", proposals.proposal_list, name="proposal-list"),
    path("proposals/<uuid:uid>/", proposals.proposal_decide, name="proposal-decide"),
]
