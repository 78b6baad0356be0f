"""The addresses of the house, and one more that nobody wrote into the table."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from casework.config.urls import handler400, handler403, handler404, handler500
from casework.config.urls import urlpatterns as house


def stray(request: HttpRequest) -> HttpResponse:
    """A view without a door."""
    return HttpResponse("Nasrin")


urlpatterns: list[URLPattern | URLResolver] = [*house, path("stray/", stray, name="stray")]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
