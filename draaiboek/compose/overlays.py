"""Applies overlays to core pages.

Every overlay that breaks a rule (`overlay_rules`) is reported and left out, and the run fails.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.memo import Memo
from draaiboek.base.model import ALL, SLOT, Action, Overlay, Page, Part, Section, SectorText, Slot, Source
from draaiboek.compose import overlay_rules
from draaiboek.compose.overlay_rules import REPLACING, prefixed
from draaiboek.compose.readings import Readings
from draaiboek.compose.targets import targets
from draaiboek.content import content_paths, former_places


def apply(
    source: Source, sector: str, bare: Sequence[Page], read: Readings, memo: Memo, problems: list[Diagnostic]
) -> tuple[Page, ...]:
    """Return the core pages with the overlays of *sector* applied; every unfilled slot is gone.

    *bare* are the core pages without their slots: one that the sector does not change is returned as the same object.
    *read* tells which overlays were read against the core text as it is now.
    """
    by_page: dict[PurePosixPath, list[Overlay]] = defaultdict(list)
    names = _names(source, sector)
    known = {page.path for page in source.pages}
    for overlay in sorted(source.overlays, key=lambda o: (o.order, o.origin.path)):
        if overlay.sector == sector:
            by_page[overlay.page].append(overlay)
            problems += [] if overlay.page in known else [_without_page(overlay, source, read)]
    made: list[Page] = []
    for page, empty in zip(source.pages, bare, strict=True):
        fitting = _fitting(page, by_page[page.path], sector, source, read, problems)
        placed = tuple((each, names[sector], "", read.is_stale(each)) for each in fitting)
        made.append(memo.of((sector, page.path), _laid, page, placed) if placed else empty)
    return tuple(made)


def without_slots(page: Page) -> Page:
    """Return *page* as the core variant has it: without slots, except those that the program itself fills."""
    return _rebuild(page, {}, {})


def side_by_side(source: Source, bare: Sequence[Page], read: Readings, memo: Memo) -> tuple[Page, ...]:
    """Return the core pages with the text of every sector in its place, sector by sector; no core text is gone.

    What a sector reads instead of a section comes after it. An overlay that breaks a rule is not reported here, because
    its sector's variant reports it. The rest is as for `apply`.
    """
    names = _names(source)
    rank = {each.slug: number for number, each in enumerate(source.sectors)}
    by_page: dict[PurePosixPath, list[_Placed]] = defaultdict(list)
    times: Counter[tuple[str, PurePosixPath, str]] = Counter()
    mine = (each for each in source.overlays if each.sector in names)
    for overlay in sorted(mine, key=lambda o: (rank[o.sector], o.action not in REPLACING, o.order, o.origin.path)):
        place = (overlay.sector, overlay.page, overlay.target)
        times[place] += 1
        again = [str(times[place])] if times[place] > 1 else []
        # No id of a section has two adjacent hyphens.
        name = "--".join((overlay.sector, *overlay.target.split(":"), *again))
        by_page[overlay.page].append((overlay, names[overlay.sector], name, read.is_stale(overlay)))
    return tuple(
        memo.of((ALL, page.path), _laid, page, tuple(placed)) if (placed := by_page[page.path]) else empty
        for page, empty in zip(source.pages, bare, strict=True)
    )


def _names(source: Source, *others: str) -> Mapping[str, str]:
    """Return the name of each sector of *source* by its slug; *others* that it does not know have the slug as name."""
    return {**{slug: slug for slug in others}, **{each.slug: each.name for each in source.sectors}}


def _without_page(overlay: Overlay, source: Source, read: Readings) -> Diagnostic:
    name = overlay.page
    found = f"het doel '{name}#{overlay.target}' bestaat niet in de kerntekst: er is geen pagina '{name}'"
    meant = former_places.whither(name, source.pages)
    nearest = f"Bedoel je '{meant}#{overlay.target}'?" if meant else ""
    hint = overlay_rules.moved_to(overlay, source, read) or nearest
    missed = content_paths.of_page(name)
    absent = former_places.absent_page(name, source.pages)
    return Diagnostic("OV001", overlay.place("doel"), found, hint, missed=missed, absent=absent)


def _fitting(
    page: Page, overlays: Sequence[Overlay], sector: str, source: Source, read: Readings, problems: list[Diagnostic]
) -> Sequence[Overlay]:
    """Return those of *overlays* that fit *page*; what is wrong with the others is added to *problems*."""
    known = targets(page)
    fitting: list[Overlay] = []
    for overlay in overlays:
        wrong = tuple(overlay_rules.misplaced(overlay, page, known, source, read))
        problems += wrong
        if not wrong:
            fitting.append(overlay)
    for rule in (overlay_rules.conflicts, overlay_rules.inside_replaced):
        wrong = tuple(rule(fitting, known))
        problems += wrong
        bad = {problem.origin.path for problem in wrong}
        fitting = [overlay for overlay in fitting if overlay.origin.path not in bad]
    problems += overlay_rules.unfilled(known, overlays, page, sector, source)
    problems += overlay_rules.id_clashes(page, fitting)
    problems += overlay_rules.stale(fitting, page, known, read, {waiver.overlay for waiver in source.waivers})
    return fitting


_Placed = tuple[Overlay, str, str, bool]
"""An overlay, its sector's name, the id of its text in the variant of all sectors ('' in others), whether it is stale.

