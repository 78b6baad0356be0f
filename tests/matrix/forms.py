"""The forms of a page as a browser reads them: where they go, what they carry, what may be typed."""

import dataclasses
from html.parser import HTMLParser

TYPED = {"text", "search", "email", "tel", "url", "number", "date", "time", "password", "textarea"}


@dataclasses.dataclass
class Form:
    """One form: `fields` as they stand, `typed` those into which somebody writes, `long` those for whole texts."""

    action: str
    fields: dict[str, str] = dataclasses.field(default_factory=dict)
    typed: list[str] = dataclasses.field(default_factory=list)
    long: list[str] = dataclasses.field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._open = ("", "")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = Form(has.get("action", ""))
            self.forms.append(self._form)
        form, name = self._form, has.get("name", "")
        if form is None:
            return
        if tag == "textarea":
            form.typed.append(name)
            form.long.append(name)
            form.fields[name] = ""
            self._open = ("textarea", name)
        elif tag == "input" and name:
            self._input(form, name, has)
        elif tag == "select":
            self._open = ("select", name)
        elif tag == "option" and (form.fields.get(self._open[1]) is None or "selected" in has):
            form.fields[self._open[1]] = has.get("value", "")

    def _input(self, form: Form, name: str, has: dict[str, str]) -> None:
        kind = has.get("type", "text")
        if kind in TYPED:
            form.typed.append(name)
        if kind in {"radio", "checkbox"}:
            if "checked" in has or (kind == "radio" and name not in form.fields):
                form.fields[name] = has.get("value", "on")
        elif kind not in {"submit", "button"}:
            form.fields[name] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in {"textarea", "select"}:
            self._open = ("", "")

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._open[0] == "textarea":
            self._form.fields[self._open[1]] += data


def forms_of(page: str) -> list[Form]:
    """Forms of the page's main part; the search and the language switch of the shell are the shell's."""
    reader = _Reader()
    reader.feed(page.partition("<main")[2].partition("</main>")[0])
    for form in reader.forms:
        form.fields.pop("csrfmiddlewaretoken", None)
    return reader.forms
