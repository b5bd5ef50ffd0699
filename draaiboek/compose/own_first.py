"""A list with a part for each sector begins, for the readers of a sector, with their own part."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from draaiboek.base.model import Origin, Page, Section, Sector


def own_first(page: Page, own: Sector, sectors: Sequence[Sector]) -> Page:
    """Return *page* with the section that a list made for *own* before those for the other *sectors*.

    Such a section has its sector's file as origin; one that an editor wrote stays where it is. A page on which nothing
    moves is returned as the same object.
    """
    origins = frozenset(sector.origin for sector in sectors)
    if not any(each.origin in origins for each in page.walk()):  # as on nearly every page
        return page
    sections = _moved(page.sections, own, origins)
    return page if sections == page.sections else replace(page, sections=sections)


def _moved(sections: Sequence[Section], own: Sector, origins: AbstractSet[Origin]) -> tuple[Section, ...]:
    moved = [replace(each, subsections=_moved(each.subsections, own, origins)) for each in sections]
    places = [number for number, each in enumerate(moved) if each.origin in origins]
    # The sort is stable: only the own section moves before the others.
    listed = sorted((moved[place] for place in places), key=lambda each: each.origin != own.origin)
    for place, section in zip(places, listed, strict=True):
        moved[place] = section
    return tuple(moved)
