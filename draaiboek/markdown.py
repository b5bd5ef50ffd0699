"""Markdown as blocks and sections, every one with the file and line it came from.

Parsed with markdown-it-py (CommonMark, tables, admonitions). The site engine reads Markdown a little differently, so
whatever the two would read differently is refused (PG007) instead of published as something else than the editor saw.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from draaiboek import safety
from draaiboek.diagnostics import Diagnostic
from draaiboek.model import Block, Link, Origin, Part, Section, Slot

HEADING = re.compile(r"^(?P<title>.*?)\s*\{\s*#(?P<id>[^\s{}]+)(?P<classes>(?:\s+\.[\w-]+)*)\s*\}$")
SLOT = re.compile(r"^<!--\s*slot:\s*(?P<name>[a-z0-9-]+)(?P<required>\s+verplicht)?\s*-->$")
REMARK = re.compile(r"^<!--\s*opmerking:.*-->$", re.DOTALL)
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LOCK = ".vast"
INDENT = 4


class Line(NamedTuple):
    """A line of Markdown and where it came from."""

    text: str
    origin: Origin


def block(text: str, origin: Origin) -> Iterator[Line]:
    """Yield the lines of *text* as a block of its own, all from *origin*."""
    for line in text.split("\n"):
        yield Line(line, origin)
    yield Line("", origin)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text: what stands before its first heading, its sections, and what is wrong with it."""

    lead: tuple[Part, ...]
    sections: tuple[Section, ...]
    problems: tuple[Diagnostic, ...]


def parse(lines: Sequence[Line]) -> Parsed:
    """Parse *lines* into blocks and sections; the levels of the first headings are the caller's to judge."""
    tokens = _engine().parse("\n".join(line.text for line in lines))
    problems: list[Diagnostic] = []
    parts = list(_parts(tokens, lines, problems))
    problems += _not_shown(tokens, lines)
    lead, sections = _nest(parts, problems)
    return Parsed(lead, sections, tuple(problems))


def split_front_matter(text: str) -> tuple[str | None, list[str], int]:
    """Return the front matter (None when there is none), the lines after it, and the number of the first of these."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---":
        return None, lines, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), lines[number + 1 :], number + 2
    return None, lines, 1


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": True}).enable("table").use(admon_plugin)
    # By default a javascript: link is quietly left as text; the site engine makes it a link, so we must see it.
    engine.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return engine


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    level: int
    title: str
    locked: bool
    origin: Origin


def _parts(tokens: Sequence[Token], lines: Sequence[Line], problems: list[Diagnostic]) -> Iterator[Part | _Heading]:
    for group in _top_level(tokens):
        first = group[0]
        start, end = first.map or (0, 0)
        origin = lines[start].origin
        problems += safety.problems(group, lines)
        problems += _misread(group, lines)
        problems += _by_hand(group, lines)
        if first.type == "heading_open":
            yield _heading(group, origin, problems)
        elif first.type == "html_block" and first.content.lstrip().startswith("<!--"):
            yield from _comment(first.content.strip(), origin, problems)
        else:
            text = "\n".join(line.text for line in lines[start:end]).rstrip()
            yield Block(_kind(first), text, origin, tuple(_content(group)), tuple(_links(group, lines)))


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            yield group
            group = []


def _kind(token: Token) -> str:
    return token.type.removesuffix("_open")


def _heading(group: Sequence[Token], origin: Origin, problems: list[Diagnostic]) -> _Heading:
    level = int(group[0].tag[1:])
    content = group[1].content
    match = HEADING.match(content)
    if not match or not ID.match(match["id"]):
        title = safety.without_attributes(content)
        problems.append(
            Diagnostic(
                "PG004",
                origin,
                f"de kop '{content}' heeft geen vast id",
                f"Zet er een id achter: {'#' * level} {title} {{#{_slug(title)}}}",
            )
        )
        return _Heading(_slug(title), level, title, locked=False, origin=origin)
    classes = match["classes"].split()
    hint = f"Achter een kop mag alleen {LOCK} staan."
    problems += [
        Diagnostic("HT003", origin, f"de klasse '{name}' is niet toegelaten", hint) for name in classes if name != LOCK
    ]
    return _Heading(match["id"], level, match["title"], LOCK in classes, origin)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "id"


def _comment(text: str, origin: Origin, problems: list[Diagnostic]) -> Iterator[Slot]:
    if match := SLOT.match(text):
        yield Slot(match["name"], bool(match["required"]), origin)
    elif not REMARK.match(text):
        problems.append(
            Diagnostic(
                "PG008",
                origin,
                f"onbekende plaatshouder: {text.splitlines()[0]}",
                "Mogelijk: '<!-- slot: naam -->', '<!-- slot: naam verplicht -->', '<!-- lijst: naam -->', "
                "'<!-- beslisboom: naam -->' of '<!-- opmerking: … -->'.",
            )
        )


def _content(group: Sequence[Token]) -> Iterator[str]:
    for token in group:
        if token.type == "inline":
            yield collapse(token.content)
        elif token.type in {"fence", "code_block", "html_block"}:
            yield f"{token.type} {token.info} {token.content}"
        elif token.nesting >= 0:
            yield f"{token.type} {collapse(token.info)}".strip()


def collapse(text: str) -> str:
    """Return *text* in NFC with every run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _links(group: Sequence[Token], lines: Sequence[Line]) -> Iterator[Link]:
    for inline in group:
        for child in inline.children or ():
            if child.type in {"link_open", "image"}:
                href = str(child.attrs["href" if child.type == "link_open" else "src"])
                yield Link(href, safety.locate(href, inline, lines), image=child.type == "image")


