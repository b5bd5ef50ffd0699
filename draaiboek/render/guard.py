"""The last look at what the engine made of an editor's text: only the elements, attributes and addresses that we know.

The text is checked before (`safety`), but by another reader of Markdown than the engine. What slips through a
difference between the two is refused here, after rendering; nothing is cleaned silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.content.safety import ALLOWED_SCHEMES, split_address
from draaiboek.render import provenance

ELEMENTS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code"}
    | {"strong", "em", "sub", "sup", "a", "img", "table", "thead", "tbody", "tr", "th", "td", "input", "label"}
)
EVERYWHERE = frozenset({"id", "class", "title", provenance.ATTRIBUTE, "data-artikel"})
ATTRIBUTES = {
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "a": {"href"},
    "img": {"src", "alt"},
    "input": {"type", "disabled", "checked"},
}
HINT = "Schrijf het in gewone Markdown; kijk vooral naar haken en accolades in dit stuk."


def problems(article: HtmlElement, page: Origin, numbers: Sequence[str] = ()) -> Iterator[Diagnostic]:
    """Yield what may not be in the rendered text *article*, with the place it came from, or that of its *page*.

    Only *numbers* may be called.
    """
    for element in article.iter():
        if not isinstance(element.tag, str):
            continue
        for code, what in _wrong(element, numbers):
            yield Diagnostic(code, _origin(element, page), f"dit stuk maakt {what}", HINT)


def _wrong(element: HtmlElement, numbers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the code and the name of what *element* may not have, or may not be."""
    if element.tag not in ELEMENTS:
        yield "HT001", f"het element <{element.tag}>"
        return
    for name, value in element.attrib.items():
        if name not in EVERYWHERE and name not in ATTRIBUTES.get(element.tag, ()):
            yield "HT003", f"het kenmerk '{name}'"
        elif name in {"href", "src"} and not (_is_safe(value, image=name == "src") or _calls(element, numbers)):
            yield "HT002", f"een verwijzing naar '{value}'"


def _is_safe(address: str, *, image: bool) -> bool:
    # Browsers leave out white space and read a backslash as a slash.
    read = "".join(address.split()).replace("\\", "/")
    scheme = split_address(read).scheme.lower()
    inside = not scheme and not read.startswith("//")
    return inside or (not image and scheme in ALLOWED_SCHEMES - {"variant"})


def _calls(element: HtmlElement, numbers: Sequence[str]) -> bool:
    """Tell whether *element* is a link that calls the number that it shows."""
    return element.get("href") in {f"tel:{number}" for number in numbers if number == element.text_content()}


def _origin(element: HtmlElement, page: Origin) -> Origin:
    found = (provenance.marked(around) for around in (element, *element.iterancestors()))
    return next((origin for origin in found if origin), page)
