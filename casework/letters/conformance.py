"""What WeasyPrint's PDF/A-3a still lacks so that one file is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once.

It is done on WeasyPrint's own objects before they are written: opening the finished file once more would cost a fifth
of the letter. WeasyPrint is asked for an uncompressed file, so that this module decides which stream is compressed.
"""

import re
import zlib
from typing import Any, Final

import pydyf

from casework.letters.characters import NoGlyph

PRODUCER: Final = "Polku"

#: The PDF/UA mark, and the description of its one property that PDF/A asks for.
_ACCESSIBLE: Final = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
    rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_RDF_END: Final = b"</rdf:RDF>"
_STREAM: Final = b"\nstream\n"
_END_STREAM: Final = b"\nendstream"
_CARRIAGE_RETURN: Final = 0x0D


def conform(document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: mark the file accessible, name a neutral producer, tell table headings their direction.

    Raises NoGlyph when a font lacks a character, since no such file can conform.
    """
    if missing := {codepoint for font in document.fonts.values() for codepoint in font.missing}:
        raise NoGlyph(missing)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and "Filter" not in item.extra:
            item.compress = _may_be_compressed(item)
        elif isinstance(item, dict) and item.get("S") == "/TH" and "Scope" not in item["A"]:
            item["A"]["Scope"] = _scope(pdf, item)
    _complete_metadata(pdf)


def _may_be_compressed(stream: Any) -> bool:
    """False when the compressed data would end in a carriage return.

    With the line feed that follows, it is read as one line end, and the length is one too many (ISO 19005-3, 6.1.7.1).
    It happens to one stream in 256; the last byte is the checksum's, so another level of compression would not help.
    """
    plain = stream.data
    content = plain[plain.index(_STREAM) + len(_STREAM) : -len(_END_STREAM)]
    return zlib.adler32(content) & 0xFF != _CARRIAGE_RETURN


def _complete_metadata(pdf: Any) -> None:
    """Metadata stays uncompressed, so that whoever receives the file can check that it names nobody."""
    metadata = _referred(pdf, pdf.catalog["Metadata"])
    [xmp] = metadata.stream
    xmp = re.sub(rb'(<rdf:Description [^>]*pdf:Producer=")[^"]*', rb"\g<1>" + PRODUCER.encode(), xmp)
    metadata.stream = [xmp.replace(_RDF_END, _ACCESSIBLE + _RDF_END)]
    metadata.compress = False
    pdf.info["Producer"] = f"({PRODUCER})"


def _scope(pdf: Any, heading: Any) -> str:
    above = heading
    while (reference := above.get("P")) is not None:
        above = _referred(pdf, reference)
        if above.get("S") in ("/THead", "/TBody", "/TFoot"):
            return "/Column" if above["S"] == "/THead" else "/Row"
    return "/Row"


def _referred(pdf: Any, reference: Any) -> Any:
    """The object behind "12 0 R"."""
    return pdf.objects[int(reference.split()[0])]
