"""Which core text each sector has looked at: added to, replaced, read with nothing to add, stale, never. Pure.

A sector has seen a section when it has a current overlay on it or around it, or has signed it, something around it, or
the whole page off (sectors/<slug>/nagelezen.yml) at the fingerprint that the text still has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from draaiboek.base.model import Action, Overlay, Page, Section, SignOff, Source
from draaiboek.compose import fingerprint
from draaiboek.compose.targets import Key, Target, targets

# Release notes are about the text, and these two pages are made from data.
EDITIONS = PurePosixPath("edities")
NOT_ASKED = {PurePosixPath("begrippen.md"), PurePosixPath("bronnen.md")}


class State(StrEnum):
    """What a sector did with a core section."""

    ADDED = "aangevuld"
    REPLACED = "vervangen"
    REVIEWED = "nagelezen"
    STALE = "verouderd"
    NEVER = "nooit bekeken"


# When an overlay and a sign-off, or two overlays, say different things about one section.
_WEIGHT = (State.STALE, State.REPLACED, State.ADDED, State.REVIEWED, State.NEVER)


@dataclass(frozen=True, slots=True)
class Cell:
    """One core section for one sector; *section* is '' for the text before the first heading."""

    page: PurePosixPath
    section: str
    sector: str
    state: State


def coverage(source: Source) -> tuple[Cell, ...]:
    """Return every core section × sector, in reading order of the pages."""
    return tuple(
        Cell(page.path, name, sector.slug, state)
        for page in source.pages
        if page.path.parent != EDITIONS and page.path not in NOT_ASKED
        for sector in source.sectors
        for name, state in _page(page, sector.slug, source)
    )


def totals(cells: Sequence[Cell]) -> Mapping[State, int]:
    """Return how many of *cells* are in each state."""
    counted = Counter(cell.state for cell in cells)
    return {state: counted[state] for state in State}


def _page(page: Page, sector: str, source: Source) -> Iterator[tuple[str, State]]:
    known = targets(page)
    mine = [each for each in source.overlays if each.sector == sector and each.page == page.path]
    signed = [each for each in source.sign_offs if each.sector == sector and each.page == page.path]
    whole = {_signed(each, fingerprint.of_page(page)) for each in signed if not each.target}
    lead = whole | {state for overlay in mine if (state := _by_overlay(overlay, "", known))}
    if page.lead:
        yield "", _heaviest(lead)
    for section in page.sections:
        yield from _section(section, set(whole), mine, signed, known)


def _section(
    section: Section,
    around: set[State],
    overlays: Sequence[Overlay],
    signed: Sequence[SignOff],
    known: Mapping[Key, Target],
) -> Iterator[tuple[str, State]]:
    """Yield *section* and those below it; *around* is what is known of the text around it."""
    digest = fingerprint.of_section(section)
    signatures = {_signed(each, digest) for each in signed if each.target == section.id}
    own = {state for overlay in overlays if (state := _by_overlay(overlay, section.id, known))}
    # What says something about this very section weighs more than what says something about the text around it.
    yield section.id, _heaviest(own or signatures or around)
    nearest = {State.STALE if state is State.STALE else State.REVIEWED for state in own} or signatures
    seen = nearest or around
    for below in section.subsections:
        yield from _section(below, seen, overlays, signed, known)


def _signed(sign_off: SignOff, digest: str) -> State:
    return State.REVIEWED if sign_off.fingerprint == digest else State.STALE


def _by_overlay(overlay: Overlay, section: str, known: Mapping[Key, Target]) -> State | None:
    target = known.get((overlay.target, overlay.slot))
    if target is None:
        return None
    owner = target.section or (target.around[-1] if target.around else None)
    if (owner.id if owner else "") != section:
        return None
    if target.fingerprint() != overlay.basis:
        return State.STALE
    return State.REPLACED if overlay.action in {Action.REPLACE, Action.OMIT} else State.ADDED


def _heaviest(states: set[State]) -> State:
    return next((state for state in _WEIGHT if state in states), State.NEVER)
