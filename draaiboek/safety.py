"""What an editor's text may not contain, whoever wrote it: HTML, addresses, attributes and characters.

The attacks behind these rules are listed in CONTRIBUTING.md by code; "refuse, never silently clean".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from markdown_it.token import Token

from draaiboek.diagnostics import Diagnostic
from draaiboek.model import Origin

if TYPE_CHECKING:
    from draaiboek.markdown import Line

ALLOWED_HTML = re.compile(r"^</?(br|sub|sup)\s*/?>$")
# variant: is ours, for a page of another variant; checks follow it.
ALLOWED_SCHEMES = {"https", "http", "mailto", "tel", "variant"}
ATTRIBUTES = re.compile(r"(?<!\{)\{(?!\{)[^{}]*\}(?!\})")
# Bidirectional controls, zero-width characters and other invisible ones: what is read is not what is written.
HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
SVG = "{http://www.w3.org/2000/svg}"
SVG_ELEMENTS = {
    "svg", "g", "title", "desc", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan",
    "defs", "marker", "linearGradient", "stop", "symbol",
}  # fmt: skip


def problems(group: Sequence[Token], lines: Sequence[Line]) -> Iterator[Diagnostic]:
    """Yield what is not allowed in the tokens of one block."""
    for token in group:
        if token.type == "html_block" and not token.content.lstrip().startswith("<!--"):
            yield _html(token.content, lines[(token.map or [0])[0]].origin)
        if token.type == "inline":
            yield from _inline(token, lines)
        if token.type in {"inline", "fence"}:
            yield from _hidden(token, lines)


def split_address(href: str) -> SplitResult:
    """Split *href* as urlsplit does; what that cannot read gets the scheme '?', which nothing allows."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("?", "", href, "", "")


def without_attributes(text: str) -> str:
    """Return *text* without `{…}`."""
    return ATTRIBUTES.sub("", text).strip()


def locate(word: str, inline: Token, lines: Sequence[Line]) -> Origin:
    """Return the place of *word* in the lines of token *inline*, or of its first line."""
    start, end = inline.map or (0, 1)
    for line in lines[start:end]:
        column = line.text.find(word)
        if column >= 0:
            return Origin(line.origin.path, line.origin.line, line.origin.column + column)
    return lines[start].origin


def svg_problems(text: bytes, origin: Origin) -> Iterator[Diagnostic]:
    """Yield what makes an SVG file unsafe, or useless to who cannot see it."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        found = f"de tekening is niet te lezen ({error})"
        yield Diagnostic("HT004", origin, found, "Bewaar ze opnieuw als gewone svg.")
        return
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG)
        if name not in SVG_ELEMENTS:
            hint = "Maak de tekening opnieuw met alleen vormen en tekst."
            yield Diagnostic("HT004", origin, f"het element <{name}> is niet toegelaten in een tekening", hint)
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].lower()
            if plain.startswith("on") or plain in {"href", "style", "class"} or "url(" in value.replace("url(#", ""):
                text_ = f"het kenmerk '{plain}' is niet toegelaten in een tekening"
                yield Diagnostic("HT004", origin, text_, "Gebruik alleen kenmerken zoals fill en stroke.")
    if root.find(f"{SVG}title") is None:
        yield Diagnostic("HT004", origin, "de tekening heeft geen <title>", "Zet een <title> en een <desc> in de svg.")


def _inline(token: Token, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    for child in token.children or ():
        if child.type == "html_inline" and not ALLOWED_HTML.match(child.content):
            yield _html(child.content, locate(child.content, token, lines))
        if child.type == "link_open":
            yield from _address(str(child.attrs["href"]), token, lines)
        if child.type == "image":
            yield from _image(child, token, lines)
    if token.level == 1 and HEADING_END.search(token.content):
        return
    text = CODE.sub("", token.content)
    for match in ATTRIBUTES.finditer(text):
        origin = locate(match[0], token, lines)
        hint = "Accolades horen alleen achter een kop."
        yield Diagnostic("HT003", origin, f"'{match[0]}' is hier niet toegelaten", hint)


HEADING_END = re.compile(r"\{\s*#[^\s{}]+(\s+\.[\w-]+)*\s*\}$")
CODE = re.compile(r"`[^`]*`")


def _html(content: str, origin: Origin) -> Diagnostic:
    tag = content.strip().splitlines()[0][:40]
    return Diagnostic("HT001", origin, f"HTML is niet toegelaten: {tag}", "Schrijf het in gewone Markdown.")


def _address(href: str, token: Token, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    parts = split_address(href)
    scheme, host = parts.scheme, parts.netloc
    if (scheme and scheme.lower() not in ALLOWED_SCHEMES) or href.startswith(("//", "\\")) or (host and "@" in host):
        hint = "Toegelaten zijn https://, http://, mailto:, tel: en pagina's van het draaiboek."
        yield Diagnostic("HT002", locate(href, token, lines), f"het adres '{href}' is niet toegelaten", hint)


def _image(child: Token, token: Token, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    src = str(child.attrs["src"])
    origin = locate(src, token, lines)
    if split_address(src).scheme or src.startswith(("/", "\\")):
        hint = "Zet het beeld in de map media en verwijs ernaar met een kort pad."
        yield Diagnostic("HT002", origin, f"het beeld '{src}' komt van buiten het draaiboek", hint)
    if not child.content.strip():
        hint = "Zeg tussen de vierkante haken wat er op het beeld staat."
        yield Diagnostic("HT007", origin, f"het beeld '{src}' heeft geen vervangtekst", hint)


def _hidden(token: Token, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    for match in HIDDEN.finditer(token.content):
        name = f"U+{ord(match[0]):04X}"
        origin = locate(match[0], token, lines)
        yield Diagnostic("HT005", origin, f"hier staat een onzichtbaar teken ({name})", "Typ het woord opnieuw.")
