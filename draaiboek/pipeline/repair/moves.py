"""Pages that moved and ids that were renamed: whatever pointed at the old place is made to point at the new one.

There are only two ways to know where something went: somebody wrote it under `voorheen:`, or the very words that a
sector read now stand under exactly one other id of the same page. The latter is first written under `voorheen:`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from draaiboek.base.memo import Memo
from draaiboek.base.model import ALL, SLOT, Image, Link, Origin, Overlay, Page, Part, Place, Section, Source, place_name
from draaiboek.base.project import Project
from draaiboek.compose.overlay_rules import prefixed
from draaiboek.compose.reading_order import all_inlines
from draaiboek.compose.readings import Readings
from draaiboek.compose.targets import targets
from draaiboek.content import addresses, content_paths, former_places, queries, strict_yaml
from draaiboek.content.queries import QuerySet
from draaiboek.pipeline.repair import section_entries
from draaiboek.pipeline.repair.edits import Edit, Read, Text
from draaiboek.pipeline.repair.references import front_matter, new_line

KEY = "voorheen"


# --- where things went ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moves:
    """Where places of *pages* (ids by path) went, as `voorheen:` says."""

    pages: Mapping[PurePosixPath, frozenset[str]]
    moved: Mapping[Place, PurePosixPath]
    renamed: Mapping[Place, str]

    @classmethod
    def of(cls, pages: Sequence[Page], overlays: Sequence[Overlay] = ()) -> Moves:
        """Return what *pages* say about their former places; headings of *overlays* count as ids of their pages."""
        ids = {page.path: frozenset(section.id for section in page.walk()) for page in pages}
        renamed = {(page.path, old): new for page in pages for old, new in page.meta.renamed}
        moved = dict(former_places.moved(pages))
        bare = cls(ids, moved, renamed)
        for overlay in overlays:
            spot = bare.whither(overlay.page, overlay.target) or bare.whither(overlay.page, "")
            path = spot[0] if spot else overlay.page
            own = {prefixed(each.id, overlay.sector) for whole in overlay.sections for each in whole.walk()}
            ids |= {path: ids[path] | own} if path in ids else {}
            if path != overlay.page:
                moved |= {(overlay.page, name): path for name in own}
        return bare

    def whither(self, page: PurePosixPath, name: str) -> Place | None:
        """Return where *name* on *page* is now; None when it is still there, or nothing says where it went."""
        if page in self.pages and (not name or name.startswith(SLOT) or name in self.pages[page]):
            return None
        path = self.moved.get((page, name)) or self.moved.get((page, "")) or (page if page in self.pages else None)
        if path is None or path not in self.pages:
            return None
        new = self.renamed.get((path, name), name)
        is_there = not new or new.startswith(SLOT) or new in self.pages[path]
        return (path, new) if is_there and (path, new) != (page, name) else None


def formerly(source: Source, read: Readings, text_of: Read) -> Iterator[Edit]:
    """Yield `voorheen: [old > new]` for each renamed id: a sector read exactly the words now under the new id."""
    said = {(page.path, old) for page in source.pages for old in page.meta.formerly}
    for page in source.pages:
        known = {name for name in targets(page) if not name.startswith(SLOT)}
        gone = {
            each.target: each.fingerprint
            for each in source.readings
            if each.page == page.path and each.target and not each.target.startswith(SLOT)
            if each.target not in known and (page.path, each.target) not in said
        }
        pairs = []
        for old, digest in sorted(gone.items()):
            now = [name for name in sorted(known) if read.present.get((page.path, name)) == digest]
            if len(now) == 1:
                pairs.append(f"{old} > {now[0]}")
        text = text_of(page.origin.path) if pairs else None
        if text is not None:
            yield from said_formerly(text, pairs)


def said_formerly(text: Text, pairs: Sequence[str]) -> Iterator[Edit]:
    """Yield the edit that adds *pairs* to `voorheen:` in the front matter of *text*, when it can be added."""
    front = front_matter(text)
    if front is None:
        return
    if (KEY,) not in front.places:
        yield from new_line(text, f"{KEY}: [{', '.join(pairs)}]", before=(), front=front)
        return
    line = front.place((KEY,)).line
    if text.line(line).rstrip().endswith("]"):
        end = text.offset(line) + len(text.line(line).rstrip()) - 1
        comma = ", " if front.value[KEY] else ""
        yield text.replaced(end, end, f"{comma}{', '.join(pairs)}")


# --- what pointed there -----------------------------------------------------------------------------------------------


def followed(source: Source, read: Read, project: Project) -> Iterator[Edit]:
    """Yield the edits of everything that points at a place that moved."""
    core = Moves.of(source.pages)
    by_sector = {
        sector.slug: Moves.of(
            (*source.pages, *(page for page in source.sector_pages if page.sector == sector.slug)),
            [overlay for overlay in source.overlays if overlay.sector == sector.slug],
        )
        for sector in source.sectors
    }
    by_sector[ALL] = Moves.of(source.pages, source.overlays)
    for page in (*source.pages, *source.sector_pages):
        moves = by_sector.get(page.sector or "", core)
        for was, link in _links(page):
            yield from _link(link, (page.path, was), moves, by_sector, read)
        yield from _after(page, moves, read)
    yield from section_entries.followed(source.pages, core.whither, read)
    for sector in source.sectors:
        own = [page for page in source.sector_pages if page.sector == sector.slug]
        yield from section_entries.followed(own, by_sector[sector.slug].whither, read)
    for overlay in source.overlays:
        moves = by_sector.get(overlay.sector, core)
        yield from _target(overlay.place("doel"), overlay.page, overlay.target, core, read)
        yield from _overlay_links(overlay, moves, by_sector, read)
    for each in source.readings:
        yield from _target(each.origin, each.page, each.target, core, read)
    yield from _menu(core, read)
    yield from _drawn(core, read)
    yield from _searched(core, by_sector, read, project)


def _former_path(page: Page) -> PurePosixPath:
    """Return where *page* was when its links were written: moving a page to another folder breaks its links."""
    was = [PurePosixPath(name) for name in page.meta.moved if "#" not in name]
    return was[-1] if was else page.path


def _links(page: Page) -> Iterator[tuple[PurePosixPath, Link | Image]]:
    """Yield each link of *page*, after the path of the page that it was written on: a section may come from another."""
    names = (name.partition("#") for name in page.meta.moved)
    came = {name: PurePosixPath(path) for path, _, name in names if name}
    was = _former_path(page)
    yield from ((was, link) for link in _all_links(page.lead, ()))
    yield from _links_of(page.sections, was, came)


def _links_of(
    sections: Sequence[Section], around: PurePosixPath, came: Mapping[str, PurePosixPath]
) -> Iterator[tuple[PurePosixPath, Link | Image]]:
    for section in sections:
        was = came.get(section.id, around)
        yield from ((was, link) for link in _all_links((), (replace(section, subsections=()),)))
        yield from _links_of(section.subsections, was, came)


def _overlay_links(overlay: Overlay, moves: Moves, by_sector: Mapping[str, Moves], read: Read) -> Iterator[Edit]:
    spot = moves.whither(overlay.page, overlay.target) or moves.whither(overlay.page, "")
    here = spot[0] if spot else overlay.page
    for link in _all_links(overlay.body, overlay.sections):
        yield from _link(link, (here, overlay.page), moves, by_sector, read)


def _all_links(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Link | Image]:
    return (each for each in all_inlines(parts, sections) if isinstance(each, Link | Image))


def _link(
    link: Link | Image,
    stands: tuple[PurePosixPath, PurePosixPath],
    moves: Moves,
    by_sector: Mapping[str, Moves],
    read: Read,
) -> Iterator[Edit]:
    """Yield the new address of *link*; *stands* holds the path of its page now and when the link was written."""
    new = _new_address(link, stands, moves, by_sector)
    text = read(link.origin.path)
    if new and new != link.href and text is not None:
        yield from _at(text, link.origin, link.href, new)


def _new_address(
    link: Link | Image, stands: tuple[PurePosixPath, PurePosixPath], moves: Moves, by_sector: Mapping[str, Moves]
) -> str:
    now, was = stands
    if isinstance(link, Image):
        return ""
    match addresses.read(link.href):
        case addresses.Elsewhere(slug=slug, page=path, name=name):
            spot = by_sector[slug].whither(path, name) if slug in by_sector else moves.whither(path, name)
            return f"variant:{slug}/{place_name(*spot)}" if spot else ""
        case addresses.Inside(page=way, name=name) if way or name:
            target = addresses.beside(was, way) if way else was
            direct = addresses.beside(now, way) if way else now
            if direct in moves.pages and moves.whither(direct, name) is None and _holds(moves, direct, name):
                return ""  # it leads where it should
            spot = moves.whither(target, name) or ((target, name) if _holds(moves, target, name) else None)
            if spot is None:
                return ""
            path, anchor = spot
            return f"#{anchor}" if path == now and not way else _named_way(path, anchor, now)
    return ""


def _holds(moves: Moves, path: PurePosixPath, name: str) -> bool:
    return path in moves.pages and (not name or name in moves.pages[path])


def _named_way(path: PurePosixPath, name: str, start: PurePosixPath) -> str:
    way = posixpath.relpath(path, start.parent)
    return f"{way}#{name}" if name else way


def _at(text: Text, place: Origin, old: str, new: str) -> Iterator[Edit]:
    """Yield the edit of address *old* to *new*: exactly at *place*, or as a link within a value of a data file."""
    if exact := text.exactly(place, old, new):
        yield exact
    elif text.path.suffix == ".yml":
        start = text.offset(place.line)
        end = text.offset(_end_of_value(text, place.line))
        for before in ("](", "](<"):
            at = text.raw.find(f"{before}{old}", start, end)
            behind = text.raw[at + len(before) + len(old) :][:1]
            if at >= 0 and behind in {")", ">", " "}:
                yield text.replaced(at + len(before), at + len(before) + len(old), new)


def _end_of_value(text: Text, line: int) -> int:
    """Return the line after the value that begins on *line*: the next one that is not indented deeper."""

    def indent(number: int) -> int:
        words = text.line(number)
        return len(words) - len(words.lstrip(" -"))

    following = range(line + 1, text.lines + 1)
    ends = (number for number in following if text.line(number).strip() and indent(number) <= indent(line))
    return next(ends, text.lines)


def _target(place: Origin, page: PurePosixPath, name: str, moves: Moves, read: Read) -> Iterator[Edit]:
    """Yield the new `doel:` of an overlay or a reading."""
    spot, text = moves.whither(page, name), read(place.path)
    if spot and text is not None:
        yield from _on_line(text, place, place_name(page, name), place_name(*spot))


def _on_line(text: Text, place: Origin, old: str, new: str) -> Iterator[Edit]:
    """Yield the edit of value *old* to *new*: at *place*, after a quote or not, or else behind the key that is there.

    What stands in a comment behind it stays.
    """
    for column in (place.column, place.column + 1):
        if edit := text.exactly(replace(place, column=column), old, new):
            yield edit
            return
    whole = re.compile(rf"""(?<=[ "'\[,]){re.escape(old)}(?=[ "',\]}}]|$)""")
    line = text.line(place.line)
    found = whole.search(line, place.column - 1)
    if found and not _COMMENT.search(line, place.column - 1, found.start()):
        start = text.offset(place.line) + found.start()
        yield text.replaced(start, start + len(old), new)


_COMMENT = re.compile(r"\s#")


def _after(page: Page, moves: Moves, read: Read) -> Iterator[Edit]:
    """Yield the new `na:` of a sector's page."""
    spot = moves.whither(page.meta.after, "") if page.meta.after else None
    text = read(page.origin.path) if spot else None
    front = front_matter(text) if text is not None else None
    if spot and text is not None and front is not None:
        yield from _on_line(text, front.place(("na",)), str(page.meta.after), str(spot[0]))


def _menu(moves: Moves, read: Read) -> Iterator[Edit]:
    text = read(content_paths.MENU)
    for value, place in _pages_in(text, _PAGES):
        path = PurePosixPath(value)
        spot = moves.whither(path, "") if path not in moves.pages else None
        if text is not None and spot:
            yield from _on_line(text, place, value, str(spot[0]))


def _searched(core: Moves, by_sector: Mapping[str, Moves], read: Read, project: Project) -> Iterator[Edit]:
    sets, _ = queries.of(project, Memo())
    for each in sets:
        yield from _of_set(each, core, by_sector, read)


def _of_set(asked: QuerySet, core: Moves, by_sector: Mapping[str, Moves], read: Read) -> Iterator[Edit]:
    text = read(content_paths.QUERIES / f"{asked.name}.yml")
    if text is None:
        return
    lines = {query.origin.line: query.variant for query in asked.queries}
    for value, place in _pages_in(text, _PAGES):
        path, _, name = value.partition("#")
        above = [line for line in lines if line <= place.line]
        moves = by_sector.get(lines[max(above)], core) if above else core
        spot = moves.whither(PurePosixPath(path), name) if path.endswith(".md") else None
        if spot:
            yield from _on_line(text, place, value, place_name(*spot))


def _drawn(core: Moves, read: Read) -> Iterator[Edit]:
    """Yield the new places in figures, and in documents to fill in; they are relative to the root."""
    for file, key in ((content_paths.FIGURES, "naar"), (content_paths.KIT, "stukken")):
        text = read(file)
        for value, place in _pages_in(text, {key}):
            path, _, name = value.partition("#")
            spot = core.whither(PurePosixPath(path), name) if path.endswith(".md") else None
            if text is not None and spot:
                yield from _on_line(text, place, value, place_name(*spot))


_PAGES = {"pagina", "paginas"}


def _pages_in(text: Text | None, keys: AbstractSet[str]) -> Iterator[tuple[str, Origin]]:
    """Yield every page that the YAML *text* names under one of *keys*, with its origin."""
    if text is None:
        return
    try:
        document = strict_yaml.parse(text.plain, Origin(text.path))
    except strict_yaml.StrictYamlError:
        return
    for path, value, place in document.texts():
        if keys & {*path}:
            yield value, place
