"""Which characters of a text can stand on paper."""

import re
from collections.abc import Iterable
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

#: Control characters, and the marks that turn the direction of what follows them: on paper they only deceive.
_SILENT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
#: Private use: no two fonts agree what they mean, and PDF/A refuses them (ISO 19005-3, 6.2.11.7.3).
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


class NoGlyph(Exception):
    """Characters that no font here can draw; PDF/A refuses the empty box that would stand for them (6.2.11.8)."""

    def __init__(self, codepoints: Iterable[int]) -> None:
        super().__init__()  # without them: an error never carries what a letter says
        self.table = dict.fromkeys(codepoints, REPLACEMENT)


def printable(text: str) -> str:
    """The text without control characters, and with `REPLACEMENT` for private ones."""
    return _PRIVATE.sub(REPLACEMENT, _SILENT.sub("", text))
