"""The text that editors wrote, run by run, each with the line where it begins. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from draaiboek.base.model import (
    Block,
    Box,
    Citation,
    Inline,
    Listing,
    Mark,
    Origin,
    Page,
    Paragraph,
    Part,
    Quote,
    Section,
    Source,
    Table,
    deep,
    words,
)
from draaiboek.compose.reading_order import blocks
from draaiboek.content import content_paths

LAW = "wet"


@dataclass(frozen=True, slots=True)
class Run:
    """Words between two ends: a paragraph, a title, a cell; *running* tells that they are sentences and no label.

    *words* are those that a reader sees; the ends of lines are still in them. *law* tells that something around it says
    that it is law: the mark of its section, or a source in what announces its list.
    """

    content: tuple[Inline, ...]
    words: str
    origin: Origin
    running: bool = True
    law: bool = False

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


def _runs(parts: Sequence[Part], sections: Sequence[Section], *, law: bool = False) -> Iterator[Run]:
    announced = False
    for block in blocks(parts, ()):
        yield from _in_block(block, law=law or (announced and isinstance(block, Listing | Table)))
        announced = isinstance(block, Paragraph) and says_law(block.content)
    for section in sections:
        is_law = law or (section.mark is not None and section.mark.kind == LAW)
        yield Run(section.heading, section.title, section.origin, running=False, law=is_law)
        yield from _runs(section.body, section.subsections, law=is_law)
        yield from _runs(section.tail, ())


def says_law(content: Sequence[Inline]) -> bool:
    """Tell whether *content* cites a source, or has the mark of law."""
    return any(isinstance(each, Citation) or (isinstance(each, Mark) and each.kind == LAW) for each in deep(content))


def _in_block(block: Block, *, law: bool) -> Iterator[Run]:
    match block:
        case Paragraph(content=content, origin=origin):
            yield Run(content, words(content), origin, law=law)
        case Listing(items=items):
            for item in items:
                is_law = law or any(isinstance(each, Paragraph) and says_law(each.content) for each in item.blocks)
                yield from (run for below in item.blocks for run in _in_block(below, law=is_law))
        case Table(head=head, rows=rows):
            for row in (head, *rows):
                is_law = law or any(map(says_law, row.cells))
                yield from (Run(cell, words(cell), row.origin, running=False, law=is_law) for cell in row.cells)
        case Quote(blocks=below):
            yield from (run for each in below for run in _in_block(each, law=True))  # somebody else's words
        case Box(title=title, blocks=below, origin=origin):
            yield Run(title, words(title), origin, running=False, law=law)
            yield from (run for each in below for run in _in_block(each, law=law))
