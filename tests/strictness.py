"""A world less forgiving than production's, so that mistakes die here.

Undefined template variables fail, querysets without an order come in any order, and no other machine can be reached.
(Warnings are errors: see pyproject.toml.)
"""

import functools
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from django.template.base import FilterExpression, Parser, Variable
from django.template.context import BaseContext
from django.template.defaultfilters import default, default_if_none
from django.template.defaulttags import ForNode

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / ".venv"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed one: what did not run has proved nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


class UndefinedVariable(AssertionError):
    """A template of ours uses a variable that its view does not give."""


class Undefined(str):
    """`string_if_invalid` that raises; `"%s" in …` and `… % variable` is how Django asks for it."""

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"undefined template variable: {variable}")


class StrictExpression(FilterExpression):
    """`{% if x %}` and `{{ x|default:… }}` may ask whether something exists; everything else must."""

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        asks = {default, default_if_none}.intersection(function for function, _ in self.filters)
        self.forgiving = bool(asks) or not is_ours(parser.origin)

    def resolve(self, context: BaseContext, ignore_failures: bool = False) -> Any:
        return super().resolve(context, ignore_failures or self.forgiving)


def loop_over_something(self: ForNode, context: BaseContext, *, render: Any = ForNode.render) -> Any:
    """Django loops over an undefined variable as if it were empty."""
    sequence, variable = self.sequence, self.sequence.var
    named = isinstance(variable, Variable) and variable.lookups and not getattr(sequence, "forgiving", False)
    if named and variable.lookups[0] not in context:
        raise UndefinedVariable(f"undefined template variable: {variable}")
    return render(self, context)


@pytest.fixture(scope="session", autouse=True)
def undefined_variables_fail() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.template.base.FilterExpression", StrictExpression)
        patch.setattr(ForNode, "render", loop_over_something)
        patch.setattr(engines["django"].engine, "string_if_invalid", Undefined("%s"))
        yield


def is_ours(origin: Any) -> bool:
    """Templates of packages are as forgiving as their authors meant them to be."""
    path = Path(getattr(origin, "name", None) or "")
    return not path.is_absolute() or (path.is_relative_to(ROOT) and not path.is_relative_to(PACKAGES))


@pytest.fixture(scope="session", autouse=True)
def unordered_querysets_are_shuffled() -> Iterator[None]:
    """Whoever relies on an order must ask for it: PostgreSQL promises none, and SQLite only seems to."""
    ordering, compound = SQLCompiler._order_by_pairs, SQLCompiler.get_combinator_sql

    @functools.wraps(ordering)
    def shuffled(self: SQLCompiler) -> Iterator[Any]:
        pairs = list(ordering(self))
        query = self.query
        free = query.default_ordering and not (query.distinct or query.combinator or getattr(query, "compound", False))
        yield from pairs or ([(OrderBy(Random()), False)] if free else [])

    @functools.wraps(compound)
    def parts_stay_unordered(self: SQLCompiler, combinator: str, all: bool) -> Any:  # noqa: A002
        for query in self.query.combined_queries:
            query.compound = True
        return compound(self, combinator, all)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "_order_by_pairs", shuffled)
        patch.setattr(SQLCompiler, "get_combinator_sql", parts_stay_unordered)
        yield


class NetworkBlocked(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def no_other_machine() -> Iterator[None]:
    """Only this machine answers: its own addresses and its sockets in the file system."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, staying_here(getattr(socket.socket, name)))
        yield


def staying_here(connect: Any) -> Any:
    @functools.wraps(connect)
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not is_loopback(address[0]):
            raise NetworkBlocked(f"a test tried to reach {address[0]}")
        return connect(self, address)

    return guarded


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
