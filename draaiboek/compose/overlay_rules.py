"""When an overlay does not fit, so that nothing is built (decisions/0002): one function for each rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic, Severity, nearest_of
from draaiboek.base.model import SLOT, Action, Origin, Overlay, Page, Part, Section, Slot, Source
from draaiboek.compose.readings import Readings, to_make
from draaiboek.compose.targets import Target, targets
from draaiboek.content import content_paths, former_places

REPLACING = frozenset({Action.REPLACE, Action.OMIT})
NOTHING = "maar onder de front matter staat niets"
"""How the message ends about an overlay without the text that it needs."""


def prefixed(name: str, sector: str) -> str:
    """Return id *name* prefixed with the sector's slug, unless it already is."""
    return name if name.startswith(f"{sector}-") else f"{sector}-{name}"


def misplaced(
    overlay: Overlay, page: Page, known: Mapping[str, Target], source: Source, read: Readings
) -> Iterator[Diagnostic]:
    """Yield why *overlay* does not fit its target on *page*, regardless of other overlays."""
    target = known.get(overlay.target)
    if target is None:
        word = "slot" if overlay.target.startswith(SLOT) else "id"
        text = f"het doel '{page.path}#{overlay.target}' bestaat niet in de kerntekst"
        hint = (
            moved_to(overlay, source, read)
            or _nearest_target(overlay, page, known)
            or f"De pagina heeft geen {word} dat hierop lijkt."
        )
        absent = former_places.absent_section(overlay.target, page, known)
        yield Diagnostic("OV001", overlay.place("doel"), text, hint, missed=page.files, absent=absent)
        return
    yield from out_of_place(overlay, target)
    yield from _unwritten(overlay)
    for section in overlay.sections:
        if section.level != target.heading_level:
            text = f"de kop '{section.title}' staat op niveau {section.level}, niet op {target.heading_level}"
            hint = f"Schrijf {'#' * target.heading_level} {section.title} {{#{section.id}}}"
            yield Diagnostic("PG006", section.origin, text, hint)


def _nearest_target(overlay: Overlay, page: Page, known: Mapping[str, Target]) -> str:
    kind, other = (SLOT, "") if overlay.target.startswith(SLOT) else ("", SLOT)
    name = overlay.target.removeprefix(SLOT)
    if f"{other}{name}" in known:
        return f"Bedoel je '{page.path}#{other}{name}'?"
    if overlay.target in page.meta.formerly:
        return f"'{overlay.target}' is een vroeger id op deze pagina; kies het id van nu."
    alike = [each.removeprefix(SLOT) for each in known if each.startswith(SLOT) == bool(kind)]
    close = nearest_of(name, alike)
    return f"Bedoel je '{page.path}#{kind}{close}'?" if close else ""


def moved_to(overlay: Overlay, source: Source, read: Readings) -> str:
    """Return a hint when the text that *overlay* was read against is now elsewhere in the core, else ''."""
    digests = {
        each.fingerprint
        for each in source.readings
        if (each.sector, each.page, each.target) == (overlay.sector, overlay.page, overlay.target)
    }
    for page in source.pages:
        for name, target in targets(page).items():
            is_alike = name.startswith(SLOT) == overlay.target.startswith(SLOT)
            if is_alike and read.present.get((page.path, target.owner)) in digests:
                return f"Dezelfde tekst staat nu op '{page.path}#{name}'."
    return ""


def out_of_place(overlay: Overlay, target: Target) -> Iterator[Diagnostic]:
    """Yield why the action of *overlay* is not allowed on *target*, regardless of its text."""
    is_slot = isinstance(target.at, Slot)
    if (overlay.action is Action.FILL) != is_slot:
        text = f"'{overlay.action}' past niet bij {'een slot' if is_slot else 'een kop'}"
        hint = "Een slot vul je met 'vul'; een kop krijgt een andere bewerking."
        yield Diagnostic("OV002", overlay.place("bewerking"), text, hint, missed=_action_of(overlay))
    yield from _locked(overlay, target)


def _unwritten(overlay: Overlay) -> Iterator[Diagnostic]:
    """Yield what *overlay* lacks (a reason, text) or may not have (text, a slot)."""
    place = overlay.place("bewerking")
    if overlay.action in REPLACING and not overlay.reason:
        is_empty = "reden" in overlay.places
        text = "'reden' is leeg" if is_empty else f"'{overlay.action}' zonder reden"
        hint = "Schrijf achter 'reden:' waarom" if is_empty else "Voeg 'reden: …' toe"
        at = overlay.places.get("reden", place)
        missed = (overlay.origin.path / "reden",)
        yield Diagnostic("OV007", at, text, f"{hint}; de lezer krijgt die te zien.", missed=missed)
    has_text = bool(overlay.body or overlay.sections)
    if overlay.action is Action.OMIT and has_text:
        text = "'weglaten' laat geen tekst over, maar onder de front matter staat tekst"
        yield Diagnostic("OV002", place, text, "Haal de tekst weg, of gebruik 'vervang'.", missed=_action_of(overlay))
    if overlay.action is not Action.OMIT and not has_text:
        text = f"'{overlay.action}' heeft tekst nodig, {NOTHING}"
        yield Diagnostic("OV002", place, text, "Schrijf de tekst onder de tweede '---'.", missed=_action_of(overlay))
    for part in _all_parts(overlay.body, overlay.sections):
        if isinstance(part, Slot):
            yield Diagnostic("OV002", part.origin, "een overlay kan zelf geen slot hebben", "Haal het slot weg.")


def _action_of(overlay: Overlay) -> tuple[PurePosixPath, ...]:
    """Return the place of the action of *overlay*: what follows from one that cannot be read is no mistake."""
    return (overlay.origin.path / "bewerking",)


