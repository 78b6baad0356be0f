"""The catalogues of translations: what the sources say, what Finnish and Swedish answer, what is wrong between them.

Babel does it all, so that gettext's own programs need not be installed. English is the source and needs no catalogue.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message, pofile
from babel.messages.extract import extract
from django.utils.translation.template import templatize

LANGUAGES = ("fi", "sv")
SOURCES = ("consent", "casework", "pathways", "templates")
KEYWORDS: dict[str, Any] = {
    name + lazy: places
    for lazy in ("", "_lazy")
    for name, places in {
        "_": None,
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
} | {"gettext_noop": None}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")


def strings_of(root: Path) -> Catalog:
    """Every string that the sources mark for translation, with the files that say it."""
    found = Catalog()
    for folder in SOURCES:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in {".py", ".html", ".txt"} and "migrations" not in file.parts:
                for message in _messages(file):
                    found.add(message.id, locations=[(str(file.relative_to(root)), 0)], context=message.context)
    return found


def _messages(file: Path) -> Iterator[Message]:
    code = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # templatize leaves marked strings as calls and everything else as X; indentation would stop the tokenizer
        code = "\n".join(line.strip() for line in templatize(code, origin=str(file)).splitlines())
    for _, text, _, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        yield Message(text, context=context)


def read(file: Path, language: str) -> Catalog:
    """A catalogue from its file; an empty one when there is no file yet."""
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as text:
        return pofile.read_po(text, locale=language)


def write(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue that changes only where words change: sorted, without dates and line numbers."""
    body = io.BytesIO()
    pofile.write_po(body, catalogue, width=116, omit_header=True, sort_output=True, include_lineno=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(HEADER.format(language=catalogue.locale).encode() + body.getvalue().strip() + b"\n")


def update(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with exactly the template's strings; translations that stay are kept, none are guessed."""
    updated = Catalog(locale=catalogue.locale)
    for message in template:
        if message.id:
            known = catalogue.get(message.id, message.context)
            string = known.string if known and known.pluralizable == message.pluralizable else ""
            flags = known.flags if known else ()
            updated.add(message.id, string, message.locations, flags, context=message.context)
    return updated


def faults(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, a line each: missing, obsolete, fuzzy, untranslated, other placeholders."""
    for message in template:
        if message.id and not catalogue.get(message.id, message.context):
            yield f"missing: {_name(message)}"
    for message in catalogue:
        if message.id and not template.get(message.id, message.context):
            yield f"obsolete: {_name(message)}"
        elif message.id and (fault := _fault(message)):
            yield f"{fault}: {_name(message)}"


def _fault(message: Message) -> str | None:
    sources, strings = _texts(message.id), _texts(message.string)
    if message.fuzzy:
        return "fuzzy"
    if not all(strings):
        return "untranslated"
    if any(placeholders(text) not in [placeholders(source) for source in sources] for text in strings):
        return "placeholders differ"
    return None


def placeholders(text: str) -> list[str]:
    """What a translation must repeat unchanged, in any order: `%(name)s`, `{name}`, `<strong>`."""
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def _texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ("",))


def _name(message: Message) -> str:
    context = f"[{message.context}] " if message.context else ""
    place = message.locations[0][0] if message.locations else "?"
    return f"{context}{_texts(message.id)[0]!r} ({place})"
