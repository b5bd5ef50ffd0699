"""What counts as the same text (decisions/0011): the words of a section and what they point at, and nothing else.

The words, cited places, addresses of links, values of variables and marks count; white space, ids, glossary links and
the numbers of notes do not. Fingerprint, staleness, gate, release note, feed and redline all use this one form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from draaiboek.base.model import (
    Blank,
    Block,
    Box,
    Break,
    Call,
    Citation,
    Code,
    Emphasis,
    Figure,
    Foreign,
    Image,
    Inline,
    Link,
    Listing,
    Mark,
    Note,
    Overlay,
    Page,
    Paragraph,
    Part,
    Quote,
    Row,
    Script,
    Section,
    SectorText,
    Slot,
    Strong,
    Table,
    TermLink,
    Text,
    Variable,
    in_words,
    place_name,
)
from draaiboek.base.model import words as plain_words
from draaiboek.base.published_json import as_text as as_string
from draaiboek.compose import sector_mark
from draaiboek.content import addresses, budgets


class Look(StrEnum):
    """How words are formatted."""

    PLAIN = ""
    EMPHASIS = "em"
    STRONG = "strong"
    CODE = "code"
    RAISED = "sup"
    LOWERED = "sub"
    NOTE = "noot"
    MARK = "merk"
    IMAGE = "beeld"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same formatting and the same link target (*target*, '' for none)."""

    text: str
    looks: tuple[Look, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A paragraph, title or cell; *inside* says which lists, boxes and tables it is in, outermost first.

    Each of *inside* is a kind and a number that distinguishes two adjacent ones of the same kind.
    """

    kind: str
    inside: tuple[tuple[str, int], ...]
    runs: tuple[Run, ...]


def of_section(section: Section, page: PurePosixPath) -> tuple[Leaf, ...]:
    """Return *section* of *page* with its subsections, without what sectors put after it."""
    return tuple(_Reader(page).section(section, 0))


def of_heading(section: Section, page: PurePosixPath, depth: int) -> Leaf:
    """Return the heading of *section* of *page*, nested in *depth* sections of the text in question."""
    return _Reader(page).heading(section, depth)


def of_body(section: Section, page: PurePosixPath) -> tuple[Leaf, ...]:
    """Return the text between the heading of *section* of *page* and its subsections."""
    return tuple(_Reader(page).parts(section.body, ()))


def of_own(section: Section, page: PurePosixPath) -> tuple[Leaf, ...]:
    """Return *section* of *page* without its subsections, with what sectors put in and after it."""
    reader = _Reader(page)
    return (reader.heading(section, 0), *reader.parts((*section.body, *section.tail), ()))


def of_lead(page: Page) -> tuple[Leaf, ...]:
    """Return the text before the first heading of *page*."""
    return tuple(_Reader(page.path).parts(page.lead, ()))


def of_overlay(overlay: Overlay) -> tuple[Leaf, ...]:
    """Return the text of *overlay* itself."""
    reader = _Reader(overlay.page)
    below = (leaf for section in overlay.sections for leaf in reader.section(section, 0))
    return (*reader.parts(overlay.body, ()), *below)


def of_page(page: Page) -> tuple[Leaf, ...]:
    """Return all the text of *page*."""
    reader = _Reader(page.path)
    below = (leaf for section in page.sections for leaf in reader.section(section, 0))
    return (*of_lead(page), *below)


def collapse(text: str) -> str:
    """Return *text* in NFC, with each sequence of white space as one space and none at either end."""
    return " ".join(unicodedata.normalize("NFC", text).split())


ITEMS = {None: "li", False: "vink", True: "gevinkt"}
"""The kind of a list item, by whether it is ticked; these names are part of fingerprints that sectors signed."""
_Inside = tuple[tuple[str, int], ...]
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the text of *page*, to which its links are relative."""

    page: PurePosixPath

    def section(self, section: Section, depth: int) -> Iterator[Leaf]:
        yield self.heading(section, depth)
        yield from self.parts(section.body, ())
        for below in section.subsections:
            yield from self.section(below, depth + 1)

    def heading(self, section: Section, depth: int) -> Leaf:
        mark = (Run(section.mark.kind, (Look.MARK,)),) if section.mark else ()
        return Leaf(f"kop{depth}", (), (*self.words(section.heading), *mark))

    def parts(self, parts: Sequence[Part], inside: _Inside) -> Iterator[Leaf]:
        for number, part in enumerate(parts):
            match part:
                case SectorText():
                    yield from self.sector_text(part, (*inside, ("sector", number)))
                case Slot():
                    continue
                case _:
                    yield from self.block(part, inside, number)

    def sector_text(self, part: SectorText, inside: _Inside) -> Iterator[Leaf]:
        labels = filter(None, (sector_mark.label(part), sector_mark.why(part)))
        yield from (Leaf("label", inside, (Run(text),)) for text in labels)
        yield from self.parts(part.body, inside)
        for section in part.sections:
            yield from (Leaf(leaf.kind, (*inside, *leaf.inside), leaf.runs) for leaf in self.section(section, 0))

    def block(self, block: Block, inside: _Inside, number: int) -> Iterator[Leaf]:
        match block:
            case Paragraph():
                yield Leaf("alinea", inside, self.words(block.content))
            case Listing():
                here = (*inside, ("ul" if block.start is None else "ol", number))
                for index, item in enumerate(block.items, start=1 if block.start is None else block.start):
                    yield from self.blocks(item.blocks, (*here, (ITEMS[item.ticked], index)))
            case Table():
                yield from self.table(block, (*inside, ("tabel", number)))
            case Quote():
                yield from self.blocks(block.blocks, (*inside, ("citaat", number)))
            case Box():
                here = (*inside, (f"kader-{block.kind}", number))
                yield Leaf("titel", here, self.words(block.title))
                yield from self.blocks(block.blocks, here)
            case Figure():
                yield from self.figure(block, inside, number)

    def blocks(self, blocks: Sequence[Block], inside: _Inside) -> Iterator[Leaf]:
        for number, block in enumerate(blocks):
            yield from self.block(block, inside, number)

    def figure(self, figure: Figure, inside: _Inside, number: int) -> Iterator[Leaf]:
        """Yield a figure as its words: its shape does not count."""
        for each in in_words(figure):
            yield from self.block(each, inside, number)
        if figure.note:
            yield Leaf("alinea", inside, self.words(figure.note))

    def table(self, table: Table, inside: _Inside) -> Iterator[Leaf]:
        for index, row in enumerate((table.head, *table.rows)):
            yield from self.row(row, inside, index)

    def row(self, row: Row, inside: _Inside, index: int) -> Iterator[Leaf]:
        for cell in row.cells:
            yield Leaf("hoofdcel" if index == 0 else "cel", (*inside, ("rij", index)), self.words(cell))

    def words(self, content: Sequence[Inline]) -> tuple[Run, ...]:
        """Return *content* as runs, with white space collapsed."""
        return tuple(_collapsed([self.placed(run) for run in _runs(content, (), "")]))

    def placed(self, run: Run) -> Run:
        return Run(run.text, run.looks, self.place(run.target)) if run.target else run

    def place(self, href: str) -> str:
        """Return where *href* leads; a place in the variant is made independent of the page with the link."""
        match addresses.read(href) if href else None:
            case addresses.Inside(page=page, name=name):
                return place_name(addresses.beside(self.page, page) if page else self.page, name)
        return href


def _runs(content: Sequence[Inline], looks: tuple[Look, ...], target: str) -> Iterator[Run]:
    for inline in content:
        match inline:
            case Text() | Foreign() | TermLink() | Call() | Break() | Variable() | Blank():
                yield Run(plain_words((inline,)), looks, target)
            case Code(text=text):
                yield Run(text, (*looks, Look.CODE), target)
            case Emphasis() | Strong() | Script():
                yield from _runs(inline.content, (*looks, _look(inline)), target)
            case Link(content=below, href=href):
                yield from _runs(below, looks, href)
            case Image(text=text, href=href):
                yield Run(text, (*looks, Look.IMAGE), href)
            case Note() | Citation() | Mark():
                yield _remark(inline, looks)


def _look(inline: Emphasis | Strong | Script) -> Look:
    match inline:
        case Emphasis():
            return Look.EMPHASIS
        case Strong():
            return Look.STRONG
    return Look.RAISED if inline.raised else Look.LOWERED


def _remark(inline: Note | Citation | Mark, looks: tuple[Look, ...]) -> Run:
    match inline:
        case Note(brief=brief):
            return Run(brief, (*looks, Look.NOTE))
        case Citation(sources=sources):
            return Run("; ".join(each.key for each in sources), (*looks, Look.NOTE))
    return Run(f"{inline.kind}: {inline.about}" if inline.about else inline.kind, (*looks, Look.MARK))


def _collapsed(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield *runs* with adjacent like runs merged, white space collapsed to one space, and none at either end."""
    space = True  # at the start, a leading space is dropped
    kept: list[Run] = []
    for run in _merged(runs):
        text = _SPACES.sub(" ", run.text)
        if space:
            text = text.removeprefix(" ")
        if text:
            space = text.endswith(" ")
            kept.append(_saying(run, text))
    yield from kept[:-1]
    if kept and (text := kept[-1].text.rstrip()):
        yield _saying(kept[-1], text)


def _saying(run: Run, text: str) -> Run:
    return run if run.text == text else Run(text, run.looks, run.target)


def _merged(runs: Sequence[Run]) -> list[Run]:
    """Return *runs* in NFC, with adjacent like runs merged; two adjacent notes stay two."""
    merged: list[Run] = []
    for run in runs:
        text = run.text if run.text.isascii() else unicodedata.normalize("NFC", run.text)
        if merged and (merged[-1].looks, merged[-1].target) == (run.looks, run.target) and Look.NOTE not in run.looks:
            merged[-1] = _saying(run, merged[-1].text + text)
        else:
            merged.append(_saying(run, text))
    return merged


# --- as data ----------------------------------------------------------------------------------------------------------

Json = list[list[object]]
_KIND = re.compile(r"kop\d{1,2}|alinea|titel|label|hoofdcel|cel")


def as_json(leaves: Sequence[Leaf]) -> Json:
    """Return *leaves* as plain lists: kind, inside, and the words, looks and target of each run."""
    return [
        [leaf.kind, [list(each) for each in leaf.inside], [[run.text, [*run.looks], run.target] for run in leaf.runs]]
        for leaf in leaves
    ]


def from_json(value: Sequence[Sequence[Any]]) -> tuple[Leaf, ...]:
    """Return what `as_json` made; raises ValueError when it did not make *value*."""
    leaves = tuple(
        Leaf(
            _kind(kind),
            _inside(inside),
            tuple(Run(as_string(text), tuple(map(Look, looks)), as_string(target)) for text, looks, target in runs),
        )
        for kind, inside, runs in value
    )
    _refuse_uneven(leaves)
    return leaves


def _refuse_uneven(leaves: Sequence[Leaf]) -> None:
    """Raise ValueError when a row in *leaves* has more cells than a table may have, or not as many as its first row."""
    table: _Inside = ()
    width = 0
    for inside, cells in groupby(leaves, key=lambda leaf: leaf.inside):
        if not inside or inside[-1][0] != "rij":
            continue
        size = sum(1 for _ in cells)
        if inside[:-1] != table or inside[-1][1] == 0:
            table, width = inside[:-1], size
        if size != width or size > budgets.COLUMNS:
            message = f"een tabel heeft een rij van {size} cellen"
            raise ValueError(message)


_AROUND = re.compile(rf"(?:(?:sector|citaat|kader-[a-z]+|[uo]l/(?:{'|'.join(ITEMS.values())})|tabel/rij)/)*")
_DEEPEST, _MOST = 40, 10**9 + 10**6  # in each other; a list may begin at nine digits


def _inside(value: Sequence[Sequence[Any]]) -> _Inside:
    inside = tuple((as_string(name), number) for name, number in value)
    is_ours = len(inside) <= _DEEPEST and _AROUND.fullmatch("".join(f"{name}/" for name, _ in inside))
    if not is_ours or not all(isinstance(number, int) and 0 <= number <= _MOST for _, number in inside):
        message = f"{value!r} staat nergens om een tekst"
        raise ValueError(message)
    return inside


def _kind(value: object) -> str:
    if not isinstance(value, str) or not _KIND.fullmatch(value):
        message = f"{value!r} is geen soort tekst"
        raise ValueError(message)
    return value


def as_text(leaves: Sequence[Leaf]) -> str:
    """Return the words of *leaves*, one line for each: for people to read, and to search in."""
    return "\n".join(words(leaf.runs) for leaf in leaves)


def words(runs: Sequence[Run]) -> str:
    """Return the words of *runs* without citations."""
    return "".join(run.text for run in runs if Look.NOTE not in run.looks)
