"""What the text of a page shows of the site around it; this determines which articles two sites can share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from draaiboek.base.model import Page, Product, Variant
from draaiboek.compose.excerpt import products
from draaiboek.compose.kit import offered
from draaiboek.compose.reading_order import all_sections
from draaiboek.content import content_paths
from draaiboek.render import feedback
from draaiboek.render.layout import KIT, fiche_name, from_page, kit_name

MEANINGS = (content_paths.ABOUT_PAGE, "merken")  # the section that explains the marks


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that begins with section *name* of a page ('' for the whole page), and its *files* by link text."""

    name: str
    use: str
    title: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Around:
    """What the text of a page shows of its site; nothing else of the site can change it.

    *up* is the relative path from the page to the root of the edition, *whole* the names that must not break, *colours*
    those of sectors whose texts stand side by side. *explains* says that another page explains the marks. *papers*
    begin on the page. *repository* is the address of the project on its Git host ('': the page has no links to it).
    *asking* is the variant, without its text, if links ask readers to write about it; otherwise None.
    """

    up: str
    whole: tuple[str, ...]
    colours: tuple[tuple[str, str], ...]
    explains: bool
    papers: tuple[Paper, ...]
    repository: str
    asking: Variant | None


def around(page: Page, variant: Variant, repository: str) -> Around:
    """Return what the text of *page* shows of the site of *variant*."""
    return next(all_around((page,), variant, repository))


def all_around(pages: Iterable[Page], variant: Variant, repository: str) -> Iterator[Around]:
    """Yield what the text of each of *pages* shows of the site of *variant*."""
    asks = feedback.asks(variant.identity, repository)
    asking = replace(variant, pages=(), menu=(), media=(), kit=()) if asks else None
    colours = tuple((sector.slug, sector.colour) for sector in variant.gathered)
    explained, papers = _has_meanings(variant), list(_papers(variant))
    for page in pages:
        yield Around(
            up=from_page(page.path, variant),
            whole=variant.identity.unbroken,
            colours=colours,
            explains=explained and page.path != MEANINGS[0],
            papers=tuple(paper for path, paper in papers if path == page.path),
            repository=repository,
            asking=asking,
        )


def _has_meanings(variant: Variant) -> bool:
    path, name = MEANINGS
    found = (page for page in variant.pages if page.path == path)
    return any(section.id == name for page in found for section in all_sections(page.lead, page.sections))


def _papers(variant: Variant) -> Iterator[tuple[PurePosixPath, Paper]]:
    """Yield the documents of *variant*, to fill in or on one sheet, each with the page on which it begins."""
    for document, own in offered(variant):
        start = document.parts[0]
        files = {said: kit_name(variant, document, ending, own=own) for ending, said in KIT.items()}
        yield start.page, Paper(start.name, "Om in te vullen: ", document.title, files)
    for page in variant.pages:
        if page.path == content_paths.FICHE_PAGE and any(Product.SHEET.holds(least) for _, least in products(page)):
            yield page.path, Paper("", "", page.meta.title, {"Print de fiche op één blad (pdf)": fiche_name(variant)})