The digests of these are known from what was kept, and so is that of the page made of them (`KeptValues.follows`).
"""


def _laid(page: Page, placed: tuple[_Placed, ...]) -> Page:
    """Return *page* with the overlays *placed* on it."""
    by_target: dict[str, list[Overlay]] = defaultdict(list)
    texts: dict[int, SectorText] = {}
    for overlay, name, anchor, stale in placed:
        by_target[overlay.target].append(overlay)
        texts[id(overlay)] = _sector_text(overlay, name, anchor, stale=stale)
    return _rebuild(page, by_target, texts)


def _rebuild(page: Page, overlays: Mapping[str, Sequence[Overlay]], texts: Mapping[int, SectorText]) -> Page:
    """Return *page* with *overlays*, by their targets; *texts* holds the text of each of them, by its `id()`."""

    def parts(items: Sequence[Part]) -> Iterator[Part]:
        for part in items:
            if isinstance(part, Slot) and not part.gathered:
                yield from (texts[id(overlay)] for overlay in overlays.get(f"{SLOT}{part.name}", ()))
            else:
                yield part

    def section(old: Section) -> Section:
        mine = overlays.get(old.id, ())
        said = tuple(texts[id(overlay)] for overlay in mine)
        begin = tuple(text for text in said if text.action is Action.BEGIN)
        instead = tuple(text for text in said if text.action in REPLACING and not text.beside)
        end = tuple(text for text in said if text.action is Action.END or text.beside)
        if instead:
            return replace(old, body=instead, subsections=(), tail=end)
        body = (*begin, *parts(old.body))
        return replace(old, body=body, subsections=tuple(section(below) for below in old.subsections), tail=end)

    every = [overlay for at in overlays.values() for overlay in at]
    asked = tuple((prefixed(name, each.sector), questions) for each in every for name, questions in each.questions)
    meta = replace(page.meta, questions=(*page.meta.questions, *asked)) if asked else page.meta
    return replace(page, meta=meta, lead=tuple(parts(page.lead)), sections=tuple(section(old) for old in page.sections))


def _sector_text(overlay: Overlay, name: str, anchor: str, *, stale: bool) -> SectorText:
    return SectorText(
        sector=overlay.sector,
        name=name,
        action=overlay.action,
        reason=overlay.reason,
        body=overlay.body,
        sections=tuple(_with_prefix(section, overlay.sector) for section in overlay.sections),
        origin=overlay.origin,
        stale=stale,
        anchor=anchor,
    )


def _with_prefix(section: Section, sector: str) -> Section:
    below = tuple(_with_prefix(each, sector) for each in section.subsections)
    return replace(section, id=prefixed(section.id, sector), subsections=below)
