"""The strict world of the tests is itself tested: each strictness is seen to bite."""

import socket
import warnings
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.template import Context, Template

from consent import append_only
from consent.models.log import SecurityEvent
from tests import databases
from tests.strictness import NetworkBlocked, UndefinedVariable, pytest_sessionfinish


@pytest.mark.parametrize("source", ["{{ a }}", "{{ a.b }}", "{{ a|upper }}", "{% for x in a %}{% endfor %}"])
def test_template__undefined_variable__fails(source: str) -> None:
    with pytest.raises(UndefinedVariable):
        Template(source).render(Context())


@pytest.mark.parametrize("source", ["{% if a %}{% endif %}", "{{ a|default:'' }}", "{{ a|default_if_none:'' }}"])
def test_template__asking_whether_defined__is_allowed(source: str) -> None:
    assert Template(source).render(Context()) == ""


def test_template__undefined_variable_in_translation__fails() -> None:
    source = "{% load i18n %}{% blocktranslate %}to {{ a }}{% endblocktranslate %}"
    with pytest.raises(UndefinedVariable):
        Template(source).render(Context())


def test_queryset__without_order__is_shuffled() -> None:
    assert "RAND" in str(ContentType.objects.all().query).upper()
    assert "RAND" not in str(ContentType.objects.order_by("pk").query).upper()


@pytest.mark.django_db
def test_queryset__union_without_order__works() -> None:
    everything = ContentType.objects.all()
    assert everything.union(everything).count() == everything.count()
    assert list(ContentType.objects.filter(pk__in=everything.values("pk").union(everything.values("pk"))))


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_network__another_machine__is_refused(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as plug, pytest.raises(NetworkBlocked):
        plug.connect((address, 80))


def test_network__this_machine__is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()[:2]):
        pass


def test_warning__anywhere__is_an_error() -> None:
    with pytest.raises(UserWarning):
        warnings.warn("something is not as it should be", stacklevel=1)


@pytest.mark.parametrize(("ci", "exit_status"), [("true", pytest.ExitCode.TESTS_FAILED), ("", pytest.ExitCode.OK)])
def test_session__skipped_test__fails_in_ci(monkeypatch: pytest.MonkeyPatch, ci: str, exit_status: int) -> None:
    reporter = SimpleNamespace(stats={"passed": [1, 2], "skipped": [3]})
    plugins = SimpleNamespace(get_plugin=lambda name: reporter)
    session = SimpleNamespace(config=SimpleNamespace(pluginmanager=plugins), exitstatus=pytest.ExitCode.OK)
    monkeypatch.setenv("CI", ci)
    pytest_sessionfinish(session)  # type: ignore[arg-type]
    assert session.exitstatus == exit_status


@pytest.mark.django_db
def test_databases__both_aliases__are_test_databases() -> None:
    for alias in ("default", "keystore"):
        name = str(connections[alias].settings_dict["NAME"])
        assert name.rsplit("/", maxsplit=1)[-1].startswith("test_")


@pytest.mark.django_db(transaction=True)
def test_databases__flush__passes_the_triggers_and_sets_them_again() -> None:
    SecurityEvent.objects.create(kind="test")
    with pytest.raises(DatabaseError, match=append_only.MESSAGE):
        SecurityEvent.objects.filter(kind="test")._raw_delete("default")
    call_command("flush", interactive=False)
    assert not SecurityEvent.objects.exists()
    assert append_only.missing() == []


def test_databases__triggers_of_another_database__are_not_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "polku")
    with pytest.raises(PermissionError):
        databases.drop_triggers(connection)
