"""SVG files of editors: shapes and text, nothing that runs, loads or hides.

An SVG that is opened by itself runs with our site's rights and no policy of ours holds it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {
    "svg", "g", "title", "desc", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan",
    "defs", "marker", "linearGradient", "stop", "symbol",
}  # fmt: skip
REFUSED = {"href", "style", "class", "base"}
# Anything between brackets loads something, except a shape in the drawing itself; a backslash can hide it.
LOADS = re.compile(r"\\|url\s*\((?!\s*[\"']?#)|@import", re.IGNORECASE)
INSTRUCTION = re.compile(rb"<\?(?!xml\s)")
ENCODING = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
SHAPES = "Maak de tekening opnieuw met alleen vormen en tekst."


def problems(text: bytes, origin: Origin) -> Iterator[Diagnostic]:
    """Yield what makes the SVG *text* unsafe, or useless to who cannot see it."""
    declared = ENCODING.search(text)
    if declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}:
        yield Diagnostic("HT004", origin, "de tekening is niet in UTF-8", "Bewaar ze opnieuw als gewone svg in UTF-8.")
        return
    if INSTRUCTION.search(text):
        found = "een opdracht (<?…?>) is niet toegelaten in een tekening"
        yield Diagnostic("HT004", origin, found, SHAPES)
    try:
        root = fromstring(text.decode("utf-8"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, UnicodeDecodeError, ValueError, LookupError):
        hint = "Bewaar ze opnieuw als gewone svg in UTF-8, zonder DOCTYPE."
        yield Diagnostic("HT004", origin, "de tekening is niet te lezen", hint)
        return
    for element in root.iter():
        yield from _element(element, origin)
    if root.find(f"{SVG}title") is None:
        yield Diagnostic("HT004", origin, "de tekening heeft geen <title>", "Zet een <title> en een <desc> in de svg.")


def _element(element: Element, origin: Origin) -> Iterator[Diagnostic]:
    name = str(element.tag).removeprefix(SVG)
    if name not in ELEMENTS:
        yield Diagnostic("HT004", origin, f"het element <{name}> is niet toegelaten in een tekening", SHAPES)
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on") or plain in REFUSED or LOADS.search(value):
            found = f"het kenmerk '{plain}' is niet toegelaten in een tekening"
            yield Diagnostic("HT004", origin, found, "Gebruik alleen kenmerken zoals fill en stroke.")
