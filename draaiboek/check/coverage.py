"""What each sector did with the core text: added, replaced, read with nothing to add, now stale, or never. Pure.

A sector has seen a section when it has an up-to-date overlay on it or around it, or has signed off the section, a
section around it, or the whole page (sectors/<slug>/nagelezen/) at the fingerprint that the text still has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from draaiboek.base.model import Action, Overlay, Page, Section, Source
from draaiboek.compose.fingerprint import LEAD
from draaiboek.compose.readings import Readings
from draaiboek.compose.targets import Target, targets
from draaiboek.content import content_paths

# Pages that are made from data, and so not to be read by sectors; nor are release notes, which are about the text.
NOT_ASKED = {content_paths.GLOSSARY_PAGE, content_paths.REGISTER_PAGE, content_paths.REMARKS_PAGE}


class State(StrEnum):
    """What a sector did with a core section."""

    ADDED = "aangevuld"
    REPLACED = "vervangen"
    REVIEWED = "nagelezen"
    STALE = "verouderd"
    NEVER = "nooit bekeken"


# The order of precedence when an overlay and a sign-off, or two overlays, say different things about one section.
_WEIGHT = (State.STALE, State.REPLACED, State.ADDED, State.REVIEWED, State.NEVER)


@dataclass(frozen=True, slots=True)
class Cell:
    """One core section for one sector; *section* is '' for the text before the first heading."""

    page: PurePosixPath
    section: str
    sector: str
    state: State


def coverage(source: Source, read: Readings) -> tuple[Cell, ...]:
    """Return a cell for every core section × sector, in reading order of the pages; *read* is what sectors read."""
    return tuple(
        Cell(page.path, name, sector.slug, state)
        for page in source.pages
        if page.path.parent != content_paths.EDITION_PAGES and page.path not in NOT_ASKED
        for sector in source.sectors
        for name, state in _page(page, sector.slug, source, read)
    )


def totals(cells: Sequence[Cell]) -> Mapping[State, int]:
    """Return how many of *cells* are in each state."""
    counted = Counter(cell.state for cell in cells)
    return {state: counted[state] for state in State}


def _page(page: Page, sector: str, source: Source, read: Readings) -> Iterator[tuple[str, State]]:
    mine = [each for each in source.overlays if each.sector == sector and each.page == page.path]
    signed = {each.target for each in source.readings if each.sector == sector and each.page == page.path}
    view = _View(page, sector, mine, signed, targets(page), read)
    whole = view.by_reading("")
    if page.lead:
        yield "", _heaviest(whole | view.by_overlays(LEAD))
    for section in page.sections:
        yield from _section(section, whole, view)


@dataclass(frozen=True, slots=True)
class _View:
    """One page for one sector: its *overlays* there, and the targets that it *signed*, whatever the text was then."""

    page: Page
    sector: str
    overlays: Sequence[Overlay]
    signed: AbstractSet[str]
    known: Mapping[str, Target]
    read: Readings

    def by_reading(self, target: str) -> set[State]:
        """Return what the sector's readings say about *target*, an id or '' for the page; empty if there are none.

        A reading of an overlay's own target says nothing more than the overlay does.
        """
        if target not in self.signed or any(each.target == target for each in self.overlays):
            return set()
        return {State.REVIEWED if self.read.is_fresh(self.sector, self.page.path, target) else State.STALE}

    def by_overlays(self, owner: str) -> set[State]:
        """Return what the sector's overlays say about the section *owner*."""
        return {
            self.state(overlay)
            for overlay in self.overlays
            if (target := self.known.get(overlay.target)) and target.owner == owner
        }

    def state(self, overlay: Overlay) -> State:
        if self.read.is_stale(overlay):
            return State.STALE
        return State.REPLACED if overlay.action in {Action.REPLACE, Action.OMIT} else State.ADDED


def _section(section: Section, around: set[State], view: _View) -> Iterator[tuple[str, State]]:
    """Yield *section* and its subsections; *around* is what is known about the text around it."""
    signatures, own = view.by_reading(section.id), view.by_overlays(section.id)
    # What is said about this section itself takes precedence over what is said about the text around it.
    yield section.id, _heaviest(own or signatures or around)
    nearest = {State.STALE if state is State.STALE else State.REVIEWED for state in own} or signatures
    seen = nearest or around
    for below in section.subsections:
        yield from _section(below, seen, view)


def _heaviest(states: set[State]) -> State:
    return next((state for state in _WEIGHT if state in states), State.NEVER)
