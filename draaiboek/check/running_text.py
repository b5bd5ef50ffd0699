"""The text that editors wrote, run by run, each with the line where it begins. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from draaiboek.base.model import (
    Block,
    Box,
    Inline,
    Listing,
    Origin,
    Page,
    Paragraph,
    Part,
    Quote,
    Section,
    Source,
    Table,
    words,
)
from draaiboek.compose.reading_order import blocks
from draaiboek.content import content_paths


@dataclass(frozen=True, slots=True)
class Run:
    """Words between two ends: a paragraph, a title, a cell; *running* tells that they are sentences and no label."""

    content: tuple[Inline, ...]
    origin: Origin
    running: bool = True

    @property
    def words(self) -> str:
        """The words as a reader sees them; the ends of lines are still in them."""
        return words(self.content)

    def at(self, index: int) -> Origin:
        """Return the line of index *index* of the words; in a data file only the line of the value is known."""
        if self.origin.path.suffix != ".md":
            return self.origin
        below = self.words.count("\n", 0, index)
        return replace(self.origin, line=self.origin.line + below, column=1) if below else self.origin


@dataclass(frozen=True, slots=True)
class Written:
    """One text of an editor: a page (*page* is None for an overlay), and its runs in reading order."""

    page: Page | None
    origin: Origin
    runs: tuple[Run, ...]


def texts(source: Source) -> Iterator[Written]:
    """Yield every page and every overlay of *source*; one for several sectors comes once.

    What sectors said in a consultation is no text of an editor, and left out.
    """
    for page in (*source.pages, *source.sector_pages):
        if page.path == content_paths.REMARKS_PAGE:
            continue
        yield Written(page, page.origin, tuple(_runs(page.lead, page.sections)))
    seen = set()
    for overlay in source.overlays:
        if overlay.origin not in seen:
            seen.add(overlay.origin)
            yield Written(None, overlay.origin, tuple(_runs(overlay.body, overlay.sections)))


def _runs(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Run]:
    for block in blocks(parts, ()):
        yield from _in_block(block)
    for section in sections:
        yield Run(section.heading, section.origin, running=False)
        yield from _runs(section.body, section.subsections)
        yield from _runs(section.tail, ())


def _in_block(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph(content=content, origin=origin):
            yield Run(content, origin)
        case Listing(items=items):
            yield from (run for item in items for below in item.blocks for run in _in_block(below))
        case Table(head=head, rows=rows):
            for row in (head, *rows):
                yield from (Run(cell, row.origin, running=False) for cell in row.cells)
        case Quote(blocks=below):
            yield from (run for each in below for run in _in_block(each))
        case Box(title=title, blocks=below, origin=origin):
            yield Run(title, origin, running=False)
            yield from (run for each in below for run in _in_block(each))
