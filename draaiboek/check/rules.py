"""What can be wrong beside composition: one rule, one function, each yields diagnostics. Pure."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePosixPath
from urllib.parse import unquote

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic, Severity, nearest
from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    ALIAS,
    ALL,
    CORE,
    Block,
    Image,
    Link,
    Origin,
    Overlay,
    Page,
    Source,
    Variant,
    deep,
    runs,
)
from draaiboek.compose.reading_order import all_runs, all_sections, blocks
from draaiboek.compose.readings import Readings
from draaiboek.compose.targets import targets
from draaiboek.content import addresses, citations, content_paths, former_places, schema
from draaiboek.content.queries import QuerySet


@dataclass(frozen=True, slots=True)
class _Known:
    """What a link can lead to in one variant: its pages, and the ids on each."""

    pages: Sequence[Page]
    ids: Mapping[PurePosixPath, frozenset[str]]

    def files(self, path: PurePosixPath, slug: str) -> tuple[PurePosixPath, ...]:
        """Return where an id on page *path* would have been written."""
        own = tuple(file for page in self.pages if page.path == path for file in page.files)
        return own if slug == CORE else (*own, *content_paths.overlays_of(slug))


def check(source: Source, read: Readings, memo: Memo) -> Iterator[Diagnostic]:
    """Yield what is wrong in the text of *source*, whatever the variant; *read* is what sectors read of it."""
    for rule in _SOURCE_RULES:
        yield from rule(source)
    yield from _reference_lists(source, memo)
    yield from _waivers(source, read)


def check_links(variants: Sequence[Variant], memo: Memo) -> Iterator[Diagnostic]:
    """Yield every dead link in *variants*, also from one to another (`variant:onderwijs/hoofdstuk.md#steun`).

    A link that is dead in some variants only is reported with their names.
    """
    # Most variants share most pages: each is looked through once.
    pages = {id(page): page for variant in variants for page in variant.pages}
    ids = {key: memo.of((_ids, key), _ids, page) for key, page in pages.items()}
    links = {key: memo.of((_links_of_page, key), _links_of_page, page) for key, page in pages.items()}
    places = {key: memo.of((_places, key), _places, page, links[key]) for key, page in pages.items()}
    everywhere = {
        variant.slug: _Known(variant.pages, {page.path: ids[id(page)] for page in variant.pages})
        for variant in variants
    }
    dead: dict[Diagnostic, list[str]] = defaultdict(list)
    alone = [variant for variant in variants if not variant.gathered]
    for variant in alone:
        for problem in _dead_in(variant, links, places, everywhere):
            dead[problem].append(variant.slug)
    holders: dict[Origin, set[str]] = defaultdict(set)
    if dead:
        for slug, link in ((each.slug, link) for each in alone for page in each.pages for link in links[id(page)]):
            holders[link.origin].add(slug)
    for problem, slugs in dead.items():
        yield _told_of(problem, slugs if set(slugs) != holders[problem.origin] else ())
    # What is dead in the variant of a sector too, is that sector's to hear of.
    told = {problem.origin for problem in dead}
    for variant in (each for each in variants if each.gathered):
        problems = _dead_in(variant, links, places, everywhere)
        yield from (_told_of(problem, [variant.slug]) for problem in problems if problem.origin not in told)


def _dead_in(
    variant: Variant,
    links: Mapping[int, Sequence[Link | Image]],
    places: Mapping[int, Collection[_Place]],
    everywhere: Mapping[str, _Known],
) -> Iterator[Diagnostic]:
    media = frozenset(item.path for item in variant.media)
    for page in variant.pages:
        if not all(_is_there(place, variant.slug, everywhere, media) for place in places[id(page)]):
            yield from _dead_on(page, links[id(page)], variant.slug, everywhere, media)


def _told_of(problem: Diagnostic, slugs: Sequence[str]) -> Diagnostic:
    """Return *problem* with the names of the variants that it is in, unless that is wherever the link stands."""
    where = f" in {'de variant' if len(slugs) == 1 else 'de varianten'} {_quoted(slugs)}" if slugs else ""
    return replace(problem, text=f"{problem.text}{where}")


def _dead_on(
    page: Page,
    links: Sequence[Link | Image],
    slug: str,
    everywhere: Mapping[str, _Known],
    media: Collection[PurePosixPath],
) -> Iterator[Diagnostic]:
    """Yield what is wrong with each of *links* of *page* in the variant *slug*."""
    found: dict[tuple[bool, str], tuple[Diagnostic, ...]] = {}  # on one page the same link leads the same way
    for link in links:
        key = (isinstance(link, Image), link.href)
        if key not in found:
            found[key] = tuple(
                _dead_image(link, page, slug, media) if isinstance(link, Image) else _dead(link, page, slug, everywhere)
            )
        yield from (replace(problem, origin=link.origin) for problem in found[key])


def check_answers(sets: Sequence[QuerySet], variants: Sequence[Variant]) -> Iterator[Diagnostic]:
    """Yield the sections that zoekvragen.yml names as answers and that the page, in that variant, does not have."""
    pages = {variant.slug: {page.path: page for page in variant.pages} for variant in variants}
    ids: dict[int, frozenset[str]] = {}
    for query in (query for each in sets for query in each.queries):
        for answer in query.answers:
            page = pages.get(query.variant, {}).get(answer.page)
            if page is None or not answer.section:
                continue
            if id(page) not in ids:
                ids[id(page)] = frozenset(section.id for section in all_sections(page.lead, page.sections))
            known = ids[id(page)]
            if answer.section not in known:
                text = f"het stuk '{answer}' van de vraag '{query.text}' bestaat niet"
                missed = (*page.files, *content_paths.overlays_of(query.variant))
                yield Diagnostic("LK002", query.origin, text, nearest(answer.section, known), missed=missed)


def _quoted(names: Sequence[str]) -> str:
    return dutch.enumeration([f"'{name}'" for name in names])


_OURS = frozenset({ALIAS, ALL, "assets", "epub", "kit", "offline", "pdf", "search"})
"""The folders of an edition and of the sites in it; their files all have a dot in their name."""


def taken(pages: Iterable[PurePosixPath]) -> frozenset[str]:
    """Return what no sector can be called: what stands at the root of an edition that has *pages*."""
    return _OURS | {CORE, "media"} | {page.parts[0].removesuffix(".md") for page in pages}


def _taken_names(source: Source) -> Iterator[Diagnostic]:
    """Compare the names of sectors and pages with what else stands at the root of an edition."""
    names = taken(page.path for page in source.pages)
    for sector in source.sectors:
        origin = Origin(PurePosixPath("sectors", sector.slug))
        if sector.slug in names:
            text = f"de naam '{sector.slug}' is al in gebruik"
            yield Diagnostic("SC001", origin, text, "Kies een andere naam voor de map.")
        elif not re.fullmatch(schema.SLUG, sector.slug):
            text = f"de naam '{sector.slug}' kan niet die van een sector zijn"
            yield Diagnostic("SC001", origin, text, "Gebruik kleine letters, cijfers en streepjes.")
    for page in (*source.pages, *source.sector_pages):
        name = page.path.parts[0].removesuffix(".md")
        if name in _OURS or "." in name:
            text = f"de naam '{name}' is die van een map of bestand van de website zelf"
            yield Diagnostic("PG011", page.origin, text, "Geef de pagina of haar map een andere naam.")


def _missing_mark(source: Source) -> Iterator[Diagnostic]:
    """Yield that the picture for the cover is nowhere."""
    mark, known = (
        source.identity.mark,
        {str(media.path) for media in source.media if media.origin.path.parts[0] == "docs"},
    )
    if mark and mark not in known:
        text = f"het beeldmerk '{mark}' is er niet"
        hint = nearest(mark, known) or "Zet het beeld in docs/media/, en schrijf bijvoorbeeld: media/beeldmerk.svg"
        yield Diagnostic("PG016", Origin(content_paths.IDENTITY), text, hint, missed=(content_paths.DOCS / mark,))


def _unknown_sectors(source: Source) -> Iterator[Diagnostic]:
    known = {sector.slug for sector in source.sectors}
    for overlay in source.overlays:
        if overlay.sector not in known:
            text = f"de sector '{overlay.sector}' bestaat niet"
            hint = nearest(overlay.sector, known) or f"Maak sectors/{overlay.sector}/sector.yml of hernoem de map."
            missed = (content_paths.sector_file(overlay.sector),)
            yield Diagnostic("OV003", overlay.place("sectoren"), text, hint, missed=missed)


def _reference_lists(source: Source, memo: Memo) -> Iterator[Diagnostic]:
    """Compare the sources that a page lists in its front matter with those that it cites."""
    for page in (*source.pages, *source.sector_pages):
        for key in page.meta.references:
            if key not in source.references:
                text = f"de bron '{key}' in 'bronnen:' bestaat niet"
                yield replace(citations.unknown_source(key, source.references, page.origin), text=text)
        cited = memo.of(page.origin, _cited, page)
        listed = [key for key in page.meta.references if key in cited or key not in source.references]
        missing = sorted((cited & source.references.keys()) - set(page.meta.references))
        right = f"bronnen: [{', '.join((*listed, *missing))}]"
        for key in missing:
            text = f"de pagina citeert '{key}', maar noemt die bron niet in 'bronnen:'"
            missed = (page.origin.path / "bronnen",)
            yield Diagnostic("BR003", page.origin, text, f"Zet bovenaan: {right}", Severity.WARNING, missed=missed)
        for key in sorted((set(page.meta.references) & source.references.keys()) - cited):
            text = f"'bronnen:' noemt '{key}', maar de pagina citeert die bron niet"
            hint = f"Citeer de bron, of zet bovenaan: {right}"
            yield Diagnostic("BR003", page.origin, text, hint, Severity.WARNING)


def _cited(page: Page) -> frozenset[str]:
    return frozenset(each.key for block in _ownblocks(page) for run in runs(block) for each in citations.cited(run))


def _unknown_data_references(source: Source) -> Iterator[Diagnostic]:
    """Look up the sources that data files name, whether a list prints them or not."""
    named = [term.citation for term in source.terms]
    named += [actor.citation for sector in source.sectors for actor in sector.actors]
    for citation in filter(None, named):
        for cited in citation.sources:
            if cited.key not in source.references:
                yield citations.unknown_source(cited.key, source.references, citation.origin)


def _waivers(source: Source, read: Readings) -> Iterator[Diagnostic]:
    """Hold every waiver against the overlay that it is for and the date of the edition: there is no other clock."""
    by_path: dict[PurePosixPath, list[Overlay]] = defaultdict(list)
    for overlay in source.overlays:
        by_path[overlay.origin.path].append(overlay)
    for waiver in source.waivers:
        if waiver.overlay not in by_path:
            hint = nearest(str(waiver.overlay), map(str, by_path))
            text = f"de overlay '{waiver.overlay}' bestaat niet"
            yield Diagnostic("OV011", waiver.origin, text, hint, missed=(waiver.overlay,))
        elif not any(read.is_stale(overlay) for overlay in by_path[waiver.overlay]):
            text = f"uitstel voor '{waiver.overlay}' is niet nodig: de overlay is niet verouderd"
            missed = tuple(path for each in by_path[waiver.overlay] for path in content_paths.of_page(each.page))
            yield Diagnostic("OV011", waiver.origin, text, "Haal het uitstel weg.", missed=missed)
        elif source.edition and waiver.until < source.edition.date:
            text = f"uitstel voor '{waiver.overlay}' liep tot {waiver.until}; editie {source.edition.id} is later"
            hint = f"Lees de overlay na: python3 build.py review --accept {waiver.overlay}"
            yield Diagnostic("OV011", waiver.origin, text, hint)


def _readings(source: Source) -> Iterator[Diagnostic]:
    """Look up the core texts that sectors read."""
    pages = {page.path: page for page in source.pages}
    for reading in source.readings:
        page = pages.get(reading.page)
        if page is None:
            text = f"de pagina '{reading.page}' bestaat niet"
            hint = former_places.hint(reading.page, source.pages) or _GONE
            missed = content_paths.of_page(reading.page)
            yield Diagnostic("OV012", reading.origin, text, hint, missed=missed)
        elif reading.target:
            known = {f"slot:{name}" if slot else name for name, slot in targets(page)}
            if reading.target not in known:
                text = f"'{reading.page}#{reading.target}' bestaat niet in de kerntekst"
                hint = nearest(reading.target, known) or _GONE
                yield Diagnostic("OV012", reading.origin, text, hint, missed=page.files)


_GONE = "Haal dit bestand weg; 'python3 build.py check --fix' doet het voor je."
_SOURCE_RULES: tuple[Callable[[Source], Iterator[Diagnostic]], ...] = (
    _missing_mark,
    _unknown_sectors,
    _taken_names,
    _unknown_data_references,
    _readings,
    former_places.problems,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a link leads: in the variant *slug* ('' for its own); the picture *path* when *name* is None."""

    slug: str
    path: PurePosixPath
    name: str | None


