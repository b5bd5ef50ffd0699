"""A text as blocks and sections, each with the file and line it came from."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from draaiboek.base.characters import in_ascii
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Block, Inline, Line, Mark, Origin, Part, Section, Slot, words
from draaiboek.content import budgets
from draaiboek.content.budgets import OverBudgetError
from draaiboek.content.markdown import nodes
from draaiboek.content.markdown.amounts import DEEPEST
from draaiboek.content.markdown.rules import CARDS, ID, MARKS, Reading, engine

LOCK = ".vast"
READ = 4096  # texts that are memoised; a guidebook has some hundreds
_SLOT = re.compile(r"^<!--\s*slot:\s*(?P<name>[a-z0-9-]{1,60})(?P<required>\s+verplicht)?\s*-->$")
LIST = re.compile(r"^<!--\s*(?P<kind>lijst|beslisboom|figuur):\s*(?P<name>[a-z0-9-]+)\s*-->$")
TO_WRITE = "<!-- schrijf hier de tekst -->"
"""What a new file has in place of its text; as long as it is there, nothing can be built (PG008)."""
_REMARK = re.compile(r"^<!--\s*opmerking:(?:(?!-->).)*-->$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading before it has become a section."""

    id: str
    level: int
    content: tuple[Inline, ...]
    origin: Origin
    locked: bool = False
    mark: Mark | None = None
    card: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """`<!-- lijst: name -->`: where data is to be inserted; its headings have *level*."""

    kind: str
    name: str
    level: int
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text: what comes before its first heading, its sections, and what is wrong with it."""

    lead: tuple[Part, ...]
    sections: tuple[Section, ...]
    problems: tuple[Diagnostic, ...]


Expand = Callable[[str, str, int, Origin], Iterator[Part | Heading]]
"""Replaces `<!-- lijst: name -->` by data, given its kind, its name, the level of its headings, and its origin."""


def parse(lines: Sequence[Line], expand: Expand | None = None) -> Parsed:
    """Read *lines* into blocks and sections; the levels of the first headings are the caller's to judge.

    *expand* yields what replaces a list; without it a list is refused like any unknown placeholder (PG008).
    """
    pieces, found = read(tuple(lines))
    problems = list(found)
    lead, below = _body(list(_expanded(pieces, expand, problems)))
    return Parsed(lead, _sections(below, problems), tuple(problems))


def parse_blocks(text: str, origin: Origin, problems: list[Diagnostic]) -> tuple[Block, ...]:
    """Return *text*, a value of a data file at *origin*, as blocks; what is wrong with it is added to *problems*."""
    lines = [Line(line, origin) for line in text.split("\n")]
    reading = Reading(lines, problems, exact=False)
    return tuple(nodes.blocks(_nodes(lines, reading), reading))


def parse_words(text: str, origin: Origin, problems: list[Diagnostic]) -> tuple[Inline, ...]:
    """Return *text*, a value of a data file at *origin* without blocks, as inlines; errors are added to *problems*."""
    reading = Reading([Line(" ".join(text.split()), origin)], problems, exact=False)
    try:
        tokens = engine().parseInline(reading.lines[0].text, {"reading": reading})
    except OverBudgetError as error:
        problems.append(_over(error, reading))
        return ()
    for token in tokens:
        token.map = [0, 1]
    return nodes.inlines(SyntaxTreeNode(tokens).children[0], reading) if tokens else ()


_DASHES = re.compile("[\u2010-\u2015\u2212]")  # what Word makes of one or two hyphens


def slug(text: str) -> str:
    """Return *text* as an id; 'id' when no letter or digit is left."""
    return re.sub(r"[^a-z0-9]+", "-", in_ascii(text)).strip("-")[: budgets.NAME].rstrip("-") or "id"


def _nodes(lines: Sequence[Line], reading: Reading) -> list[SyntaxTreeNode]:
    # A lone carriage return is a line end for the parser but not for our count of the lines.
    text = "\n".join(line.text.replace("\r", " ") for line in lines)
    text += "" if text.endswith("\n") else "\n"  # the rule for boxes looks at the character after the last line
    try:
        tokens = engine().parse(text, {"reading": reading})
    except OverBudgetError as error:
        reading.problems.append(_over(error, reading))
        return []
    reading.problems += _not_shown(tokens, lines, reading.problems)
    reading.problems += _too_deep(tokens, reading)
    return SyntaxTreeNode(tokens).children


def _over(error: OverBudgetError, reading: Reading) -> Diagnostic:
    hint = "Splits de tekst, en sluit elk haakje en elk sterretje dat je opent."
    return budgets.over(error.what, reading.line(error.line).origin, hint)


def _not_shown(tokens: Sequence[Token], lines: Sequence[Line], told: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the lines that are in no block and have not been reported: they would vanish."""
    shown = {number for token in tokens if token.level == 0 and token.map for number in range(*token.map)}
    known = {problem.origin for problem in told}
    for number, line in enumerate(lines):
        if line.text.strip() and number not in shown and line.origin not in known:
            text = f"deze regel zou verdwijnen: {line.text.strip()}"
            yield Diagnostic("PG007", line.origin, text, "Schrijf de regel anders.")


