"""Source → Variant: the core with one sector's overlays applied, fail closed. Pure: no disk, clock or network.

Whatever cannot be applied is a problem, never a silent fallback; the variant that is returned beside problems serves
only to find more of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.memo import Memo
from draaiboek.base.model import Edition, MediaFile, MenuItem, Page, Source, Variant
from draaiboek.compose import fill_in, open_points, overlays
from draaiboek.compose.fill_in import Words
from draaiboek.compose.own_first import own_first
from draaiboek.compose.readings import Readings, readings
from draaiboek.content import content_paths, former_places


@dataclass(frozen=True, slots=True)
class Core:
    """The core text: *bare* as it was written, its slots empty, *filled* with its final words, page by page.

    *read* is what sectors read of it, *words* are those that variants fill in, and *problems* what is wrong with it.
    """

    bare: tuple[Page, ...]
    filled: tuple[Page, ...]
    read: Readings
    words: Words
    problems: tuple[Diagnostic, ...]


def core(source: Source, memo: Memo | None = None) -> Core:
    """Return the core text of *source*; every variant starts from it. *memo* knows pages that were made before."""
    memo = memo or Memo()
    problems: list[Diagnostic] = []
    words = fill_in.words_of(source, memo)
    bare = tuple(memo.of(page.path, overlays.without_slots, page) for page in source.pages)
    whole = open_points.gather(bare, source.menu, memo)
    ready = tuple(_filled(page, words, "", memo, problems) for page in whole)
    return Core(bare, ready, readings(source, ready, memo), words, tuple(problems))


def compose(
    source: Source, slug: str, edition: Edition, base: Core, memo: Memo | None = None
) -> tuple[Variant, tuple[Diagnostic, ...]]:
    """Return the variant *slug* of *edition* on *base*, and everything that is wrong with it.

    A page on which the sector changes nothing is the very page of the core. *memo* knows pages that were made before.
    """
    memo = memo or Memo()
    sector = source.sector(slug)
    problems: list[Diagnostic] = []
    pages = base.bare
    if sector:
        changed = overlays.apply(source, slug, base.bare, base.read, memo, problems)
        pages = tuple(memo.of((slug, page.path), own_first, page, sector, source.sectors) for page in changed)
    own = tuple(page for page in source.sector_pages if page.sector == slug)
    media = tuple(media for media in source.media if _belongs(media, slug))
    problems += [*_clashes(pages, own), *_media_clashes(media)]
    menu = with_sector_pages(source.menu, (*pages, *own), problems)
    whole = open_points.gather((*pages, *own), menu, memo) if sector else pages
    ready = filled(whole, base, slug, memo, problems)
    return Variant(slug, sector, ready, menu, media, edition, source.identity, kit=source.kit), tuple(problems)


def filled(pages: Sequence[Page], base: Core, slug: str, memo: Memo, problems: list[Diagnostic]) -> tuple[Page, ...]:
    """Return *pages* of variant *slug* with their final words, which a page of *base* has already.

    What is wrong with the others goes to *problems*.
    """
    known = {id(bare): ready for bare, ready in zip(base.bare, base.filled, strict=True)}
    return tuple(known.get(id(page)) or _filled(page, base.words, slug, memo, problems) for page in pages)


def _filled(page: Page, words: Words, slug: str, memo: Memo, problems: list[Diagnostic]) -> Page:
    ready, wrong = memo.kept((slug, page.path, page.sector), fill_in.resolve, page, words)
    problems += wrong
    return ready


def of_unknown_sectors(source: Source, base: Core) -> list[Diagnostic]:
    """Return what is wrong with overlays whose sector does not exist: that mistake must not hide another.

    A sector that does not exist fills no slot and reads nothing, so nobody is told that.
    """
    known = {sector.slug for sector in source.sectors}
    problems: list[Diagnostic] = []
    for slug in sorted({overlay.sector for overlay in source.overlays} - known):
        overlays.apply(source, slug, base.bare, base.read, Memo(), problems)
    return [problem for problem in problems if problem.code not in {"OV008", "OV009"}]


def _belongs(media: MediaFile, slug: str) -> bool:
    parts = media.origin.path.parts
    return parts[0] == "docs" or parts[1] == slug


def _clashes(core: Sequence[Page], own: Sequence[Page]) -> list[Diagnostic]:
    taken = {page.path: page for page in core}
    return [
        Diagnostic(
            "SC002",
            page.origin,
            f"de kerntekst heeft ook een pagina '{page.path}' ({taken[page.path].origin.path})",
            "Geef de sectorpagina een andere naam, of maak een overlay op de kernpagina.",
        )
        for page in own
        if page.path in taken
    ]


def _media_clashes(media: Sequence[MediaFile]) -> Iterator[Diagnostic]:
    first: dict[PurePosixPath, MediaFile] = {}
    for item in media:
        if (other := first.setdefault(item.path, item)) is not item:
            text = f"de kerntekst heeft ook een beeld '{item.path}' ({other.origin.path})"
            yield Diagnostic("SC002", item.origin, text, "Geef het beeld van de sector een andere naam.")


def with_sector_pages(
    menu: tuple[MenuItem, ...], pages: Sequence[Page], problems: list[Diagnostic]
) -> tuple[MenuItem, ...]:
    """Put each sector page of *pages* after the page that its `na:` names; pages may follow each other."""
    waiting = [page for page in pages if page.sector]
    placed = True
    while waiting and placed:
        placed = False
        for page in sorted(waiting, key=lambda page: page.path, reverse=True):
            changed = _insert(menu, page)
            if changed != menu:
                menu, placed = changed, True
                waiting.remove(page)
    listed = {path for item in menu for path in item.pages()}
    known = [page for page in pages if page.path in listed]
    for page in waiting:
        after = page.meta.after or PurePosixPath()
        text, hint = f"de plaats 'na: {after}' bestaat niet in het menu", former_places.hint(after, known)
        hint = hint or "Noem een pagina uit het menu, bijvoorbeeld 'na: index.md'."
        missed = (content_paths.MENU, *content_paths.of_page(after, page.sector))
        is_there = any(each.path == after for each in pages)
        absent = None if is_there else former_places.absent_page(after, pages, page.sector or "")
        problems.append(Diagnostic("SC003", page.origin, text, hint, missed=missed, absent=absent))
    return menu


def _insert(menu: tuple[MenuItem, ...], page: Page) -> tuple[MenuItem, ...]:
    result: list[MenuItem] = []
    for item in menu:
        result.append(replace(item, children=_insert(item.children, page)) if item.children else item)
        if item.page == (page.meta.after or PurePosixPath()):
            result.append(MenuItem(page.meta.title, page.path))
    return tuple(result)
