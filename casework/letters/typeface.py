"""The two typefaces of a letter, handed to WeasyPrint without a copy on disk.

WeasyPrint copies every @font-face into a temporary folder, and cuts the weights that it needs out of a variable font
anew for every document: more than half of the time that a letter takes. Here both weights are cut once, into memory.
IBM Plex because its Arabic cut has a true text layer; Noto Sans Arabic has not (WeasyPrint issue 2841).
"""

import os
import unicodedata
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
        for path in _faces():
            if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(path)):
                raise OSError("A typeface of the letters cannot be read.")
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """No document brings its own font, so nothing is ever copied to a temporary folder."""


def _faces() -> tuple[Path, ...]:
    """The faces in memory; the files as they are where the system has no such memory, which is slower."""
    if not hasattr(os, "memfd_create"):
        return (VARIABLE, *ARABIC)
    return tuple(_in_memory(font) for font in (*map(_cut, WEIGHTS), *map(_plain, ARABIC)))


def _cut(weight: int) -> TTFont:
    """The static font of one weight; kerning stays that of the regular weight, since merging it would take seconds."""
    font = TTFont(VARIABLE)
    layout = {tag: font.reader[tag] for tag in ("GDEF", "GPOS", "GSUB")}
    for tag in layout:
        del font[tag]
    font = instantiateVariableFont(font, {"wght": weight, "wdth": WIDTH}, inplace=True, updateFontNames=True)
    for tag, data in layout.items():
        font[tag] = DefaultTable(tag)
        font[tag].data = data
    return font


def _plain(path: Path) -> TTFont:
    """The Arabic font with no ligature but lam-alef, which the script demands.

    Poppler and pypdf take the letters of a ligature in the wrong order; "kabir" would be found and read out as "kabri".
    """
    font = TTFont(path)
    features = font["GSUB"].table.FeatureList.FeatureRecord
    lookups = {
        number for record in features if record.FeatureTag == "rlig" for number in record.Feature.LookupListIndex
    }
    for number in lookups:
        for table in font["GSUB"].table.LookupList.Lookup[number].SubTable:
            table.ligatures = {first: joined for first, joined in table.ligatures.items() if _is_lam(first)}
    return font


def _is_lam(glyph: str) -> bool:
    """Glyphs are named by code point: "uniFEE0" is the medial form of lam, "uni06B5.medi" the Kurdish one."""
    return glyph.startswith("uni") and "LETTER LAM" in unicodedata.name(chr(int(glyph[3:7], 16)), "")


def _in_memory(font: TTFont) -> Path:
    """A path to a file that exists only in memory and as long as this process and its children."""
    descriptor = os.memfd_create("plex")
    with open(descriptor, "wb", closefd=False) as memory:
        font.save(memory)
    return Path(f"/proc/self/fd/{descriptor}")
