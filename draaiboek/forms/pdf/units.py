"""A page as a sequence of units: headings, runs of blocks, and pieces of sector text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draaiboek.base.model import Block, Part, Section, SectorText, Slot

Unit = Section | SectorText | tuple[Block, ...]
"""A section stands for its heading only: its contents follow as further units."""


def units(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Unit]:
    """Yield the contents of *parts* and then of *sections*, in reading order."""
    yield from _of_parts(parts)
    for section in sections:
        yield section
        yield from units(section.body, section.subsections)
        yield from _of_parts(section.tail)


def _of_parts(parts: Sequence[Part]) -> Iterator[Unit]:
    run: list[Block] = []
    for part in parts:
        if isinstance(part, SectorText):
            yield from [tuple(run)] if run else []
            yield part
            run = []
        elif not isinstance(part, Slot):
            run.append(part)
    yield from [tuple(run)] if run else []
