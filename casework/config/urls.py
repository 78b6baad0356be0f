"""The root of all addresses: each audience has its own module, composed here."""

from django.urls import URLPattern, URLResolver, include, path

from consent import errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("consent.urls")),
    path("", include("consent.desk.urls")),
    path("", include("casework.desk.urls")),
    path("", include("casework.inbox.urls")),
    path("", include("pathways.desk.urls")),
    path("", include("pathways.portal.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
