"""The content of a document to fill in, in any format: headings, notices and blocks in a sequence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from draaiboek.base.model import (
    Blank,
    Block,
    Break,
    Footnote,
    Inline,
    Item,
    Listing,
    Paragraph,
    Row,
    Table,
    Text,
    words,
)
from draaiboek.compose.kit import asks
from draaiboek.forms.book_links import BookLinks, OnTheWeb


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; *level* counts from 1."""

    level: int
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Words that stand out: whose text follows, or what to mind."""

    text: str


Unit = Block | Heading | Notice


@dataclass(frozen=True, slots=True)
class Piece:
    """*units* from one page: links are relative to its *path*, *notes* are its footnotes.

    *small* print is what follows the document and is about the document itself.
    """

    units: tuple[Unit, ...]
    path: PurePosixPath = field(default_factory=PurePosixPath)
    notes: tuple[Footnote, ...] = ()
    small: bool = False

    @property
    def styled(self) -> Iterator[tuple[Unit, str]]:
        """Each unit with the style of its paragraphs, '' for that of the text.

        What announces a list or a table is kept on one page with it.
        """
        for unit, below in zip(self.units, (*self.units[1:], None), strict=False):
            announces = isinstance(unit, Paragraph) and isinstance(below, Listing | Table)
            yield unit, "Kleindruk" if self.small else "Aanloop" if announces else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document. For a *letter* the title is not printed, and the *explanation* is on a page to be removed.

    *footer* is at the foot of every page except those of a letter; *author* and *day* are metadata of the file.
    """

    title: str
    about: str
    language: str
    author: str
    day: date
    pieces: tuple[Piece, ...]
    explanation: tuple[Piece, ...] = ()
    letter: bool = False
    footer: str = ""
    keywords: tuple[str, ...] = ()
    links: BookLinks = field(default_factory=lambda: BookLinks("", "", frozenset()))


def address(href: str, piece: Piece, links: BookLinks) -> str:
    """Return the web address to which *href* in *piece* leads, or '' when it leads nowhere."""
    found = links.resolve(href, piece.path)
    return found.url if isinstance(found, OnTheWeb) else ""


def widths(table: Table) -> list[int]:
    """Return the width of each column of *table* in hundredths: by its words, and at least that of its longest word.

    A column to write in gets the most room.
    """
    columns = [[row.cells[number] for row in (table.head, *table.rows)] for number in range(len(table.head.cells))]
    wanted = [_WRITING if is_room(cells[-1]) else max(len(words(cell)) for cell in cells) + 1 for cells in columns]
    longest = [max((len(word) for cell in cells for word in words(cell).split()), default=0) for cells in columns]
    least = [min(_LETTER * (each + 2), 1 / len(columns)) for each in longest]
    free = 1 - sum(least)
    more = [each / sum(wanted) for each in wanted]
    return [round(100 * (floor + free * share)) for floor, share in zip(least, more, strict=True)]


def is_room(content: tuple[Inline, ...]) -> bool:
    """Return whether *content* is only a place to write in."""
    return len(content) == 1 and isinstance(content[0], Blank)


def after_breaks(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield *content* without white space at the start of a line."""
    for before, each in zip((None, *content), content, strict=False):
        yield Text(each.text.lstrip()) if isinstance(each, Text) and isinstance(before, Break) else each


def with_answers(block: Block, answer: Inline, head: str) -> Block:
    """Return *block* with room for an *answer*: a column called *head* in a table, a line below each question."""
    match block:
        case Table():
            first = Row((*block.head.cells, (Text(head),)), block.head.origin)
            rows = tuple(Row((*row.cells, (answer,)), row.origin) for row in block.rows)
            return Table(first, rows, (*block.align, ""), block.origin)
        case Listing():
            items = tuple(
                Item((*item.blocks, Paragraph((answer,), item.origin)), item.origin, item.ticked)
                if asks(item.blocks)
                else item
                for item in block.items
            )
            return Listing(items, block.origin, block.start, tight=False)
    return block


_LETTER = 0.0125  # the width of a bold letter, as a share of the page width
_WRITING = 90  # letters: handwriting takes more room than print
