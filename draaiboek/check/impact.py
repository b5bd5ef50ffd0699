"""What a change of the law affects: every place that cites a source or an article of it, or uses a variable. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from draaiboek.base.model import (
    CORE,
    Citation,
    Inline,
    Link,
    Origin,
    Page,
    Part,
    Section,
    SectorText,
    Slot,
    Source,
    Variable,
    deep,
    runs,
    words,
)
from draaiboek.content import addresses, content_paths

_WORD = re.compile(r"\bart(?:\.|ikel(?:en)?)\s*", re.IGNORECASE)
# A number before ° or after § is not an article: 'art. 3, 15°', 'art. 3, § 1'.
_NUMBER = re.compile(
    r"\s*(?P<link>,|en|–|-|tot(?: en met)?)?\s*(?P<number>\d+[a-z]*(?:/\d+)*)(?![\d°/])", re.IGNORECASE
)
_QUERY = re.compile(r"^(?:art\.?)?\s*(?P<number>\d+[a-z]*(?:/\d+)*)$", re.IGNORECASE)
_RANGE = {"–", "-", "tot", "tot en met"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that cites; *title* says where it is, *variants* whose websites and PDFs contain it."""

    origin: Origin
    title: str
    what: str
    variants: tuple[str, ...]


def impact(source: Source, name: str, article: str = "") -> tuple[Hit, ...]:
    """Return every place that cites source *name* (and *article* of it), or uses variable *name*."""
    everywhere = (CORE, *(sector.slug for sector in source.sectors))
    found: list[Hit] = []
    for page in source.pages:
        found += _in_page(page, "kerntekst", everywhere, source, name, article)
    for page in source.sector_pages:
        what = "fiche" if page.path == content_paths.FICHE_PAGE else "sectorpagina"
        found += _in_page(page, what, (page.sector or "",), source, name, article)
    for overlay in source.overlays:
        title = f"{overlay.page}#{overlay.target}"
        for origin, texts, below in _texts(overlay.body, overlay.sections, title):
            if _cites(texts, source, name, article):
                found.append(Hit(origin, below, "overlay", (overlay.sector,)))
    for sector in source.sectors:
        if any(_cites([(actor.citation,)], source, name, article) for actor in sector.actors if actor.citation):
            found.append(Hit(sector.origin, sector.title, "sector", everywhere))
    return tuple(sorted(set(found), key=lambda hit: (hit.origin, hit.title)))


def known_names(source: Source) -> tuple[str, ...]:
    """Return everything that can be asked for: keys of sources and names of variables."""
    return (*source.references, *source.variables)


def _in_page(
    page: Page, what: str, variants: tuple[str, ...], source: Source, name: str, article: str
) -> Iterator[Hit]:
    for origin, texts, title in _texts(page.lead, page.sections, page.meta.title):
        if _cites(texts, source, name, article):
            yield Hit(origin, title, _KINDS.get(origin.path.name, what), variants)


# What a block made from data is, by the name of its data file.
_KINDS = {
    "beslisboom.yml": "beslisboom",
    "begrippen.yml": "begrip",
    "figuren.yml": "figuur",
    "totstandkoming.yml": "stappenplan",
}


def _cites(texts: Iterable[Sequence[Inline]], source: Source, name: str, article: str) -> bool:
    for inline in (each for run in texts for each in _deep(run)):
        match inline:
            case Variable(name=used) if used == name:
                return True
            case Citation(sources=sources):
                for cited in sources:
                    place = "".join(_value(each, source) for each in cited.place)
                    if cited.key == name and (not article or _has_article(place, article)):
                        return True
    return False


def _deep(run: Sequence[Inline]) -> Iterator[Inline]:
    """Yield each of *run*, what is nested in it or in the places that it cites, and the variables in link addresses."""
    for inline in deep(run):
        yield inline
        match inline:
            case Citation(sources=sources):
                yield from (each for cited in sources for each in cited.place)
            case Link(href=href, origin=origin) if name := addresses.variable(href):
                yield Variable(name, origin)


def _value(inline: Inline, source: Source) -> str:
    return source.variables.get(inline.name, "") if isinstance(inline, Variable) else words((inline,))


def _has_article(place: str, article: str) -> bool:
    wanted = _QUERY.match(article)
    if wanted is None:
        return article.casefold() in place.casefold()
    number = wanted["number"].casefold()
    for word in _WORD.finditer(place):
        before = ""
        at = word.end()
        while match := _NUMBER.match(place, at):
            found = match["number"].casefold()
            between = match["link"] in _RANGE and number.isdigit() and before.isdigit() and found.isdigit()
            if number == found or (between and int(before) <= int(number) <= int(found)):
                return True
            before, at = found, match.end()
    return False


def _texts(
    parts: Sequence[Part], sections: Sequence[Section], title: str
) -> Iterator[tuple[Origin, list[tuple[Inline, ...]], str]]:
    """Yield the origin of each block and heading, its runs, and the titles around it; not of slots and sector text."""
    for part in parts:
        if not isinstance(part, SectorText | Slot):
            yield part.origin, list(runs(part)), title
    for section in sections:
        below = f"{title} › {section.title}"
        yield section.origin, [section.heading], below
        yield from _texts(section.body, section.subsections, below)
