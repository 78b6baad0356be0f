"""Addresses of this audience."""

from django.urls import URLPattern, URLResolver, path

from pathways.portal import calendar_page, letters, own_data, permissions, plan_page, receipts, requests_of_mine

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", plan_page.me, name="me"),
    path("me/access/", own_data.me_access, name="me-access"),
    path("me/calendar/", calendar_page.me_calendar, name="me-calendar"),
    path("me/consents/", permissions.me_consents, name="me-consents"),
    path("me/consents/<uuid:uid>/", permissions.me_consent, name="me-consent"),
    path("me/consents/<uuid:uid>/withdraw/", permissions.me_consent_withdraw, name="me-consent-withdraw"),
    path("me/consents/<uuid:uid>/receipt/", receipts.me_consent_receipt, name="me-consent-receipt"),
    path("me/receipts/<uuid:uid>/", receipts.me_receipt, name="me-receipt"),
    path("me/receipts/<uuid:uid>/receipt.jsonld", receipts.me_receipt_json, name="me-receipt-json"),
    path("me/receipts/<uuid:uid>/receipt.pdf", receipts.me_receipt_pdf, name="me-receipt-pdf"),
    path("me/data/", own_data.me_data, name="me-data"),
    path("me/letters/", letters.me_letters, name="me-letters"),
    path("me/letters/<uuid:uid>/", letters.me_letter, name="me-letter"),
    path("me/letters/<uuid:uid>/letter.pdf", letters.me_letter_pdf, name="me-letter-pdf"),
    path("me/messages/", own_data.me_messages, name="me-messages"),
    path("me/notice/", own_data.me_notice, name="me-notice"),
    path("me/requests/", requests_of_mine.me_requests, name="me-requests"),
    path("me/requests/<uuid:uid>/", requests_of_mine.me_request, name="me-request"),
    path("me/requests/new/<slug:kind>/", requests_of_mine.me_request_new, name="me-request-new"),
    path("me/statement/", requests_of_mine.me_statement, name="me-statement"),
    path("me/steps/<uuid:uid>/done/", plan_page.me_step_done, name="me-step-done"),
    path("me/steps/<uuid:uid>/undo/", plan_page.me_step_undo, name="me-step-undo"),
]
