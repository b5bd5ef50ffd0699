"""What could not be checked in a variant: every mark `{na-te-gaan: …}`, as a list on the page that requests it.

Only here is everything together that a reader of the variant gets: the core, what overlays put in it, and the sector's
own pages. The list is made from the marks in the text themselves, so it can neither forget one nor keep an old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    Inline,
    Item,
    Link,
    Listing,
    Mark,
    MenuItem,
    Origin,
    Page,
    Paragraph,
    Part,
    Section,
    SectorText,
    Slot,
    Strong,
    Text,
    deep,
    runs,
)
from draaiboek.compose.fill_in import way

KIND = "na-te-gaan"
FEW = 3
"""Up to this many points of one section have a link each."""

NOTHING = "In deze tekst staat geen enkel punt dat we niet konden nagaan."


def gather(pages: Sequence[Page], menu: Sequence[MenuItem], memo: Memo) -> tuple[Page, ...]:
    """Return *pages* with the list in each place that requests it, its groups in the order of *menu*.

    A page that does not request it is returned as the same object.
    """
    asking = {page.path for page in pages if memo.of((_asks, id(page)), _asks, page)}
    if not asking:
        return tuple(pages)
    order = {path: number for number, path in enumerate(path for item in menu for path in item.pages())}
    told = sorted(pages, key=lambda page: (order.get(page.path, len(order)), page.path))
    points = [(page, memo.of((_points, id(page)), _points, page)) for page in told]
    return tuple(_with_list(page, points) if page.path in asking else page for page in pages)


@dataclass(frozen=True, slots=True)
class _Point:
    """A mark, and the section that it is in (None above the first heading)."""

    mark: Mark
    section: Section | None


_Points = Sequence[tuple[Page, Sequence[_Point]]]


def _with_list(page: Page, told: _Points) -> Page:
    def parts(items: Sequence[Part]) -> tuple[Part, ...]:
        return tuple(_listing(page, told, each.origin) if _is_place(each) else each for each in items)

    def section(old: Section) -> Section:
        return replace(old, body=parts(old.body), subsections=tuple(map(section, old.subsections)))

    return replace(page, lead=parts(page.lead), sections=tuple(map(section, page.sections)))


def _listing(page: Page, told: _Points, origin: Origin) -> Part:
    items = []
    known: set[tuple[Origin, str]] = set()  # a table made from data can be on two pages
    for other, found in told:
        fresh = [point for point in found if (point.mark.origin, point.mark.about) not in known]
        known |= {(point.mark.origin, point.mark.about) for point in fresh}
        points = tuple(_told(fresh, other, page, origin))
        if points:
            name = Paragraph((Strong((Text(other.meta.title),)),), origin)
            items.append(Item((name, Listing(points, origin)), origin))
    return Listing(tuple(items), origin) if items else Paragraph((Text(NOTHING),), origin)


def _told(points: Sequence[_Point], other: Page, page: Page, origin: Origin) -> Iterator[Item]:
    """Yield a link for each of *points*; many in one section, as in a table, have one link to it.

    What all of these begin with is said once, with their number: "zwijgplicht" for every function of a sector, each
    marked there. Points that have no such beginning are listed below the link.
    """
    for section, group in groupby(points, key=lambda point: point.section):
        found = tuple(group)
        if section is None or len(found) <= FEW:
            yield from (_item((_link(point, other, page),), origin) for point in found)
        else:
            link = Link(f"{way(page.path, other.path)}#{section.id}", section.heading, section.origin)
            abouts = [point.mark.about or section.title for point in found]
            if start := _shared_start(abouts):
                yield _item((link, Text(f": {start}, op {len(found)} plaatsen")), origin)
            else:
                below = Listing(tuple(_item((Text(about),), origin) for about in abouts), origin)
                yield Item((Paragraph((link,), origin), below), origin)


def _item(words: tuple[Inline, ...], origin: Origin) -> Item:
    return Item((Paragraph(words, origin),), origin)


def _shared_start(said: Sequence[str]) -> str:
    """Return the words that all of *said* begin with, '' for none; each goes on after them."""
    words = [each.split() for each in said]
    most = min(map(len, words)) - 1  # leave at least one word of each
    shared = next((at for at in range(most) if len({each[at] for each in words}) > 1), most)
    return " ".join(words[0][:shared])


def _link(point: _Point, other: Page, page: Page) -> Link:
    about = point.mark.about
    words: tuple[Inline, ...] = (Text(about[:1].upper() + about[1:]),)
    if not about:
        words = point.section.heading if point.section else (Text(other.meta.title),)
    name = f"#{point.section.id}" if point.section else ""
    return Link(f"{way(page.path, other.path)}{name}", words, point.mark.origin)


def _points(page: Page) -> tuple[_Point, ...]:
    """Return the points on *page* that could not be checked; the same words in one section only once."""
    found: dict[tuple[str, str], _Point] = {}
    for point in (*_in_parts(page.lead, None), *(each for section in page.sections for each in _in_section(section))):
        key = (point.section.id if point.section else "", point.mark.about)
        if point.mark.kind == KIND:
            found.setdefault(key, point)
    return tuple(found.values())


def _in_section(section: Section) -> Iterator[_Point]:
    if section.mark:
        yield _Point(section.mark, section)
    yield from (_Point(mark, section) for mark in _marks(section.heading))
    yield from _in_parts(section.body, section)
    for below in section.subsections:
        yield from _in_section(below)
    yield from _in_parts(section.tail, section)


def _in_parts(parts: Sequence[Part], section: Section | None) -> Iterator[_Point]:
    for part in parts:
        match part:
            case SectorText():
                yield from _in_parts(part.body, section)
                yield from (each for below in part.sections for each in _in_section(below))
            case Slot():
                continue
            case _:
                yield from (_Point(mark, section) for run in runs(part) for mark in _marks(run))


def _marks(run: Sequence[Inline]) -> Iterator[Mark]:
    return (each for each in deep(run) if isinstance(each, Mark))


def _asks(page: Page) -> bool:
    bodies = (page.lead, *(section.body for section in page.walk()))
    return any(_is_place(part) for body in bodies for part in body)


def _is_place(part: Part) -> bool:
    return isinstance(part, Slot) and part.gathered
