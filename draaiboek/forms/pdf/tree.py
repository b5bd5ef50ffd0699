"""From the HTML of an article to a clean tree: no page furniture, footnotes apart, white space as a browser has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from draaiboek.forms.pdf import line_numbers

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure"}
    | {"footer", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)
CHECK = "lr-controle"  # the label of what is still to be checked
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FURNITURE = frozenset({"headerlink", "footnote-backref", "md-content__button", "lr-verbeter"})
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Article:
    """A chapter as a tree; *notes* holds the footnotes that were taken out of *body*, by id."""

    body: HtmlElement
    notes: dict[str, HtmlElement]


def parse(text: str) -> Article:
    """Read the HTML *text* of one article."""
    body = read(text)
    line_numbers.number(body)
    notes: dict[str, HtmlElement] = {}
    for block in [element for element in elements(body) if element.tag == "div" and "footnote" in classes(element)]:
        notes |= {note.get("id", ""): note for note in block.iter("li") if note.get("id", "").startswith("fn:")}
        block.drop_tree()
    for root in (body, *notes.values()):
        _collapse(root)
    for reference in body.iter("sup"):
        if reference.get("id", "").startswith("fnref"):
            _join_on(reference, "")  # no footnote number starts a line
    for tag in body.iter("span"):
        if CHECK in classes(tag) and next(tag.iterancestors("td", "th"), None) is None:  # cells are too narrow
            _join_on(tag, "\u00a0")
    return Article(body, notes)


def read(text: str) -> HtmlElement:
    """Return the HTML *text* as a tree without page furniture, its white space as it is."""
    body = lxml.html.fragment_fromstring(text, create_parent="div")
    for element in [element for element in elements(body) if classes(element) & _FURNITURE]:
        element.drop_tree()
    return body


def _join_on(element: HtmlElement, space: str) -> None:
    """Put *space* in the place of the space before *element*, so that no line starts with it."""
    previous, parent = element.getprevious(), element.getparent()
    slot = _Slot(previous, after=True) if previous is not None else _Slot(parent, after=False)
    if slot.read().endswith(" "):
        slot.write(f"{slot.read().rstrip(' ')}{space}")


def elements(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements below *root*, without comments."""
    return (element for element in root.iterdescendants() if isinstance(element.tag, str))


def children(element: HtmlElement) -> list[HtmlElement]:
    """Return the child elements of *element*, without comments."""
    return [child for child in element if isinstance(child.tag, str)]


def classes(element: HtmlElement) -> frozenset[str]:
    """Return the classes of *element*."""
    return frozenset((element.get("class") or "").split())


def words(element: HtmlElement) -> str:
    """Return the text of *element* on one line."""
    return _SPACE.sub(" ", element.text_content()).strip()


@dataclass(slots=True)
class _Slot:
    """A place in the tree that holds text: before the first child of *element*, or after *element* itself."""

    element: HtmlElement
    after: bool

    def read(self) -> str:
        return (self.element.tail if self.after else self.element.text) or ""

    def write(self, text: str) -> None:
        if self.after:
            self.element.tail = text
        else:
            self.element.text = text


def _collapse(root: HtmlElement) -> None:
    """Make one space of each run of white space, and none at the edges of blocks and at line breaks."""
    last: _Slot | None = None
    fresh = True
    for item in _stream(root):
        if isinstance(item, _Slot):
            text = _SPACE.sub(" ", item.read())
            text = text.removeprefix(" ") if fresh else text
            item.write(text)
            if text:
                last, fresh = item, text.endswith(" ")
        else:
            if item and last is not None and fresh:
                last.write(last.read().removesuffix(" "))
            last, fresh = (None, True) if item else (None, False)


def _stream(element: HtmlElement) -> Iterator[_Slot | bool]:
    """Yield text slots in reading order, True at each edge of a line, False at an element that stands in the line."""
    yield from [True] if element.tag in BLOCKS else []
    yield _Slot(element, after=False)
    for child in element:
        if child.tag == "br":
            yield True
        elif child.tag == "img":
            yield False
        elif isinstance(child.tag, str) and child.tag != "pre":
            yield from _stream(child)
        yield _Slot(child, after=True)
    yield from [True] if element.tag in BLOCKS else []
