"""Three floors: an upper one may know a lower one, never the other way, in Python and in templates."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.house import tree

LINTER = Path(sys.executable).parent / "lint-imports"
REACHES = re.compile(r"""{%\s*(load|include|extends)\s+([^%]+?)\s*%}""")


def test_imports__no_floor__knows_the_one_above() -> None:
    checked = subprocess.run([LINTER, "--no-cache"], cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [("consent/a.py", "import casework"), ("consent/a.py", "import pathways"), ("casework/a.py", "import pathways")],
)
def test_imports__upward__is_seen(tmp_path: Path, file: str, line: str) -> None:
    for floor in tree.FLOORS:
        (tmp_path / floor).mkdir()
        (tmp_path / floor / "__init__.py").touch()
    (tmp_path / file).write_text(line)
    (tmp_path / "pyproject.toml").write_text(tree.text(Path("pyproject.toml")))
    checked = subprocess.run([LINTER, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert "BROKEN" in checked.stdout


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def knows_the_composition_root(source: str) -> bool:
    return any(name.startswith("casework.config") for name in imports(source))


def test_imports__nobody__knows_the_composition_root() -> None:
    root = Path("casework/config")
    assert [f for f, source in tree.python() if not f.is_relative_to(root) and knows_the_composition_root(source)] == []
    assert knows_the_composition_root("from casework.config import settings")
    assert knows_the_composition_root("from casework import config")


def floor_of(template: str) -> int:
    """0 is the ground: components, layouts, mails and error pages belong to it, since every floor uses them."""
    first = Path(template).parts[0]
    return tree.FLOORS.index(first) if first in tree.FLOORS else 0


def tag_libraries(files: Iterable[Path]) -> dict[str, int]:
    """The floor of each of our tag libraries."""
    return {
        file.stem: tree.FLOORS.index(file.parts[0])
        for file in files
        if file.parent.name == "templatetags" and file.parts[0] in tree.FLOORS
    }


def reaching_up(template: str, source: str, libraries: dict[str, int]) -> list[str]:
    """The tags and templates of a higher floor that a template loads, includes or extends."""
    found = []
    for tag, arguments in REACHES.findall(source):
        words = arguments.split() if tag == "load" else re.findall(r"""^["']([^"']+)["']""", arguments)
        floors = [libraries.get(word, 0) if tag == "load" else floor_of(word) for word in words]
        found += [word for word, floor in zip(words, floors, strict=True) if floor > floor_of(template)]
    return found


def test_templates__no_floor__reaches_up() -> None:
    libraries = tag_libraries(tree.files())
    faults = {str(file): reaching_up(str(file), source, libraries) for file, source in tree.templates()}
    assert {file: words for file, words in faults.items() if words} == {}


@pytest.mark.parametrize(
    ("template", "source", "found"),
    [
        ("casework/desk/case.html", "{% load path %}", ["path"]),
        ("components/tabs.html", "{% load i18n cases %}", ["cases"]),
        ("consent/desk/log.html", '{% include "casework/desk/_row.html" with a=b only %}', ["casework/desk/_row.html"]),
        ("casework/desk/case.html", "{% extends 'pathways/base.html' %}", ["pathways/base.html"]),
        ("pathways/portal/me.html", '{% load path cases %}{% include "components/tabs.html" only %}', []),
    ],
)
def test_templates__upward__is_seen(template: str, source: str, found: list[str]) -> None:
    libraries = tag_libraries([Path("casework/templatetags/cases.py"), Path("pathways/templatetags/path.py")])
    assert reaching_up(template, source, libraries) == found
