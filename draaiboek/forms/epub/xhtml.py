"""From the HTML of an article to a tree, and from a tree to XHTML with the elements and attributes that we know."""

from __future__ import annotations

from collections.abc import Mapping

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

_XHTML = "http://www.w3.org/1999/xhtml"
_OPS = "http://www.idpf.org/2007/ops"
_XML = "http://www.w3.org/XML/1998/namespace"
_FURNITURE = frozenset({"headerlink", "md-content__button", "lr-verbeter"})
_TERM = "lr-begrip"
_NOTHING: frozenset[str] = frozenset()

# The elements of an EPUB, with the attributes that they keep beside those of every element.
KEPT: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _NOTHING),
    **dict.fromkeys(("p", "div", "span", "br", "hr", "ul", "li", "blockquote", "pre", "code"), _NOTHING),
    **dict.fromkeys(("strong", "em", "sub", "sup", "b", "i", "abbr", "del", "ins", "kbd", "mark", "q"), _NOTHING),
    **dict.fromkeys(("s", "small", "u", "var", "cite", "dfn", "dl", "dt", "dd", "figure", "figcaption"), _NOTHING),
    **dict.fromkeys(("table", "caption", "thead", "tbody", "tfoot", "tr", "section", "aside"), _NOTHING),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
}
_EVERYWHERE = frozenset({"id", "class", "lang", "title", "role", "aria-label", "aria-labelledby", "epub-type"})
_SPACES = {None: _XHTML, "epub": _OPS}
_NAMES = {"epub-type": f"{{{_OPS}}}type"}


def parse(html: str) -> HtmlElement:
    """Return the *html* of an article as a `<section>`, without the furniture of the website."""
    body = lxml.html.fragment_fromstring(html, create_parent="section")
    for element in [each for each in elements(body) if classes(each) & _FURNITURE]:
        element.drop_tree()
    for term in [each for each in elements(body) if _TERM in classes(each)]:
        term.attrib.pop("title", None)  # its definition, which stands where the link leads
    return body


def elements(body: HtmlElement) -> list[HtmlElement]:
    """Return the elements below *body*, without comments."""
    return [each for each in body.iterdescendants() if isinstance(each.tag, str)]


def classes(element: HtmlElement) -> frozenset[str]:
    """Return the classes of *element*."""
    return frozenset((element.get("class") or "").split())


def words(element: HtmlElement) -> str:
    """Return the text of *element* on one line, without the numbers of footnotes."""
    copy = lxml.html.fragment_fromstring(lxml.html.tostring(element, encoding="unicode", with_tail=False))
    for reference in [each for each in elements(copy) if each.get("role") == "doc-noteref"]:
        reference.drop_tree()
    return " ".join(str(copy.text_content()).split())


def as_xml(body: HtmlElement) -> str:
    """Return *body* as XHTML; a `<div>` that only said where its text came from is left out."""
    for element in elements(body):
        if element.tag == "div" and not _attributes(element):
            element.drop_tag()
    return etree.tostring(_copy(body), encoding="unicode")


def _copy(element: HtmlElement) -> etree._Element:
    copy = etree.Element(f"{{{_XHTML}}}{element.tag}", nsmap=_SPACES)  # type: ignore[arg-type]  # stubs lack None
    for name, value in _attributes(element).items():
        copy.set(_NAMES.get(name, name), value)
    if language := element.get("lang"):
        copy.set(f"{{{_XML}}}lang", language)
    copy.text = element.text
    last: etree._Element | None = None
    for child in element:
        if isinstance(child.tag, str):
            last = _copy(child)
            last.tail = child.tail
            copy.append(last)
        elif last is None:  # a comment
            copy.text = f"{copy.text or ''}{child.tail or ''}"
        else:
            last.tail = f"{last.tail or ''}{child.tail or ''}"
    return copy


def _attributes(element: HtmlElement) -> dict[str, str]:
    kept = KEPT.get(element.tag, _NOTHING) | _EVERYWHERE
    return {name: value for name, value in sorted(element.attrib.items()) if name in kept and (value or name == "alt")}
