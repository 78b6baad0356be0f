"""Compiles the translations with Babel, so that gettext's own programs need not be installed."""

import os
from pathlib import Path


def compile_translations(locale: Path) -> None:
    """Write each `django.mo` that is missing or older than its `django.po`."""
    for source in locale.glob("*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        from babel.messages import mofile, pofile  # half of a start, and seldom needed

        written = source.with_suffix(f".{os.getpid()}.new")  # test workers may come here at the same moment
        with source.open("rb") as text, written.open("wb") as binary:
            mofile.write_mo(binary, pofile.read_po(text, locale=source.parts[-3]))
        written.replace(compiled)