def _places(page: Page, links: Sequence[Link | Image]) -> frozenset[_Place]:
    """Return where *links* of *page* lead on websites of ours."""
    return frozenset(place for link in links for place in _place(link, page))


def _place(link: Link | Image, page: Page) -> Iterator[_Place]:
    if isinstance(link, Image):
        if not addresses.split(link.href).scheme:
            yield _Place("", _target(page, link.href), None)
        return
    match addresses.read(link.href):
        case addresses.Elsewhere(slug=other, page=path, name=name):
            yield _Place(other, path, name)
        case addresses.Inside("", name=""):
            yield _Place("", PurePosixPath(), "")  # nowhere
        case addresses.Inside(page=way, name=name):
            yield _Place("", _target(page, way) if way else page.path, name)


def _is_there(place: _Place, slug: str, everywhere: Mapping[str, _Known], media: AbstractSet[PurePosixPath]) -> bool:
    if place.name is None:
        return place.path in media
    known = everywhere.get(place.slug or slug)
    ids = known.ids.get(place.path) if known else None
    return ids is not None and (not place.name or place.name in ids)


def _dead(link: Link, page: Page, slug: str, everywhere: Mapping[str, _Known]) -> Iterator[Diagnostic]:
    if addresses.read(link.href) == addresses.Inside(""):
        hint = "Noem een pagina, een anker of een adres."
        yield Diagnostic("LK001", link.origin, "een link heeft geen doel", hint)
        return
    match addresses.read(link.href):
        case addresses.Elsewhere(slug=other) if other not in everywhere:
            text, hint = f"de variant '{other}' bestaat niet", nearest(other, everywhere)
            yield Diagnostic("LK001", link.origin, text, hint, missed=(content_paths.sector_file(other),))
        case addresses.Elsewhere(slug=other, page=path, name=name):
            yield from _dead_place(link, page, (other, path, name), everywhere[other])
        case addresses.Inside(page=way, name=name):
            path = _target(page, way) if way else page.path
            yield from _dead_place(link, page, (slug, path, name), everywhere[slug])


