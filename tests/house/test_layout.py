"""What the house looks like from outside: where files lie, what they are called, how long they are, what they name."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house import tree

TOP = {
    "manage.py", "pyproject.toml", "casework", "pathways", "consent", "templates", "tests", "README.md",
    ".ci", ".gitignore", "requirements.txt", "requirements-dev.txt", "locale", "docs", "LICENSE",
}  # fmt: skip
DRAWERS = {"utils", "util", "common", "core", "helpers", "helper", "misc", "lib", "shared", "services"}
A_SERVICE_IS_A_THING_OF = "pathways"  # the catalogue of services; elsewhere the word says nothing
NAMED_BY_MACHINE = re.compile(r"\d{4}_(initial$|auto_|alter_|remove_|rename_|delete_|.*_and_more$)")
LONGEST = {"templates": 150, "tests": 600}
LONGEST_SOURCE = 400
LONGEST_FUNCTION = 60
LONGEST_CSS = 900
BINARY = {".png", ".jpg", ".webp", ".pdf", ".ico", ".ttf"}
LOCKS = ("requirements.txt", "requirements-dev.txt")
# Written so that this file does not name them itself.
MACHINES = re.compile(
    r"/roo[t]/|/hom[e]/\w|/User[s]/\w|/wor[k]/|\.pyen[v]|/op[t]/|pyp[i]\.org|pythonhoste[d]|"
    r"--(extra-)?index-ur[l]|--find-link[s]|--trusted-hos[t]"
)


def strangers(files: Iterable[Path]) -> set[str]:
    return {file.parts[0] for file in files} - TOP


def drawers(files: Iterable[Path]) -> list[str]:
    def says_nothing(file: Path) -> bool:
        names = set(file.with_suffix("").parts) & DRAWERS
        return bool(names - ({"services"} if file.is_relative_to(A_SERVICE_IS_A_THING_OF) else set()))

    return [str(file) for file in files if says_nothing(file)]


def too_long(file: Path, lines: int) -> bool:
    return lines > LONGEST.get(file.parts[0], LONGEST_SOURCE)


def long_functions(source: str) -> list[str]:
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]


def machine_names(text: str) -> list[str]:
    return [match[0] for match in MACHINES.finditer(text)]


def test_top_level__holds_only_what_is_allowed() -> None:
    assert strangers(tree.files()) == set()
    assert strangers([Path("setup.cfg"), Path("docs/decisions/0001.md")]) == {"setup.cfg"}


def test_names__no_drawers() -> None:
    assert drawers(tree.files()) == []
    bad = [Path("consent/utils.py"), Path("casework/core/x.py"), Path("casework/services.py")]
    assert drawers([*bad, Path("pathways/models/services.py")]) == [str(file) for file in bad]


def test_sizes__no_file_is_too_long() -> None:
    counted = {
        file: tree.text(file).count("\n")
        for file in tree.files()
        if file.suffix in {".py", ".html"} and "migrations" not in file.parts
    }
    assert {str(file): lines for file, lines in counted.items() if too_long(file, lines)} == {}
    assert too_long(Path("templates/a.html"), 151)
    assert too_long(Path("casework/a.py"), 401)
    assert not too_long(Path("tests/a.py"), 401)


def test_sizes__no_function_is_too_long() -> None:
    assert {str(file): names for file, source in tree.python() if (names := long_functions(source))} == {}
    assert long_functions("def f():\n" + "    x = 1\n" * 60) == ["f"]
    assert not long_functions("def f():\n" + "    x = 1\n" * 59)


def test_sizes__stylesheets_all_together() -> None:
    lines = {str(file): tree.text(file).count("\n") for file in tree.files() if file.suffix == ".css"}
    assert lines
    assert sum(lines.values()) <= LONGEST_CSS


def test_migrations__are_named_by_a_person() -> None:
    names = [file.stem for file in tree.files() if file.parent.name == "migrations"]
    assert [name for name in names if NAMED_BY_MACHINE.match(name)] == []


@pytest.mark.parametrize("name", ["0001_initial", "0002_auto_20261124", "0003_alter_x", "0004_plan_and_more"])
def test_migrations__named_by_a_machine__is_seen(name: str) -> None:
    assert NAMED_BY_MACHINE.match(name)


def test_contents__no_machine_is_named() -> None:
    named = {str(file): machine_names(tree.text(file)) for file in tree.files() if file.suffix not in BINARY}
    assert {file: names for file, names in named.items() if names} == {}


@pytest.mark.parametrize("line", ["/hom" + "e/me/polku", "--index-ur" + "l https://example", "/roo" + "t/x"])
def test_contents__machine_named__is_seen(line: str) -> None:
    assert machine_names(line)


def test_locks__name_versions_and_hashes_only() -> None:
    pins = {name: set(re.findall(r"^(\S+==\S+)", tree.text(Path(name)), re.MULTILINE)) for name in LOCKS}
    assert all(len(pinned) > 30 for pinned in pins.values())
    assert pins["requirements.txt"] <= pins["requirements-dev.txt"], "the first test run rests on this: see manage.py"
    assert not any("http" in tree.text(Path(name)) or "file:" in tree.text(Path(name)) for name in LOCKS)