def _misread(group: Sequence[Token], lines: Sequence[Line]) -> Iterator[Diagnostic]:
    depth = 0
    first_in_item = False
    for token in group:
        if token.nesting < 0:
            depth -= token.type in _CONTAINERS_CLOSE
            continue
        if token.map and token.type != "inline" and token.level < _TABLE_PARTS.get(token.type, 99):
            yield from _wrong_place(token, lines, depth, in_item=first_in_item)
        if token.type in _CONTAINERS_OPEN:
            depth += 1
        first_in_item = token.type in {"list_item_open", "admonition_open", "admonition_title_open", "blockquote_open"}


_CONTAINERS_OPEN = {"list_item_open", "admonition_open"}
_CONTAINERS_CLOSE = {"list_item_close", "admonition_close"}
_TABLE_PARTS = dict.fromkeys(("thead_open", "tbody_open", "tr_open", "list_item_open", "admonition_title_open"), 0)
_NEEDS_BLANK = {"bullet_list_open", "ordered_list_open", "table_open", "admonition_open", "fence", "blockquote_open"}


def _wrong_place(token: Token, lines: Sequence[Line], depth: int, *, in_item: bool) -> Iterator[Diagnostic]:
    start = (token.map or [0])[0]
    line = lines[start]
    if token.type == "code_block":
        hint = "Haal de spaties aan het begin weg, of zet het stuk tussen regels met ```."
        yield Diagnostic("PG007", line.origin, "deze regel wordt gelezen als programmacode", hint)
    if token.type == "ordered_list_open" and token.markup == ")":
        hint = "Schrijf '1.', niet '1)'."
        yield Diagnostic("PG007", line.origin, "een genummerde lijst schrijf je met een punt", hint)
    nested_list = depth > 0 and token.type.endswith("_list_open")
    if token.type in _NEEDS_BLANK and start > 0 and lines[start - 1].text.strip() and not in_item and not nested_list:
        yield Diagnostic("PG007", line.origin, "hier ontbreekt een lege regel", "Zet een lege regel boven dit stuk.")
    spaces = len(line.text) - len(line.text.lstrip(" "))
    if not in_item and spaces != depth * INDENT and token.type != "code_block":
        text = f"deze regel springt {spaces} spaties in, het moeten er {depth * INDENT} zijn"
        yield Diagnostic("PG007", line.origin, text, "Spring per niveau vier spaties in.")


def _by_hand(group: Sequence[Token], lines: Sequence[Line]) -> Iterator[Diagnostic]:
    for token in group:
        if token.type == "inline" and (match := FOOTNOTE.search(token.content)):
            text = f"'{match[0]}' is een voetnoot met de hand"
            hint = "Citeer een bron, bijvoorbeeld [@livc-wet, art. 2]; de voetnoot komt vanzelf."
            yield Diagnostic("PG007", safety.locate(match[0], token, lines), text, hint)


def _not_shown(tokens: Sequence[Token], lines: Sequence[Line]) -> Iterator[Diagnostic]:
    shown = {number for token in tokens if token.level == 0 and token.map for number in range(*token.map)}
    for number, line in enumerate(lines):
        if line.text.strip() and number not in shown:
            text = f"deze regel zou verdwijnen: {line.text.strip()}"
            yield Diagnostic("PG007", line.origin, text, "Voetnoten en linkdefinities zijn niet toegelaten.")


def _nest(parts: Sequence[Part | _Heading], problems: list[Diagnostic]) -> tuple[tuple[Part, ...], tuple[Section, ...]]:
    headings = [index for index, part in enumerate(parts) if isinstance(part, _Heading)]
    if not headings:
        return tuple(_text(parts)), ()
    # A lone # above ## is the mistake; the headings below it are right.
    levels = {part.level for part in parts if isinstance(part, _Heading)}
    top = min(levels - {1}, default=1)
    first = parts[headings[0]]
    if isinstance(first, _Heading) and first.level != top:
        problems.append(_level_problem(first, top))
    return tuple(_text(parts[: headings[0]])), _sections(parts[headings[0] :], problems)


def _sections(parts: Sequence[Part | _Heading], problems: list[Diagnostic]) -> tuple[Section, ...]:
    sections = []
    heading = parts[0] if parts else None
    while isinstance(heading, _Heading):
        end = next(
            (i for i, p in enumerate(parts[1:], 1) if isinstance(p, _Heading) and p.level <= heading.level), len(parts)
        )
        inside, parts = parts[1:end], parts[end:]
        body_end = next((i for i, p in enumerate(inside) if isinstance(p, _Heading)), len(inside))
        below = inside[body_end:]
        if below and isinstance(below[0], _Heading) and below[0].level != heading.level + 1:
            problems.append(_level_problem(below[0], heading.level + 1))
        sections.append(
            Section(
                id=heading.id,
                level=heading.level,
                title=heading.title,
                locked=heading.locked,
                origin=heading.origin,
                body=tuple(_text(inside[:body_end])),
                subsections=_sections(below, problems),
            )
        )
        heading = parts[0] if parts else None
    return tuple(sections)


def _level_problem(heading: _Heading, right: int) -> Diagnostic:
    text = f"de kop '{heading.title}' staat op niveau {heading.level} en moet op niveau {right}"
    return Diagnostic("PG006", heading.origin, text, f"Schrijf {'#' * right} {heading.title} {{#{heading.id}}}")


def _text(parts: Sequence[Part | _Heading]) -> Iterator[Part]:
    return (part for part in parts if not isinstance(part, _Heading))
