"""What the site engine would read otherwise than an editor and `markdown` do; it is refused, never guessed at.

CommonMark (here) and Python-Markdown (the site) differ in indentation, blank lines, link definitions, fences and line
breaks. Most of these codes are PG007.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Line
from draaiboek.content import safety

INDENT = 4
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
DEFINITION = re.compile(r"^[\s>]*\[[^\]]+\]:")
QUOTE = re.compile(r"^(?:\s{0,3}>\s?)+")
CONTAINERS = {"list_item", "admonition"}
# Tokens that start no line of their own.
INSIDE = {"thead_open", "tbody_open", "tr_open", "list_item_open", "admonition_title_open", "inline"}
OPENERS = {"list_item_open", "admonition_open", "admonition_title_open", "blockquote_open"}
NEEDS_BLANK = {"bullet_list_open", "ordered_list_open", "table_open", "admonition_open", "blockquote_open"}


def lines(texts: Sequence[Line]) -> Iterator[Diagnostic]:
    """Yield what is wrong with single lines."""
    for line in texts:
        if DEFINITION.match(line.text):
            yield _vanishes(line)
        if "\r" in line.text:
            yield Diagnostic("PG007", line.origin, "deze regel heeft een oud soort regeleinde", "Typ de regel opnieuw.")
        if line.text.endswith("\\") and not line.text.endswith("\\\\"):
            hint = "Schrijf <br> aan het einde van de regel."
            yield Diagnostic("PG007", line.origin, "een regel breek je niet af met een schuine streep", hint)


def not_shown(tokens: Sequence[Token], texts: Sequence[Line]) -> Iterator[Diagnostic]:
    """Yield the lines that are in no block: they would vanish."""
    shown = {number for token in tokens if token.level == 0 and token.map for number in range(*token.map)}
    for number, line in enumerate(texts):
        if line.text.strip() and number not in shown:
            yield _vanishes(line)


def block(group: Sequence[Token], texts: Sequence[Line]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the tokens of one top-level block."""
    depth = 0
    at_opening = False
    for token in group:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting < 0:
            depth -= kind in CONTAINERS
            continue
        if token.map and token.type not in INSIDE:
            yield from _placed(token, texts, depth, at_opening=at_opening)
        if token.type == "inline":
            yield from _unread(token, texts)
            yield from _variant_links(token, texts)
        depth += token.nesting > 0 and kind in CONTAINERS
        at_opening = token.type in OPENERS


def _placed(token: Token, texts: Sequence[Line], depth: int, *, at_opening: bool) -> Iterator[Diagnostic]:
    start = (token.map or [0])[0]
    line = texts[start]
    yield from _kind(token, line)
    text = QUOTE.sub("", line.text)
    spaces = len(text) - len(text.lstrip(" "))
    before = QUOTE.sub("", texts[start - 1].text).strip() if start else ""
    nested_list = depth > 0 and token.type.endswith("_list_open")
    if token.type in NEEDS_BLANK and before and not at_opening and not nested_list:
        yield Diagnostic("PG007", line.origin, "hier ontbreekt een lege regel", "Zet een lege regel boven dit stuk.")
    if not at_opening and spaces != depth * INDENT and token.type != "code_block":
        found = f"deze regel springt {spaces} spaties in, het moeten er {depth * INDENT} zijn"
        yield Diagnostic("PG007", line.origin, found, "Spring per niveau vier spaties in.")


def _kind(token: Token, line: Line) -> Iterator[Diagnostic]:
    if token.type in {"code_block", "fence"}:
        hint = "Haal de spaties of de tekens ``` aan het begin weg."
        yield Diagnostic("PG007", line.origin, "dit wordt gelezen als programmacode", hint)
    if token.type == "ordered_list_open" and token.markup == ")":
        hint = "Schrijf '1.', niet '1)'."
        yield Diagnostic("PG007", line.origin, "een genummerde lijst schrijf je met een punt", hint)
    if token.level and token.type == "heading_open":
        title = safety.without_attributes(line.text.lstrip(" >-*+#0123456789."))
        found = f"de kop '{title}' staat in een lijst, kader of citaat"
        yield Diagnostic("PG006", safety.inside(line), found, "Zet de kop los van de tekst eromheen.")
    if token.level and token.type == "html_block" and safety.COMMENT.match(token.content.strip()):
        found = f"een plaatshouder kan niet in een lijst, kader of citaat staan: {token.content.strip()}"
        yield Diagnostic("PG008", safety.inside(line), found, "Zet hem op een eigen regel, zonder inspringen.")


def _unread(token: Token, texts: Sequence[Line]) -> Iterator[Diagnostic]:
    if match := FOOTNOTE.search(safety.plain_text(token)):
        found = f"'{match[0]}' is een voetnoot met de hand"
        hint = "Citeer een bron, bijvoorbeeld [@livc-wet, art. 2]; de voetnoot komt vanzelf."
        yield Diagnostic("PG007", safety.locate(match[0], token, texts), found, hint)
    if "](" in safety.plain_text(token):
        hint = "Schrijf [tekst](adres), zonder spaties in het adres en zonder schuine streep ervoor."
        yield Diagnostic("PG007", safety.locate("](", token, texts), "deze link is niet te lezen", hint)


def _variant_links(token: Token, texts: Sequence[Line]) -> Iterator[Diagnostic]:
    """Yield a problem when a link to another variant is not written as `render` knows it."""
    hrefs = [str(child.attrs.get("href", "")) for child in token.children or ()]
    links = [href for href in hrefs if safety.VARIANT_ADDRESS.match(href)]
    known = [match for match in safety.VARIANT_LINK.finditer(token.content) if not match["kept"]]
    if len(links) != len(known):
        hint = "Schrijf [tekst](variant:sector/pagina.md) of [tekst](variant:sector/pagina.md#id)."
        found = "deze link naar een andere variant is niet te lezen"
        yield Diagnostic("PG007", safety.locate("variant:", token, texts), found, hint)


def _vanishes(line: Line) -> Diagnostic:
    found = f"deze regel zou verdwijnen: {line.text.strip()}"
    return Diagnostic("PG007", line.origin, found, "Voetnoten en linkdefinities zijn niet toegelaten.")