def _locked(overlay: Overlay, target: Target) -> Iterator[Diagnostic]:
    if overlay.action not in REPLACING or isinstance(target.at, Slot):
        return
    locked = [section for section in (*target.around, *target.at.walk()) if section.locked]
    if locked:
        text = f"'{overlay.target}' is vast door de kop '{locked[0].title}' (regel {locked[0].origin.line})"
        hint = "Vaste tekst kun je niet vervangen of weglaten. Gebruik 'begin' of 'einde'."
        yield Diagnostic("OV006", overlay.place("bewerking"), text, hint)


def conflicts(overlays: Sequence[Overlay], _known: Mapping[str, Target]) -> Iterator[Diagnostic]:
    """Yield every replacement of a target that another overlay already replaces."""
    first: dict[str, Overlay] = {}
    for overlay in overlays:
        if overlay.action in REPLACING and first.setdefault(overlay.target, overlay) is not overlay:
            other = first[overlay.target].origin.path
            text = f"'{overlay.page}#{overlay.target}' is al vervangen of weggelaten door {other}"
            yield Diagnostic("OV004", overlay.place("doel"), text, "Houd één van de twee bestanden.")


def inside_replaced(overlays: Sequence[Overlay], known: Mapping[str, Target]) -> Iterator[Diagnostic]:
    """Yield every overlay whose target is inside text that another overlay replaces or omits."""
    replaced = {overlay.target: overlay for overlay in overlays if overlay.action in REPLACING}
    for overlay in overlays:
        target = known[overlay.target]
        around = [section.id for section in target.around]
        if overlay.action is Action.BEGIN:
            around.append(overlay.target)
        outer = next((replaced[name] for name in around if name in replaced), None)
        if outer:
            text = f"het doel ligt in '{outer.target}', dat al vervangen of weggelaten is door {outer.origin.path}"
            gone = outer.action is Action.OMIT
            first = "Haal dit bestand weg" if gone else "Zet deze tekst in dat bestand"
            hint = f"{first}, of kies een ander doel."
            yield Diagnostic("OV005", overlay.place("doel"), text, hint)


def unfilled(
    known: Mapping[str, Target], overlays: Sequence[Overlay], page: Page, sector: str, source: Source
) -> Iterator[Diagnostic]:
    """Yield the required slots of *page* that *sector* leaves empty, unless it replaces or omits the text around them.

    An overlay that fills a slot of that name on a page that does not exist was for this page before it was renamed.
    """
    filled = {overlay.target for overlay in overlays}
    replaced = {overlay.target for overlay in overlays if overlay.action in REPLACING}
    for name, target in known.items():
        away = any(section.id in replaced for section in target.around)
        if not isinstance(target.at, Slot) or not target.at.required or name in filled or away:
            continue
        if not _is_filled_elsewhere(name, sector, source):
            text = f"de sector '{sector}' vult het verplichte slot '{target.at.name}' niet"
            file = content_paths.new_overlay(sector, page.path, name)
            hint = (
                f"Draai: python3 build.py new overlay {sector} {page.path}#{name}\n"
                f"Of maak {file} met deze regels, en eronder je tekst:\n"
                f"---\ndoel: {page.path}#{name}\nbewerking: vul\n---"
            )
            missed = content_paths.overlays_of(sector)
            yield Diagnostic("OV008", Origin(file), text, hint, about=target.at.origin, missed=missed)


def _is_filled_elsewhere(slot: str, sector: str, source: Source) -> bool:
    pages = {page.path for page in source.pages}
    return any((each.sector, each.target) == (sector, slot) and each.page not in pages for each in source.overlays)


def id_clashes(page: Page, overlays: Sequence[Overlay]) -> Iterator[Diagnostic]:
    """Yield every id in *overlays* that *page* would have twice."""
    taken: dict[str, Origin] = {section.id: section.origin for section in page.walk()}
    for overlay in overlays:
        for top in overlay.sections:
            for section in top.walk():
                name = prefixed(section.id, overlay.sector)
                if name in taken:
                    text = f"het id '{name}' bestaat al op '{page.path}' ({taken[name].path}, regel {taken[name].line})"
                    hint = f"Kies een ander id, bijvoorbeeld {{#{section.id}-2}}."
                    yield Diagnostic("OV010", section.origin, text, hint)
                taken.setdefault(name, section.origin)


def stale(
    overlays: Sequence[Overlay],
    page: Page,
    known: Mapping[str, Target],
    read: Readings,
    waived: Collection[PurePosixPath],
) -> Iterator[Diagnostic]:
    """Yield a warning for every overlay, not *waived*, whose sector has not read the text of *page* as it is now."""
    for overlay in overlays:
        if read.is_stale(overlay) and overlay.origin.path not in waived:
            target = f"{overlay.page}#{overlay.target}"
            digest = read.fingerprint(overlay.page, overlay.target)
            text = f"de kerntekst van '{target}' is niet nagelezen voor {overlay.sector} zoals ze nu is ({digest})"
            hint = (
                f"Lees beide na. Draai dan: python3 build.py review --accept {overlay.origin.path}\n"
                f"Of maak {to_make(overlay.sector, overlay.page, overlay.target, read)}"
            )
            changed = known[overlay.target].origin
            missed = (content_paths.WAIVERS, *page.files, content_paths.readings_of(overlay.sector))
            place = overlay.place("doel")
            yield Diagnostic("OV009", place, text, hint, Severity.WARNING, about=changed, missed=missed)


def _all_parts(body: Sequence[Part], sections: Sequence[Section]) -> Iterator[Part]:
    yield from body
    for section in sections:
        yield from _all_parts(section.body, section.subsections)
