"""What every test has: production's settings in an environment of its own, two databases, and a strict world."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from casework.config.translations import compile_translations
from consent.sign_in.hashers import HouseArgon2Hasher

pytest_plugins = ["tests.databases", "tests.strictness", "tests.people", "tests.browser.served_demo"]


def pytest_configure() -> None:
    # Static files come from where they lie, as in the demo; that they can be collected is a test (test_static.py).
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    compile_translations(Path(__file__).resolve().parent.parent / "locale")


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
