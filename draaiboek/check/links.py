"""Links and pictures that lead nowhere, in the variants that contain them (LK001 to LK003). Pure."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from draaiboek.base import dutch
from draaiboek.base.diagnostics import MOST_HINTS, Diagnostic, nearest, nearest_of
from draaiboek.base.memo import Memo
from draaiboek.base.model import CORE, Image, Link, Origin, Page, Variant
from draaiboek.compose.reading_order import all_inlines, all_sections
from draaiboek.content import addresses, content_paths, file_names, former_places


@dataclass(frozen=True, slots=True)
class _Known:
    """What a link can lead to in one variant: its pages, and the ids on each."""

    pages: Sequence[Page]
    ids: Mapping[PurePosixPath, frozenset[str]]

    def files(self, path: PurePosixPath, slug: str) -> tuple[PurePosixPath, ...]:
        """Return the files in which an id on page *path* of variant *slug* would have been written."""
        own = tuple(file for page in self.pages if page.path == path for file in page.files)
        return own if slug == CORE else (*own, *content_paths.overlays_of(slug))


def check(variants: Sequence[Variant], memo: Memo) -> Iterator[Diagnostic]:
    """Yield every dead link in *variants*, also those between variants (`variant:onderwijs/hoofdstuk.md#steun`).

    A link that is dead in only some of the variants that have it is reported with their names.
    """
    # Most variants share most pages, so that each page is searched once.
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
        yield in_variants(problem, slugs if set(slugs) != holders[problem.origin] else ())
    # What is also dead in a sector's own variant has been reported there.
    told = {problem.origin for problem in dead}
    for variant in (each for each in variants if each.gathered):
        problems = _dead_in(variant, links, places, everywhere)
        yield from (in_variants(problem, [variant.slug]) for problem in problems if problem.origin not in told)


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


def in_variants(problem: Diagnostic, slugs: Sequence[str]) -> Diagnostic:
    """Return *problem* with the names of the variants that have it; no *slugs* means all of them, without names."""
    names = dutch.enumeration([f"'{slug}'" for slug in slugs])
    where = f" in {'de variant' if len(slugs) == 1 else 'de varianten'} {names}" if slugs else ""
    return replace(problem, text=f"{problem.text}{where}")


def _dead_on(
    page: Page,
    links: Sequence[Link | Image],
    slug: str,
    everywhere: Mapping[str, _Known],
    media: Collection[PurePosixPath],
) -> Iterator[Diagnostic]:
    """Yield what is wrong with each of *links* of *page* in the variant *slug*."""
    found: dict[tuple[bool, str], tuple[Diagnostic, ...]] = {}  # on one page, equal links lead to the same place
    dead = 0
    for link in links:
        key = (isinstance(link, Image), link.href)
        if key not in found:
            near = dead < MOST_HINTS
            found[key] = tuple(
                _dead_image(link, page, slug, media, near=near)
                if isinstance(link, Image)
                else _dead(link, page, slug, everywhere, near=near)
            )
            dead += bool(found[key])
        yield from (replace(problem, origin=link.origin) for problem in found[key])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a link leads: an id or page in variant *slug* ('' for its own); the picture *path* when *name* is None."""

    slug: str
    path: PurePosixPath
    name: str | None


def _places(page: Page, links: Sequence[Link | Image]) -> frozenset[_Place]:
    """Return where *links* of *page* lead, as far as that is on our own websites."""
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


def _dead(link: Link, page: Page, slug: str, everywhere: Mapping[str, _Known], *, near: bool) -> Iterator[Diagnostic]:
    """Yield what is wrong with *link*; *near* says whether to look for what may have been meant."""
    match addresses.read(link.href):
        case addresses.Inside("", name=""):
            hint = "Noem een pagina, een anker of een adres."
            yield Diagnostic("LK001", link.origin, "een link heeft geen doel", hint)
        case addresses.Elsewhere(slug=other) if other not in everywhere:
            text, hint = f"de variant '{other}' bestaat niet", nearest(other, everywhere)
            yield Diagnostic("LK001", link.origin, text, hint, missed=(content_paths.sector_file(other),))
        case addresses.Elsewhere(slug=other, page=path, name=name):
            yield from _dead_place(link, page, (other, path, name), everywhere[other], near=near)
        case addresses.Inside(page=way, name=name):
            path = _target(page, way) if way else page.path
            yield from _dead_place(link, page, (slug, path, name), everywhere[slug], near=near)


