"""A real Chromium for the tests marked `browser`; it must be there, a browser test that does not run proves nothing."""

import os
from typing import Any

import pytest


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, also as root and without a graphics card, and calling nobody."""
    quiet = ["background-networking", "component-update", "sync"]
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            *(f"--disable-{x}" for x in quiet),
        ],
    }


@pytest.fixture(scope="session")
def base_url() -> str:
    """Addresses are written out; a plugin's fixture of this name warns under pytest 9."""
    return ""
