"""The demo as a newcomer starts it, in a process of its own, for the browser to walk through."""

import contextlib
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings

from casework.config.demo.serving import free_port


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a freshly filled demo with 25 invented people."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    unset = ("POLKU_", "DATABASE_URL", "KEYSTORE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    command = [sys.executable, "manage.py", "demo", "--people", "25", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=settings.BASE, env=environment | {"POLKU_VAR": str(folder / "var")}, stdout=log, stderr=log
        )
        try:
            for _ in range(1800):
                assert server.poll() is None, (folder / "server.log").read_text()
                with contextlib.suppress(OSError):
                    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                    connection.request("GET", "/readyz", headers={"Host": "localhost"})
                    with contextlib.closing(connection), connection.getresponse() as answer:
                        if answer.status == 200:
                            break
                time.sleep(0.1)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)
