"""Addresses of the style page and of everything that the shell links to."""

from django.urls import include, path

from consent.icons import icons
from tests.consent.style.pages import empty_page, error_page, heard, rows, style_page

urlpatterns = [
    path("the-house/", include("casework.config.urls")),  # what the floors have put into the navigation
    path("", empty_page, name="home"),
    path("style/", style_page, name="style-desk"),
    path("style/calm/", style_page, {"layout": "layouts/calm.html"}, name="style-calm"),
    path("style/bare/", style_page, {"layout": "layouts/bare.html"}, name="style-bare"),
    path("errors/<slug:status>/", error_page),
    path("icons-<str:version>.svg", icons, name="icons"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("draft/", heard, name="draft"),
    path("tap/", heard, name="tap"),
    path("typeahead/", rows, name="typeahead"),
    path("search/", empty_page, name="participant-search"),
    path("sign-out/", empty_page, name="account_logout"),
    path("more/", empty_page, name="more"),
    *(
        path(f"{name}/", empty_page, name=name)
        for name in ("people", "person-log", "groups", "reports", "me", "letters")
    ),
]
