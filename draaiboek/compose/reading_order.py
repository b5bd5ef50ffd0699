"""Walks a text in reading order, including what sectors put in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draaiboek.base.model import Block, Inline, Page, Part, Section, SectorText, Slot, deep, runs


def blocks(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Block]:
    """Yield every block of *parts* and *sections*."""
    for part in parts:
        match part:
            case SectorText():
                yield from blocks(part.body, part.sections)
            case Slot():
                continue
            case _:
                yield part
    for section in sections:
        yield from blocks(section.body, section.subsections)
        yield from blocks(section.tail, ())


def own_blocks(page: Page) -> Iterator[Block]:
    """Yield the blocks that are in the file of *page* itself, without those of overlays or of lists made from data."""
    return (block for block in blocks(page.lead, page.sections) if block.origin.path == page.origin.path)


def all_runs(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[tuple[Inline, ...]]:
    """Yield every run of inlines in *parts* and *sections*, headings included."""
    for part in parts:
        match part:
            case SectorText():
                yield from all_runs(part.body, part.sections)
            case Slot():
                continue
            case _:
                yield from runs(part)
    for section in sections:
        yield section.heading
        yield from all_runs(section.body, section.subsections)
        yield from all_runs(section.tail, ())


def all_inlines(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Inline]:
    """Yield every inline (text, link, mark …) in *parts* and *sections*, also those nested in another."""
    return (each for run in all_runs(parts, sections) for each in deep(run))


def all_sections(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Section]:
    """Yield every section in *parts* and of *sections*."""
    for part in parts:
        if isinstance(part, SectorText):
            yield from all_sections(part.body, part.sections)
    for section in sections:
        yield section
        yield from all_sections(section.body, section.subsections)
        yield from all_sections(section.tail, ())
