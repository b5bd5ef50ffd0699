"""The text of a rendered page, without anything that the theme puts around it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from lxml import html
from lxml.html import HtmlElement

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import ToolError
from draaiboek.base.model import Chapter, MenuItem, Variant
from draaiboek.render import guard
from draaiboek.render.layout import page_url

# The marks that our template (theme/partials/content.html) puts around the rendered Markdown: its title, the rest.
TITLE = "data-titel"
MARK = "data-artikel"


def chapters(variant: Variant, site: Path) -> tuple[Chapter, ...]:
    """Return the pages of *variant*, rendered in folder *site*, in reading order."""
    return tuple(
        Chapter(path=path, url=page_url(path), title=title, group=group, html=_inside(of(path, site)))
        for item in variant.menu
        for path, title, group in _pages(item)
    )


def problems(variant: Variant, site: Path) -> tuple[Diagnostic, ...]:
    """Return what may not be in the text of *variant* as it was rendered in folder *site*."""
    numbers = variant.emergency.numbers
    return tuple(p for page in variant.pages for p in guard.problems(of(page.path, site), page.origin, numbers))


def _pages(item: MenuItem, group: str = "") -> list[tuple[PurePosixPath, str, str]]:
    here = [(item.page, item.title, group)] if item.page is not None else []
    return here + [page for child in item.children for page in _pages(child, item.title)]


def of(path: PurePosixPath, site: Path) -> HtmlElement:
    """Return the element around the text of page *path*, rendered in folder *site*."""
    found = _articles((site / page_url(path) / "index.html").read_bytes())
    if len(found) != 1:
        message = f"de pagina '{path}' heeft {len(found)} artikels in plaats van één"
        raise ToolError(message, hint="Kijk in draaiboek/theme/partials/content.html.")
    return found[0]


def article_in(page: bytes) -> str | None:
    """Return the rendered text in *page*, or None when it has none."""
    found = _articles(page)
    return _inside(found[0]) if found else None


def _articles(text: bytes) -> list[HtmlElement]:
    page = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    found = [element for element in page.iter("div") if MARK in element.attrib]
    if found:
        for title in [element for element in page.iter("div") if TITLE in element.attrib]:
            _put_back(title, found[0])
    return found


def _put_back(title: HtmlElement, article: HtmlElement) -> None:
    """Move the heading in *title* to the front of *article*, as it was rendered."""
    for heading in title.iterchildren("h1"):
        heading.tail, article.text = article.text, "\n"
        article.insert(0, heading)


def _inside(article: HtmlElement) -> str:
    return "".join([article.text or "", *(html.tostring(child, encoding="unicode") for child in article)])
