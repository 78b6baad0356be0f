"""Our addresses, and beside them those of the bare pages."""

from django.urls import URLPattern, URLResolver, path

from casework.config.urls import urlpatterns as ours
from tests.load import bare

urlpatterns: list[URLPattern | URLResolver] = [
    path("bare/", bare.bare_list, name="bare-list"),
    path("bare/sessions/new/", bare.bare_session_new, name="bare-session-new"),
    *ours,
]
