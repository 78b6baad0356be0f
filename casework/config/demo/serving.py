"""Prepares and serves the demo: its own files, on the loopback address, filled once."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from casework.config.demo import filling
from casework.letters import printing
from consent.models import Account, Installation

HOST, PORT = "127.0.0.1", 8000
MARK = "filled"


class NotOurs(Exception):
    """The database was not filled by the demo, or the demo is not on: it is not served without protection."""


def prepare(*, afresh: bool = False, how_many: int = filling.PEOPLE) -> dict[str, int] | None:
    """Migrate and fill the demo's own databases; None when they were filled before. Raises NotOurs.

    A filling that was interrupted left no mark and begins anew. Nothing but the demo's own files is ever removed.
    """
    if not settings.POLKU_DEMO or any(not _is_own_file(alias) for alias in connections):
        raise NotOurs("The demo uses files of its own: unset DATABASE_URL and KEYSTORE_URL.")
    mark = settings.VAR / MARK
    if mark.exists() and not afresh:
        _refuse_strangers(mark)
        return None
    mark.unlink(missing_ok=True)
    for alias in connections:
        connections[alias].close()
        for path in _files(alias):
            path.unlink(missing_ok=True)
    shutil.rmtree(settings.VAR / "mail", ignore_errors=True)
    settings.VAR.mkdir(parents=True, exist_ok=True)
    threading.Thread(target=printing.warm_up, daemon=True).start()  # in its own process, while the tables are made
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keystore", verbosity=0)
    call_command("createcachetable", verbosity=0)
    counts = filling.fill(how_many=how_many)
    mark.write_text(str(Installation.objects.get().uid), encoding="ascii")
    return counts


def _is_own_file(alias: str) -> bool:
    database = settings.DATABASES[alias]
    return "sqlite3" in database["ENGINE"] and Path(database["NAME"]).parent == settings.VAR


def _files(alias: str) -> list[Path]:
    path = Path(settings.DATABASES[alias]["NAME"])
    return [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]


def _refuse_strangers(mark: Path) -> None:
    installation = Installation.objects.first()
    real = Account.objects.filter(is_staff_member=True, is_demo=False).exists()
    if installation is None or mark.read_text(encoding="ascii") != str(installation.uid) or real:
        raise NotOurs("This database was not filled by the demo.")


def copy_to(folder: Path) -> dict[str, str]:
    """Copy the filled demo into a folder that may be changed; the environment that serves the copy."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections[alias].close()
        shutil.copy(_files(alias)[0], folder)
    return os.environ | {"POLKU_VAR": str(folder), "POLKU_KEK_DIR": str(settings.POLKU_KEK_DIR)}


def command(port: int) -> list[str]:
    """The server's command line; one process, because SQLite has one writer."""
    binary = str(Path(sys.executable).parent / "granian")
    return [
        *(binary, "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1", "--no-ws"),
        *("--blocking-threads", "4", "--no-access-log", "--log-level", "error", "casework.config.wsgi:application"),
    ]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_taken(port: int) -> bool:
    """Whether somebody listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextlib.contextmanager
def running(environment: dict[str, str], *, folder: Path) -> Iterator[int]:
    """The server in a process of its own until the block ends; gives its port."""
    port = free_port()
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command(port), env=environment, stdout=log, stderr=log, cwd=settings.BASE)
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/healthz")
            with contextlib.closing(connection), connection.getresponse() as answer:
                if answer.status == 200:
                    return
        time.sleep(0.1)
    raise RuntimeError("The server did not start; server.log in the demo's folder says why.")
