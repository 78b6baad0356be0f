"""Every template is used by somebody, and every template that somebody names is there."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.house import tree

# Names that packages look for; those of allauth and Django are told by the file of that name in their own folders.
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
ENDINGS = (".html", ".txt", ".svg", ".xml")
NAMED = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
PASSED = re.compile(r"""=["']([\w./-]+\.(?:html|txt))["']""")


def names_in_python(source: str) -> Iterator[str]:
    """Template names in string constants; the varying part of an f-string becomes `*`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "*" for part in node.values]
            name = "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value
        else:
            continue
        if name.endswith(ENDINGS) and not re.fullmatch(r"\*?\.\w+|\S*\s.*", name, re.DOTALL):
            yield name


def names_in_template(source: str) -> set[str]:
    return {name.removeprefix("./") for name in NAMED.findall(source) + PASSED.findall(source)}


def unused(templates: list[str], names: set[str]) -> list[str]:
    return [template for template in templates if not any(fnmatch(template, name) for name in names)]


def is_a_packages(template: str) -> bool:
    """Whether a package has a template of this name, which ours replaces."""
    import allauth
    import django

    folders = [Path(allauth.__file__).parent / "templates", Path(django.__file__).parent / "forms" / "templates"]
    return any((folder / template).exists() for folder in folders)


def test_templates__every_one__is_used() -> None:
    names = set(BY_CONVENTION)
    for _, source in tree.python():
        names.update(names_in_python(source))
    for _, source in tree.templates():
        names.update(names_in_template(source))
    left = unused([str(file) for file, _ in tree.templates()], names)
    assert [template for template in left if not is_a_packages(template)] == []


def test_templates__every_name_in_the_code__is_there() -> None:
    missing = []
    for file, source in tree.python():
        for name in names_in_python(source):
            if "/" in name and name.endswith(".html") and "*" not in name:
                try:
                    get_template(name)
                except TemplateDoesNotExist:
                    missing.append(f"{file}: {name}")
    assert missing == []


def test_names_in_python__constants_and_f_strings__are_found() -> None:
    source = 'render(r, "a/b.html"); render(r, f"mail/{name}.txt"); x = "it ends with .html"; y = f"{z}.html"'
    assert list(names_in_python(source)) == ["a/b.html", "mail/*.txt"]


def test_names_in_template__include_extends_and_arguments__are_found() -> None:
    source = """{% extends "base.html" %}{% include 'a/_b.html' only %}{% panel template="c.html" %}"""
    assert names_in_template(source) == {"base.html", "a/_b.html", "c.html"}


def test_unused__nobody_names_it__is_told() -> None:
    assert unused(["a.html", "mail/x.txt", "b.html"], {"a.html", "mail/*.txt"}) == ["b.html"]
