"""Addresses that belong to no audience: the shell's own, and the ways in."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from consent.about import about, accessibility
from consent.desk.more import more
from consent.door import public
from consent.health import healthz, readyz
from consent.icons import icons

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("consent.sign_in.urls")),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("healthz", healthz, name="healthz"),
    path("icons-<str:version>.svg", public(icons), name="icons"),
    path("language/", public(set_language), name="set_language"),
    path("more/", more, name="more"),
    path("readyz", readyz, name="readyz"),
]
