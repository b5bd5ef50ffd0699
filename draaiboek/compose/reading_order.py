"""Going through a text in reading order, into what sectors put in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draaiboek.base.model import Block, Part, Section, SectorText


def blocks(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Block]:
    """Yield every block of *parts* and *sections*."""
    for part in parts:
        if isinstance(part, Block):
            yield part
        elif isinstance(part, SectorText):
            yield from blocks(part.body, part.sections)
    for section in sections:
        yield from blocks(section.body, section.subsections)
        yield from blocks(section.tail, ())
