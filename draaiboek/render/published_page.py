"""A page of a website as bytes → its text without what the theme puts around it, so that two pages can be compared."""

from __future__ import annotations

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from draaiboek.render.article import MARK, TITLE


def article_in(page: bytes) -> str | None:
    """Return the HTML of the title and the text in *page*, or None when it has none."""
    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    except ParserError:  # there is nothing in it
        return None
    marked = [element for element in root.iter("div") if MARK in element.attrib or TITLE in element.attrib]
    return "".join(map(_inside, marked)) if marked else None


def _inside(element: HtmlElement) -> str:
    return "".join([element.text or "", *(html.tostring(child, encoding="unicode") for child in element)])
