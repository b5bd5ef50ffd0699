"""A list with a part for each sector begins, for the readers of a sector, with their own."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from draaiboek.base.model import Origin, Page, Section, Sector


def own_first(page: Page, own: Sector, sectors: Sequence[Sector]) -> Page:
    """Return *page* with what a list wrote of *own* before what it wrote of the other *sectors*.

    Such a section has the place of its sector's file; one that an editor wrote stays where it is. A page on which
    nothing moves is returned itself.
    """
    origins = frozenset(sector.origin for sector in sectors)
    if not any(each.origin in origins for each in page.walk()):  # as on nearly every page
        return page
    sections = _moved(page.sections, own, origins)
    return page if sections == page.sections else replace(page, sections=sections)


def _moved(sections: Sequence[Section], own: Sector, origins: AbstractSet[Origin]) -> tuple[Section, ...]:
    moved = [replace(each, subsections=_moved(each.subsections, own, origins)) for each in sections]
    places = [number for number, each in enumerate(moved) if each.origin in origins]
    # What is equal keeps its order: only the own one goes before the others.
    listed = sorted((moved[place] for place in places), key=lambda each: each.origin != own.origin)
    for place, section in zip(places, listed, strict=True):
        moved[place] = section
    return tuple(moved)
