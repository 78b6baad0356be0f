"""Pages of a list: read from the address, where nothing but a kind, a year and a page may stand."""

from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first where it is none."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 and int(typed) else 1