def _elsewhere(href: str) -> str:
    """Return what to do with *href*, which is no page: it may be the address of a website, or of a mailbox."""
    if _SITE.fullmatch(href):
        return f"Is het een website? Schrijf https://{href}"
    if _MAILBOX.fullmatch(href):
        return f"Is het een mailadres? Schrijf mailto:{href}"
    return "Noem een pagina die er is, of haal de link weg."


_SITE = re.compile(r"(?:www\.[\w.-]+|(?:[\w-]+\.)+(?:be|eu|com|org|net|nl|fr|vlaanderen|brussels))(?:[/?#]\S*)?")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def _dead_place(
    link: Link, page: Page, place: tuple[str, PurePosixPath, str], known: _Known, *, near: bool
) -> Iterator[Diagnostic]:
    slug, path, name = place
    if path not in known.ids:
        here = near and not link.href.startswith("variant:")
        found = former_places.whither(path, known.pages) if here else None
        text, missed = f"de pagina '{link.href}' bestaat niet vanaf '{page.path}'", content_paths.of_page(path, slug)
        anchor = f"#{name}" if found and name in known.ids[found] else ""
        hint = _way(page, found, anchor) if found else _elsewhere(link.href)
        is_of_everybody = slug == CORE or (here and content_paths.DOCS in link.origin.path.parents)
        absent = former_places.absent_page(path, known.pages, "" if is_of_everybody else slug) if near else None
        yield Diagnostic("LK001", link.origin, text, hint, missed=missed, absent=absent)
    elif name and name not in known.ids[path]:
        text = f"het anker '#{name}' bestaat niet op '{path}'"
        own = f"{slug}-{name}"
        hint = f"Bedoel je '{own}'?" if own in known.ids[path] else nearest(name, known.ids[path] if near else ())
        hint = hint or _on_another_page(page, name, known.ids)
        hint = hint or f"Link naar de pagina zonder '#{name}', of zet het id achter een kop: ## Titel {{#{name}}}"
        owner = next(each for each in known.pages if each.path == path)
        absent = former_places.absent_section(name, owner, known.ids[path]) if near else None
        yield Diagnostic("LK002", link.origin, text, hint, missed=known.files(path, slug), absent=absent)


def _way(page: Page, path: PurePosixPath, anchor: str = "") -> str:
    """Return the hint with the relative link from *page* to *path*."""
    return f"Bedoel je '{_relative(page, path)}{anchor}'?"


def _added(page: Page, picture: PurePosixPath) -> str:
    """Return the hint to add *picture* to the guidebook, under a name that it may have, with its address on *page*."""
    path = PurePosixPath("media", file_names.nearest(picture.name) or "beeld.png")
    return f"Zet het beeld in {content_paths.DOCS / path}, en schrijf: {_relative(page, path)}"


def _relative(page: Page, path: PurePosixPath) -> str:
    return posixpath.relpath(path, page.path.parent)


def _on_another_page(page: Page, anchor: str, known: Mapping[PurePosixPath, AbstractSet[str]]) -> str:
    """Return the hint with a link to the only page that has *anchor*, which may have moved there, or ''."""
    found = [path for path, ids in known.items() if anchor in ids]
    return _way(page, found[0], f"#{anchor}") if len(found) == 1 else ""


def _dead_image(
    image: Image, page: Page, slug: str, media: Collection[PurePosixPath], *, near: bool
) -> Iterator[Diagnostic]:
    if not addresses.is_foreign(image) and (path := _target(page, image.href)) not in media:
        by_name = {str(each): each for each in (sorted(media) if near else ())}
        close = nearest_of(str(path), by_name)
        hint = _way(page, by_name[close]) if close else _added(page, path)
        text, missed = f"het beeld '{image.href}' bestaat niet", content_paths.of_page(path, slug)
        yield Diagnostic("LK003", image.origin, text, hint, missed=missed)


def _target(page: Page, href: str) -> PurePosixPath:
    return addresses.beside(page.path, unquote(href))


def _ids(page: Page) -> frozenset[str]:
    own = (section.id for section in all_sections(page.lead, page.sections))
    return frozenset((*former_places.former_ids(page), *own))


def _links_of_page(page: Page) -> tuple[Link | Image, ...]:
    return tuple(each for each in all_inlines(page.lead, page.sections) if isinstance(each, Link | Image))