def _dead_place(link: Link, page: Page, place: tuple[str, PurePosixPath, str], known: _Known) -> Iterator[Diagnostic]:
    slug, path, name = place
    if path not in known.ids:
        found = None if link.href.startswith("variant:") else former_places.whither(path, known.pages)
        text, missed = f"de pagina '{link.href}' bestaat niet vanaf '{page.path}'", content_paths.of_page(path, slug)
        hint = _way(page, found) if found else "Noem een pagina die er is, of haal de link weg."
        yield Diagnostic("LK001", link.origin, text, hint, missed=missed)
    elif name and name not in known.ids[path]:
        text = f"het anker '#{name}' bestaat niet op '{path}'"
        own = f"{slug}-{name}"
        hint = f"Bedoel je '{own}'?" if own in known.ids[path] else nearest(name, known.ids[path])
        hint = hint or _on_another_page(page, name, known.ids)
        hint = hint or f"Link naar de pagina zonder '#{name}', of zet het id achter een kop: ## Titel {{#{name}}}"
        yield Diagnostic("LK002", link.origin, text, hint, missed=known.files(path, slug))


def _way(page: Page, path: PurePosixPath, anchor: str = "") -> str:
    """Return the hint with the way from *page* to *path*."""
    return f"Bedoel je '{posixpath.relpath(path, page.path.parent)}{anchor}'?"


