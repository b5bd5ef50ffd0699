"""The variant `alle`: the core with the text of every sector in place beside it (decisions/0016). Pure.

Here the pages of a sector are in a folder of its own (`sport/hoofdstuk.md`), because their names recur in most sectors.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    ALL,
    Block,
    Edition,
    Image,
    Inline,
    Link,
    MediaFile,
    MenuItem,
    Origin,
    Page,
    PageMeta,
    Part,
    Section,
    SectorText,
    Source,
    Variant,
)
from draaiboek.compose import open_points, overlays
from draaiboek.compose.reading_order import all_sections
from draaiboek.compose.rewriting import Rewriter
from draaiboek.compose.variants import Core, filled, with_sector_pages
from draaiboek.content import addresses

FEWEST = 2  # sectors: with only one, its own variant already is that text beside the core


def compose(
    source: Source, edition: Edition, base: Core, memo: Memo | None = None
) -> tuple[Variant | None, tuple[Diagnostic, ...]]:
    """Return the variant of all sectors of *edition* on *base*, and what is wrong only there; None with < 2 sectors.

    What is wrong with an overlay or a page of a sector is reported by that sector's variant.
    """
    if len(source.sectors) < FEWEST:
        return None, ()
    memo = memo or Memo()
    places = _places(source)
    beside = overlays.side_by_side(source, base.bare, base.read, memo)
    core = tuple(memo.of(page.path, _with_ways, page, places) for page in beside)
    theirs = (page for sector in source.sectors for page in _own_pages(source, sector.slug))
    own = tuple(memo.of((page.sector, page.path), _moved, page, places) for page in theirs)
    menu = (*source.menu, *_chapters(source, own))
    whole = open_points.gather((*core, *own), menu, memo)
    ready = filled(whole, base, ALL, memo, [])
    media = tuple(_moved_media(item) for item in source.media)
    variant = Variant(ALL, None, ready, menu, media, edition, source.identity, source.sectors, source.kit)
    return variant, tuple(problem for page in ready for problem in _doubles(page))


def _own_pages(source: Source, slug: str) -> Sequence[Page]:
    """Return the pages that only sector *slug* has, in the order of its menu."""
    own = {page.path: page for page in source.sector_pages if page.sector == slug}
    menu = with_sector_pages(source.menu, (*source.pages, *own.values()), [])
    listed = [path for item in menu for path in item.pages() if path in own]
    return [own[path] for path in (*listed, *(path for path in own if path not in listed))]


def _doubles(page: Page) -> Iterator[Diagnostic]:
    """Yield every id that *page* has twice: two sectors may use the same one."""
    taken: dict[str, Origin] = {}
    for section in all_sections(page.lead, page.sections):
        if (first := taken.setdefault(section.id, section.origin)) is not section.origin:
            where = f"'{page.path}' van de variant '{ALL}' ({first.path}, regel {first.line})"
            text = f"het id '{section.id}' bestaat al op {where}"
            yield Diagnostic("OV010", section.origin, text, "Kies een ander id.")


def _chapters(source: Source, own: Sequence[Page]) -> Iterator[MenuItem]:
    """Yield the group of the menu with the sectors' own pages."""
    if own:
        children = tuple(MenuItem(page.meta.title, page.path) for page in own)
        yield MenuItem(f"Per {source.identity.audience.one}", None, children)


# --- where the pages of sectors are -----------------------------------------------------------------------------------

_Places = frozenset[tuple[str, PurePosixPath]]
"""The pages and pictures that only a sector has: its slug, and the path in its own variant."""


def _places(source: Source) -> _Places:
    pages = {(page.sector, page.path) for page in source.sector_pages if page.sector}
    media = {(item.origin.path.parts[1], item.path) for item in source.media if item.origin.path.parts[0] == "sectors"}
    return frozenset(pages | media)


def _moved(page: Page, places: _Places) -> Page:
    """Return a sector's *page* moved to the folder of its sector, with its links still leading where they did."""
    slug = page.sector or ""
    old, new = page.path, PurePosixPath(slug, page.path)
    return replace(
        _Readdressed(_ways(slug, old, new, places)).of_page(page), path=new, meta=_moved_meta(page.meta, slug)
    )


def _moved_meta(meta: PageMeta, slug: str) -> PageMeta:
    return replace(meta, moved=tuple(f"{slug}/{name}" for name in meta.moved), after=None)


def _moved_media(item: MediaFile) -> MediaFile:
    folder, slug = item.origin.path.parts[:2]
    return item if folder == "docs" else replace(item, path=PurePosixPath(slug, item.path))


def _with_ways(page: Page, places: _Places) -> Page:
    """Return the core *page* with the sectors' links to their own pages adapted; the same object if there are none."""
    if not any(isinstance(part, SectorText) for part in _parts_of(page)):
        return page

    return _ReaddressedSectors(lambda slug: _ways(slug, page.path, page.path, places)).of_page(page)


def _parts_of(page: Page) -> Iterator[Part]:
    yield from page.lead
    for section in page.walk():
        yield from section.body
        yield from section.tail


_Way = Callable[[str], str]


def _ways(slug: str, old: PurePosixPath, new: PurePosixPath, places: _Places) -> _Way:
    """Return the function that rewrites an address that sector *slug* wrote on page *old*, which is now *new*."""

    def way(href: str) -> str:
        found = None if addresses.variable(href) else addresses.read(href)
        if not isinstance(found, addresses.Inside) or not found.page:
            return href
        target = addresses.beside(old, found.page)
        target = PurePosixPath(slug, target) if (slug, target) in places else target
        name = f"#{quote(found.name)}" if found.name else ""
        return f"{quote(posixpath.relpath(target, new.parent))}{name}"

    return way


# --- the same text with other addresses -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Readdressed(Rewriter):
    """Replaces each address by what *way* returns for it."""

    way: _Way

    def inline(self, inline: Inline) -> Inline:
        if isinstance(inline, Link | Image):
            inline = replace(inline, href=self.way(inline.href))
        return Rewriter.inline(self, inline)


@dataclass(frozen=True, slots=True)
class _ReaddressedSectors(Rewriter):
    """Replaces only the addresses in a sector's text, by what *way_of* gives for that sector."""

    way_of: Callable[[str], _Way]

    def sector_text(self, text: SectorText) -> SectorText:
        return _Readdressed(self.way_of(text.sector)).sector_text(text)

    def heading(self, section: Section) -> tuple[Inline, ...]:
        return section.heading

    def block(self, block: Block) -> Block:
        return block
