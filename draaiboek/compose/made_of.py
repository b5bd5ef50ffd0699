"""What a page or a book is made of: the files in which editors wrote it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from draaiboek.base.model import Page, Sector, Source, Variant
from draaiboek.content import content_paths

Files = frozenset[PurePosixPath]

# The files that fill in words on any page, and those of the menu and the identity, which every page shows.
_EVERYWHERE = (
    content_paths.VARIABLES,
    content_paths.REFERENCES,
    content_paths.TERMS,
    content_paths.EMERGENCY,
    content_paths.MENU,
    content_paths.IDENTITY,
)


def of_page(page: Page, variant: Variant, source: Source) -> Files:
    """Return the files that *page* of *variant* is made of, which need not exist; a folder stands for all in it."""
    own = [content_paths.sector_file(sector.slug) for sector in _sectors(variant)]
    named = {part.page for document in variant.kit for part in document.parts}
    kit = [content_paths.KIT] if page.path in {*named, content_paths.DOWNLOADS_PAGE} else []
    return frozenset((*page.files, page.origin.path, *_overlays(page, variant, source), *own, *kit, *_EVERYWHERE))


def of_book(pages: Iterable[Page], variant: Variant, source: Source) -> Files:
    """Return the files that a book, a fiche or a zip of *pages* of *variant* is made of."""
    told = (content_paths.WAIVERS, *(content_paths.sector_file(sector.slug) for sector in source.sectors))
    pictures = (media.origin.path for media in variant.media)
    found = {variant.edition.origin.path, *pictures, *told}
    return frozenset(found.union(*(of_page(page, variant, source) for page in pages)))


def homes(variant: Variant) -> tuple[PurePosixPath, ...]:
    """Return the folders whose deleted files were part of *variant*."""
    slugs = [sector.slug for sector in _sectors(variant)]
    own = (home for slug in slugs for home in (content_paths.SECTORS / slug, *content_paths.overlays_of(slug)))
    return tuple(dict.fromkeys((content_paths.DOCS, *own)))


def _sectors(variant: Variant) -> tuple[Sector, ...]:
    """Return the sectors whose text is in *variant*."""
    return (variant.sector,) if variant.sector else variant.gathered


def _overlays(page: Page, variant: Variant, source: Source) -> Iterable[PurePosixPath]:
    slugs = {sector.slug for sector in _sectors(variant)}
    for overlay in source.overlays:
        if overlay.sector in slugs and overlay.page == page.path:
            yield overlay.origin.path
