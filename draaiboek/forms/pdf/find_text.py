"""Where a text stands in a chapter: to the line, for what Typst complains about without saying where."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from draaiboek.base.model import Chapter, Origin
from draaiboek.forms.pdf import line_numbers, tree
from draaiboek.render import provenance


def find(text: str, chapter: Chapter) -> Iterator[tuple[Origin, str]]:
    """Yield the place of each piece of *chapter* that holds *text*, with the id of the heading above it."""
    body = tree.read(chapter.html)
    line_numbers.number(body)
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        if text in (element.text or ""):
            yield _place(element, element.text or "", text, chapter)
        for child in element:
            if text in (child.tail or ""):
                inside = child.text_content() if isinstance(child.tag, str) else ""
                yield _place(child, f"{inside}{child.tail}", text, chapter)


def _place(element: HtmlElement, around: str, text: str, chapter: Chapter) -> tuple[Origin, str]:
    reference = _reference(element)
    origin = line_numbers.of(element if reference is None else reference) or provenance.of_page(element, chapter.path)
    below = around.partition(text)[0].count("\n") if reference is None else 0
    return Origin(origin.path, origin.line + below), _heading(element if reference is None else reference)


def _reference(element: HtmlElement) -> HtmlElement | None:
    """Return what refers to the footnote that *element* stands in, if it does."""
    notes = [around for around in (element, *element.iterancestors("li")) if around.get("id", "").startswith("fn:")]
    references = notes[0].xpath("//a[@href = $href]", href=f"#{notes[0].get('id')}") if notes else []
    return next(iter(references), None)


def _heading(element: HtmlElement) -> str:
    headings = "self::h2 or self::h3 or self::h4 or self::h5 or self::h6"
    above = element.xpath(f"(ancestor-or-self::*[{headings}] | preceding::*[{headings}])[last()]")
    return above[0].get("id", "") if above else ""
