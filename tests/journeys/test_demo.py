"""`demo --check` as a newcomer runs it, and the letter that it leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

import page
import pytest
from django.conf import settings
from pypdf import PdfReader

from casework.config.demo import story
from casework.config.demo.serving import NotOurs, prepare

TOLD = ("Aamu Esimerkki", story.PHONE, "Viesti milloin vain", story.GOAL.rstrip("."), story.REQUEST, story.WORK)
NOT_TOLD = (story.MAIL, story.TALK, story.AGREED, story.SHOWN)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `demo --check` printed, and the letter."""
    folder = tmp_path_factory.mktemp("demo")
    unset = ("POLKU_", "DATABASE_URL", "KEYSTORE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    command = ("manage.py", "demo", "--check", "--people", "15", "--output", str(folder / "out"))
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE,
        env=environment | {"POLKU_VAR": str(folder / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, folder / "out" / story.OUTPUT


def test_demo_check__lived__tells_every_step(lived: tuple[str, Path]) -> None:
    printed, _ = lived
    assert [line[: line.index(".")] for line in printed.splitlines() if line[0].isdigit()] == [
        *("1", "2", "3", "4", "5", "6", "7", "10")
    ]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_letter_left_behind__is_valid(lived: tuple[str, Path], profile: str) -> None:
    report = page.validate_pdf(str(lived[1]), profile=profile)
    assert report.is_compliant, report


def test_letter_left_behind__tells_what_was_ticked__and_no_more(lived: tuple[str, Path]) -> None:
    text = " ".join(" ".join(leaf.extract_text() for leaf in PdfReader(lived[1]).pages).split())
    assert [words for words in TOLD if words not in text] == []
    assert [words for words in NOT_TOLD if words in text] == []


def test_demo__outside_the_demo__is_refused() -> None:
    with pytest.raises(NotOurs):
        prepare()
