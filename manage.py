#!/usr/bin/env python3
"""Runs Polku: `python3 manage.py demo`, `test`, `lint`, and every other command.

It starts with nothing but Python's standard library, so nothing has to be installed before it. It makes `.venv` from
the hashed lock (`requirements.txt`; developers' commands use `requirements-dev.txt`), again whenever the lock or
Python changes, and runs itself in it. Whatever is missing on the machine is said in one sentence.
"""

from __future__ import annotations  # so that an old Python reaches the sentence about its age

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = "locks-installed"
DEVELOPERS_COMMANDS = {"test", "lint", "bench"}
LETTER_LIBRARIES = {  # what WeasyPrint loads, and the Debian package that brings it
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def main(arguments: list[str]) -> None:
    """Prepare what the command needs, then run it."""
    command = arguments[0] if arguments else "help"
    if sys.version_info < (3, 11):
        sys.exit(f"Polku needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if command == "lock":
        write_locks()
    elif Path(sys.prefix).resolve() != VENV.resolve():
        install_letter_libraries()
        make_venv(for_developers=command in DEVELOPERS_COMMANDS)
        python = str(VENV / "bin" / "python")
        os.execv(python, [python, __file__, *arguments])
    else:
        run(command, arguments[1:])


def install_letter_libraries() -> None:
    """Letters are set by Pango, which pip cannot bring: install it as root on Debian, else say how."""
    missing = [package for library, package in LETTER_LIBRARIES.items() if not can_load(library)]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"Polku needs Pango to write letters; install it with: sudo apt install {' '.join(missing)}")
    print("Installing", *missing, "...", flush=True)
    apt = ["apt-get", "-qq"]
    for step in ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *missing]):
        if subprocess.run(step, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"'{' '.join(step)}' failed; see its words above.")


def can_load(library: str) -> bool:
    try:
        return bool(ctypes.CDLL(library))
    except OSError:
        return False


def make_venv(*, for_developers: bool) -> None:
    """Bring `.venv` up to the lock. It is built beside and renamed when complete: a broken run leaves nothing half."""
    production, developers = digest("requirements.txt"), digest("requirements-dev.txt")
    wanted = {production, developers} if for_developers else {production}
    lock = "requirements-dev.txt" if for_developers else "requirements.txt"
    with Path(__file__).open() as this_file:
        fcntl.flock(this_file, fcntl.LOCK_EX)  # two runs at once: the second waits and finds it done
        stamp = VENV / STAMP
        installed = set(stamp.read_text().split()) if stamp.exists() else set()
        if wanted <= installed:
            return
        if not has_pip() and not importlib.util.find_spec("ensurepip"):
            sys.exit("Python's venv module is incomplete; install it with: sudo apt install python3-venv")
        print(f"Installing {lock} into .venv (once, about half a minute) ...", flush=True)
        if installed == {production}:  # the developers' lock only adds to it, so a running demo is left in peace
            install(lock, into=VENV)
            stamp.write_text("\n".join(wanted))
            return
        new, old = ROOT / ".venv.new", ROOT / ".venv.old"
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
        venv.create(new, with_pip=not has_pip(), symlinks=True)
        install(lock, into=new)
        for script in (new / "bin").iterdir():
            if not script.is_symlink():
                script.write_bytes(script.read_bytes().replace(bytes(new), bytes(VENV)))
        (new / STAMP).write_text("\n".join(wanted))
        if VENV.exists():
            VENV.rename(old)
        new.rename(VENV)
        shutil.rmtree(old, ignore_errors=True)


def digest(lock: str) -> str:
    return hashlib.sha256(sys.version.encode() + (ROOT / lock).read_bytes()).hexdigest()


def has_pip() -> bool:
    """Whether this Python's pip can install for `.venv`, which then needs no copy of its own (a fifth of the time)."""
    return bool(importlib.util.find_spec("pip"))


def install(lock: str, *, into: Path) -> None:
    """Install what a lock names, in two halves at once: unpacking takes one core each."""
    python = str(into / "bin" / "python")
    pip = [sys.executable, "-I", "-m", "pip", "--python", python] if has_pip() else [python, "-I", "-m", "pip"]
    quietly = "install --quiet --no-input --disable-pip-version-check --no-compile"
    hashed = "--require-hashes --no-deps --only-binary :all: --requirement"
    at_work = []
    for number, half in enumerate(halves((ROOT / lock).read_text())):
        part = into / f"half-{number}.txt"
        part.write_text(half)
        command = [*pip, *quietly.split(), *hashed.split(), str(part)]
        at_work.append(subprocess.Popen(command, stdin=subprocess.DEVNULL))
    ends = [process.wait() for process in at_work]
    if any(ends):
        sys.exit(f"pip could not install {lock}; see its words above.")


def halves(lock: str) -> tuple[str, str]:
    """The requirements of a lock, each with its hashes, by turns."""
    requirements = re.findall(r"^\w.*(?:\n .*)*", lock, re.MULTILINE)
    return "\n".join(requirements[::2]), "\n".join(requirements[1::2])


def run(command: str, arguments: list[str]) -> None:
    """Hand over to pytest or Django. The whole suite takes all cores; tests that are named run in one process."""
    from casework.config.translations import compile_translations

    compile_translations(ROOT / "locale")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
    if command == "test":
        import pytest

        os.chdir(ROOT)
        named = any(not argument.startswith("-") for argument in arguments)
        sys.exit(pytest.main(arguments if named else ["--numprocesses=auto", *arguments]))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from casework.config.demo_environment import use_demo_environment

    use_demo_environment(command)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(str(fault))


def write_locks() -> None:
    """Compile both locks from `pyproject.toml`; `lock --upgrade` takes newer versions. No index or path is named."""
    uv = shutil.which("uv")
    if not uv:
        sys.exit("Locking needs uv; install it with: python3 -m pip install uv")
    said = "--no-emit-index-url --no-annotate --quiet --custom-compile-command".split()
    kind = "--universal --python-version 3.11 --generate-hashes --only-binary :all:".split()
    lock = [uv, "pip", "compile", *said, "python3 manage.py lock", *kind, *sys.argv[2:], "pyproject.toml", "-o"]
    subprocess.run([*lock, "requirements.txt"], cwd=ROOT, check=True)
    subprocess.run([*lock, "requirements-dev.txt", "--group", "dev", "-c", "requirements.txt"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
