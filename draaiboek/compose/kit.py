"""The documents of the kit: which pieces of the text of a variant go into each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from draaiboek.base.model import (
    Action,
    KitDocument,
    KitPart,
    Listing,
    Page,
    Paragraph,
    Part,
    Quote,
    Section,
    SectorText,
    Slot,
    Table,
    Variant,
    words,
)
from draaiboek.compose.reading_order import all_sections, blocks


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of one *page*: its links are relative to that page, and its notes are those of that page."""

    page: Page
    lead: tuple[Part, ...]
    sections: tuple[Section, ...]


def stretches(document: KitDocument, variant: Variant) -> tuple[Stretch, ...]:
    """Return the pieces of *document* as *variant* has them, in order; those that do not exist are left out."""
    return tuple(stretch for part in document.parts if (stretch := stretch_of(part, variant)))


def stretch_of(part: KitPart, variant: Variant) -> Stretch | None:
    """Return what *part* names in *variant*, or None when it does not exist."""
    page = next((each for each in variant.pages if each.path == part.page and not each.sector), None)
    if page is None or not part.name:
        return Stretch(page, page.lead, page.sections) if page else None
    section = next((each for each in all_sections(page.lead, page.sections) if each.id == part.name), None)
    return Stretch(page, (), (section,)) if section else None


def offered(variant: Variant) -> Iterator[tuple[KitDocument, bool]]:
    """Yield the documents that *variant* has, and whether each is its own: it differs from the core's.

    A document of which the sector leaves out every piece is not among them.
    """
    for document in variant.kit:
        found = stretches(document, variant)
        if not all(map(_is_left_out, found)):
            yield document, any(map(_has_sector_text, found))


def questions(document: KitDocument, variant: Variant) -> bool:
    """Return whether *document* has a question or a table, beside which to leave space to write."""
    return any(
        isinstance(block, Table)
        or (isinstance(block, Listing) and any(map(asks, (item.blocks for item in block.items))))
        for each in stretches(document, variant)
        for block in blocks(each.lead, each.sections)
    )


def asks(item: Sequence[object]) -> bool:
    """Return whether *item*, the blocks of a list item, begins with a question."""
    first = item[0] if item else None
    return isinstance(first, Paragraph) and words(first.content).rstrip().endswith("?")


def quotes(document: KitDocument, variant: Variant) -> bool:
    """Return whether the text of *document* has a quotation: in a letter, that is the letter itself."""
    return any(
        isinstance(block, Quote) for each in stretches(document, variant) for block in blocks(each.lead, each.sections)
    )


def _is_left_out(stretch: Stretch) -> bool:
    parts = [*stretch.lead, *(part for section in stretch.sections for part in section.body)]
    shown = [part for part in parts if not isinstance(part, Slot)]
    below = [each for section in stretch.sections for each in (*section.subsections, *section.tail)]
    omitted = [part for part in shown if isinstance(part, SectorText) and part.action is Action.OMIT]
    return bool(omitted) and len(omitted) == len(shown) and not below


def _has_sector_text(stretch: Stretch) -> bool:
    return _holds(stretch.lead) or any(
        _holds(section.body) or bool(section.tail) for section in all_sections(stretch.lead, stretch.sections)
    )


def _holds(parts: Sequence[Part]) -> bool:
    return any(isinstance(part, SectorText) for part in parts)
