"""What a test asks of an answered page."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from consent.models import AccessEvent, AccessEventSubject, Account
from tests.conftest import Browser
from tests.people import sign_in

TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)", re.IGNORECASE)


def text_of(response: Any) -> str:
    """The page's words as one line, without markup and without the spaces that do not break."""
    html = response.content.decode()
    html = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(html.replace("\xa0", " ").replace("⁠", "").replace("&quot;", '"').split())


def said(words: str) -> str:
    """What a page in the default language says for these words of the source."""
    with override("fi"):
        return " ".join(gettext(words).replace("\xa0", " ").split())


def browser(account: Account) -> Browser:
    """Another device, on which somebody has signed in."""
    device = Browser()
    sign_in(device, account)
    return device


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
