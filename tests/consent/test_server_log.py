"""The server's own log: what happened, where, and nothing about anybody."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from casework.models import CaseFile
from consent.server_log import NothingPersonal
from tests.conftest import Browser
from tests.people import Cast, sign_in

NAME = "Nasrin Rahimi"


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What the handlers of the house write."""
    stream, handlers = io.StringIO(), {*logging.getLogger("django").handlers, *logging.getLogger().handlers}
    ours = [h for h in handlers if isinstance(h, logging.StreamHandler) and h.get_name() == "stderr"]
    assert ours
    before = [handler.setStream(stream) for handler in ours]
    yield stream
    for handler, old in zip(ours, before, strict=True):
        handler.setStream(old or sys.stderr)


def break_with(name: str) -> None:
    local = f"{name} 140388-999C"
    raise ValueError(local)


def break_twice(name: str) -> None:
    try:
        break_with(name)
    except ValueError as error:
        raise RuntimeError(name) from error


@pytest.mark.parametrize("logger", ["django", "django.request", "consent", "django_tasks", "weasyprint", ""])
def test_error__with_a_traceback__says_its_kind_alone(said: io.StringIO, logger: str) -> None:
    try:
        break_twice(NAME)
    except RuntimeError:
        logging.getLogger(logger).exception("Internal Server Error: /cases/1/", stack_info=True)
    line = said.getvalue()
    assert "Internal Server Error: /cases/1/ [RuntimeError]" in line
    assert NAME not in line
    assert "140388" not in line
    assert "break_with" not in line
    assert line.count("\n") == 1


def test_query__in_an_address__is_cut(said: io.StringIO) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", "/participants/?q=Nasrin")
    assert "/participants/" in said.getvalue()
    assert "Nasrin" not in said.getvalue()


def test_link__with_a_key__loses_the_key(said: io.StringIO) -> None:
    for path in ("/r/abc123secret/", "/account/password/reset/key/7-abc123secret/"):
        logging.getLogger("django.request").error("Internal Server Error: %s", path)
    assert "abc123secret" not in said.getvalue()
    assert said.getvalue().count("…") == 2


def test_statements__even_when_asked_for__say_no_values(said: io.StringIO, cast: Cast) -> None:
    logger = logging.getLogger("django.db.backends")
    level, connection.force_debug_cursor = logger.level, True
    logger.setLevel(logging.DEBUG)
    try:
        list(CaseFile.objects.filter(number="P-Nasrin").order_by("pk"))
    finally:
        logger.setLevel(level)
        connection.force_debug_cursor = False
    assert "statement" in said.getvalue()
    assert "P-Nasrin" not in said.getvalue()


def test_request__on_a_record__does_not_stay_there(said: io.StringIO) -> None:
    """Whatever reads records after us (a collector) finds no body, no cookie and no parameters."""
    kept: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = kept.append  # type: ignore[method-assign]
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        handler.addFilter(NothingPersonal())
        logger.error("Broken", extra={"request": {"body": NAME}, "params": [NAME], "sql": NAME})
    finally:
        logger.removeHandler(handler)
    assert NAME not in repr(vars(kept[0]))


@pytest.mark.parametrize("path", ["/cases/%0aERROR%20forged/", "/nothing/%1b[31mred/", "/x/%E2%80%AEevil/"])
def test_address__with_line_breaks_or_colours__stays_one_plain_line(said: io.StringIO, path: str) -> None:
    Client().get(path)
    lines = said.getvalue().splitlines()
    assert [line for line in lines if line.startswith("ERROR")] == []
    assert "\x1b" not in said.getvalue()


def test_host__made_up__is_a_short_page(said: io.StringIO, db: None) -> None:
    response = Browser().get("/sign-in/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_search__that_breaks__leaves_the_name_in_no_log(said: io.StringIO, cast: Cast) -> None:
    client = sign_in(Browser(raise_request_exception=False), cast.minna)
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "casework_participant" RENAME TO "gone"')
    assert client.post("/participants/search/", {"q": "Kanaria Lintunen"}).status_code == 503
    assert "Lintunen" not in said.getvalue()
