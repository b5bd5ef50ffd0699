"""Markdown as blocks and sections, every one with the file and line it came from.

Parsed with markdown-it-py (CommonMark, tables, admonitions). The site engine reads Markdown a little differently, so
whatever the two would read differently is refused (`misread`) instead of published as something else than was seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Block, Line, Link, Origin, Part, Section, Slot
from draaiboek.content import read_otherwise, safety

SLOT = re.compile(r"^<!--\s*slot:\s*(?P<name>[a-z0-9-]+)(?P<required>\s+verplicht)?\s*-->$")
REMARK = re.compile(r"^<!--\s*opmerking:(?:(?!-->).)*-->$", re.DOTALL)
ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LOCK = ".vast"


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
    # A lone carriage return is a line end for the parser but not for whoever counted the lines.
    tokens = engine().parse("\n".join(line.text.replace("\r", " ") for line in lines))
    problems = [*read_otherwise.lines(lines), *read_otherwise.not_shown(tokens, lines)]
    parts = list(_parts(tokens, lines, problems))
    first = next((index for index, part in enumerate(parts) if isinstance(part, _Heading)), len(parts))
    return Parsed(tuple(_text(parts[:first])), _sections(parts[first:], problems), tuple(problems))


def split_front_matter(text: str) -> tuple[str | None, list[str], int]:
    """Return the front matter (None when there is none), the lines after it, and the number of the first of these."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != "---":
        return None, lines, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), lines[number + 1 :], number + 2
    return None, lines, 1


def engine() -> MarkdownIt:
    """Return the parser of our Markdown."""
    engine = MarkdownIt("commonmark", {"html": True}).enable("table").use(admon_plugin)
    # By default a javascript: link is quietly left as text; the site engine makes it a link, so we must see it.
    engine.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    # An address is shown to the editor as the editor wrote it.
    engine.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return engine


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    level: int
    title: str
    locked: bool
    origin: Origin
    links: tuple[Link, ...]


def _parts(tokens: Sequence[Token], lines: Sequence[Line], problems: list[Diagnostic]) -> Iterator[Part | _Heading]:
    for group in _top_level(tokens):
        first = group[0]
        start, end = first.map or (0, 0)
        origin = lines[start].origin
        links = tuple(_links(group, lines))
        problems += safety.problems(group, lines)
        problems += (problem for link in links for problem in safety.link_problems(link))
        problems += read_otherwise.block(group, lines)
        if first.type == "heading_open":
            yield _heading(group, origin, links, problems)
        elif first.type == "html_block" and first.content.lstrip().startswith("<!--"):
            yield from _comment(first.content.strip(), origin, problems)
        else:
            text = "\n".join(line.text for line in lines[start:end]).rstrip()
            yield Block(_kind(first), text, origin, tuple(_content(group)), links)


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0 and token.type != "inline":
            yield group
            group = []


def _kind(token: Token) -> str:
    return token.type.removesuffix("_open")


def _heading(group: Sequence[Token], origin: Origin, links: tuple[Link, ...], problems: list[Diagnostic]) -> _Heading:
    level = int(group[0].tag[1:])
    content = group[1].content
    match = safety.HEADING.match(content)
    if not match or not ID.match(match["id"]):
        title = safety.without_attributes(content)
        hint = f"Zet er een id achter: {'#' * level} {title} {{#{_slug(title)}}}"
        problems.append(Diagnostic("PG004", origin, f"de kop '{content}' heeft geen vast id", hint))
        return _Heading(_slug(title), level, title, locked=False, origin=origin, links=links)
    if not match["title"]:
        hint = "Schrijf voor het id waar het stuk over gaat."
        problems.append(Diagnostic("PG004", origin, "de kop heeft geen tekst", hint))
    classes = match["classes"].split()
    hint = f"Achter een kop mag alleen {LOCK} staan."
    problems += [
        Diagnostic("HT003", origin, f"de klasse '{name}' is niet toegelaten", hint) for name in classes if name != LOCK
    ]
    return _Heading(match["id"], level, match["title"], LOCK in classes, origin, links)


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
        children = [child for child in inline.children or () if child.type in {"link_open", "image"}]
        hrefs = [str(child.attrs["href" if child.type == "link_open" else "src"]) for child in children]
        for child, href, origin in zip(children, hrefs, safety.places(hrefs, inline, lines), strict=True):
            image = child.type == "image"
            yield Link(href, origin, image=image, text=child.content if image else "")


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
                links=heading.links,
                body=tuple(_text(inside[:body_end])),
                subsections=_sections(below, problems),
            )
        )
        heading = parts[0] if parts else None
    return tuple(sections)


def _level_problem(heading: _Heading, right: int) -> Diagnostic:
    text = f"de kop '{heading.title}' staat op niveau {heading.level}, niet op {right}"
    return Diagnostic("PG006", heading.origin, text, f"Schrijf {'#' * right} {heading.title} {{#{heading.id}}}")


def _text(parts: Sequence[Part | _Heading]) -> Iterator[Part]:
    return (part for part in parts if not isinstance(part, _Heading))
