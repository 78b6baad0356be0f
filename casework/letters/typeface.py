"""The two typefaces of a letter, handed to WeasyPrint without a copy on disk.

WeasyPrint copies every @font-face into a temporary folder, and cuts the weights that it needs out of a variable font
anew for every document: more than half of the time that a letter takes. Here both weights are cut once, into memory.
IBM Plex because its Arabic cut has a true text layer; Noto Sans Arabic has not (WeasyPrint issue 2841).
"""

import os
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import fontpkg_ibm_plex_sans
import fontpkg_ibm_plex_sans_arabic
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from fontTools.varLib.instancer import instantiateVariableFont
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

VARIABLE: Final = Path(fontpkg_ibm_plex_sans.ROOT) / "files" / "IBMPlexSans[wdth,wght].ttf"
ARABIC: Final = tuple(
    Path(fontpkg_ibm_plex_sans_arabic.ROOT) / "files" / f"IBMPlexSansArabic-{weight}.ttf"
    for weight in ("Regular", "SemiBold")
)
WEIGHTS: Final = (400, 600)
WIDTH: Final = 100


class LetterFonts(FontConfiguration):  # type: ignore[misc]  # untyped base
    """Plex in front of the fonts of the machine, which only fill in for scripts that Plex lacks."""

    def __init__(self) -> None:
        super().__init__()
        for path in (*_latin_faces(), *ARABIC):
            if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(path)):
                raise OSError("A typeface of the letters cannot be read.")
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """No document brings its own font, so nothing is ever copied to a temporary folder."""


def _latin_faces() -> tuple[Path, ...]:
    """One face for each weight, in memory; the variable file where the system has no such memory, which is slower."""
    if not hasattr(os, "memfd_create"):
        return (VARIABLE,)
    return tuple(_in_memory(_cut(weight), f"plex-{weight}") for weight in WEIGHTS)


def _cut(weight: int) -> bytes:
    """The static font of one weight; kerning stays that of the regular weight, since merging it would take seconds."""
    font = TTFont(VARIABLE)
    layout = {tag: font.reader[tag] for tag in ("GDEF", "GPOS", "GSUB")}
    for tag in layout:
        del font[tag]
    font = instantiateVariableFont(font, {"wght": weight, "wdth": WIDTH}, inplace=True, updateFontNames=True)
    for tag, data in layout.items():
        font[tag] = DefaultTable(tag)
        font[tag].data = data
    cut = BytesIO()
    font.save(cut)
    return cut.getvalue()


def _in_memory(content: bytes, name: str) -> Path:
    """A path to a file that exists only in memory and as long as this process and its children."""
    descriptor = os.memfd_create(name)
    with open(descriptor, "wb", closefd=False) as memory:
        memory.write(content)
    return Path(f"/proc/self/fd/{descriptor}")
