"""Headers of every page: strict content policy, nothing cached or framed, a request id, a browser without detail."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from consent import access_log

PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)


class HeadersMiddleware:
    """`SECURE_CSP` has the shape of Django 6's setting, so that Django's own middleware can take over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.uid = uuid.uuid4()  # type: ignore[attr-defined]
        request.META["HTTP_USER_AGENT"] = access_log.short_browser(request.headers.get("User-Agent", ""))
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)  # Django's own sits too far in
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        match = request.resolver_match
        if request.method == "POST" and match is not None and match.url_name == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
