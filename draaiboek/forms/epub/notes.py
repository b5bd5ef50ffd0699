"""Footnotes as reading systems know them: a reference, the note at the end of the chapter, and one way back."""

from __future__ import annotations

from urllib.parse import unquote

from lxml.html import HtmlElement

from draaiboek.forms.epub.xhtml import classes, elements


def move(body: HtmlElement) -> None:
    """Mark the footnotes of *body* and what refers to them; Python-Markdown puts them in a list at its end."""
    for reference in [each for each in elements(body) if each.tag == "a" and "footnote-ref" in classes(each)]:
        _set(reference, {"epub-type": "noteref", "role": "doc-noteref"})
        del reference.attrib["class"]
    for block in [each for each in elements(body) if each.tag == "div" and "footnote" in classes(each)]:
        items = [item for item in block.iter("li") if item.get("id", "").startswith("fn:")]
        for child in list(block):
            block.remove(child)
        block.tag = "section"
        _set(block, {"class": "noten", "role": "doc-endnotes", "epub-type": "footnotes", "aria-label": "Voetnoten"})
        for number, item in enumerate(items, start=1):
            block.append(_note(item, number))


def _note(item: HtmlElement, number: int) -> HtmlElement:
    """Return *item* of the list of notes as a note of its own; its number is the link back to the text."""
    back = [link for link in item.iter("a") if "footnote-backref" in classes(link)]
    first = unquote(back[0].get("href", "")) if back else ""
    for link in back:
        link.drop_tree()
    item.tag = "aside"
    _set(item, {"epub-type": "footnote", "role": "doc-footnote"})
    paragraph = next(item.iter("p"), item)
    link = paragraph.makeelement("a" if first else "span")
    link.text, link.tail = str(number), f" {paragraph.text or ''}"
    paragraph.text = None
    _set(link, {"class": "nummer"})
    if first:
        _set(link, {"href": first, "role": "doc-backlink", "aria-label": f"Terug naar noot {number} in de tekst"})
    paragraph.insert(0, link)
    return item


def _set(element: HtmlElement, values: dict[str, str]) -> None:
    for name, value in values.items():
        element.set(name, value)
