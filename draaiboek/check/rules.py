"""What can be wrong beside composition: one rule, one function, each yields diagnostics. Pure."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePosixPath
from urllib.parse import unquote

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic, Severity, nearest
from draaiboek.base.model import CORE, Block, Link, Origin, Overlay, Page, Part, Section, SectorText, Source, Variant
from draaiboek.compose.reading_order import blocks
from draaiboek.compose.targets import targets
from draaiboek.content import citations, content_paths, former_places
from draaiboek.content.safety import split_address

VARIANT = "variant"


@dataclass(frozen=True, slots=True)
class _Known:
    """What a link can lead to in one variant: its pages, and the ids on each."""

    pages: Sequence[Page]
    ids: Mapping[PurePosixPath, frozenset[str]]

    def files(self, path: PurePosixPath, slug: str) -> tuple[PurePosixPath, ...]:
        """Return where an id on page *path* would have been written."""
        own = tuple(file for page in self.pages if page.path == path for file in page.files)
        return own if slug == CORE else (*own, *content_paths.overlays_of(slug))


def check(source: Source) -> Iterator[Diagnostic]:
    """Yield what is wrong in the text of *source*, whatever the variant."""
    for rule in _SOURCE_RULES:
        yield from rule(source)


def check_links(variants: Sequence[Variant]) -> Iterator[Diagnostic]:
    """Yield every dead link in *variants*, also from one to another (`variant:onderwijs/hoofdstuk.md#steun`).

    A link that is dead in some variants only is reported with their names.
    """
    everywhere = {
        variant.slug: _Known(variant.pages, {page.path: frozenset(_ids(page)) for page in variant.pages})
        for variant in variants
    }
    dead: dict[Diagnostic, list[str]] = defaultdict(list)
    holders: dict[Origin, set[str]] = defaultdict(set)
    for variant in variants:
        media = {item.path for item in variant.media}
        for page in variant.pages:
            for link in _links_of_page(page):
                holders[link.origin].add(variant.slug)
                slug = variant.slug
                found = _dead_image(link, page, slug, media) if link.image else _dead(link, page, slug, everywhere)
                for problem in found:
                    dead[problem].append(slug)
    for problem, slugs in dead.items():
        some = set(slugs) != holders[problem.origin]
        where = f" in {'de variant' if len(slugs) == 1 else 'de varianten'} {_quoted(slugs)}" if some else ""
        yield replace(problem, text=f"{problem.text}{where}")


def _quoted(names: Sequence[str]) -> str:
    return dutch.enumeration([f"'{name}'" for name in names])


def _taken_names(source: Source) -> Iterator[Diagnostic]:
    """Compare the names of sectors with what else stands at the root of an edition."""
    taken = {CORE, "actueel", "assets", "media", "pdf", "search"}
    taken |= {page.path.parts[0].removesuffix(".md") for page in source.pages}
    for sector in source.sectors:
        if sector.slug in taken:
            origin = Origin(PurePosixPath("sectors", sector.slug))
            text = f"de naam '{sector.slug}' is al in gebruik"
            yield Diagnostic("SC001", origin, text, "Kies een andere naam voor de map.")


def _unknown_sectors(source: Source) -> Iterator[Diagnostic]:
    known = {sector.slug for sector in source.sectors}
    for overlay in source.overlays:
        if overlay.sector not in known:
            text = f"de sector '{overlay.sector}' bestaat niet"
            hint = nearest(overlay.sector, known) or f"Maak sectors/{overlay.sector}/sector.yml of hernoem de map."
            missed = (content_paths.sector_file(overlay.sector),)
            yield Diagnostic("OV003", overlay.place("sectoren"), text, hint, missed=missed)


def _reference_lists(source: Source) -> Iterator[Diagnostic]:
    """Compare the sources that a page lists in its front matter with those that it cites."""
    for page in (*source.pages, *source.sector_pages):
        for key in page.meta.references:
            if key not in source.references:
                text = f"de bron '{key}' in 'bronnen:' bestaat niet"
                yield replace(citations.unknown_source(key, source.references, page.origin), text=text)
        cited = {citation.key for block in _ownblocks(page) for citation in citations.in_text(block.text)}
        for key in sorted((cited & source.references.keys()) - set(page.meta.references)):
            text = f"de pagina citeert '{key}', maar noemt die bron niet in 'bronnen:'"
            missed = (page.origin.path / "bronnen",)
            yield Diagnostic("BR003", page.origin, text, f"Voeg '{key}' toe.", Severity.WARNING, missed=missed)
        for key in sorted((set(page.meta.references) & source.references.keys()) - cited):
            text = f"'bronnen:' noemt '{key}', maar de pagina citeert die bron niet"
            yield Diagnostic("BR003", page.origin, text, "Citeer de bron of haal ze weg.", Severity.WARNING)


def _unknown_data_references(source: Source) -> Iterator[Diagnostic]:
    """Look up the sources that data files name, whether a list prints them or not."""
    named = [(term.citation, term.origin) for term in source.terms]
    named += [(actor.citation, sector.origin) for sector in source.sectors for actor in sector.actors]
    for text, origin in named:
        for citation in citations.parse_group(text) or ():
            if citation.key not in source.references:
                yield citations.unknown_source(citation.key, source.references, origin)


def _waivers(source: Source) -> Iterator[Diagnostic]:
    """Hold every waiver against the overlay that it is for and the date of the edition: there is no other clock."""
    by_path: dict[PurePosixPath, list[Overlay]] = defaultdict(list)
    for overlay in source.overlays:
        by_path[overlay.origin.path].append(overlay)
    for waiver in source.waivers:
        if waiver.overlay not in by_path:
            hint = nearest(str(waiver.overlay), map(str, by_path))
            text = f"de overlay '{waiver.overlay}' bestaat niet"
            yield Diagnostic("OV011", waiver.origin, text, hint, missed=(waiver.overlay,))
        elif not any(_is_stale(overlay, source) for overlay in by_path[waiver.overlay]):
            text = f"uitstel voor '{waiver.overlay}' is niet nodig: de overlay is niet verouderd"
            missed = tuple(path for each in by_path[waiver.overlay] for path in content_paths.of_page(each.page))
            yield Diagnostic("OV011", waiver.origin, text, "Haal het uitstel weg.", missed=missed)
        elif source.edition and waiver.until < source.edition.date:
            text = f"uitstel voor '{waiver.overlay}' liep tot {waiver.until}; editie {source.edition.id} is later"
            hint = f"Lees de overlay na: python3 build.py review --accept {waiver.overlay}"
            yield Diagnostic("OV011", waiver.origin, text, hint)


def _is_stale(overlay: Overlay, source: Source) -> bool:
    page = next((page for page in source.pages if page.path == overlay.page), None)
    target = targets(page).get((overlay.target, overlay.slot)) if page else None
    return target is not None and target.fingerprint() != overlay.basis


def _sign_offs(source: Source) -> Iterator[Diagnostic]:
    """Look up what sectors signed off."""
    pages = {page.path: page for page in source.pages}
    for sign_off in source.sign_offs:
        page = pages.get(sign_off.page)
        if page is None:
            text, hint = f"de pagina '{sign_off.page}' bestaat niet", former_places.hint(sign_off.page, source.pages)
            missed = content_paths.of_page(sign_off.page)
            yield Diagnostic("OV012", sign_off.origin, text, hint, missed=missed)
        elif sign_off.target:
            sections = {section.id: section for section in page.walk()}
            if sign_off.target not in sections:
                text = f"'{sign_off.page}#{sign_off.target}' bestaat niet in de kerntekst"
                hint = nearest(sign_off.target, sections)
                yield Diagnostic("OV012", sign_off.origin, text, hint, missed=page.files)


_SOURCE_RULES: tuple[Callable[[Source], Iterator[Diagnostic]], ...] = (
    _unknown_sectors,
    _taken_names,
    _reference_lists,
    _unknown_data_references,
    _waivers,
    _sign_offs,
    former_places.problems,
)


def _dead(link: Link, page: Page, slug: str, everywhere: Mapping[str, _Known]) -> Iterator[Diagnostic]:
    parts = split_address(link.href)
    path = page.path
    if link.href in {"", "#"}:
        hint = "Noem een pagina, een anker of een adres."
        yield Diagnostic("LK001", link.origin, "een link heeft geen doel", hint)
        return
    if parts.scheme == VARIANT:
        slug, _, name = unquote(parts.path).partition("/")
        path = PurePosixPath(name)
        if slug not in everywhere:
            text, hint = f"de variant '{slug}' bestaat niet", nearest(slug, everywhere)
            yield Diagnostic("LK001", link.origin, text, hint, missed=(content_paths.sector_file(slug),))
            return
    elif parts.scheme or parts.netloc:
        return
    elif parts.path:
        path = _target(page, parts.path)
    known, ids = everywhere[slug], everywhere[slug].ids
    if path not in ids:
        found = None if parts.scheme else former_places.whither(path, known.pages)
        text, missed = f"de pagina '{link.href}' bestaat niet vanaf '{page.path}'", content_paths.of_page(path, slug)
        yield Diagnostic("LK001", link.origin, text, _way(page, found) if found else "", missed=missed)
    elif parts.fragment and unquote(parts.fragment) not in ids[path]:
        text = f"het anker '#{parts.fragment}' bestaat niet op '{path}'"
        own = f"{slug}-{parts.fragment}"
        hint = f"Bedoelde u '{own}'?" if own in ids[path] else nearest(parts.fragment, ids[path])
        hint = hint or _on_another_page(page, unquote(parts.fragment), ids)
        yield Diagnostic("LK002", link.origin, text, hint, missed=known.files(path, slug))


def _way(page: Page, path: PurePosixPath, anchor: str = "") -> str:
    """Return the hint with the way from *page* to *path*."""
    return f"Bedoelde u '{posixpath.relpath(path, page.path.parent)}{anchor}'?"


def _on_another_page(page: Page, anchor: str, known: Mapping[PurePosixPath, AbstractSet[str]]) -> str:
    """Return the hint with the way to the only page that has *anchor*, to where it may have moved, or ''."""
    found = [path for path, ids in known.items() if anchor in ids]
    return _way(page, found[0], f"#{anchor}") if len(found) == 1 else ""


def _dead_image(link: Link, page: Page, slug: str, media: Collection[PurePosixPath]) -> Iterator[Diagnostic]:
    if not split_address(link.href).scheme and (path := _target(page, link.href)) not in media:
        by_name = {str(each): each for each in sorted(media)}
        close = get_close_matches(str(path), by_name, n=1)
        hint = _way(page, by_name[close[0]]) if close else "Zet het beeld in docs/media/."
        text, missed = f"het beeld '{link.href}' bestaat niet", content_paths.of_page(path, slug)
        yield Diagnostic("LK003", link.origin, text, hint, missed=missed)


def _target(page: Page, href: str) -> PurePosixPath:
    return PurePosixPath(posixpath.normpath(page.path.parent / unquote(href)))


def _ids(page: Page) -> Iterator[str]:
    yield from former_places.former_ids(page)
    yield from _section_ids(page.sections)
    yield from _part_ids(page.lead)


def _section_ids(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield section.id
        yield from _part_ids(section.body)
        yield from _section_ids(section.subsections)
        yield from _part_ids(section.tail)


def _part_ids(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, SectorText):
            yield from _section_ids(part.sections)
            yield from _part_ids(part.body)


def _links_of_page(page: Page) -> Iterator[Link]:
    for block in blocks(page.lead, page.sections):
        yield from block.links
    yield from _title_links(page.lead, page.sections)


def _title_links(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Link]:
    for part in parts:
        if isinstance(part, SectorText):
            yield from _title_links(part.body, part.sections)
    for section in sections:
        yield from section.links
        yield from _title_links(section.body, section.subsections)
        yield from _title_links(section.tail, ())


def _ownblocks(page: Page) -> Iterator[Block]:
    """Return the blocks of the page's own file, without those that a list puts in from data."""
    return (block for block in blocks(page.lead, page.sections) if block.origin.path == page.origin.path)
