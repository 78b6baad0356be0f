"""The verifier of docs/verify, as a program of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from consent.proof import notes
from tests.house import tree

VERIFIER = tree.ROOT / "docs" / "verify" / "verify.py"

Ask = Callable[..., tuple[bool, str]]


@pytest.fixture
def ask(tmp_path: Path, db: None) -> Ask:
    """Run the verifier where nothing of Polku is, with the house's public key."""

    def run(what: str, file: Path, *more: str) -> tuple[bool, str]:
        (tmp_path / "empty").mkdir(exist_ok=True)
        keys = tmp_path / "polku.key"
        keys.write_text("\n".join(notes.verifier_keys(notes.origin())))
        command = [sys.executable, "-I", str(VERIFIER), what, str(file), "--key", str(keys), *more]
        done = subprocess.run(command, cwd=tmp_path / "empty", capture_output=True, text=True, check=False, env={})
        assert done.stderr == ""
        return done.returncode == 0, done.stdout

    return run
