"""What a change of the law touches: every place that cites a source, an article of it, or a variable. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from draaiboek.base.model import CORE, Block, Origin, Page, Part, Section, Source
from draaiboek.content import citations

_WORD = re.compile(r"\bart(?:\.|ikel(?:en)?)\s*", re.IGNORECASE)
# A number before ° or behind § is no article: 'art. 3, 15°', 'art. 3, § 1'.
_NUMBER = re.compile(
    r"\s*(?P<link>,|en|–|-|tot(?: en met)?)?\s*(?P<number>\d+[a-z]*(?:/\d+)*)(?![\d°/])", re.IGNORECASE
)
_QUERY = re.compile(r"^(?:art\.?)?\s*(?P<number>\d+[a-z]*(?:/\d+)*)$", re.IGNORECASE)
_RANGE = {"–", "-", "tot", "tot en met"}
_VARIABLE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that cites; *title* says where it stands, *variants* whose websites and PDFs hold it."""

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
        what = "fiche" if page.path.name == "fiche.md" else "sectorpagina"
        found += _in_page(page, what, (page.sector or "",), source, name, article)
    for overlay in source.overlays:
        title = f"{overlay.page}#{overlay.target}"
        for block, below in _blocks(overlay.body, overlay.sections, title):
            if _cites(block.text, source, name, article):
                found.append(Hit(block.origin, below, "overlay", (overlay.sector,)))
    for sector in source.sectors:
        if any(_cites(f"[{actor.citation}]", source, name, article) for actor in sector.actors):
            found.append(Hit(sector.origin, sector.title, "sector", everywhere))
    return tuple(sorted(set(found), key=lambda hit: (hit.origin, hit.title)))


def known_names(source: Source) -> tuple[str, ...]:
    """Return everything that can be asked for: keys of sources and names of variables."""
    return (*source.references, *source.variables)


def _in_page(
    page: Page, what: str, variants: tuple[str, ...], source: Source, name: str, article: str
) -> Iterator[Hit]:
    for block, title in _blocks(page.lead, page.sections, page.meta.title):
        if _cites(block.text, source, name, article):
            kind = _KINDS.get(block.origin.path.name, what)
            yield Hit(block.origin, title, kind, variants)


# Blocks that a list made from data.
_KINDS = {"beslisboom.yml": "beslisboom", "begrippen.yml": "begrip", "totstandkoming.yml": "stappenplan"}


def _cites(text: str, source: Source, name: str, article: str) -> bool:
    if name in source.variables:
        return name in _VARIABLE.findall(text)
    plain = _VARIABLE.sub(lambda match: source.variables.get(match[1], ""), text)
    return any(
        citation.key == name and (not article or _has_article(citation.place, article))
        for citation in citations.in_text(plain)
    )


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


def _blocks(parts: Sequence[Part], sections: Sequence[Section], title: str) -> Iterator[tuple[Block, str]]:
    for part in parts:
        if isinstance(part, Block):
            yield part, title
    for section in sections:
        yield Block("heading", section.title, section.origin), f"{title} › {section.title}"
        yield from _blocks(section.body, section.subsections, f"{title} › {section.title}")
