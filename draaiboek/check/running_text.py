"""The text that editors wrote, run by run, each with the line on which it begins. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    Block,
    Box,
    Citation,
    Figure,
    Inline,
    Listing,
    Mark,
    Origin,
    Paragraph,
    Part,
    Quote,
    Section,
    Source,
    Table,
    deep,
    in_words,
    words,
)
from draaiboek.compose.reading_order import blocks
from draaiboek.content import content_paths

LAW = "wet"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words: a paragraph, a title, a cell; *running* says that it is sentences and not a label.

    *words* are those that a reader sees, still with their line breaks. *law* says that something around it marks it as
    law: the mark of its section, or a source in the sentence that announces its list. *quoted* says that the words are
    somebody else's, *where* which place in the text they belong to (`page` or `page#id`).
    """

    content: tuple[Inline, ...]
    words: str
    origin: Origin
    where: str
    running: bool = True
    law: bool = False
    quoted: bool = False

    def at(self, index: int) -> Origin:
        """Return the place of *index* in the words; in a data file only that of the whole value is known."""
        if self.origin.path.suffix != ".md":
            return self.origin
        below = self.words.count("\n", 0, index)
        return replace(self.origin, line=self.origin.line + below, column=1) if below else self.origin


@dataclass(frozen=True, slots=True)
class Written:
    """One text of an editor, a page or an overlay, and its runs in reading order."""

    origin: Origin
    runs: tuple[Run, ...]


def texts(source: Source, memo: Memo) -> Iterator[Written]:
    """Yield every page and every overlay of *source*; an overlay for several sectors comes once.

    The page with what sectors said in a consultation is not an editor's text, and is left out.
    """
    for page in (*source.pages, *source.sector_pages):
        if page.path != content_paths.REMARKS_PAGE:
            runs = memo.of(page.origin, _text, page.lead, page.sections, str(page.path))
            yield Written(page.origin, runs)
    seen = set()
    for overlay in source.overlays:
        if overlay.origin not in seen:
            seen.add(overlay.origin)
            where = f"{overlay.page}#{overlay.target}"
            yield Written(overlay.origin, memo.of(overlay.origin, _text, overlay.body, overlay.sections, where))


def says_law(content: Sequence[Inline]) -> bool:
    """Return whether *content* cites a source, or has the mark `wet`."""
    return any(isinstance(each, Citation) or (isinstance(each, Mark) and each.kind == LAW) for each in deep(content))


def _text(parts: Sequence[Part], sections: Sequence[Section], where: str) -> tuple[Run, ...]:
    return tuple(_runs(parts, sections, where))


def _runs(parts: Sequence[Part], sections: Sequence[Section], where: str, *, law: bool = False) -> Iterator[Run]:
    announced = False
    for block in blocks(parts, ()):
        yield from _in_block(block, where, law=law or (announced and isinstance(block, Listing | Table)))
        announced = isinstance(block, Paragraph) and says_law(block.content)
    for section in sections:
        is_law = law or (section.mark is not None and section.mark.kind == LAW)
        here = f"{where.partition('#')[0]}#{section.id}"
        yield Run(section.heading, section.title, section.origin, here, running=False, law=is_law)
        yield from _runs(section.body, section.subsections, here, law=is_law)
        yield from _runs(section.tail, (), here)


def _in_block(block: Block, where: str, *, law: bool) -> Iterator[Run]:
    match block:
        case Paragraph(content=content, origin=origin):
            yield Run(content, words(content), origin, where, law=law)
        case Listing() | Table():
            yield from _in_rows(block, where, law=law)
        case Quote(blocks=below):
            yield from (replace(run, quoted=True) for run in _in_blocks(below, where, law=True))
        case Box(title=title, blocks=below, origin=origin):
            yield Run(title, words(title), origin, where, running=False, law=law)
            yield from _in_blocks(below, where, law=law)
        case Figure(note=note, origin=origin):
            yield from (replace(run, running=False) for run in _in_blocks(in_words(block), where, law=law))
            yield Run(note, words(note), origin, where, law=law)


def _in_blocks(blocks: Iterable[Block], where: str, *, law: bool) -> Iterator[Run]:
    return (run for each in blocks for run in _in_block(each, where, law=law))


def _in_rows(block: Listing | Table, where: str, *, law: bool) -> Iterator[Run]:
    """Yield the runs of each item or row; if one of its paragraphs or cells says that it is law, all of them are."""
    if isinstance(block, Listing):
        for item in block.items:
            is_law = law or any(isinstance(each, Paragraph) and says_law(each.content) for each in item.blocks)
            yield from _in_blocks(item.blocks, where, law=is_law)
        return
    for row in (block.head, *block.rows):
        is_law = law or any(map(says_law, row.cells))
        yield from (Run(cell, words(cell), row.origin, where, running=False, law=is_law) for cell in row.cells)
