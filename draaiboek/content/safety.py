"""What an editor's text may not contain, whoever wrote it: HTML, addresses, attributes and characters.

The attacks behind these rules are listed in CONTRIBUTING.md by code; "refuse, never silently clean".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import SplitResult, urlsplit

from markdown_it.token import Token

from draaiboek.base import characters
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Line, Link, Origin

ALLOWED_HTML = re.compile(r"^</?(br|sub|sup)\s*/?>$")
# tel: is not among them: what can be called stands in noodnummers.yml, and `compose` makes the link.
# variant: is ours, for a page of another variant; checks follow it.
ALLOWED_SCHEMES = {"https", "http", "mailto", "variant"}
COMMENT = re.compile(r"^<!--(?:(?!-->).)*-->$", re.DOTALL)
HEADING = re.compile(r"^(?P<title>.*?)\s*\{\s*#(?P<id>[^\s{}]+)(?P<classes>(?:\s+\.[\w-]+)*)\s*\}$")
# How a link to another variant is written; code and escaped characters come first: a link in them is left alone.
VARIANT_LINK = re.compile(
    r"(?P<kept>(?P<code>`+)[^`]*(?P=code)|\\.)"
    r"|\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]"
    r"\(variant:(?P<slug>[a-z0-9-]+)/(?P<path>[a-z0-9./-]+\.md)(?P<anchor>#[a-z0-9-]+)?(?P<title>\s+\"[^\"]*\")?\)",
    re.DOTALL,
)
VARIANT_ADDRESS = re.compile(r"^variant:[a-z0-9-]+/[a-z0-9./-]+\.md(#[a-z0-9-]+)?$")
MARKS = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+\.)\s+)*")
# What begins like a variable or a statement is judged as one (VR002).
VARIABLE = re.compile(r"\{\{[^{}]*(?:\}\})?|\{%[^{}]*\}?")
BRACE = re.compile(r"\{[^{}]*\}?")


def problems(group: Sequence[Token], lines: Sequence[Line]) -> Iterator[Diagnostic]:
    """Yield what is not allowed in the tokens of one block; links are judged by `link_problems`."""
    in_heading = group[0].type == "heading_open"
    for token in group:
        if token.type == "html_block" and not _is_comment(token):
            yield _html(token.content, inside(lines[(token.map or [0])[0]]))
        if token.type == "inline":
            yield from _inline(token, lines, in_heading=in_heading)


def link_problems(link: Link) -> Iterator[Diagnostic]:
    """Yield why *link* may not stand in a text."""
    parts = split_address(link.href)
    if link.image:
        if parts.scheme or link.href.startswith(("/", "\\")):
            hint = "Zet het beeld in de map media en verwijs ernaar met een kort pad."
            yield Diagnostic("HT002", link.origin, f"het beeld '{link.href}' komt van buiten het draaiboek", hint)
        if not link.text.strip():
            hint = "Zeg tussen de vierkante haken wat er op het beeld staat."
            yield Diagnostic("HT007", link.origin, f"het beeld '{link.href}' heeft geen vervangtekst", hint)
        return
    strange = link.href.startswith(("//", "\\")) or "@" in parts.netloc
    if (parts.scheme and _scheme(link.href) not in ALLOWED_SCHEMES) or strange:
        hint = "Toegelaten zijn https://, http://, mailto: en pagina's van het draaiboek."
        yield Diagnostic("HT002", link.origin, f"het adres '{link.href}' is niet toegelaten", hint)


def _scheme(href: str) -> str:
    """Return the scheme of *href*; ours, `variant:`, is only known without capitals."""
    written = href.partition(":")[0]
    return written if written.lower() == "variant" else written.lower()


def hidden(lines: Iterable[Line]) -> Iterator[Diagnostic]:
    """Yield every invisible or misleading character in *lines*."""
    for line in lines:
        for index, name in characters.hidden(line.text):
            origin = Origin(line.origin.path, line.origin.line, line.origin.column + index)
            yield Diagnostic("HT005", origin, f"hier staat een onzichtbaar teken ({name})", "Typ het woord opnieuw.")


def plain_text(token: Token) -> str:
    """Return what an inline token holds beside links' addresses, code and HTML."""
    kinds = {"text", "text_special", "softbreak", "hardbreak"}
    return "".join(child.content or " " for child in token.children or () if child.type in kinds)


def split_address(href: str) -> SplitResult:
    """Split *href* as urlsplit does; what that cannot read gets the scheme '?', which nothing allows."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("?", "", href, "", "")


def without_attributes(text: str) -> str:
    """Return *text* without `{…}`."""
    return BRACE.sub("", VARIABLE.sub("", text)).strip()


def inside(line: Line) -> Origin:
    """Return where the text of *line* begins, behind the marks of lists and quotes."""
    match = MARKS.match(line.text)
    return Origin(line.origin.path, line.origin.line, line.origin.column + (match.end() if match else 0))


def locate(word: str, inline: Token, lines: Sequence[Line]) -> Origin:
    """Return the first place of *word* in the lines of token *inline*, or of its first line."""
    return places([word], inline, lines)[0]


def places(words: Sequence[str], inline: Token, lines: Sequence[Line]) -> list[Origin]:
    """Return the place of each of *words*, which stand in this order in the lines of token *inline*."""
    start, end = inline.map or (0, 1)
    found = []
    number, column = start, 0
    for word in words:
        row, at = number, lines[number].text.find(word, column)
        while at < 0 and row + 1 < end:
            row += 1
            at = lines[row].text.find(word)
        if at >= 0:
            number, column = row, at + len(word)
            found.append(_at(lines[row], at))
        else:
            # An address behind the picture that is its text stands later than its own place in the tokens.
            earlier = ((line, line.text.find(word)) for line in lines[start:end])
            found.append(next((_at(line, place) for line, place in earlier if place >= 0), lines[start].origin))
    return found


def _at(line: Line, index: int) -> Origin:
    return Origin(line.origin.path, line.origin.line, line.origin.column + index)


def _is_comment(token: Token) -> bool:
    # On its own line, a comment with something behind it is judged as a placeholder (PG008).
    text = token.content.strip()
    return bool(COMMENT.match(text)) or (token.level == 0 and text.startswith("<!--"))


def _inline(token: Token, lines: Sequence[Line], *, in_heading: bool) -> Iterator[Diagnostic]:
    for child in token.children or ():
        if child.type == "html_inline" and not ALLOWED_HTML.match(child.content):
            yield _html(child.content, locate(child.content, token, lines))
    text = plain_text(token)
    if in_heading:
        match = HEADING.match(text)
        text = match["title"] if match else ""
    if brace := BRACE.search(VARIABLE.sub("", text)):
        hint = "Accolades horen alleen achter een kop."
        yield Diagnostic("HT003", locate(brace[0], token, lines), f"'{brace[0]}' is hier niet toegelaten", hint)


def _html(content: str, origin: Origin) -> Diagnostic:
    tag = content.strip().splitlines()[0][:40]
    return Diagnostic("HT001", origin, f"HTML is niet toegelaten: {tag}", "Schrijf het in gewone Markdown.")
