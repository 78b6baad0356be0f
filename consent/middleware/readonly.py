"""GET cannot write: a statement that would change a row on a safe request raises, except for logs and stamps."""

import contextlib
import re
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

READING = re.compile(  # PostgreSQL is sent the parts of a union in parentheses
    r"[\s(]*(?:SELECT|EXPLAIN|VALUES|PRAGMA|SHOW|SET|BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT"
    r"|WITH\b(?!.*\b(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\"?\w+\"?\s+SET)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
WRITING = re.compile(r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(?P<table>\w+)', re.IGNORECASE)
STAMPS = frozenset(
    {"consent_accessevent", "consent_accesseventsubject", "consent_securityevent", "django_session", "polku_cache"}
    | {"usersessions_usersession"}
)


class WroteOnGet(RuntimeError):
    """A page that is only read tried to change something."""


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """An execute wrapper that lets through what reads, and what writes logs and stamps; everything else raises."""
    match = WRITING.match(sql)
    if not READING.match(sql) and not (match and match["table"].lower() in STAMPS):
        raise WroteOnGet(match["table"] if match else sql.split(maxsplit=1)[0])
    return execute(sql, params, many, context)


class ReadOnlyGetMiddleware:
    """Wraps both databases while a safe request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with contextlib.ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(refuse_writes))
            return self.get_response(request)
