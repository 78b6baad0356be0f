"""Papers of the house about itself: headed facts that are a page and, printed, one PDF. No participant stands in one.

The press stands on an upper floor, which gives it to this one when it is loaded (`use`).
"""

import dataclasses
import datetime
from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language

from consent.errors import NotNow

Words = str | Promise


class NotPrinted(NotNow):
    """The press is away or refused."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value; an empty one is for the controller to fill in. `finnish` marks law written in Finnish."""

    label: Words
    value: Words
    finnish: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A headed part: sentences, then facts."""

    heading: Words
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[Words, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper; `name` is the file's, in plain letters."""

    name: str
    title: Words
    lede: Words
    dated: datetime.date
    parts: tuple[Part, ...]


Press = Callable[[str], bytes | None]
_press: list[Press] = []


def use(press: Press) -> None:
    """Give the press: HTML to the bytes of a PDF, or None when it cannot be printed."""
    _press[:] = [press]


def html(paper: Paper) -> str:
    """The document that goes to the press, in the language of the page."""
    return render_to_string("consent/paper.html", {"paper": paper, "language": (get_language() or "fi").split("-")[0]})


def printed(text: str) -> bytes | None:
    """The PDF of a document, or None. Never inside a transaction: it takes seconds."""
    return _press[0](text) if _press else None
