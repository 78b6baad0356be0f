"""What a test asks of an answered page."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.test.utils import CaptureQueriesContext

from consent.models import AccessEvent, AccessEventSubject

TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)", re.IGNORECASE)


def text_of(response: Any) -> str:
    """The page's words as one line, without markup and without the spaces that do not break."""
    html = response.content.decode()
    html = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(html.replace("\xa0", " ").replace("⁠", "").replace("&quot;", '"').split())


def event_of(page: str) -> tuple[AccessEvent, set[uuid.UUID]]:
    """The last event of a page, and the subjects that it named."""
    event = AccessEvent.objects.filter(page=page).order_by("-pk")[:1].get()
    subjects = AccessEventSubject.objects.filter(event=event).values_list("subject_uid", flat=True).order_by("pk")
    return event, set(subjects)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of both databases; savepoints and transactions are not statements of the page."""
    found: list[str] = []
    with CaptureQueriesContext(connections["default"]) as data, CaptureQueriesContext(connections["keystore"]) as keys:
        yield found
    queries = [query["sql"] for query in [*data.captured_queries, *keys.captured_queries]]
    found.extend(sql for sql in queries if not TRANSACTION.match(sql))
