"""The text of a rendered page, without anything that the theme puts around it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from lxml import html

from draaiboek.errors import ToolError
from draaiboek.model import Chapter, MenuItem, Variant
from draaiboek.render.places import page_url

# The mark that our template (theme/partials/content.html) puts around the rendered Markdown.
MARK = "data-artikel"


def chapters(variant: Variant, site: Path) -> tuple[Chapter, ...]:
    """Return the pages of *variant*, rendered in folder *site*, in reading order."""
    return tuple(
        Chapter(
            path=path, url=page_url(path), title=title, group=group, html=_article(site / page_url(path) / "index.html")
        )
        for item in variant.menu
        for path, title, group in _pages(item)
    )


def _pages(item: MenuItem, group: str = "") -> list[tuple[PurePosixPath, str, str]]:
    here = [(item.page, item.title, group)] if item.page is not None else []
    return here + [page for child in item.children for page in _pages(child, item.title)]


def _article(path: Path) -> str:
    page = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    found = [element for element in page.iter("div") if MARK in element.attrib]
    if len(found) != 1:
        message = f"{path.name} van '{path.parent.name}' heeft {len(found)} artikels in plaats van één"
        raise ToolError(message, hint="Kijk in draaiboek/theme/partials/content.html.")
    inside = [found[0].text or ""] + [html.tostring(child, encoding="unicode") for child in found[0]]
    return "".join(inside)
