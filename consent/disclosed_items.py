"""What was told, in words: the codes of the disclosure log, named by whoever writes them. Content is never in them."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from consent.data_categories import CATEGORIES
from consent.models import Disclosure

Channel = Disclosure.Channel
#: What goes by word of mouth is written as categories of data, everything else as fields and parts of a letter.
BY_WORD = frozenset({Channel.PHONE, Channel.MEETING, Channel.MAIL})
Words = str | Promise
Labels = Callable[[], Mapping[str, Words]]
_labels: dict[str, Labels] = {}


def add(name: str, labels: Labels) -> None:
    """Register labels by code, in the order in which they are to stand."""
    _labels[name] = labels


def of(row: Disclosure) -> list[str]:
    """The labels of what one row tells; codes that nobody knows are told of as one."""
    known = dict(CATEGORIES) if row.channel in BY_WORD else _registered()
    named = set(row.items)
    labels = [str(label) for code, label in known.items() if code in named]
    return [*labels, *([_("Another detail")] if named - known.keys() else [])]


def _registered() -> dict[str, Words]:
    found: dict[str, Words] = {}
    for labels in _labels.values():
        found |= labels()
    return found
