"""What every test has: production's settings in an environment of its own, two databases, and a strict world."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from casework.config.translations import compile_translations

pytest_plugins = ["tests.databases", "tests.strictness", "tests.people"]


def pytest_configure() -> None:
    # Static files come from where they lie, as in the demo; that they can be collected is a test (test_static.py).
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    compile_translations(Path(__file__).resolve().parent.parent / "locale")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed one: what did not run has proved nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def client() -> Client:
    """A browser over https, as in production; nothing of the protection is switched off for it."""
    return Client(enforce_csrf_checks=False, **{"wsgi.url_scheme": "https"})
