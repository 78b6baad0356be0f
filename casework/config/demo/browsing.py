"""A very small browser for `demo --check`: keeps secure cookies itself, follows redirects, fills in forms."""

import dataclasses
import html.parser
import http.client
import http.cookies
import urllib.parse
from typing import Any


class Unexpected(Exception):
    """A page was not what the story says."""


@dataclasses.dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    fields: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    buttons: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    names: set[str] = dataclasses.field(default_factory=set)


class _Forms(html.parser.HTMLParser):
    """Reads forms with their fields as a browser would send them untouched; buttons apart."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._area: tuple[Form, str, str] | None = None
        self._select: tuple[Form, str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""))
            self.forms.append(self._open)
            if "id" in given:
                self._by_id[given["id"]] = self._open
            return
        form = self._by_id.get(given.get("form", "")) or self._open
        if form is None:
            return
        name = given.get("name", "")
        if tag == "option" and self._select:
            self._select[2].append((given.get("value", ""), "selected" in given))
        elif name and "disabled" not in given:
            self._control(form, tag, name, given)

    def _control(self, form: Form, tag: str, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        form.names.add(name)
        if tag == "button" or kind in {"submit", "image"}:
            form.buttons.append((name, value))
        elif tag == "textarea":
            self._area = (form, name, "")
        elif tag == "select":
            self._select = (form, name, [])
        elif tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in given):
            form.fields.append((name, value or ("on" if kind == "checkbox" else "")))

    def handle_data(self, data: str) -> None:
        if self._area:
            form, name, text = self._area
            self._area = (form, name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            form, name, text = self._area
            form.fields.append((name, text.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            form, name, options = self._select
            chosen = [value for value, selected in options if selected] or [value for value, _ in options[:1]]
            form.fields.extend((name, value) for value in chosen[:1])
            self._select = None
        elif tag == "form":
            self._open = None


class Browser:
    """One person's browser. `text` is the page as words with plain spaces, `body` its bytes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.path, self.status, self.body, self.kind = "/", 0, b"", ""

    @property
    def text(self) -> str:
        return self.body.decode().replace("\xa0", " ").replace("\u2060", "")

    def open(self, path: str) -> "Browser":
        """Open an address; raises Unexpected unless it answers 200."""
        return self._go("GET", path, None)

    def forms(self) -> list[Form]:
        """The forms of the page."""
        reader = _Forms()
        reader.feed(self.body.decode())
        return reader.forms

    def send(self, to: str = "", *, having: str = "", **typed: Any) -> "Browser":
        """Send the form whose address contains `to` (or that has a field `having`), with these fields changed.

        A list value sends a field several times; None leaves it out. Names with hyphens are written with `__`.
        """
        form = self._form(to, having)
        changes = {name.replace("__", "-"): value for name, value in typed.items()}
        fields = [(name, value) for name, value in form.fields if name not in changes]
        for name, value in changes.items():
            values = value if isinstance(value, list | tuple) else [value]
            fields.extend((name, str(one)) for one in values if one is not None)
        return self._go("POST", urllib.parse.urljoin(self.path, form.action or self.path), fields)

    def _form(self, to: str, having: str) -> Form:
        for form in self.forms():
            address = form.action or self.path
            if to in address and (not having or having in form.names):
                return form
        raise Unexpected(f"no form to {to or having} on {self.path}")

    def link(self, *parts: str) -> str:
        """The first address on the page that contains all these parts."""
        for piece in self.body.decode().split('href="')[1:]:
            address = piece.partition('"')[0].replace("&amp;", "&")
            if all(part in address for part in parts):
                return address
        raise Unexpected(f"no link to {' '.join(parts)} on {self.path}")

    def _go(self, method: str, path: str, fields: list[tuple[str, str]] | None, hops: int = 0) -> "Browser":
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": f"localhost:{self.port}", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://localhost:{self.port}",
                "Referer": f"http://localhost:{self.port}{self.path}",
            }
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.status, self.body, self.kind = answer.status, answer.read(), answer.getheader("Content-Type", "")
        self._keep_cookies(answer)
        connection.close()
        self.path = path.partition("#")[0]
        if self.status in {301, 302, 303} and hops < 6:
            following = urllib.parse.urlsplit(urllib.parse.urljoin(path, answer.getheader("Location", "/")))
            return self._go("GET", following._replace(scheme="", netloc="", fragment="").geturl(), None, hops + 1)
        return self

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(header).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
