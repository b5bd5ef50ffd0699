"""A list with a part for each sector begins, for the readers of a sector, with their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from draaiboek.base.model import Page, Section, Sector


def own_first(page: Page, own: Sector, sectors: Sequence[Sector]) -> Page:
    """Return *page* with what a list wrote of *own* before what it wrote of the other *sectors*.

    Such a section has the place of its sector's file; one that an editor wrote stays where it is. A page on which
    nothing moves is returned itself.
    """
    sections = _moved(page.sections, own, sectors)
    return page if sections == page.sections else replace(page, sections=sections)


def _moved(sections: Sequence[Section], own: Sector, sectors: Sequence[Sector]) -> tuple[Section, ...]:
    origins = {sector.origin for sector in sectors}
    moved = [replace(each, subsections=_moved(each.subsections, own, sectors)) for each in sections]
    places = [number for number, each in enumerate(moved) if each.origin in origins]
    # What is equal keeps its order: only the own one goes before the others.
    listed = sorted((moved[place] for place in places), key=lambda each: each.origin != own.origin)
    for place, section in zip(places, listed, strict=True):
        moved[place] = section
    return tuple(moved)
