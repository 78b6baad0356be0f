"""A busy or unreachable database is said in words, with what was typed kept on the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from consent import errors
from consent.door import kept_fields


class BusyMiddleware:
    """503 when the log, the data or the keys cannot be reached: then nothing is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, errors.OUT_OF_REACH):
            return errors.error_page(request, 503, kept=kept_fields(request))
        return None
