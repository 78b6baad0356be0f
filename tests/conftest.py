"""What every test has: production's settings in an environment of its own, two databases, and a strict world."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from casework.config.translations import compile_translations
from consent.sign_in.hashers import HouseArgon2Hasher

pytest_plugins = ["tests.databases", "tests.strictness", "tests.people", "tests.browser.served_demo"]


def pytest_configure() -> None:
    # Static files come from where they lie, as in the demo; that they can be collected is a test (test_static.py).
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    compile_translations(Path(__file__).resolve().parent.parent / "locale")


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector need not look at it again after every few objects."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def in_the_default_language() -> Iterator[None]:
    """Whatever language the test before spoke."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_are_cheap() -> Iterator[None]:
    """The smallest Argon2: what a test proves does not depend on how long a guess takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HouseArgon2Hasher, "time_cost", 1)
        patch.setattr(HouseArgon2Hasher, "memory_cost", 8)
        yield


class Browser(Client):
    """A client over https, as in production; nothing of the protection is switched off for it."""

    def request(self, **environ: Any) -> Any:
        return super().request(**{**environ, "wsgi.url_scheme": "https", "SERVER_PORT": "443"})


@pytest.fixture
def client() -> Client:
    """A browser that has not signed in."""
    return Browser()