def _too_deep(tokens: Sequence[Token], reading: Reading) -> Iterator[Diagnostic]:
    """Yield where blocks are first nested deeper than anybody can follow; the parser drops some of those."""
    for token in tokens:
        if token.level > DEEPEST and token.map:
            text = "dit staat te diep, in te veel lijsten, citaten of kaders"
            yield Diagnostic("PG007", reading.line(token.map[0]).origin, text, "Maak er aparte stukken van.")
            return


@lru_cache(maxsize=READ)
def read(lines: tuple[Line, ...]) -> tuple[tuple[Part | Heading | _Wanted, ...], tuple[Diagnostic, ...]]:
    """Return the parts of *lines*, with lists not yet expanded, and what is wrong.

    It is memoised: at every save, `serve` reads a whole guidebook of which one text changed.
    """
    reading = Reading(lines, [])
    parts = tuple(_parts(_nodes(lines, reading), reading))
    return parts, tuple(reading.problems)


def _expanded(
    pieces: Sequence[Part | Heading | _Wanted], expand: Expand | None, problems: list[Diagnostic]
) -> Iterator[Part | Heading]:
    for piece in pieces:
        if not isinstance(piece, _Wanted):
            yield piece
        elif expand:
            yield from expand(piece.kind, piece.name, piece.level, piece.origin)
        else:
            problems.append(_unknown(piece.text, piece.origin))


def _parts(children: Sequence[SyntaxTreeNode], reading: Reading) -> Iterator[Part | Heading | _Wanted]:
    level = 1
    for node in children:
        if node.type == "heading":
            heading = _heading(node, reading)
            level = heading.level
            yield heading
        elif node.type == "html_block" and node.content.lstrip().startswith("<!--"):
            yield from _placeholder(node, level, reading)
        else:
            yield from nodes.blocks([node], reading)


def _heading(node: SyntaxTreeNode, reading: Reading) -> Heading:
    level = int(node.tag[1:])
    content = nodes.inlines(node.children[0], reading)
    title, where = " ".join(words(content).split()), nodes.place(node, reading)
    name = str(node.meta.get("id", ""))
    if not ID.match(name):
        shown = f"{title} {{#{name}}}" if name else title
        right = slug(_DASHES.sub("-", name) or title)  # the nearest to what was meant
        hint = f"{'Schrijf' if name else 'Zet er een id achter:'} {'#' * level} {title} {{#{right}}}"
        same = [each for each in reading.problems if each.origin.line == where.line and each.text.startswith("'{#")]
        reading.problems[:] = [each for each in reading.problems if each not in same]  # the braces were meant as the id
        reading.problems.append(Diagnostic("PG004", where, f"de kop '{shown}' heeft geen vast id", hint))
        name = right
    elif len(name) > budgets.NAME:
        hint = f"Kort het in, bijvoorbeeld {{#{name[: budgets.NAME].rstrip('-')}}}."
        reading.problems.append(Diagnostic("PG004", where, f"dit id telt meer dan {budgets.NAME} tekens", hint))
    elif not title:
        hint = "Schrijf voor het id waar het stuk over gaat."
        reading.problems.append(Diagnostic("PG004", where, "de kop heeft geen tekst", hint))
    classes = [each.removeprefix(".") for each in node.meta.get("classes", ())]
    allowed = {LOCK[1:], *MARKS, *CARDS}
    hint = f"Achter het id van een kop mag alleen {LOCK}, een merk, .{CARDS[0]} of .{CARDS[1]} staan."
    reading.problems += [
        Diagnostic("HT003", where, f"de klasse '.{each}' is niet toegelaten", hint)
        for each in classes
        if each not in allowed
    ]
    kinds = [each for each in classes if each in MARKS]
    mark = Mark(kinds[0], "", where) if kinds else None
    card = next((each for each in classes if each in CARDS), "")
    return Heading(name, level, content, where, f"{LOCK[1:]}" in classes, mark, card)


