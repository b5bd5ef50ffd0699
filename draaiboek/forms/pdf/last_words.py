"""Where the last words of a chapter begin, which must not be alone on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draaiboek.base.model import (
    Block,
    Box,
    Figure,
    Image,
    Listing,
    Page,
    Paragraph,
    Part,
    Quote,
    Row,
    Section,
    SectorText,
    Slot,
    Table,
)
from draaiboek.forms.pdf.words import said

ENOUGH = 60  # words to have a page to themselves
_LONG = 90


def last_words(page: Page) -> Paragraph | Row | Figure | None:
    """Return the paragraph, table row or figure from which *page* has about ENOUGH words left.

    None when it has fewer, or when that block is so long that it may well be broken over two pages.
    """
    count = 0
    for each in reversed([*_of_parts(page.lead), *_of_sections(page.sections)]):
        before = count
        match each:
            case Figure() | Paragraph(content=(Image(),)):
                count += ENOUGH  # a picture fills a page well enough
            case Paragraph(content=content):
                count += _count(said(content))
            case Row(cells=cells):
                count += sum(_count(said(cell)) for cell in cells)
            case Section():
                count += _count(each.title)
        if count >= ENOUGH and not isinstance(each, Section):
            return each if count - before <= _LONG else None
    return None


def _count(text: str) -> int:
    return len(text.split())


_Piece = Paragraph | Row | Figure | Section


def _of_sections(sections: Sequence[Section]) -> Iterator[_Piece]:
    for section in sections:
        yield section
        yield from _of_parts(section.body)
        yield from _of_sections(section.subsections)
        yield from _of_parts(section.tail)


def _of_parts(parts: Sequence[Part]) -> Iterator[_Piece]:
    for part in parts:
        match part:
            case SectorText():
                yield from _of_parts(part.body)
                yield from _of_sections(part.sections)
            case Slot():
                continue
            case _:
                yield from _of_block(part)


def _of_block(block: Block) -> Iterator[_Piece]:
    match block:
        case Paragraph() | Figure():
            yield block
        case Table():
            yield from (block.head, *block.rows)
        case Listing():
            yield from (piece for item in block.items for each in item.blocks for piece in _of_block(each))
        case Quote() | Box():
            yield from (piece for each in block.blocks for piece in _of_block(each))
