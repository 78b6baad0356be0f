"""Scans of papers: what may be kept, read by a process of its own that nothing of the house is in.

A file is a PDF, a JPEG or a PNG by its first bytes, whatever it is called; see consent.scan_reader for what is looked
at. Slow: never within a transaction.
"""

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.errors import NotNow
from consent.models import ConsentPaper
from consent.uploads import MOST

_READER: Final = Path(__file__).with_name("scan_reader.py")
_SECONDS: Final = 30

REFUSALS: Final[dict[str, str | Promise]] = {
    "large": _("The file is too large. At most 10 MB and 40 million pixels."),
    "other": _("Only a PDF, JPEG or PNG file can be attached."),
    "acts": _("The PDF has a program, an attachment or a password in it. Scan the paper again."),
    "broken": _("The file cannot be read. Scan the paper again."),
}


class ScanRefused(NotNow):
    """A file that is not kept."""


@dataclasses.dataclass(frozen=True)
class Scan:
    """A file that may be kept."""

    kind: str
    content: bytes = dataclasses.field(repr=False)


def read(content: bytes) -> Scan:
    """The scan as it may be kept. Raises ScanRefused."""
    if len(content) > MOST:
        raise ScanRefused(REFUSALS["large"])
    try:
        done = subprocess.run(  # our own interpreter, our own file
            [sys.executable, "-I", str(_READER)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a decoder says may quote the file
            env={"LANG": "C.UTF-8"},
            cwd="/",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ScanRefused(REFUSALS["broken"]) from None
    kind, _newline, kept = done.stdout.partition(b"\n")
    found = kind.decode("ascii", "replace")
    if done.returncode != 0 or found not in ConsentPaper.Kind.values:
        raise ScanRefused(REFUSALS.get(found, REFUSALS["broken"]))
    if not kept or len(kept) > MOST:
        raise ScanRefused(REFUSALS["large"])
    return Scan(found, kept)
