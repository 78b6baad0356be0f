"""The root of all addresses: each audience has its own module, composed here."""

from django.urls import URLPattern, URLResolver

from consent import errors

urlpatterns: list[URLPattern | URLResolver] = []

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
