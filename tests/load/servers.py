"""Where the bench measures: a PostgreSQL of its own that flushes to disk, and SQLite files, in a folder that goes."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consent.keystore.key_files import generate

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = ("POLKU_", "DATABASE_URL", "KEYSTORE_URL", "EMAIL_URL")


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder with root keys, gone afterwards; others may enter it, because PostgreSQL refuses to be root."""
    with tempfile.TemporaryDirectory(prefix="polku-bench-") as name:
        path = Path(name)
        path.chmod(0o755)
        generate(path / "kek")
        yield path


class Postgres:
    """A server on a socket of its own. Nothing in its settings is hasty: fsync and synchronous_commit are on."""

    def __init__(self, binaries: Path, home: Path) -> None:
        self.binaries, self.home = binaries, home
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def start(self) -> None:
        """Make a cluster and serve it."""
        self.home.mkdir(mode=0o755)
        if self.user:
            shutil.chown(self.home, "postgres")
        options = f"-k {self.home} -c listen_addresses=''"
        self._run("initdb", "-D", self.home / "data", "-U", "polku", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self._run("pg_ctl", "-D", self.home / "data", "-w", "-s", "-l", self.home / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop serving; the folder goes anyway."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", self.home / "data", "-m", "immediate", "-s", "stop")

    def create(self, database: str) -> str:
        """A new database; its address."""
        self._run("psql", "-q", "-h", self.home, "-U", "polku", "-c", f"CREATE DATABASE {database}", "postgres")
        return f"postgres:///{database}?host={self.home}&user=polku"

    @property
    def version(self) -> str:
        """What it calls itself."""
        return self._run("postgres", "--version").split()[2]

    def _run(self, program: str, *arguments: str | Path) -> str:
        command = [*self.user, str(self.binaries / program), *map(str, arguments)]
        done = subprocess.run(command, cwd=self.home.parent, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout


@contextlib.contextmanager
def postgres(home: Path) -> Iterator[Postgres | None]:
    """A server, or None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    binary = found[-1] if found else shutil.which("initdb")
    if not binary:
        yield None
        return
    server = Postgres(Path(binary).parent, home)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def sqlite_version() -> str:
    """Of the library that Python brings."""
    return sqlite3.sqlite_version


class HouseBroke(Exception):
    """The process of a house ended without an answer; its last words are on the screen."""


class House:
    """A filled house in its own process (`tests.load.house`), with production's settings."""

    def __init__(self, name: str, var: Path, *, addresses: dict[str, str]) -> None:
        self.name = name
        (var / "static").mkdir(parents=True)
        own = {name: value for name, value in os.environ.items() if not name.startswith(HERE)}
        environment = own | {
            "POLKU_VAR": str(var),
            "POLKU_KEK_DIR": str(var.parent / "kek"),
            "POLKU_SECRET_KEY": "a secret of the bench that is long enough to be accepted as one",
            "POLKU_HOSTS": "testserver,localhost",
            **addresses,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.load.house"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, do: str, **options: Any) -> None:
        """Order something; several houses may be at work until they are asked for answers."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **options}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """What the last order gave. Raises HouseBroke."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise HouseBroke(f"{self.name} ended with {self._process.wait()}")
        return json.loads(line)

    def ask(self, do: str, **options: Any) -> Any:
        """Order and wait."""
        self.tell(do, **options)
        return self.answer()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
