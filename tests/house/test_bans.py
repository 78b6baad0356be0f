"""What nobody writes in this house, each with why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

CALLS = {
    "mark_safe": "a person's words would be markup: render a template",
    "SafeString": "a person's words would be markup: render a template",
    "raw": "a raw query passes by for_user",
    "extra": "a raw query passes by for_user",
    "RawSQL": "a raw query passes by for_user",
    "csrf_exempt": "every form proves that it is ours",
    "StreamingHttpResponse": "the door's transaction ends before a stream does",
    "print": "what is printed lands in a log; commands write to self.stdout",
    "breakpoint": "left over",
}
TEMPLATES = {
    r"\|\s*(safe|safeseq)\b": "a person's words would be markup",
    r"{%\s*autoescape": "a person's words would be markup",
    r"<[^>]*\sstyle\s*=": "style-src is 'self'",
    r"<style\b": "style-src is 'self'",
    r"<[^>]*\son[a-z]+\s*=": "script-src is 'self'",
    r"<script\b(?![^>]*\b(src=|type=.application/json))": "script-src is 'self'",
    r"(?i)(href|action|src)\s*=\s*[\"']?\s*javascript:": "script-src is 'self'",
    r"(?i)<form\b(?![^>]*\bmethod=.post)(?![^>]*\bmethod=.dialog)": "what a form sends belongs in no address",
    r"(?i)\b(src|href)=[\"'](https?:)?//": "the pages call no other server",
    r"{%\s*debug\s*%}": "left over",
}
SCRIPTS = {
    r"\blocalStorage\b": "what a person typed stays on the server",
    r"\bsessionStorage\b": "what a person typed stays on the server",
    r"\bindexedDB\b": "what a person typed stays on the server",
    r"\bdocument\.cookie\b": "cookies are not for scripts",
    r"\beval\s*\(|\bnew\s+Function\b": "script-src is 'self'",
    r"\bconsole\.": "left over",
}

ALLAUTHS_FORM = Path("allauth/elements/form.html")  # a frame: method and proof come with what allauth puts into it


def banned_calls(source: str) -> Iterator[str]:
    """Calls, decorators and imports by banned names."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Call):
            names = [name_of(node.func)]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names if alias.name != "SafeString"]  # as a type it is welcome
        elif isinstance(node, ast.FunctionDef):
            names = [name_of(decorator) for decorator in node.decorator_list]
        yield from (f"{name}: {CALLS[name]}" for name in names if name in CALLS)


def locks_too_much(source: str) -> list[str]:
    """PostgreSQL cannot lock what an outer join may not find; SQLite locks nothing and so says nothing."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            chain = {name_of(call.func): call for call in ast.walk(node) if isinstance(call, ast.Call)}
            if "select_related" in chain and "select_for_update" in chain and not chain["select_for_update"].keywords:
                found.append(ast.unparse(node))
    return found


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def banned_words(source: str, bans: dict[str, str]) -> list[str]:
    return [f"{match[0]!r}: {why}" for pattern, why in bans.items() for match in re.finditer(pattern, source)]


def forms_without_proof(source: str) -> bool:
    return len(re.findall(r"<form\b", source)) > source.count("csrf_token") + source.count('method="dialog"')


def test_python__banned_calls() -> None:
    faults = [f"{file}: {fault}" for file, source in tree.python() for fault in banned_calls(source)]
    assert faults == []


@pytest.mark.parametrize(
    "line",
    [
        "mark_safe(x)",
        "from django.utils.safestring import mark_safe",
        "Case.objects.raw(q)",
        "@csrf_exempt\ndef v(): ...",
    ],
)
def test_python__banned_call__is_seen(line: str) -> None:
    assert list(banned_calls(line))


def test_python__lock_on_a_join__says_which_rows() -> None:
    assert [f"{file}: {fault}" for file, source in tree.python() for fault in locks_too_much(source)] == []
    assert locks_too_much('Code.objects.select_for_update().filter(a=1).select_related("account").first()')
    assert not locks_too_much('Code.objects.select_for_update(of=("self",)).select_related("account")')


def pages() -> Iterator[tuple[Path, str]]:
    """Templates that become markup; a text mail is not markup and must not be escaped."""
    return ((file, source) for file, source in tree.templates() if file.suffix == ".html" and file != ALLAUTHS_FORM)


def test_templates__banned_words() -> None:
    assert [f"{file}: {fault}" for file, source in pages() for fault in banned_words(source, TEMPLATES)] == []


@pytest.mark.parametrize(
    "line",
    [
        "{{ x|safe }}",
        "{% autoescape off %}",
        '<p class="a" style="color: red">',
        "<style>",
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<form action="/x">',
        '<img src="https://example.org/a.png">',
    ],
)
def test_templates__banned_word__is_seen(line: str) -> None:
    assert banned_words(line, TEMPLATES)


def test_templates__what_is_meant__is_allowed() -> None:
    meant = (
        '<script src="{% static "polku/js/polku.js" %}" defer></script><form class="a" method="post"><a href="/on=1">'
    )
    assert banned_words(meant, TEMPLATES) == []


def test_templates__every_form__carries_its_proof() -> None:
    assert [str(file) for file, source in pages() if forms_without_proof(source)] == []
    assert forms_without_proof('<form method="post">{% csrf_token %}</form><form method="post"></form>')


def test_scripts__banned_words() -> None:
    scripts = [file for file in tree.files() if file.suffix == ".js"]
    assert [f"{file}: {fault}" for file in scripts for fault in banned_words(tree.text(file), SCRIPTS)] == []


@pytest.mark.parametrize("line", ["localStorage.x = 1", "sessionStorage['x']", "eval (x)", "document.cookie"])
def test_scripts__banned_word__is_seen(line: str) -> None:
    assert banned_words(line, SCRIPTS)
