"""A page of the website, adapted to a folder: links to files, and nothing that needs a server."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from draaiboek.forms.offline.links import Links

_PARSER = html.HTMLParser(encoding="utf-8")


def rewrite(page: bytes, name: str, links: Links) -> tuple[bytes, set[str]]:
    """Return *page*, the file *name*, as it is in the zip, and the files that it uses."""
    root = html.document_fromstring(page, parser=_PARSER)
    for link in list(root.iter("link")):
        if isinstance(link, HtmlElement) and link.get("rel") == "preload":
            link.drop_tree()  # a preload needs CORS, which browsers refuse for file://
    used: set[str] = set()
    for element, attribute in _addresses(root):
        address = str(element.get(attribute))
        if (file := links.file(address, name)) is not None:
            used.add(file)
        element.set(attribute, links.rewrite(address, name))
    return bytes(html.tostring(root, encoding="utf-8", doctype="<!doctype html>")), used


def _addresses(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield every element with an address that the reader or the browser follows, and the name of its attribute."""
    for element in root.iter("a", "link", "img", "script"):
        attribute = "href" if element.tag in {"a", "link"} else "src"
        if element.get(attribute) and element.get("rel") != "canonical":
            yield element, attribute