def _placeholder(node: SyntaxTreeNode, level: int, reading: Reading) -> Iterator[Part | _Wanted]:
    text, where = node.content.strip(), nodes.place(node, reading)
    if match := _SLOT.match(text):
        yield Slot(match["name"], bool(match["required"]), where)
    elif match := LIST.match(text):
        yield _Wanted(match["kind"], match["name"], level + 1, text, where)
    elif not _REMARK.match(text):
        reading.problems.append(_unknown(text, where))


def _unknown(text: str, where: Origin) -> Diagnostic:
    if text == TO_WRITE:
        hint = f"Schrijf ze in de plaats van deze regel: {text}"
        return Diagnostic("PG008", where, "hier staat nog geen tekst", hint)
    if text.startswith("<!--["):  # a condition that only Word reads
        return nodes.html_problem(text, where)
    hint = (
        "Mogelijk: '<!-- slot: naam -->', '<!-- slot: naam verplicht -->', '<!-- lijst: naam -->', "
        "'<!-- beslisboom: naam -->', '<!-- figuur: naam -->' of '<!-- opmerking: … -->'."
    )
    return Diagnostic("PG008", where, f"onbekende plaatshouder: {text.splitlines()[0]}", hint)


def _sections(parts: Sequence[Part | Heading], problems: list[Diagnostic]) -> tuple[Section, ...]:
    """Return the sections of *parts*, which begin with a heading; add to *problems* each level that was skipped."""
    tops = list(_tops(parts))
    bounds = [*(start for start, _ in tops), len(parts)]
    return tuple(
        _section(heading, parts[start + 1 : end], problems)
        for (start, heading), end in zip(tops, bounds[1:], strict=True)
    )


def _tops(parts: Sequence[Part | Heading]) -> Iterator[tuple[int, Heading]]:
    """Yield each heading in *parts* that is below none of those before it, and its place."""
    level = math.inf
    for number, part in enumerate(parts):
        if isinstance(part, Heading) and part.level <= level:
            level = part.level
            yield number, part


def _section(heading: Heading, inside: Sequence[Part | Heading], problems: list[Diagnostic]) -> Section:
    body, below = _body(inside)
    if below and isinstance(below[0], Heading) and below[0].level != heading.level + 1:
        problems.append(_level_problem(below[0], heading.level + 1))
    return Section(
        id=heading.id,
        level=heading.level,
        heading=heading.content,
        locked=heading.locked,
        origin=heading.origin,
        body=body,
        subsections=_sections(below, problems),
        mark=heading.mark,
        card=heading.card,
    )


def _body(parts: Sequence[Part | Heading]) -> tuple[tuple[Part, ...], Sequence[Part | Heading]]:
    """Return what is in *parts* before the first heading, and the rest."""
    body: list[Part] = []
    for part in parts:
        if isinstance(part, Heading):
            break
        body.append(part)
    return tuple(body), parts[len(body) :]


def _level_problem(heading: Heading, right: int) -> Diagnostic:
    title = " ".join(words(heading.content).split())
    text = f"de kop '{title}' staat op niveau {heading.level}, niet op {right}"
    return Diagnostic("PG006", heading.origin, text, f"Schrijf {'#' * right} {title} {{#{heading.id}}}")
