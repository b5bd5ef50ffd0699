"""inhoud.yml and the existing pages → the table of contents that every variant starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Edition, MenuItem, Origin, Page
from draaiboek.content import budgets, content_paths, former_places
from draaiboek.content.content_paths import INDEX
from draaiboek.content.data_files import MenuLine

Listed = tuple[PurePosixPath, Origin]


def read(
    lines: Sequence[MenuLine] | None, core: Sequence[Page], editions: Sequence[Edition], problems: list[Diagnostic]
) -> tuple[MenuItem, ...]:
    """Return the menu; without inhoud.yml the pages are sorted by path, those of the root first.

    Edition pages follow edities/index.md, the newest first. What does not match is added to *problems* (PG009).
    """
    titles = {page.path: page.meta.title for page in core}
    newest_first = tuple(edition.page for edition in sorted(editions, key=lambda each: each.number, reverse=True))
    if lines is None:
        lines = _alphabetical(titles.keys() - set(newest_first))
    wholes = [(line.title, tuple(_with_editions(line.pages, newest_first))) for line in lines]
    listed = [place for _, places in wholes for place in places]
    problems += (*_strangers(listed, core), *_doubles(listed), *_forgotten(listed, core))
    items = tuple(item for title, places in wholes for item in _items(title, places, titles))
    problems += _too_many(items, listed)
    return items


def _with_editions(places: Iterable[Listed], editions: Sequence[PurePosixPath]) -> Iterator[Listed]:
    for path, origin in places:
        yield path, origin
        if path == content_paths.EDITION_PAGES / INDEX:
            yield from ((edition, origin) for edition in editions)


def _items(title: str, places: Iterable[Listed], titles: Mapping[PurePosixPath, str]) -> tuple[MenuItem, ...]:
    items = tuple(MenuItem(titles[path], path) for path, _ in places if path in titles)
    return (MenuItem(title, None, items),) if title else items


def _too_many(items: Sequence[MenuItem], listed: Sequence[Listed]) -> Iterator[Diagnostic]:
    """Yield an error where one level of the menu, shown on every page, has more pages than a reader can scan."""
    origins = dict(listed)
    for beside in (items, *(item.children for item in items)):
        if len(beside) > budgets.BESIDE:
            paths = (path for item in beside[budgets.BESIDE :] for path in item.pages())
            origin = origins.get(next(paths, content_paths.EDITION_PAGES), Origin(content_paths.MENU))
            text = f"er staan meer dan {budgets.BESIDE} pagina's naast elkaar in het menu"
            hint = f"Verdeel ze in {content_paths.MENU} over groepen: - titel: …, met daaronder paginas: […]"
            yield Diagnostic("PG009", origin, text, hint)


def _strangers(listed: Sequence[Listed], core: Sequence[Page]) -> Iterator[Diagnostic]:
    known = {page.path for page in core}
    for path, origin in listed:
        if path not in known:
            hint = former_places.hint(path, core) or f"Maak docs/{path}, of haal deze regel weg."
            missed = content_paths.of_page(path)
            text, absent = f"de pagina '{path}' bestaat niet", former_places.absent_page(path, core)
            yield Diagnostic("PG009", origin, text, hint, missed=missed, absent=absent)


def _doubles(listed: Sequence[Listed]) -> Iterator[Diagnostic]:
    seen: set[PurePosixPath] = set()
    for path, origin in listed:
        if path in seen:
            text = f"de pagina '{path}' staat twee keer in het menu"
            yield Diagnostic("PG009", origin, text, "Haal ze één keer weg.")
        seen.add(path)


def _forgotten(listed: Sequence[Listed], core: Sequence[Page]) -> Iterator[Diagnostic]:
    paths = {path for path, _ in listed}
    meant = {former_places.whither(path, core) for path in sorted(paths - {page.path for page in core})}
    for page in core:
        if page.path not in paths | meant:
            place = f"Zet in {content_paths.MENU}, waar ze moet komen: - pagina: {page.path}"
            hint = f"{place}\nOf in een groep, met vier spaties ervoor: - {page.path}"
            text = "deze pagina staat niet in het menu"
            yield Diagnostic("PG009", page.origin, text, hint, missed=(content_paths.MENU,))
    if core and not any(page.path == INDEX for page in core):
        start = content_paths.DOCS / INDEX
        hint = "Maak docs/index.md: daar begint de lezer."
        yield Diagnostic("PG009", Origin(start), "er is geen startpagina", hint, missed=(start,))


def _alphabetical(paths: Iterable[PurePosixPath]) -> tuple[MenuLine, ...]:
    def order(path: PurePosixPath) -> tuple[bool, tuple[str, ...], bool, str]:
        """Sort the pages of the root first, and in every folder its index before the others."""
        return (path.parent != PurePosixPath(), path.parent.parts, path.name != INDEX.name, path.name)

    return tuple(MenuLine("", ((path, Origin(content_paths.DOCS / path)),)) for path in sorted(paths, key=order))
