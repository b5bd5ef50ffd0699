"""Overlays on core pages: what the pages become.

Every overlay that breaks a rule (`rules`) is reported and left out, and the run fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Action, Overlay, Page, Part, Section, SectorText, Slot, Source
from draaiboek.compose import overlay_rules
from draaiboek.compose.overlay_rules import REPLACING, prefixed
from draaiboek.compose.targets import Key, Target, is_stale, targets
from draaiboek.content import content_paths, former_places


def apply(source: Source, sector: str, problems: list[Diagnostic]) -> tuple[Page, ...]:
    """Return the core pages with the overlays of *sector* applied; every unfilled slot is gone."""
    by_page: dict[str, list[Overlay]] = defaultdict(list)
    for overlay in sorted(source.overlays, key=lambda o: (o.order, o.origin.path)):
        if overlay.sector == sector:
            by_page[str(overlay.page)].append(overlay)
    known = {str(page.path) for page in source.pages}
    for name in sorted(by_page.keys() - known):
        for overlay in by_page[name]:
            found = f"het doel '{name}#{overlay.target}' bestaat niet in de kerntekst: er is geen pagina '{name}'"
            hint = overlay_rules.moved_to(overlay, source.pages) or former_places.hint(overlay.page, source.pages)
            missed = content_paths.of_page(overlay.page)
            problems.append(Diagnostic("OV001", overlay.place("doel"), found, hint, missed=missed))
    return tuple(_apply_to_page(page, by_page[str(page.path)], sector, source, problems) for page in source.pages)


def without_slots(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return *pages* as the core variant has them: slots stay empty."""
    return tuple(_rebuild(page, {}, {}) for page in pages)


def _apply_to_page(
    page: Page, overlays: Sequence[Overlay], sector: str, source: Source, problems: list[Diagnostic]
) -> Page:
    known = targets(page)
    fitting: list[Overlay] = []
    for overlay in overlays:
        wrong = tuple(overlay_rules.misplaced(overlay, page, known, source.pages))
        problems += wrong
        if not wrong:
            fitting.append(overlay)
    for rule in (overlay_rules.conflicts, overlay_rules.inside_replaced):
        wrong = tuple(rule(fitting, known))
        problems += wrong
        bad = {problem.origin.path for problem in wrong}
        fitting = [overlay for overlay in fitting if overlay.origin.path not in bad]
    problems += overlay_rules.unfilled(known, overlays, page, sector)
    problems += overlay_rules.id_clashes(page, fitting)
    problems += overlay_rules.stale(fitting, page, known, {waiver.overlay for waiver in source.waivers})
    by_target: dict[Key, list[Overlay]] = defaultdict(list)
    for overlay in fitting:
        by_target[overlay.target, overlay.slot].append(overlay)
    return _rebuild(page, by_target, known)


def _rebuild(page: Page, overlays: Mapping[Key, Sequence[Overlay]], known: Mapping[Key, Target]) -> Page:
    def parts(items: Sequence[Part]) -> Iterator[Part]:
        for part in items:
            if isinstance(part, Slot):
                yield from (_sector_text(overlay, known) for overlay in overlays.get((part.name, True), ()))
            else:
                yield part

    def section(old: Section) -> Section:
        mine = overlays.get((old.id, False), ())
        begin, end, instead = (
            tuple(_sector_text(overlay, known) for overlay in mine if overlay.action in actions)
            for actions in ({Action.BEGIN}, {Action.END}, REPLACING)
        )
        if instead:
            return replace(old, body=instead, subsections=(), tail=end)
        body = (*begin, *parts(old.body))
        return replace(old, body=body, subsections=tuple(section(below) for below in old.subsections), tail=end)

    return replace(page, lead=tuple(parts(page.lead)), sections=tuple(section(old) for old in page.sections))


def _sector_text(overlay: Overlay, known: Mapping[Key, Target]) -> SectorText:
    return SectorText(
        sector=overlay.sector,
        action=overlay.action,
        reason=overlay.reason,
        body=overlay.body,
        sections=tuple(_with_prefix(section, overlay.sector) for section in overlay.sections),
        origin=overlay.origin,
        stale=is_stale(overlay, known),
    )


def _with_prefix(section: Section, sector: str) -> Section:
    below = tuple(_with_prefix(each, sector) for each in section.subsections)
    return replace(section, id=prefixed(section.id, sector), subsections=below)
