"""Rewrites text in reading order: the traversal of pages, sections, blocks and inlines that all rewriters share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from draaiboek.base.model import (
    Block,
    Changed,
    Emphasis,
    Inline,
    Link,
    Page,
    Part,
    Script,
    Section,
    SectorText,
    Slot,
    Strong,
    Text,
    with_runs,
)


def put_in(text: str, found: Iterable[tuple[int, int, Inline]]) -> Iterator[Inline]:
    """Yield *text* with the inline of each of *found* (sorted) in place of the characters from start to stop."""
    end = 0
    for start, stop, inline in found:
        if start > end:
            yield Text(text[end:start])
        yield inline
        end = stop
    if end < len(text):
        yield Text(text[end:])


class Rewriter:
    """The identity rewriter; subclasses override what becomes of one kind of node, most often an inline."""

    __slots__ = ()

    def of_page(self, page: Page) -> Page:
        """Return *page* with its text rewritten."""
        return replace(page, lead=self.parts(page.lead), sections=self.sections(page.sections))

    def sections(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """Return *sections* rewritten, in order."""
        return tuple(self.section(section) for section in sections)

    def section(self, section: Section) -> Section:
        """Return *section* rewritten, with its subsections."""
        return replace(
            section,
            heading=self.heading(section),
            body=self.parts(section.body),
            subsections=self.sections(section.subsections),
            tail=tuple(self.sector_text(part) for part in section.tail),
        )

    def heading(self, section: Section) -> tuple[Inline, ...]:
        """Return the heading of *section*, rewritten."""
        return self.run(section.heading)

    def parts(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """Return *parts* rewritten, in order."""
        return tuple(self.part(part) for part in parts)

    def part(self, part: Part) -> Part:
        """Return *part* rewritten; a slot stays as it is."""
        match part:
            case SectorText():
                return self.sector_text(part)
            case Slot():
                return part
        return self.block(part)

    def sector_text(self, text: SectorText) -> SectorText:
        """Return the *text* of a sector, rewritten."""
        return replace(text, body=self.parts(text.body), sections=self.sections(text.sections))

    def block(self, block: Block) -> Block:
        """Return *block* with its runs rewritten."""
        return with_runs(block, self.run)

    def run(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return *content*, a run, rewritten."""
        return tuple(map(self.inline, content))

    def inline(self, inline: Inline) -> Inline:
        """Return *inline* rewritten, with what is nested in it."""
        match inline:
            case Emphasis() | Strong() | Script() | Link() | Changed():
                return replace(inline, content=self.run(inline.content))
        return inline
