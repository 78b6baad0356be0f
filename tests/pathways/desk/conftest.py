"""Pages of the desk, as each of the cast sees them."""

import contextlib
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent.models import AccessEvent, AccessEventSubject, Account
from tests.people import sign_in


@dataclasses.dataclass
class Desk:
    """A browser in which somebody of the cast is signed in."""

    client: Client

    def get(self, account: Account, name: str, /, *args: Any, **query: str) -> HttpResponse:
        sign_in(self.client, account)
        return self.client.get(reverse(name, args=args), query)  # type: ignore[return-value]

    def post(self, account: Account, name: str, /, *args: Any, **fields: Any) -> HttpResponse:
        sign_in(self.client, account)
        return self.client.post(reverse(name, args=args), fields)  # type: ignore[return-value]

    def cost(self, account: Account, name: str, /, *args: Any) -> int:
        """How many queries the page takes on both databases, sign-in and log included."""
        self.get(account, name, *args)  # what a session writes at its first page is not this page's
        with contextlib.ExitStack() as stack:
            counted = [stack.enter_context(CaptureQueriesContext(each)) for each in connections.all()]
            response = self.client.get(reverse(name, args=args))
        assert response.status_code == 200
        return sum(len(each) for each in counted)


@pytest.fixture
def desk(client: Client) -> Desk:
    return Desk(client)


@pytest.fixture
def logged() -> Callable[[], tuple[str, str, set[Any]]]:
    """Action, page and subjects of the last event of the access log."""

    def last() -> tuple[str, str, set[Any]]:
        event = AccessEvent.objects.order_by("pk").last()
        assert event is not None
        rows = AccessEventSubject.objects.filter(event=event).order_by("pk")
        return event.action, event.page, set(rows.values_list("subject_uid", flat=True))

    return last


def text(response: HttpResponse) -> str:
    """The page's source with plain spaces."""
    return response.content.decode().replace("\xa0", " ").replace("\u2060", "")
