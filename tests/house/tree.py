"""The files of the repository, as the rules of the house read them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = ("consent", "casework", "pathways")  # from the ground up


def files() -> list[Path]:
    """Every file that is, or is about to be, in the repository, relative to its top."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(name) for name in sorted(listed.stdout.splitlines()) if (ROOT / name).is_file()]


def python() -> Iterator[tuple[Path, str]]:
    """Our own Python: no tests, no migrations."""
    for file in files():
        if file.suffix == ".py" and file.parts[0] in FLOORS and "migrations" not in file.parts:
            yield file, text(file)


def templates() -> Iterator[tuple[Path, str]]:
    """Our templates, relative to `templates/` as the code names them."""
    for file in files():
        if file.parts[0] == "templates":
            yield file.relative_to("templates"), text(file)


def text(file: Path) -> str:
    return (ROOT / file).read_text(encoding="utf-8")
