"""The answer to a request for data on paper: PDFs of a size that the press takes, each whole in itself.

The press stands on the floor above, which registers it here: the ground floor knows no printing.
"""

import dataclasses
from collections.abc import Callable, Iterator

from django.template.loader import render_to_string
from django.utils.translation import get_language

from consent import access_answers
from consent.access_answers import Answer, Section, Use

Press = Callable[[str], bytes | None]
_press: list[Press] = []
#: Characters of what is told in one paper: half of what the press takes, for its time is short too.
LONGEST = 16_000
#: Characters that a line of the paper costs besides its words.
LINE = 40
#: Days of use in one paper.
USES = 120


@dataclasses.dataclass
class Lot:
    """What stands in one paper."""

    sections: list[Section] = dataclasses.field(default_factory=list)
    uses: list[Use] = dataclasses.field(default_factory=list)


def press(give: Press) -> None:
    """Register what turns HTML into the bytes of a PDF, outside any transaction."""
    _press[:] = [give]


def printed(html: str) -> bytes | None:
    """The PDF, or None when it could not be printed."""
    return _press[0](html)


def papers(answer: Answer) -> list[str]:
    """The HTML of each paper, in order: most answers are one."""
    parts = list(_parts(answer))
    return [_html(answer, part, place, len(parts)) for place, part in enumerate(parts, 1)]


def how_many(answer: Answer) -> int:
    """How many papers it takes."""
    return len(list(_parts(answer)))


def _parts(answer: Answer) -> Iterator[Lot]:
    """The answer cut into lots; an entry is never cut."""
    lot, size = Lot(), 0
    for section in answer.sections:
        for entry in section.entries:
            length = sum(LINE + len(str(part.label)) + len(part.words) for part in entry.parts)
            if lot.sections and size + length > LONGEST:
                yield lot
                lot, size = Lot(), 0
            if not lot.sections or lot.sections[-1].title != section.title:
                lot.sections.append(Section(section.title, []))
            lot.sections[-1].entries.append(entry)
            size += length
    for first in range(0, len(answer.uses), USES):
        if lot.uses:
            yield lot
            lot = Lot()
        lot.uses = answer.uses[first : first + USES]
    yield lot


def _html(answer: Answer, lot: Lot, place: int, of: int) -> str:
    about = access_answers.context(answer)
    first, last = place == 1, place == of
    return render_to_string(
        "consent/print/answer.html",
        {
            **about,
            "lot": lot,
            "language": (get_language() or "fi").partition("-")[0],
            "first": first,
            "last": last,
            "place": place,
            "of": of,
        },
    )