def _on_another_page(page: Page, anchor: str, known: Mapping[PurePosixPath, AbstractSet[str]]) -> str:
    """Return the hint with the way to the only page that has *anchor*, to where it may have moved, or ''."""
    found = [path for path, ids in known.items() if anchor in ids]
    return _way(page, found[0], f"#{anchor}") if len(found) == 1 else ""


def _dead_image(image: Image, page: Page, slug: str, media: Collection[PurePosixPath]) -> Iterator[Diagnostic]:
    if not addresses.split(image.href).scheme and (path := _target(page, image.href)) not in media:
        by_name = {str(each): each for each in sorted(media)}
        close = get_close_matches(str(path), by_name, n=1)
        hint = _way(page, by_name[close[0]]) if close else "Zet het beeld in docs/media/."
        text, missed = f"het beeld '{image.href}' bestaat niet", content_paths.of_page(path, slug)
        yield Diagnostic("LK003", image.origin, text, hint, missed=missed)


def _target(page: Page, href: str) -> PurePosixPath:
    return PurePosixPath(posixpath.normpath(page.path.parent / unquote(href)))


def _ids(page: Page) -> frozenset[str]:
    own = (section.id for section in all_sections(page.lead, page.sections))
    return frozenset((*former_places.former_ids(page), *own))


def _links_of_page(page: Page) -> tuple[Link | Image, ...]:
    words = (each for content in all_runs(page.lead, page.sections) for each in deep(content))
    return tuple(each for each in words if isinstance(each, Link | Image))


def _ownblocks(page: Page) -> Iterator[Block]:
    """Return the blocks of the page's own file, without those that a list puts in from data."""
    return (block for block in blocks(page.lead, page.sections) if block.origin.path == page.origin.path)
